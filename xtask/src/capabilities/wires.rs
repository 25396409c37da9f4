//! The six wires.

use openai_azure::{ApiVersion, Azure};
use openai_core::{BaseUrl, Operation, OperationProfile, Provider};
use openai_databricks::Databricks;
use openai_platform::OpenAi;
use openai_vertex::Vertex;

use crate::workspace::Failure;

/// One wire, as a column.
pub(super) struct Wire {
    pub(super) name: &'static str,
    /// The wire as a client has it without being told more.
    pub(super) provider: Box<dyn Provider>,
    /// What the wire has where one asks for it: other versions, or what no document describes.
    pub(super) others: Vec<Box<dyn Provider>>,
    /// How one asks for it, in a word.
    pub(super) condition: &'static str,
}

impl Wire {
    fn new(name: &'static str, provider: impl Provider) -> Self {
        Self {
            name,
            provider: Box::new(provider),
            others: Vec::new(),
            condition: "",
        }
    }

    fn with(mut self, condition: &'static str, others: impl IntoIterator<Item = Box<dyn Provider>>) -> Self {
        self.condition = condition;
        self.others = others.into_iter().collect();
        self
    }

    /// What is known of an operation: as a client has it, else as the first of the others that has it.
    pub(super) fn profile(&self, operation: Operation) -> Option<&OperationProfile> {
        let providers = std::iter::once(&self.provider).chain(&self.others);
        providers
            .filter_map(|provider| provider.profile().operation(operation))
            .next()
    }
}

/// Every wire. The dated one is the last stable version, and next to it the others, the newest first.
pub(super) fn all() -> Result<Vec<Wire>, Failure> {
    let text = |error: openai_core::Error| Failure::from(error.to_string());
    let gemini = Vertex::gemini("project", "us-central1").map_err(text)?;
    let deployed = Vertex::endpoint("project", "us-central1", "1234").map_err(text)?;
    let v1 = Azure::v1(address()?);
    let mut dated: Vec<Box<dyn Provider>> = Vec::new();
    for version in ApiVersion::KNOWN.iter().rev().filter(|version| version.is_preview()) {
        dated.push(Box::new(Azure::new(address()?, *version)));
    }
    let unverified = |provider: Box<dyn Provider>| std::iter::once(provider);
    Ok(vec![
        Wire::new("OpenAI", OpenAi::new()),
        Wire::new("Azure (dated)", Azure::new(address()?, ApiVersion::LATEST_STABLE)).with("previews", dated),
        Wire::new("Azure v1", v1.clone()).with("unverified", unverified(Box::new(v1.unverified()))),
        Wire::new("Vertex Gemini", gemini.clone()).with("unverified", unverified(Box::new(gemini.unverified()))),
        Wire::new("Vertex self-deployed", deployed.clone())
            .with("unverified", unverified(Box::new(deployed.unverified()))),
        Wire::new("Databricks", Databricks::new(address()?)),
    ])
}

/// Where the examples are.
pub(super) fn address() -> Result<BaseUrl, Failure> {
    BaseUrl::parse("the example's address", "https://host.example").map_err(|error| error.to_string().into())
}

/// Whether a provider has an operation, streamed or not.
pub(super) fn has(provider: &dyn Provider, operation: Operation, streamed: bool) -> bool {
    let profile = provider.profile().operation(operation);
    profile.is_some_and(|profile| profile.streaming || !streamed)
}

/// The head of a table with a column for each wire.
pub(super) fn head(wires: &[Wire]) -> String {
    let names: Vec<&str> = wires.iter().map(|wire| wire.name).collect();
    format!("| | {} |\n|---{}|\n", names.join(" | "), "|---".repeat(names.len()))
}
