//! Databricks model serving.

use std::sync::Arc;

use openai_auth::{Basic, Bearer};
use openai_core::{BaseUrl, Credential, Error, ErrorKind};

use crate::address::{Place, ProviderUri, https};
use crate::cloud::{Cloud, model, optional_here};
use crate::environment::Environment;

/// Databricks model serving.
pub type Databricks = Cloud<openai_databricks::Databricks>;

/// The serving endpoint that answers where none is named: pay-per-token, there in every workspace that has any.
const MODEL: &str = "databricks-gpt-5";

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

    /// As these variables say.
    ///
    /// - `DATABRICKS_HOST`: the workspace, such as `https://dbc-1234.cloud.databricks.com`; `https://` may be left out.
    /// - `DATABRICKS_TOKEN`: a personal access token or an OAuth token, sent as Bearer. For HTTP Basic, set a
    ///   [`Basic::token`] credential, or use `databricks://HOST?auth=basic`.
    /// - `OAI_MODEL`: the serving endpoint for requests that name none. Default: `databricks-gpt-5`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] naming the variable that is missing or malformed.
    pub fn from_variables(environment: &Environment) -> Result<Self, Error> {
        let (name, host) = environment.need("Databricks workspace", &["DATABRICKS_HOST"])?;
        let workspace = if host.contains("://") {
            BaseUrl::parse(name, host)?
        } else {
            https(name, host)?
        };
        Self::build(workspace, None, None, environment)
    }

    pub(crate) fn from_uri(uri: &ProviderUri, environment: &Environment) -> Result<Self, Error> {
        let workspace = match (&uri.place, uri.names().as_slice()) {
            (Place::Verbatim(base), _) => base.clone(),
            (_, [host]) => https("the host of databricks://HOST", host)?,
            _ => return Self::from_variables(environment),
        };
        Self::build(workspace, uri.parameter("auth"), uri.parameter("model"), environment)
    }

    fn build(
        workspace: BaseUrl,
        auth: Option<&str>,
        named: Option<&str>,
        environment: &Environment,
    ) -> Result<Self, Error> {
        if !matches!(auth, None | Some("bearer" | "basic")) {
            let message = "the provider URI's `auth` is neither bearer nor basic";
            return Err(Error::new(ErrorKind::Config, message));
        }
        let credential = optional_here(Some(&workspace), environment, &["DATABRICKS_TOKEN"], |environment| {
            credential(auth, environment)
        })?;
        let model = model(named, environment, &[])?.unwrap_or_else(|| MODEL.to_owned());
        Ok(Self::with(
            openai_databricks::Databricks::new(workspace),
            credential,
            Some(model),
        ))
    }
}

fn credential(auth: Option<&str>, environment: &Environment) -> Result<Arc<dyn Credential>, Error> {
    let (name, token) = environment.need("Databricks token", &["DATABRICKS_TOKEN"])?;
    match auth {
        Some("basic") => Ok(Arc::new(Basic::token(name, token)?)),
        _ => Ok(Arc::new(Bearer::new(name, token)?)),
    }
}
