//! The rows of the tables that the dated API is told in.

use openai_core::{Operation, OperationProfile, Parameter, Rule};

use super::dates::Dates;
use super::{unlisted, v1};
use crate::ApiVersion;
use crate::version::preview;

pub(super) const INFERENCE: &str =
    "Azure REST API specifications, data-plane/AzureOpenAI/inference, and the REST reference";
pub(super) const AUTHORING: &str = "Azure REST API specifications, data-plane/AzureOpenAI/authoring";
pub(super) const LATEST: &str = "Azure OpenAI preview reference of the inference API, 2025-04-01-preview";

/// The last version with a date.
const NEWEST: ApiVersion = preview(2025, 4, 1);

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
        let dated = self.names().map(|(name, group)| group.parameter(name, self, version));
        let profile = OperationProfile::new(self.operation, self.source).parameters(dated);
        let unlisted = unlisted::of(self.operation, &profile.parameters);
        let profile = profile.parameters(unlisted);
        let newer = v1::newer(self.operation, &profile.parameters);
        let mut profile = profile.parameters(newer);
        profile.streaming = self.streaming && profile.supports("stream");
        profile
    }

    /// What the dated versions have or had, and v1's specification does not name: it names what is `known`.
    pub(super) fn left_behind(&self, known: &[Parameter]) -> Vec<Parameter> {
        let names = self.names();
        let left = names.filter(|(name, _)| known.iter().all(|known| known.name != *name));
        left.map(|(name, group)| group.on_v1(name, self)).collect()
    }

    fn names(&self) -> impl Iterator<Item = (&'static str, &'static Group)> + use<> {
        let groups = self.groups.iter();
        groups.flat_map(|group| group.names.split_whitespace().map(move |name| (name, group)))
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
    fn on_v1(&self, name: &'static str, row: &Row) -> Parameter {
        let words = self.dates.words(false);
        let (rule, note) = if self.dates == Dates::ALWAYS {
            let note = "v1's specification does not name it, though those of the dated versions do";
            (Rule::Unknown, note.to_owned())
        } else if self.dates.has(NEWEST) {
            let note = format!("v1's specification does not name it; in dated versions {words}");
            (Rule::Unknown, note)
        } else {
            (Rule::Rejected, words)
        };
        let source = self.source.unwrap_or(row.source);
        Parameter::new(name, rule, note, source)
    }
}
