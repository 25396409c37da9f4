//! OAuth for service principals: client credentials, with discovery.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use openai_core::{
    BaseUrl, CredentialError, Error, ErrorKind, ExposeSecret, Members, SecretString, Segment, Token, TokenSource,
    Transport, async_trait, is_confidential,
};
use percent_encoding::utf8_percent_encode;

use crate::endpoint::{self, FORM, TokenEndpoint, TokenRequest};
use crate::secret;

/// Access tokens for a service principal of Databricks (OAuth machine-to-machine).
///
/// The token endpoint is found as Databricks describes it: `/.well-known/databricks-config` of the host names the OIDC
/// endpoint, and that one's `/.well-known/oauth-authorization-server` the token endpoint. Where either answers 404, the
/// endpoint is `/oidc/v1/token` of the host, or `/oidc/accounts/ID/v1/token` of an account console, whose host begins
/// with `accounts.`. An endpoint that is found is believed where it lies on the host's own origin, or speaks https. Each
/// of the three requests has the same [time limit](Self::with_time_limit).
///
/// ```no_run
/// use std::sync::Arc;
///
/// use openai_auth::databricks::M2m;
/// use openai_auth::{BearerFrom, Cached};
/// use openai_core::{BaseUrl, Error, Transport};
///
/// fn workspace(transport: Arc<dyn Transport>) -> Result<BearerFrom<M2m>, Error> {
///     let host = BaseUrl::parse("DATABRICKS_HOST", "https://dbc-1234.cloud.databricks.com")?;
///     let source = M2m::new(transport, host, "the-client-id", "the-client-secret")?;
///     Ok(BearerFrom::new(Cached::new(source)))
/// }
/// ```
pub struct M2m {
    endpoint: TokenEndpoint,
    host: BaseUrl,
    account: Option<Segment>,
    scope: String,
    client_id: String,
    client_secret: SecretString,
}

const CONFIG: [Segment; 2] = [Segment::fixed(".well-known"), Segment::fixed("databricks-config")];

impl M2m {
    /// A service principal's client id and secret, for a workspace or for the account console.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where id or secret is empty, or holds white space, a control character or a character
    /// outside ASCII, or where the host is one over plain http that is not on this machine.
    pub fn new(
        transport: Arc<dyn Transport>,
        host: BaseUrl,
        client_id: &str,
        client_secret: impl Into<SecretString>,
    ) -> Result<Self, Error> {
        let client_secret = client_secret.into();
        secret::check("the client id", &SecretString::from(client_id))?;
        secret::check("the client secret", &client_secret)?;
        endpoint::address("the Databricks host", &host.to_string())?;
        Ok(Self {
            endpoint: TokenEndpoint::new(transport),
            host,
            account: None,
            scope: "all-apis".to_owned(),
            client_id: client_id.to_owned(),
            client_secret,
        })
    }

    /// The account's id. The account console's host needs it; a workspace's does not.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the id cannot stand in an address.
    pub fn with_account(mut self, id: &str) -> Result<Self, Error> {
        let segment = Segment::new("account id", id)
            .map_err(|error| Error::new(ErrorKind::Config, format!("the account id is not right: {error}")))?;
        self.account = Some(segment);
        Ok(self)
    }

    /// What the token is for: scopes with blanks between them. The default is `all-apis`.
    #[must_use]
    pub fn with_scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }

    /// How long each request may take. The default is 15 seconds.
    #[must_use]
    pub fn with_time_limit(mut self, limit: Duration) -> Self {
        self.endpoint.time_limit = limit;
        self
    }

    /// The token endpoint, as the host describes it.
    async fn discover(&self) -> Result<Uri, CredentialError> {
        let config = address(&self.host, &CONFIG)?;
        let Some(document) = self.endpoint.document(&config).await? else {
            return self.usual();
        };
        let Some(oidc) = member(&document, "oidc_endpoint", &config)? else {
            return Err(CredentialError::new(format!("{config} names no `oidc_endpoint`")));
        };
        let oidc = self.in_account(oidc.trim_end_matches('/'))?;
        let server = self.trusted(&format!("{oidc}/.well-known/oauth-authorization-server"), &config)?;
        let Some(document) = self.endpoint.document(&server).await? else {
            return self.usual();
        };
        match member(&document, "token_endpoint", &server)? {
            Some(endpoint) => self.trusted(&endpoint, &server),
            None => Err(CredentialError::new(format!("{server} names no `token_endpoint`"))),
        }
    }

    /// Where the token endpoint is on hosts that describe nothing.
    fn usual(&self) -> Result<Uri, CredentialError> {
        let mut path = vec![Segment::fixed("oidc")];
        if is_account_console(&self.host) {
            let account = self.account.clone().ok_or_else(|| self.no_account())?;
            path.extend([Segment::fixed("accounts"), account]);
        }
        path.extend([Segment::fixed("v1"), Segment::fixed("token")]);
        address(&self.host, &path)
    }

    fn in_account(&self, oidc: &str) -> Result<String, CredentialError> {
        const PLACE: &str = "{account_id}";
        match &self.account {
            Some(account) => Ok(oidc.replace(PLACE, account.as_str())),
            None if oidc.contains(PLACE) => Err(self.no_account()),
            None => Ok(oidc.to_owned()),
        }
    }

    fn no_account(&self) -> CredentialError {
        let host = &self.host;
        CredentialError::new(format!(
            "{host} serves accounts: give the account id (DATABRICKS_ACCOUNT_ID)"
        ))
    }

    /// An address that the document `from` names, where it may get the secret.
    fn trusted(&self, found: &str, from: &Uri) -> Result<Uri, CredentialError> {
        let uri = found.parse::<Uri>().ok().filter(|uri| uri.authority().is_some());
        let Some(uri) = uri else {
            return Err(CredentialError::new(format!(
                "{from} names an endpoint that is no address"
            )));
        };
        let is_https = uri.scheme_str() == Some("https");
        if is_https || (self.host.has_origin_of(&uri) && is_confidential(&uri)) {
            return Ok(uri);
        }
        let origin = endpoint::origin(&uri);
        Err(CredentialError::new(format!(
            "{from} names an endpoint at {origin}, which is neither https nor the host's own: no secret is sent there"
        )))
    }
}

#[async_trait]
impl TokenSource for M2m {
    async fn fetch(&self) -> Result<Token, CredentialError> {
        let address = self.discover().await?;
        // RFC 6749, section 2.3.1: id and secret are encoded as in a form before they are joined.
        let encode = |text| utf8_percent_encode(text, FORM);
        let id = encode(self.client_id.as_str());
        let pair = SecretString::from(format!("{id}:{}", encode(self.client_secret.expose_secret())));
        let pair = SecretString::from(STANDARD.encode(pair.expose_secret()));
        let basic = SecretString::from(format!("Basic {}", pair.expose_secret()));
        let request = TokenRequest {
            address: &address,
            form: &[("grant_type", "client_credentials"), ("scope", &self.scope)],
            authorization: Some(secret::header_value(basic.expose_secret())?),
            secrets: &[&self.client_secret, &pair],
            advice,
        };
        Ok(self.endpoint.token(request).await?.token)
    }

    fn origin(&self) -> Option<String> {
        Some(format!("the service principal {}", self.client_id))
    }
}

fn advice(code: &str) -> Option<&'static str> {
    match code {
        "invalid_client" | "unauthorized_client" => Some(
            "check the client id and the secret (secrets run out), and that the service principal is in the workspace",
        ),
        "invalid_scope" => Some("the service principal may not have this scope"),
        _ => None,
    }
}

/// Whether the host serves accounts and not a workspace.
pub(super) fn is_account_console(host: &BaseUrl) -> bool {
    let name = host.host().split('.').next().unwrap_or_default();
    ["accounts", "accounts-dod"].contains(&name)
}

fn address(host: &BaseUrl, path: &[Segment]) -> Result<Uri, CredentialError> {
    host.join(path, &[])
        .map_err(|error| CredentialError::new(format!("{host} is too long to be a host")).with_source(error))
}

fn member(document: &[u8], name: &str, from: &Uri) -> Result<Option<String>, CredentialError> {
    let text = Members::parse(document).and_then(|members| members.read::<Option<String>>(name));
    text.map(Option::flatten)
        .map_err(|_| CredentialError::new(format!("{from} is not a JSON object with a `{name}`")))
}

impl fmt::Debug for M2m {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "M2m({}, ***)", self.host)
    }
}
