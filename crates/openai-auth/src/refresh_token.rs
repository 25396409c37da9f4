//! A refresh token, exchanged for access tokens.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Uri;
use openai_core::{CredentialError, Error, ExposeSecret, SecretString, Token, TokenSource, Transport, async_trait};

use crate::endpoint::{self, TokenEndpoint, TokenRequest};
use crate::secret;

/// Access tokens for a refresh token: for those who hold just that, and the client it was issued to.
///
/// By default it asks Google, as `gcloud auth application-default login` leaves the three values in its file. The
/// grant is that of RFC 6749, section 6, so [another endpoint](Self::with_token_endpoint) serves as well. Where the
/// server answers with a new refresh token, the next fetch uses that one.
///
/// ```no_run
/// use std::sync::Arc;
///
/// use openai_auth::{BearerFrom, Cached, RefreshToken};
/// use openai_core::{Error, Transport};
///
/// fn google(transport: Arc<dyn Transport>) -> Result<BearerFrom<RefreshToken>, Error> {
///     let source = RefreshToken::new(transport, "1234.apps.googleusercontent.com", "the-client-secret", "1//the-token")?;
///     Ok(BearerFrom::new(Cached::new(source)))
/// }
/// ```
pub struct RefreshToken {
    endpoint: TokenEndpoint,
    address: Uri,
    client_id: String,
    client_secret: SecretString,
    refresh_token: Mutex<SecretString>,
}

impl RefreshToken {
    /// Google's token endpoint, the default.
    pub const GOOGLE: &'static str = "https://oauth2.googleapis.com/token";

    /// A refresh token and the client that it was issued to.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](openai_core::ErrorKind::Config) where one of the three is empty, or holds white space, a
    /// control character or a character outside ASCII.
    pub fn new(
        transport: Arc<dyn Transport>,
        client_id: &str,
        client_secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
    ) -> Result<Self, Error> {
        let (client_secret, refresh_token) = (client_secret.into(), refresh_token.into());
        secret::check("the client id", &SecretString::from(client_id))?;
        secret::check("the client secret", &client_secret)?;
        secret::check("the refresh token", &refresh_token)?;
        Ok(Self {
            endpoint: TokenEndpoint::new(transport),
            address: Uri::from_static(Self::GOOGLE),
            client_id: client_id.to_owned(),
            client_secret,
            refresh_token: Mutex::new(refresh_token),
        })
    }

    /// Asks another token endpoint than Google's.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](openai_core::ErrorKind::Config) where it is no address, or one over plain http that is
    /// not on this machine.
    pub fn with_token_endpoint(mut self, address: &str) -> Result<Self, Error> {
        self.address = endpoint::address("the token endpoint", address)?;
        Ok(self)
    }

    /// How long a fetch may take. The default is 15 seconds.
    #[must_use]
    pub fn with_time_limit(mut self, limit: Duration) -> Self {
        self.endpoint.time_limit = limit;
        self
    }
}

#[async_trait]
impl TokenSource for RefreshToken {
    async fn fetch(&self) -> Result<Token, CredentialError> {
        let refresh_token = self
            .refresh_token
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let request = TokenRequest {
            address: &self.address,
            form: &[
                ("grant_type", "refresh_token"),
                ("client_id", &self.client_id),
                ("client_secret", self.client_secret.expose_secret()),
                ("refresh_token", refresh_token.expose_secret()),
            ],
            authorization: None,
            secrets: &[&self.client_secret, &refresh_token],
            advice,
        };
        let grant = self.endpoint.token(request).await?;
        if let Some(next) = grant.refresh_token {
            *self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner) = next;
        }
        Ok(grant.token)
    }

    fn origin(&self) -> Option<String> {
        let (client, server) = (&self.client_id, endpoint::origin(&self.address));
        Some(format!("a refresh token of the client {client}, exchanged at {server}"))
    }
}

fn advice(code: &str) -> Option<&'static str> {
    match code {
        "invalid_grant" => Some(
            "the refresh token has expired, was revoked, or belongs to another client: sign in again \
             (for Google, `gcloud auth application-default login`) and use the new one",
        ),
        "invalid_client" | "unauthorized_client" => {
            Some("the client id and the client secret do not fit together: copy both again")
        }
        _ => None,
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RefreshToken({}, ***)", endpoint::origin(&self.address))
    }
}
