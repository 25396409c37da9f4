//! Databricks model serving.

use std::sync::Arc;

use openai_auth::databricks::{Config, Setting, Unified};
use openai_auth::{Basic, Bearer};
use openai_client::HttpTransport;
use openai_core::{BaseUrl, Credential, Error, ErrorKind, Transport};

use crate::address::{Place, ProviderUri, https};
use crate::cloud::{Cloud, is_here, model};
use crate::environment::Environment;

/// Databricks model serving.
pub type Databricks = Cloud<openai_databricks::Databricks>;

/// The serving endpoint that answers where none is named: pay-per-token, there in every workspace that has any.
const MODEL: &str = "databricks-gpt-5";

/// The settings that name a credential: with one of them in a variable, a server on this machine is sent one, too.
const NAMED: [Setting; 5] = [
    Setting::Token,
    Setting::Username,
    Setting::ClientId,
    Setting::Profile,
    Setting::AuthType,
];

impl Databricks {
    /// The workspace at this address, with this personal access token.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the address is no base URL, or the token cannot stand in a header.
    pub fn with_token(workspace: &str, token: &str) -> Result<Self, Error> {
        let workspace = BaseUrl::parse("the Databricks workspace", workspace)?;
        Ok(Self::new(
            openai_databricks::Databricks::new(workspace),
            Bearer::new("the token", token)?,
        ))
    }

    /// As the variables of this process say: see [`from_variables`](Self::from_variables).
    ///
    /// # Errors
    /// As [`from_variables`](Self::from_variables).
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(&Environment::current())
    }

    /// As these variables say, and `~/.databrickscfg`, by the names, the order and the precedence of Databricks' unified
    /// authentication.
    ///
    /// - `DATABRICKS_HOST`: the workspace, such as `https://dbc-1234.cloud.databricks.com`; `https://` may be left out.
    /// - `DATABRICKS_TOKEN`: a personal access token or an OAuth token, sent as Bearer. For HTTP Basic, set a
    ///   [`Basic::token`] credential, or use `databricks://HOST?auth=basic`.
    /// - `DATABRICKS_CLIENT_ID` and `DATABRICKS_CLIENT_SECRET`: a service principal.
    /// - `DATABRICKS_CONFIG_PROFILE`: a profile of `~/.databrickscfg`, or of the file `DATABRICKS_CONFIG_FILE`. With
    ///   neither host nor credential in a variable, the profile `DEFAULT`.
    /// - `DATABRICKS_AUTH_TYPE`, and the other [settings](openai_auth::databricks::Setting): the way in, by its
    ///   [name](openai_auth::databricks::Method). Those of Azure need the feature `entra`, the login of `az` apart.
    /// - `OAI_MODEL`: the serving endpoint for requests that name none. Default: `databricks-gpt-5`.
    ///
    /// Where nothing names a credential, the Azure CLI (for workspaces on Azure) and the Databricks CLI are asked at the
    /// first request.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] naming the variable that is missing or malformed.
    pub fn from_variables(environment: &Environment) -> Result<Self, Error> {
        Self::build(None, [], None, None, environment)
    }

    pub(crate) fn from_uri(uri: &ProviderUri, environment: &Environment) -> Result<Self, Error> {
        let workspace = match (&uri.place, uri.names().as_slice()) {
            (Place::Verbatim(base), _) => Some(base.clone()),
            (_, [host]) => Some(https("the host of databricks://HOST", host)?),
            _ => None,
        };
        let profile = uri.parameter("profile").map(|name| (Setting::Profile, name.to_owned()));
        let (auth, model) = (uri.parameter("auth"), uri.parameter("model"));
        Self::build(workspace, profile, auth, model, environment)
    }

    fn build(
        workspace: Option<BaseUrl>,
        profile: impl IntoIterator<Item = (Setting, String)>,
        auth: Option<&str>,
        named: Option<&str>,
        environment: &Environment,
    ) -> Result<Self, Error> {
        if !matches!(auth, None | Some("bearer" | "basic")) {
            let message = "the provider URI's `auth` is neither bearer nor basic";
            return Err(Error::new(ErrorKind::Config, message));
        }
        let mut arguments: Vec<_> = profile.into_iter().collect();
        let is_asked_for = !arguments.is_empty();
        if let Some(workspace) = &workspace {
            arguments.push((Setting::Host, origin(workspace)));
        }
        let model = model(named, environment, &[])?.unwrap_or_else(|| MODEL.to_owned());
        let with = |workspace, credential| {
            let provider = openai_databricks::Databricks::new(workspace);
            Ok(Self::with(provider, credential, Some(model)))
        };
        let is_named = is_asked_for || NAMED.iter().any(|setting| environment.has(setting.variable()));
        if let Some(base) = workspace.as_ref().filter(|base| is_here(base) && !is_named) {
            return with(base.clone(), None);
        }
        let variable = |name: &str| Ok(environment.var(name)?.map(str::to_owned));
        let config = Config::load(arguments, variable, |path| std::fs::read_to_string(path))?;
        let workspace = match workspace {
            Some(workspace) => workspace,
            None => config.host()?,
        };
        let credential: Arc<dyn Credential> = match auth {
            Some("basic") => Arc::new(basic(&config)?),
            _ => Arc::new(unified(config)?),
        };
        with(workspace, Some(credential))
    }
}

fn unified(config: Config) -> Result<Unified, Error> {
    let transport: Arc<dyn Transport> = Arc::new(HttpTransport::new());
    with_entra(config, &transport).credential(&transport)
}

fn basic(config: &Config) -> Result<Basic, Error> {
    let variable = Setting::Token.variable();
    match config.value(Setting::Token) {
        Some(token) => Basic::token(variable, token.clone()),
        None => {
            let message = format!("no Databricks token for `auth=basic`: set {variable}, or `token` in a profile");
            Err(Error::new(ErrorKind::Config, message))
        }
    }
}

/// Lets Azure's identities into workspaces on Azure.
#[cfg(feature = "entra")]
fn with_entra(config: Config, transport: &Arc<dyn Transport>) -> Config {
    use openai_auth::databricks::{EntraIdentity, EntraRequest};
    use openai_auth::entra::{ManagedIdentity, Source};

    let transport = transport.clone();
    config.with_entra(move |wanted: &EntraRequest| {
        let source = match &wanted.identity {
            EntraIdentity::ClientSecret {
                tenant,
                client_id,
                secret,
            } => Source::client_secret(transport.clone(), tenant, client_id, secret.clone())?,
            EntraIdentity::Managed { client_id } => {
                let which = client_id
                    .clone()
                    .map_or(ManagedIdentity::System, ManagedIdentity::ClientId);
                Source::managed_identity(transport.clone(), which)
            }
            _ => {
                let message = "Entra is asked for a sort of identity that is not known here";
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
        };
        let source = source
            .with_authority(wanted.authority)?
            .with_scope(wanted.scope.as_str());
        Ok(Arc::new(source))
    })
}

#[cfg(not(feature = "entra"))]
fn with_entra(config: Config, _: &Arc<dyn Transport>) -> Config {
    config
}

/// Scheme, host and port: tokens are issued for a workspace, whatever path its requests go to.
fn origin(base: &BaseUrl) -> String {
    base.strip_suffix(base.path()).as_ref().unwrap_or(base).to_string()
}
