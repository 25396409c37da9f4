//! Entra's tokens as a credential.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::request;
use openai_core::{Credential, CredentialError, async_trait};
use tokio::time::Instant;

use super::Source;
use crate::{BearerFrom, Cached, CachedToken};

/// `Authorization: Bearer …` with Entra's tokens, kept in the [cache](Cached) that all our sources share.
///
/// After a 401 the token is fetched anew, at most once a minute: Entra brings another token each time, and a role that
/// is missing is missing in all of them.
///
/// ```no_run
/// # use std::sync::Arc;
/// # use openai_core::{Error, Transport};
/// use openai_auth::entra::{Entra, Source};
///
/// # fn credential(transport: Arc<dyn Transport>) -> Result<Entra, Error> {
/// let chain = Source::chain(transport, |name| Ok(std::env::var(name).ok()))?;
/// Ok(Entra::new(chain))
/// # }
/// ```
#[derive(Debug)]
pub struct Entra {
    bearer: BearerFrom<Source>,
    refused: Mutex<Option<(Instant, CachedToken)>>,
}

/// How long after a 401 another one, to a newer token, changes nothing.
const PAUSE: Duration = Duration::from_secs(60);

impl Entra {
    /// Tokens from this source, cached with the usual settings.
    #[must_use]
    pub fn new(source: Source) -> Self {
        Self::cached(Cached::new(source))
    }

    /// Tokens from this cache.
    #[must_use]
    pub fn cached(cached: Cached<Source>) -> Self {
        Self {
            bearer: BearerFrom::new(cached),
            refused: Mutex::default(),
        }
    }
}

#[async_trait]
impl Credential for Entra {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        self.bearer.authorize(head).await
    }

    fn rejected(&self, head: &request::Parts) -> bool {
        let Some(token) = head.extensions.get::<CachedToken>() else {
            return false;
        };
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        match &*refused {
            Some((_, last)) if last.is_same(token) => {}
            Some((at, _)) if now.saturating_duration_since(*at) < PAUSE => return false,
            _ => *refused = Some((now, token.clone())),
        }
        self.bearer.rejected(head)
    }

    fn origin(&self) -> Option<String> {
        self.bearer.origin()
    }
}
