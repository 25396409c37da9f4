//! Azure OpenAI.

use std::sync::Arc;

use http::HeaderName;
use openai_auth::{ApiKey, Bearer};
use openai_azure::ApiVersion;
use openai_core::{BaseUrl, Credential, Error};

use crate::address::{Place, ProviderUri, https};
use crate::cloud::{Cloud, model, optional_here};
use crate::environment::Environment;

/// Azure OpenAI: dated api-versions and the v1 API.
pub type Azure = Cloud<openai_azure::Azure>;

/// The variables that hold a secret, the first that is set being the one that counts.
const SECRETS: [&str; 2] = ["AZURE_OPENAI_AD_TOKEN", "AZURE_OPENAI_API_KEY"];

/// The variables that name a credential: with one of them set, a server on this machine is sent one, too.
const NAMED: [&str; 4] = [
    SECRETS[0],
    SECRETS[1],
    "AZURE_CLIENT_SECRET",
    "AZURE_FEDERATED_TOKEN_FILE",
];

impl Azure {
    /// The v1 API of the resource at this address, with this key.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) where the address is no base URL, or the key cannot stand in a
    /// header.
    pub fn with_key(endpoint: &str, key: &str) -> Result<Self, Error> {
        let endpoint = BaseUrl::parse("the Azure endpoint", endpoint)?;
        Ok(Self::new(
            openai_azure::Azure::v1(endpoint),
            ApiKey::new("the key", HeaderName::from_static("api-key"), key)?,
        ))
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
    /// - `AZURE_OPENAI_ENDPOINT`: the resource's address, such as `https://contoso.openai.azure.com`.
    /// - `AZURE_OPENAI_AD_TOKEN`: an Entra ID token; wins over the key.
    /// - `AZURE_OPENAI_API_KEY`: the resource's key. Without token and key, the feature `entra` takes the first of an
    ///   application (`AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, and `AZURE_CLIENT_SECRET` or `AZURE_FEDERATED_TOKEN_FILE`),
    ///   a managed identity, and who is signed in to `az` or `azd`.
    /// - `OPENAI_API_VERSION`: a date such as `2024-10-21`, or `v1` or `preview` for the v1 API. Default: `v1`.
    /// - `OAI_MODEL`, `AZURE_OPENAI_DEPLOYMENT`: the deployment for requests that name none. No default: deployments
    ///   have the names that their makers gave them.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) naming the variable that is missing or malformed.
    pub fn from_variables(environment: &Environment) -> Result<Self, Error> {
        let (name, endpoint) = environment.need("Azure OpenAI endpoint", &["AZURE_OPENAI_ENDPOINT"])?;
        Self::build(BaseUrl::parse(name, endpoint)?, None, None, None, environment)
    }

    pub(crate) fn from_uri(uri: &ProviderUri, environment: &Environment) -> Result<Self, Error> {
        let endpoint = match (&uri.place, uri.names().as_slice()) {
            (Place::Verbatim(base), _) => base.clone(),
            (_, [host]) if host.contains(['.', ':']) => https("the host of azure://HOST", host)?,
            (_, [resource]) => https(
                "the resource of azure://RESOURCE",
                &format!("{resource}.openai.azure.com"),
            )?,
            _ => return Self::from_variables(environment),
        };
        Self::build(
            endpoint,
            uri.parameter("api-version"),
            uri.parameter("model"),
            uri.parameter("scope"),
            environment,
        )
    }

    fn build(
        endpoint: BaseUrl,
        version: Option<&str>,
        named: Option<&str>,
        scope: Option<&str>,
        environment: &Environment,
    ) -> Result<Self, Error> {
        let credential = optional_here(Some(&endpoint), environment, &NAMED, |environment| {
            match environment.first(&SECRETS)? {
                Some((name, token)) if name == SECRETS[0] => Ok(Arc::new(Bearer::new(name, token)?)),
                Some((name, key)) => Ok(Arc::new(ApiKey::new(name, HeaderName::from_static("api-key"), key)?)),
                None => discovered(&endpoint, scope, environment),
            }
        })?;
        let model = model(named, environment, &["AZURE_OPENAI_DEPLOYMENT"])?;
        let (what, version) = match version {
            Some(version) => ("api-version", Some(version)),
            None => ("OPENAI_API_VERSION", environment.var("OPENAI_API_VERSION")?),
        };
        let provider = match version {
            None | Some("v1") => openai_azure::Azure::v1(endpoint),
            Some("preview") => openai_azure::Azure::v1(endpoint).preview(),
            Some(version) => openai_azure::Azure::new(endpoint, ApiVersion::parse(what, version)?),
        };
        Ok(Self::with(provider, credential, model))
    }
}

/// Who is signed in to Entra, asked for a token of the cloud that the endpoint lies in.
#[cfg(feature = "entra")]
fn discovered(
    endpoint: &BaseUrl,
    scope: Option<&str>,
    environment: &Environment,
) -> Result<Arc<dyn Credential>, Error> {
    use openai_auth::entra::{AZURE_CHINA, AZURE_GOVERNMENT, Entra, Source};

    let host = endpoint.host().to_ascii_lowercase();
    let (authority, usual) = if host.ends_with(".azure.us") {
        (
            Some(AZURE_GOVERNMENT),
            Some("https://cognitiveservices.azure.us/.default"),
        )
    } else if host.ends_with(".azure.cn") {
        (Some(AZURE_CHINA), Some("https://cognitiveservices.azure.cn/.default"))
    } else {
        (None, None)
    };
    let transport = Arc::new(openai_client::HttpTransport::new());
    let mut source = Source::chain(transport, |name| match (environment.var(name)?, name) {
        (None, "AZURE_AUTHORITY_HOST") => Ok(authority.map(str::to_owned)),
        (value, _) => Ok(value.map(str::to_owned)),
    })?;
    if let Some(scope) = scope.or(usual) {
        source = source.with_scope(scope);
    }
    Ok(Arc::new(Entra::new(source)))
}

#[cfg(not(feature = "entra"))]
fn discovered(_: &BaseUrl, _: Option<&str>, _: &Environment) -> Result<Arc<dyn Credential>, Error> {
    let message = format!(
        "no Azure OpenAI credential: set {}; signing in with Entra (az, azd, a managed identity, AZURE_CLIENT_ID and \
         AZURE_CLIENT_SECRET) needs a build with the feature `entra`",
        SECRETS.join(" or ")
    );
    Err(Error::new(openai_core::ErrorKind::Config, message))
}
