//! Keys and tokens that the program itself brings.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, request};
use openai_core::{Credential, CredentialError, ExposeSecret, SecretString, Token, TokenSource, async_trait};

use crate::secret;

/// A key that a function is asked for before every try, so that it may change while the program runs.
///
/// The function does its own caching where asking is slow. After a 401 it is asked once more, unless it brought the
/// same key as at the 401 before. A function that need not wait answers with [`std::future::ready`]:
///
/// ```
/// use std::future::ready;
/// use std::sync::{Arc, RwLock};
///
/// use openai_auth::KeyFn;
///
/// let key = Arc::new(RwLock::new(String::from("sk-of-today")));
/// let read = key.clone();
/// let credential = KeyFn::bearer(move || ready(Ok(read.read().unwrap().as_str().into())));
/// assert_eq!(format!("{credential:?}"), "KeyFn(authorization: ***)");
///
/// *key.write().unwrap() = String::from("sk-of-tomorrow");
/// ```
pub struct KeyFn {
    header: HeaderName,
    scheme: &'static str,
    ask: Ask<SecretString>,
    refused: Mutex<Option<HeaderValue>>,
}

/// What people hear of a function: it has no name.
const FUNCTION: &str = "a function of the program";

type Ask<T> = Box<dyn Fn() -> BoxFuture<'static, Result<T, CredentialError>> + Send + Sync>;

impl KeyFn {
    /// A key that travels as `Authorization: Bearer KEY`, as OpenAI's does.
    #[must_use]
    pub fn bearer<F, A>(ask: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<SecretString, CredentialError>> + Send + 'static,
    {
        Self::new(AUTHORIZATION, "Bearer ", ask)
    }

    /// A key in a header of its own, such as Azure's `api-key`.
    #[must_use]
    pub fn header<F, A>(header: HeaderName, ask: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<SecretString, CredentialError>> + Send + 'static,
    {
        Self::new(header, "", ask)
    }

    fn new<F, A>(header: HeaderName, scheme: &'static str, ask: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<SecretString, CredentialError>> + Send + 'static,
    {
        Self {
            header,
            scheme,
            ask: Box::new(move || ask().boxed()),
            refused: Mutex::default(),
        }
    }
}

#[async_trait]
impl Credential for KeyFn {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        let key = (self.ask)().await?;
        if let Some(fault) = secret::fault(key.expose_secret()) {
            return Err(CredentialError::new(format!(
                "the key that the program's function brought {fault}"
            )));
        }
        let value = SecretString::from(format!("{}{}", self.scheme, key.expose_secret()));
        head.headers
            .insert(self.header.clone(), secret::header_value(value.expose_secret())?);
        Ok(())
    }

    fn rejected(&self, head: &request::Parts) -> bool {
        let Some(value) = head.headers.get(&self.header) else {
            return false;
        };
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.replace(value.clone()).as_ref() != Some(value)
    }

    fn origin(&self) -> Option<String> {
        Some(FUNCTION.to_owned())
    }
}

impl fmt::Debug for KeyFn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "KeyFn({}: ***)", self.header)
    }
}

/// Tokens from a function of the program, such as one that asks an identity library of its own.
///
/// It goes behind [`Cached`](crate::Cached) like any other source: the function is asked once for all who wait, and
/// again before the lifetime that it tells ends.
///
/// ```
/// use std::time::Duration;
///
/// use openai_auth::{BearerFrom, Cached, TokenFn};
/// use openai_core::{CredentialError, Token};
///
/// async fn entra() -> Result<Token, CredentialError> {
///     Ok(Token::new("eyJ0", Some(Duration::from_secs(3600))))
/// }
///
/// let credential = BearerFrom::new(Cached::new(TokenFn::new(entra)));
/// ```
pub struct TokenFn(Ask<Token>);

impl TokenFn {
    /// Asks this function for each token.
    #[must_use]
    pub fn new<F, A>(ask: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<Token, CredentialError>> + Send + 'static,
    {
        Self(Box::new(move || ask().boxed()))
    }
}

#[async_trait]
impl TokenSource for TokenFn {
    async fn fetch(&self) -> Result<Token, CredentialError> {
        (self.0)().await
    }

    fn origin(&self) -> Option<String> {
        Some(FUNCTION.to_owned())
    }
}

impl fmt::Debug for TokenFn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TokenFn")
    }
}
