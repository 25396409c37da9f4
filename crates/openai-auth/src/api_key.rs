//! A key in a header of its own.

use std::fmt;

use http::{HeaderName, request};
use openai_core::{Credential, CredentialError, Error, ExposeSecret, SecretString, async_trait};

use crate::secret;

/// A key in a header of choice, such as Azure's `api-key`.
///
/// For `Authorization: Bearer KEY`, as OpenAI wants it, use [`Bearer`](crate::Bearer). Azure's header is in the Azure
/// OpenAI REST reference.
#[derive(Clone)]
pub struct ApiKey {
    what: String,
    header: HeaderName,
    key: SecretString,
}

impl ApiKey {
    /// The key, and the header that carries it. `what` names the key in an error: a variable, a flag, a field.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](openai_core::ErrorKind::Config) where the key is empty, or holds white space, a control
    /// character or a character outside ASCII.
    pub fn new(what: &str, header: HeaderName, key: impl Into<SecretString>) -> Result<Self, Error> {
        let key = key.into();
        secret::check(what, &key)?;
        Ok(Self {
            what: what.to_owned(),
            header,
            key,
        })
    }
}

#[async_trait]
impl Credential for ApiKey {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        head.headers
            .insert(self.header.clone(), secret::header_value(self.key.expose_secret())?);
        Ok(())
    }

    fn origin(&self) -> Option<String> {
        Some(self.what.clone())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ApiKey({}: ***)", self.header)
    }
}
