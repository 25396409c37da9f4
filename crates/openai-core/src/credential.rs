//! What proves to a cloud who is calling.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::request;
use secrecy::SecretString;

/// Writes what proves who is calling into a request's headers.
///
/// The client asks once for every try, after checking that the address is https or this very machine, so an
/// implementation needs no check of its own. Header values that hold a secret are marked sensitive.
///
/// ```
/// use http::{HeaderValue, request};
/// use openai_core::{Credential, CredentialError, async_trait};
///
/// #[derive(Debug)]
/// struct Visitor;
///
/// #[async_trait]
/// impl Credential for Visitor {
///     async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
///         head.headers.insert("x-visitor", HeaderValue::from_static("anonymous"));
///         Ok(())
///     }
/// }
/// ```
#[async_trait]
pub trait Credential: fmt::Debug + Send + Sync + 'static {
    /// Writes the headers.
    ///
    /// # Errors
    /// Where no credential can be had; the error says what was tried.
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError>;

    /// Hears that the server answered 401 to this request, so that what was cached can be dropped.
    ///
    /// Answers whether another try could bring another credential. The default says no.
    fn rejected(&self, head: &request::Parts) -> bool {
        let _ = head;
        false
    }

    /// Where the credential comes from, for people to read; never the secret. The default does not know.
    ///
    /// It may say more once a request was authorized, where several places are tried.
    fn origin(&self) -> Option<String> {
        None
    }
}

/// Fetches tokens, and never caches them: the cache in front of it does.
#[async_trait]
pub trait TokenSource: fmt::Debug + Send + Sync + 'static {
    /// Fetches a token.
    ///
    /// # Errors
    /// Where no token can be had; the error says whether another try may help.
    async fn fetch(&self) -> Result<Token, CredentialError>;

    /// Where the tokens come from, for people to read; never a secret. The default does not know.
    fn origin(&self) -> Option<String> {
        None
    }
}

#[async_trait]
impl<S: TokenSource + ?Sized> TokenSource for Arc<S> {
    async fn fetch(&self) -> Result<Token, CredentialError> {
        (**self).fetch().await
    }

    fn origin(&self) -> Option<String> {
        (**self).origin()
    }
}

/// A short-lived token. Its secret is never printed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Token {
    /// What goes into the header.
    pub secret: SecretString,
    /// How long it lives from the moment it was fetched, as the server says; `None` where it does not say.
    pub expires_in: Option<Duration>,
}

impl Token {
    /// A token, and how long it lives.
    #[must_use]
    pub fn new(secret: impl Into<SecretString>, expires_in: Option<Duration>) -> Self {
        Self {
            secret: secret.into(),
            expires_in,
        }
    }
}

/// Why no credential can be had. Never holds a secret.
#[derive(Clone)]
pub struct CredentialError {
    message: String,
    retryable: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl CredentialError {
    /// A failure that stays until somebody mends it. The message says what was tried and how to mend it.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            retryable: false,
            source: None,
        }
    }

    /// A failure that may pass by itself.
    #[must_use]
    pub fn passing(message: impl Into<String>) -> Self {
        Self {
            retryable: true,
            ..Self::new(message)
        }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Whether another try may help.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retryable
    }

    pub(crate) fn into_source(self) -> Option<Box<dyn StdError + Send + Sync>> {
        self.source.map(|source| Box::new(source) as _)
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl fmt::Debug for CredentialError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = out.debug_struct("CredentialError");
        out.field("message", &self.message).field("retryable", &self.retryable);
        if let Some(source) = &self.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
