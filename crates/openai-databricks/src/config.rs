//! Which Databricks workspace is called.

use std::collections::BTreeMap;

use openai_core::{BaseUrl, Profile};

use crate::profile;

/// What the names of pay-per-token models begin with.
pub(crate) const PAY_PER_TOKEN: [&str; 2] = ["databricks-", "system.ai."];

/// A Databricks workspace and its serving endpoints.
#[derive(Clone, Debug)]
pub struct Databricks {
    /// The workspace's address, without `/serving-endpoints`.
    pub(crate) workspace: BaseUrl,
    pub(crate) kinds: BTreeMap<String, ModelKind>,
    pub(crate) profile: Profile,
}

/// Who serves a model behind an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ModelKind {
    /// Databricks, billed by the token. Chat completions and responses have limits there, which are held against a
    /// request before it is sent.
    PayPerToken,
    /// Another provider, such as OpenAI or Azure OpenAI, to which Databricks hands everything on; or a model of the
    /// workspace's own, whose limits its name does not tell. What is past Databricks' own limits goes out with a notice.
    External,
}

impl Databricks {
    /// A workspace by its address, such as `https://adb-1234.5.azuredatabricks.net`; `/serving-endpoints` at its end does
    /// not matter.
    #[must_use]
    pub fn new(workspace: BaseUrl) -> Self {
        let workspace = workspace.strip_suffix("/serving-endpoints").unwrap_or(workspace);
        Self {
            workspace,
            kinds: BTreeMap::new(),
            profile: profile::of(ModelKind::PayPerToken),
        }
    }

    /// Says what kind of model a serving endpoint has.
    ///
    /// Default: what is named `databricks-…` or `system.ai.…` is pay-per-token, all else external.
    #[must_use]
    pub fn model_kind(mut self, endpoint: impl Into<String>, kind: ModelKind) -> Self {
        self.kinds.insert(endpoint.into(), kind);
        self
    }

    /// Whether the kind of model follows from its name, and nobody said it.
    pub(crate) fn is_inferred(&self, model: &str) -> bool {
        !self.kinds.contains_key(model)
    }

    pub(crate) fn kind_of(&self, model: &str) -> ModelKind {
        let by_name = || match PAY_PER_TOKEN.iter().any(|prefix| model.starts_with(prefix)) {
            true => ModelKind::PayPerToken,
            false => ModelKind::External,
        };
        self.kinds.get(model).copied().unwrap_or_else(by_name)
    }
}
