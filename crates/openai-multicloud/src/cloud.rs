//! A cloud's wire together with what proves who is calling.

use std::sync::Arc;

use openai_client::Connection;
use openai_core::{BaseUrl, Credential, Error, Provider, is_confidential};

use crate::environment::Environment;

/// A cloud's wire together with what proves who is calling: what a [`Client`](crate::Client) is made of.
///
/// [`OpenAi`](crate::OpenAi), [`Azure`](crate::Azure), [`Vertex`](crate::Vertex) and
/// [`Databricks`](crate::Databricks) are this, each with constructors of its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cloud<P> {
    /// The cloud's wire.
    pub provider: P,
    /// What proves who is calling; `None` for a server that does not ask.
    pub credential: Option<Arc<dyn Credential>>,
    /// The model for requests that name none.
    pub model: Option<String>,
}

impl<P: Provider> Cloud<P> {
    /// A wire and what proves who is calling.
    #[must_use]
    pub fn new(provider: P, credential: impl Credential) -> Self {
        Self {
            provider,
            credential: Some(Arc::new(credential)),
            model: None,
        }
    }

    /// A wire to a server that does not ask who is calling, such as a vLLM on this machine.
    #[must_use]
    pub fn open(provider: P) -> Self {
        Self {
            provider,
            credential: None,
            model: None,
        }
    }

    /// Sets the model for requests that name none.
    #[must_use]
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.model = Some(model.into());
        self
    }

    /// Sets what proves who is calling.
    #[must_use]
    pub fn credential(mut self, credential: impl Credential) -> Self {
        self.credential = Some(Arc::new(credential));
        self
    }

    /// Changes the wire's settings, such as Azure's map from models to deployments.
    #[must_use]
    pub fn configure(mut self, change: impl FnOnce(P) -> P) -> Self {
        self.provider = change(self.provider);
        self
    }

    pub(crate) fn with(provider: P, credential: Option<Arc<dyn Credential>>, model: Option<String>) -> Self {
        Self {
            provider,
            credential,
            model,
        }
    }
}

impl<P: Provider> From<Cloud<P>> for Connection {
    fn from(cloud: Cloud<P>) -> Self {
        let mut connection = Self::new(Arc::new(cloud.provider));
        connection.credential = cloud.credential;
        connection.model = cloud.model;
        connection
    }
}

/// The credential that `find` finds; `None` where none of these variables is set and the server, on this very machine,
/// may do without. A variable that is set but cannot be used is an error everywhere.
#[cfg(any(feature = "azure", feature = "openai", feature = "vertex"))]
pub(crate) fn optional_here(
    base: Option<&BaseUrl>,
    environment: &Environment,
    variables: &[&str],
    find: impl FnOnce(&Environment) -> Result<Arc<dyn Credential>, Error>,
) -> Result<Option<Arc<dyn Credential>>, Error> {
    if base.is_some_and(is_here) && !variables.iter().any(|name| environment.has(name)) {
        return Ok(None);
    }
    find(environment).map(Some)
}

/// Whether an address is on this very machine.
pub(crate) fn is_here(base: &BaseUrl) -> bool {
    let uri = base.join([], &[]);
    uri.is_ok_and(|uri| uri.scheme_str() == Some("http") && is_confidential(&uri))
}

/// The model of a URI, or else of `OAI_MODEL`, or else of the cloud's own variable.
pub(crate) fn model(uri: Option<&str>, environment: &Environment, own: &[&str]) -> Result<Option<String>, Error> {
    if let Some(model) = uri {
        return Ok(Some(model.to_owned()));
    }
    let names: Vec<&str> = ["OAI_MODEL"].iter().chain(own).copied().collect();
    Ok(environment.first(&names)?.map(|(_, model)| model.to_owned()))
}
