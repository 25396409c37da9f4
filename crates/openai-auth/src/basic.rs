//! Basic authentication.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::request;
use openai_core::{Credential, CredentialError, Error, ErrorKind, ExposeSecret, SecretString, async_trait};

use crate::secret;

/// `Authorization: Basic …`: a user and a password (RFC 7617).
///
/// A password with a space in it, which the standard allows, is refused: in a token it is a copying mistake.
#[derive(Clone)]
pub struct Basic {
    what: String,
    value: SecretString,
}

impl Basic {
    /// A user and a password. `what` names the password in an error: a variable, a flag, a field.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the password is empty, or holds white space, a control character or a character
    /// outside ASCII, or where the user does or has a colon, which would end it.
    pub fn new(what: &str, user: &str, password: impl Into<SecretString>) -> Result<Self, Error> {
        let password = password.into();
        secret::check(what, &password)?;
        if let Some(fault) = secret::fault(user) {
            return Err(Error::new(
                ErrorKind::Config,
                format!("the user that goes with {what} {fault}"),
            ));
        }
        if user.contains(':') {
            let message = format!("the user that goes with {what} has a colon: give only what stands before it");
            return Err(Error::new(ErrorKind::Config, message));
        }
        let pair = SecretString::from(format!("{user}:{}", password.expose_secret()));
        Ok(Self {
            what: what.to_owned(),
            value: format!("Basic {}", STANDARD.encode(pair.expose_secret())).into(),
        })
    }

    /// A Databricks access token, as the password of the user `token`. `what` names it in an error.
    ///
    /// The Databricks model serving documents call `curl -u token:$DATABRICKS_TOKEN` so.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn token(what: &str, token: impl Into<SecretString>) -> Result<Self, Error> {
        Self::new(what, "token", token)
    }
}

#[async_trait]
impl Credential for Basic {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        head.headers
            .insert(AUTHORIZATION, secret::header_value(self.value.expose_secret())?);
        Ok(())
    }

    fn origin(&self) -> Option<String> {
        Some(self.what.clone())
    }
}

impl fmt::Debug for Basic {
    // The user stays out as well: a token is easily given in its place.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Basic(***)")
    }
}
