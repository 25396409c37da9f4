//! Google Vertex AI.

use std::sync::Arc;

use openai_auth::Bearer;
use openai_core::{BaseUrl, Credential, Error, ErrorKind};
use openai_vertex::Version;

use crate::address::{Place, ProviderUri};
use crate::cloud::{Cloud, model, optional_here};
use crate::environment::Environment;

/// Google Vertex AI: Gemini, and models on endpoints of one's own.
pub type Vertex = Cloud<openai_vertex::Vertex>;

/// The model that answers on Gemini's endpoint where none is named.
const MODEL: &str = "google/gemini-2.5-flash";

const PROJECT: [&str; 2] = ["GOOGLE_CLOUD_PROJECT", "PROJECT_ID"];
const LOCATION: [&str; 2] = ["GOOGLE_CLOUD_LOCATION", "LOCATION"];

impl Vertex {
    /// As the variables of this process say: see [`from_variables`](Self::from_variables).
    ///
    /// # Errors
    /// As [`from_variables`](Self::from_variables).
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(&Environment::current())
    }

    /// As these variables say.
    ///
    /// - `GOOGLE_CLOUD_PROJECT`, or else `PROJECT_ID`: the project.
    /// - `GOOGLE_CLOUD_LOCATION`, or else `LOCATION`: the location, such as `us-central1` or `global`.
    /// - `CLOUDSDK_AUTH_ACCESS_TOKEN`: an access token, as `gcloud auth print-access-token` prints it. It lives an hour.
    /// - `ENDPOINT`: the id of an endpoint with a model of one's own, as `gcloud ai endpoints list` shows it. Default:
    ///   Gemini.
    /// - `OAI_MODEL`, `MODEL_ID`: the model for requests that name none. Default: `google/gemini-2.5-flash`; none for an
    ///   endpoint of one's own.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) naming the variable that is missing or malformed.
    pub fn from_variables(environment: &Environment) -> Result<Self, Error> {
        let (_, project) = environment.need("Google Cloud project", &PROJECT)?;
        let (_, location) = environment.need("Google Cloud location, such as us-central1", &LOCATION)?;
        let provider = match environment.var("ENDPOINT")? {
            Some(endpoint) if endpoint.contains(['/', ':']) => {
                let message = "ENDPOINT is not the id of a Vertex AI endpoint, such as 1234567890: unset it for Gemini, or \
                               take an id that `gcloud ai endpoints list` shows";
                return Err(Error::new(ErrorKind::Config, message));
            }
            Some(endpoint) => openai_vertex::Vertex::endpoint(project, location, endpoint)?,
            None => openai_vertex::Vertex::gemini(project, location)?,
        };
        Self::build(provider, None, None, environment)
    }

    pub(crate) fn from_uri(uri: &ProviderUri, environment: &Environment) -> Result<Self, Error> {
        let provider = match (&uri.place, uri.names().as_slice()) {
            (Place::Verbatim(base), _) => openai_vertex::Vertex::with_base_url(base.clone()),
            (_, [project, location]) => openai_vertex::Vertex::gemini(project, location)?,
            (_, [project, location, _, endpoint]) => openai_vertex::Vertex::endpoint(project, location, endpoint)?,
            _ => return Self::from_variables(environment),
        };
        let provider = match (uri.parameter("version"), &uri.place) {
            (None, _) => provider,
            (Some(_), Place::Verbatim(_)) => {
                let message = "the provider URI has a `version`, but a base URL that is taken as it stands has its own";
                return Err(Error::new(ErrorKind::Config, message));
            }
            (Some("v1"), _) => provider.version(Version::V1),
            (Some("v1beta1"), _) => provider.version(Version::V1Beta1),
            (Some(_), _) => {
                let message = "the provider URI's `version` is neither v1 nor v1beta1";
                return Err(Error::new(ErrorKind::Config, message));
            }
        };
        let base = match &uri.place {
            Place::Verbatim(base) => Some(base),
            _ => None,
        };
        Self::build(provider, base, uri.parameter("model"), environment)
    }

    fn build(
        provider: openai_vertex::Vertex,
        base: Option<&BaseUrl>,
        named: Option<&str>,
        environment: &Environment,
    ) -> Result<Self, Error> {
        let credential = optional_here(base, environment, &["CLOUDSDK_AUTH_ACCESS_TOKEN"], token)?;
        let model = model(named, environment, &["MODEL_ID"])?;
        let model = if provider.is_gemini() {
            model.or_else(|| Some(MODEL.to_owned()))
        } else {
            model
        };
        Ok(Self::with(provider, credential, model))
    }
}

fn token(environment: &Environment) -> Result<Arc<dyn Credential>, Error> {
    let hint = "CLOUDSDK_AUTH_ACCESS_TOKEN=\"$(gcloud auth print-access-token)\"";
    let Some(token) = environment.var("CLOUDSDK_AUTH_ACCESS_TOKEN")? else {
        return Err(Error::new(
            ErrorKind::Config,
            format!("no Google access token: export {hint}"),
        ));
    };
    Ok(Arc::new(Bearer::new("CLOUDSDK_AUTH_ACCESS_TOKEN", token)?))
}
