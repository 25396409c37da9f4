//! OpenAI, and every server that speaks its wire.

use std::sync::Arc;

use openai_auth::Bearer;
use openai_core::{BaseUrl, Credential, Error, ErrorKind};

use crate::address::{Place, ProviderUri};
use crate::cloud::{Cloud, model, optional_here};
use crate::environment::Environment;

/// OpenAI, and every server that speaks its wire: a vLLM, a llama.cpp, an Ollama, a gateway, and Vertex AI or
/// Databricks at their OpenAI-compatible base URLs.
pub type OpenAi = Cloud<openai_platform::OpenAi>;

/// The model that answers where none is named.
const MODEL: &str = "gpt-5-mini";

impl OpenAi {
    /// OpenAI with this key.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) where the key cannot stand in a header.
    pub fn with_key(key: &str) -> Result<Self, Error> {
        Ok(Self::new(openai_platform::OpenAi::new(), Bearer::new("the key", key)?))
    }

    /// As the variables of this process say: see [`from_variables`](Self::from_variables).
    ///
    /// # Errors
    /// As [`from_variables`](Self::from_variables).
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(&Environment::current())
    }

    /// As these variables say.
    ///
    /// - `OPENAI_API_KEY`: the key; a server on this machine may do without.
    /// - `OPENAI_BASE_URL`: where the server is. Default: OpenAI. May be the OpenAI-compatible base of Vertex AI (with
    ///   a Google access token as the key) or of Databricks.
    /// - `OPENAI_ORG_ID`, `OPENAI_PROJECT_ID`: whom to charge.
    /// - `OAI_MODEL`: the model for requests that name none. Default: `gpt-5-mini` on OpenAI itself; `MODEL_ID` with
    ///   `google/` before it at a base URL that ends in `/endpoints/openapi`; else none.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) naming the variable that is missing or malformed.
    pub fn from_variables(environment: &Environment) -> Result<Self, Error> {
        let base = match environment.var("OPENAI_BASE_URL")? {
            Some(url) => Some(BaseUrl::parse("OPENAI_BASE_URL", url)?),
            None => None,
        };
        Self::build(base, None, environment)
    }

    pub(crate) fn from_uri(uri: &ProviderUri, environment: &Environment) -> Result<Self, Error> {
        let base = match &uri.place {
            Place::Verbatim(base) => Some(base.clone()),
            _ => None,
        };
        Self::build(base, uri.parameter("model"), environment)
    }

    fn build(base: Option<BaseUrl>, named: Option<&str>, environment: &Environment) -> Result<Self, Error> {
        let credential = optional_here(base.as_ref(), environment, &["OPENAI_API_KEY"], key)?;
        let gemini = base
            .as_ref()
            .is_some_and(|base| base.path().ends_with("/endpoints/openapi"));
        let own = if gemini { ["MODEL_ID"].as_slice() } else { &[] };
        let model = match model(named, environment, own)? {
            Some(model) if gemini && !model.contains('/') => Some(format!("google/{model}")),
            None if base.is_none() => Some(MODEL.to_owned()),
            model => model,
        };
        let mut provider = match base {
            Some(base) => openai_platform::OpenAi::with_base_url(base),
            None => openai_platform::OpenAi::new(),
        };
        if let Some(organization) = environment.var("OPENAI_ORG_ID")? {
            provider = provider
                .organization(organization)
                .map_err(|error| about("OPENAI_ORG_ID", &error))?;
        }
        if let Some(project) = environment.var("OPENAI_PROJECT_ID")? {
            provider = provider
                .project(project)
                .map_err(|error| about("OPENAI_PROJECT_ID", &error))?;
        }
        Ok(Self::with(provider, credential, model))
    }
}

/// The error with the name of the variable that it is about.
fn about(variable: &str, error: &Error) -> Error {
    Error::new(ErrorKind::Config, format!("{variable}: {error}"))
}

fn key(environment: &Environment) -> Result<Arc<dyn Credential>, Error> {
    let (name, key) = environment.need("OpenAI key", &["OPENAI_API_KEY"])?;
    Ok(Arc::new(Bearer::new(name, key)?))
}
