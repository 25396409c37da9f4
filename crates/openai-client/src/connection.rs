//! What a client talks to.

use std::sync::Arc;

use openai_core::{Credential, Provider};

/// What a client talks to: a provider's wire, who is calling, and the model to ask by default.
///
/// Any provider becomes a connection by `into()`; a credential and a model are added by their setters.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Connection {
    /// The wire.
    pub provider: Arc<dyn Provider>,
    /// Who is calling; `None` for a server that does not ask.
    pub credential: Option<Arc<dyn Credential>>,
    /// The model of requests that name none.
    pub model: Option<String>,
}

impl Connection {
    /// A connection without credential and default model.
    #[must_use]
    pub fn new(provider: Arc<dyn Provider>) -> Self {
        Self {
            provider,
            credential: None,
            model: None,
        }
    }

    /// Sets who is calling.
    #[must_use]
    pub fn credential(mut self, credential: Arc<dyn Credential>) -> Self {
        self.credential = Some(credential);
        self
    }

    /// Sets the model of requests that name none.
    #[must_use]
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.model = Some(model.into());
        self
    }
}

impl<P: Provider> From<P> for Connection {
    fn from(provider: P) -> Self {
        Self::new(Arc::new(provider))
    }
}
