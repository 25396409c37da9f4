//! Bearer tokens: one that stays, and one that is fetched.

use std::fmt;

use http::header::AUTHORIZATION;
use http::request;
use openai_core::{Credential, CredentialError, Error, ExposeSecret, SecretString, TokenSource, async_trait};

use crate::{Cached, CachedToken, secret};

/// `Authorization: Bearer …` with a token that stays the same, such as an OpenAI key.
///
/// For a token that runs out, use [`BearerFrom`].
#[derive(Clone)]
pub struct Bearer {
    what: String,
    token: SecretString,
}

impl Bearer {
    /// The token, without the word `Bearer`. `what` names it in an error: a variable, a flag, a field.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](openai_core::ErrorKind::Config) where the token is empty, or holds white space, a control
    /// character or a character outside ASCII.
    pub fn new(what: &str, token: impl Into<SecretString>) -> Result<Self, Error> {
        let token = token.into();
        secret::check(what, &token)?;
        Ok(Self {
            what: what.to_owned(),
            token,
        })
    }
}

#[async_trait]
impl Credential for Bearer {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        write(&self.token, head)
    }

    fn origin(&self) -> Option<String> {
        Some(self.what.clone())
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Bearer(***)")
    }
}

/// `Authorization: Bearer …` with a token from a source, fetched anew as it runs out.
///
/// The request that is authorized also carries the [`CachedToken`] among its extensions. A 401 to it drops that very
/// token from the cache, and no newer one; [`rejected`](Credential::rejected) answers no where the source brought the
/// same token twice and both were refused, or where the request does not come from here.
#[derive(Debug)]
pub struct BearerFrom<S: TokenSource> {
    cached: Cached<S>,
}

impl<S: TokenSource> BearerFrom<S> {
    /// Takes tokens from this cache.
    #[must_use]
    pub fn new(cached: Cached<S>) -> Self {
        Self { cached }
    }
}

#[async_trait]
impl<S: TokenSource> Credential for BearerFrom<S> {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        let token = self.cached.token().await?;
        write(token.secret(), head)?;
        head.extensions.insert(token);
        Ok(())
    }

    fn rejected(&self, head: &request::Parts) -> bool {
        head.extensions
            .get::<CachedToken>()
            .is_some_and(|token| self.cached.invalidate(token))
    }

    fn origin(&self) -> Option<String> {
        self.cached.source().origin()
    }
}

fn write(token: &SecretString, head: &mut request::Parts) -> Result<(), CredentialError> {
    let value = SecretString::from(format!("Bearer {}", token.expose_secret()));
    head.headers
        .insert(AUTHORIZATION, secret::header_value(value.expose_secret())?);
    Ok(())
}
