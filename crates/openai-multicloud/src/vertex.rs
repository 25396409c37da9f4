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
const TOKEN: &str = "CLOUDSDK_AUTH_ACCESS_TOKEN";
const UNIVERSE: &str = "GOOGLE_CLOUD_UNIVERSE_DOMAIN";

/// The variables that name a credential: with one of them set, a server on this machine is sent one, too.
const SECRETS: [&str; 2] = [TOKEN, "GOOGLE_APPLICATION_CREDENTIALS"];

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
    /// - `GOOGLE_CLOUD_PROJECT`, or else `PROJECT_ID`: the project. Default: with the feature `google`, the one in a
    ///   service account's key that is found as below; a user's login names none, and a metadata server is not asked.
    /// - `GOOGLE_CLOUD_LOCATION`, or else `LOCATION`: the location, such as `us-central1` or `global`.
    /// - `CLOUDSDK_AUTH_ACCESS_TOKEN`: an access token, as `gcloud auth print-access-token` prints it. It lives an hour.
    ///   Without it, the feature `google` looks for Application Default Credentials: the file that
    ///   `GOOGLE_APPLICATION_CREDENTIALS` names, the login of `gcloud auth application-default login`, the metadata
    ///   server. `GOOGLE_CLOUD_QUOTA_PROJECT` names the project that is billed.
    /// - `GOOGLE_CLOUD_UNIVERSE_DOMAIN`: the domain of a cloud other than `googleapis.com`. Default: the one that the
    ///   credential's file names; a metadata server is not asked.
    /// - `ENDPOINT`: the id of an endpoint with a model of one's own, as `gcloud ai endpoints list` shows it. Default:
    ///   Gemini.
    /// - `OAI_MODEL`, `MODEL_ID`: the model for requests that name none. Default: `google/gemini-2.5-flash`; none for an
    ///   endpoint of one's own.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) naming the variable that is missing or malformed.
    pub fn from_variables(environment: &Environment) -> Result<Self, Error> {
        let project = project(environment)?;
        let (_, location) = environment.need("Google Cloud location, such as us-central1", &LOCATION)?;
        let provider = match environment.var("ENDPOINT")? {
            Some(endpoint) if endpoint.contains(['/', ':']) => {
                let message = "ENDPOINT is not the id of a Vertex AI endpoint, such as 1234567890: unset it for Gemini, or \
                               take an id that `gcloud ai endpoints list` shows";
                return Err(Error::new(ErrorKind::Config, message));
            }
            Some(endpoint) => openai_vertex::Vertex::endpoint(&project, location, endpoint)?,
            None => openai_vertex::Vertex::gemini(&project, location)?,
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
        let Login { credential, universe } = login(base, environment)?;
        let provider = match universe {
            Some(domain) => provider.universe_domain(&domain)?,
            None => provider,
        };
        let model = model(named, environment, &["MODEL_ID"])?;
        let model = if provider.is_gemini() {
            model.or_else(|| Some(MODEL.to_owned()))
        } else {
            model
        };
        Ok(Self::with(provider, credential, model))
    }
}

/// The project that a variable names, or else the key that Application Default Credentials begin with.
fn project(environment: &Environment) -> Result<String, Error> {
    if !environment.has(TOKEN)
        && environment.first(&PROJECT)?.is_none()
        && let Some(project) = project_of_key(environment)?
    {
        return Ok(project);
    }
    let (_, project) = environment.need("Google Cloud project", &PROJECT)?;
    Ok(project.to_owned())
}

#[cfg(feature = "google")]
fn project_of_key(environment: &Environment) -> Result<Option<String>, Error> {
    let project = search(environment)?.known_project();
    project.map_err(|error| Error::new(ErrorKind::Config, error.to_string()))
}

#[cfg(not(feature = "google"))]
fn project_of_key(_: &Environment) -> Result<Option<String>, Error> {
    Ok(None)
}

/// What proves who is calling, and the domain of its cloud where that is not the usual one.
struct Login {
    credential: Option<Arc<dyn Credential>>,
    universe: Option<String>,
}

fn login(base: Option<&BaseUrl>, environment: &Environment) -> Result<Login, Error> {
    let mut universe = environment.var(UNIVERSE)?.map(str::to_owned);
    let credential = optional_here(base, environment, &SECRETS, |environment| {
        match environment.var(TOKEN)? {
            Some(token) => Ok(Arc::new(Bearer::new(TOKEN, token)?) as _),
            None => discovered(environment, &mut universe),
        }
    })?;
    Ok(Login { credential, universe })
}

#[cfg(feature = "google")]
fn search(environment: &Environment) -> Result<openai_auth::google::Adc, Error> {
    openai_auth::google::Adc::search(|name| Ok(environment.var(name)?.map(str::to_owned)))
}

/// Application Default Credentials.
#[cfg(feature = "google")]
fn discovered(environment: &Environment, universe: &mut Option<String>) -> Result<Arc<dyn Credential>, Error> {
    let adc = search(environment)?;
    // A file that is named, or lies there, and cannot be used is told now rather than by the first request.
    let domain = adc
        .known_universe_domain()
        .map_err(|error| Error::new(ErrorKind::Config, error.to_string()))?;
    *universe = domain;
    Ok(Arc::new(adc))
}

#[cfg(not(feature = "google"))]
fn discovered(_: &Environment, _: &mut Option<String>) -> Result<Arc<dyn Credential>, Error> {
    let message = "no Google access token: export CLOUDSDK_AUTH_ACCESS_TOKEN=\"$(gcloud auth print-access-token)\"; \
                   Application Default Credentials (GOOGLE_APPLICATION_CREDENTIALS, gcloud's login, the metadata server) \
                   need a build with the feature `google`";
    Err(Error::new(ErrorKind::Config, message))
}
