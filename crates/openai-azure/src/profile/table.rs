//! The rows of the tables that the dated API is told in.

use openai_core::{Operation, OperationProfile, Parameter, Rule};

use super::dates::Dates;
use super::v1;
use crate::ApiVersion;

pub(super) const INFERENCE: &str =
    "Azure REST API specifications, data-plane/AzureOpenAI/inference, and the REST reference";
pub(super) const AUTHORING: &str = "Azure REST API specifications, data-plane/AzureOpenAI/authoring";
pub(super) const LATEST: &str = "Azure OpenAI preview reference of the inference API, 2025-04-01-preview";

/// An operation of the dated API.
pub(super) struct Row {
    pub(super) operation: Operation,
    pub(super) dates: Dates,
    streaming: bool,
    source: &'static str,
    groups: &'static [Group],
}

/// Parameters that came and went together.
pub(super) struct Group {
    names: &'static str,
    dates: Dates,
    source: Option<&'static str>,
    note: &'static str,
}

impl Row {
    /// An operation that is not streamed.
    pub(super) const fn new(
        operation: Operation,
        dates: Dates,
        source: &'static str,
        groups: &'static [Group],
    ) -> Self {
        Self {
            operation,
            dates,
            streaming: false,
            source,
            groups,
        }
    }

    /// It can be streamed.
    pub(super) const fn streamed(mut self) -> Self {
        self.streaming = true;
        self
    }

    /// What a version does with it.
    pub(super) fn profile(&self, version: ApiVersion) -> OperationProfile {
        let profile = OperationProfile::new(self.operation, self.source);
        let mut profile = profile.parameters(self.groups.iter().flat_map(|group| {
            let names = group.names.split_whitespace();
            names.map(move |name| group.parameter(name, self, version))
        }));
        profile.streaming = self.streaming && profile.supports("stream");
        profile
    }
}

impl Group {
    pub(super) const fn new(names: &'static str, dates: Dates) -> Self {
        Self {
            names,
            dates,
            source: None,
            note: "",
        }
    }

    pub(super) const fn always(names: &'static str) -> Self {
        Self::new(names, Dates::ALWAYS)
    }

    /// It stands elsewhere than the rest of the operation.
    pub(super) const fn source(mut self, source: &'static str) -> Self {
        self.source = Some(source);
        self
    }

    pub(super) const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    fn parameter(&self, name: &'static str, row: &Row, version: ApiVersion) -> Parameter {
        let source = self.source.unwrap_or(row.source);
        if self.dates.has(version) {
            return Parameter::new(name, Rule::Supported, self.note, source);
        }
        let words = self.dates.words(v1::has(row.operation, name));
        Parameter::new(name, Rule::Rejected, words, source)
    }
}
