//! A token in the cache, and how old it is.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use openai_core::{SecretString, Token};
use tokio::time::Instant;

/// A token that [`Cached`](crate::Cached) handed out. Cheap to clone; its secret is never printed.
#[derive(Clone)]
pub struct CachedToken(Arc<Inner>);

struct Inner {
    token: Token,
    born: Moment,
}

/// One moment on both clocks: the steady one stops while some machines sleep, the wall clock can be set back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) steady: Instant,
    pub(crate) wall: SystemTime,
}

impl CachedToken {
    pub(crate) fn new(token: Token, born: Moment) -> Self {
        Self(Arc::new(Inner { token, born }))
    }

    /// What goes into the header.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.0.token.secret
    }

    /// When it runs out, by the wall clock; `None` where its source tells no lifetime.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.born.wall.checked_add(self.0.token.expires_in?)
    }

    /// Whether it has not run out yet.
    pub(crate) fn is_valid(&self, now: Moment) -> bool {
        self.0
            .token
            .expires_in
            .is_none_or(|lifetime| now.since(self.0.born) < lifetime)
    }

    /// Whether it has come so near its end that a new one should be fetched.
    pub(crate) fn is_due(&self, now: Moment, ahead: Duration) -> bool {
        self.0.token.expires_in.is_some_and(|lifetime| {
            let window = ahead.min(lifetime / 2);
            now.since(self.0.born) >= lifetime.saturating_sub(window)
        })
    }

    /// Whether both come from the same fetch.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for CachedToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.token.expires_in {
            Some(lifetime) => write!(out, "CachedToken(***, lives {lifetime:?})"),
            None => out.write_str("CachedToken(***)"),
        }
    }
}

impl Moment {
    /// The time since an earlier moment, by the clock that says more.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        let wall = self.wall.duration_since(earlier.wall).unwrap_or_default();
        self.steady.saturating_duration_since(earlier.steady).max(wall)
    }
}
