//! The one token cache: a single fetch at a time, ahead of expiry.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use openai_core::{CredentialError, ExposeSecret, Token, TokenSource};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::cached_token::Moment;
use crate::{CachedToken, secret};

/// Keeps the token of a source, and fetches the next one before it runs out.
///
/// - However many callers wait, there is one fetch; its answer or its failure reaches each of them once. The next call
///   after a failure fetches anew. A caller that gives up does not disturb the others, and a fetch that nobody waits
///   for any more is given up.
/// - A call in the [window before expiry](Self::with_refresh_ahead) starts a refresh in the background and gets the
///   token at hand. While that token is good, a failed refresh is only logged, and the next one comes after a
///   [growing delay](Self::with_backoff).
/// - A token's lifetime counts from the moment its fetch began, by the steady clock and by the wall clock, whichever
///   says more: it is not served after its end, even where the machine slept meanwhile. A token without a lifetime is
///   kept until it is [refused](Self::invalidate).
/// - A token that is empty, that no header can carry, or that has run out on arrival counts as a failed fetch.
///
/// The background refresh needs a tokio runtime around the call, of any flavour; without one, a new token is fetched
/// once the old one has run out. Dropping the cache stops the refresh.
pub struct Cached<S: TokenSource> {
    source: Arc<S>,
    settings: Settings,
    state: Arc<Mutex<State>>,
}

#[derive(Clone)]
struct Settings {
    ahead: Duration,
    first_delay: Duration,
    longest_delay: Duration,
    wall: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

#[derive(Default)]
struct State {
    current: Option<CachedToken>,
    /// The fetch that is under way. Those who wait for it keep it alive, and nobody else does.
    flight: Option<WeakShared<Fetch>>,
    /// The task that waits for a fetch while callers go on with the token at hand.
    background: Option<AbortHandle>,
    /// How many fetches in a row failed, and when the last one did.
    failures: u32,
    failed: Option<Moment>,
    /// The last token that the server refused.
    refused: Option<CachedToken>,
}

type Fetch = BoxFuture<'static, Result<CachedToken, CredentialError>>;

enum Found {
    Token(CachedToken),
    Flight(Shared<Fetch>),
}

impl<S: TokenSource> Cached<S> {
    /// A cache in front of a source. It fetches nothing until it is asked.
    #[must_use]
    pub fn new(source: S) -> Self {
        let settings = Settings {
            ahead: Duration::from_secs(225),
            first_delay: Duration::from_secs(1),
            longest_delay: Duration::from_secs(60),
            wall: Arc::new(SystemTime::now),
        };
        Self {
            source: Arc::new(source),
            settings,
            state: Arc::default(),
        }
    }

    /// How long before a token's end it is refreshed. The default is 225 seconds.
    ///
    /// It is never more than half the token's lifetime. With zero, a token is fetched anew once it has run out.
    #[must_use]
    pub fn with_refresh_ahead(mut self, window: Duration) -> Self {
        self.settings.ahead = window;
        self
    }

    /// How long to wait after a failed refresh: at first, and at most. The default is 1 second and 60 seconds.
    ///
    /// The delay doubles with each failure in a row. It holds only while the token at hand is good: without one, each
    /// call fetches, and the client's own retries keep the distance.
    #[must_use]
    pub fn with_backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.settings.first_delay = first;
        self.settings.longest_delay = longest;
        self
    }

    /// Reads the wall clock in another way than from the system, for tests and simulations.
    #[must_use]
    pub fn with_wall_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.settings.wall = Arc::new(clock);
        self
    }

    /// The source that is asked.
    #[must_use]
    pub fn source(&self) -> &S {
        &self.source
    }

    /// A token that has not run out, from the cache or from the source.
    ///
    /// # Errors
    /// What the source answers, where there is no good token at hand.
    pub async fn token(&self) -> Result<CachedToken, CredentialError> {
        loop {
            let token = match self.look() {
                Found::Token(token) => return Ok(token),
                Found::Flight(flight) => flight.await?,
            };
            // Between the fetch and this very line, a machine can sleep for a night.
            if token.is_valid(self.settings.now()) {
                return Ok(token);
            }
        }
    }

    /// Drops a token that the server refused. A newer one stays, so that many refusals of one token cost one fetch.
    ///
    /// Answers whether another try may bring another token: no, where the token before this one was refused too and was
    /// the same.
    pub fn invalidate(&self, token: &CachedToken) -> bool {
        let mut state = lock(&self.state);
        if state.current.take_if(|current| current.is_same(token)).is_none() {
            return true;
        }
        let before = state.refused.replace(token.clone());
        before.is_none_or(|before| before.secret().expose_secret() != token.secret().expose_secret())
    }

    fn look(&self) -> Found {
        let now = self.settings.now();
        let mut state = lock(&self.state);
        if let Some(token) = state.current.clone().filter(|token| token.is_valid(now)) {
            if token.is_due(now, self.settings.ahead) && state.may_refresh(now, &self.settings) {
                self.refresh(&mut state);
            }
            return Found::Token(token);
        }
        state.current = None;
        let flight = self.flight(&mut state);
        // From here on the fetch belongs to those who wait for it: one that hangs ends when the last of them gives up.
        if let Some(task) = state.background.take() {
            task.abort();
        }
        Found::Flight(flight)
    }

    /// Fetches in the background; not at all where no runtime can carry it.
    fn refresh(&self, state: &mut State) {
        let Ok(runtime) = Handle::try_current() else { return };
        let flight = self.flight(state);
        let task = runtime.spawn(async move {
            if let Err(error) = flight.await {
                tracing::warn!(%error, "no new token could be fetched; the one at hand is still good");
            }
        });
        state.background = Some(task.abort_handle());
    }

    /// The fetch that is under way, or a new one.
    fn flight(&self, state: &mut State) -> Shared<Fetch> {
        if let Some(flight) = state.flight.as_ref().and_then(WeakShared::upgrade) {
            return flight;
        }
        let flight = fetch(self.source.clone(), self.settings.clone(), self.state.clone())
            .boxed()
            .shared();
        state.flight = flight.downgrade();
        flight
    }
}

impl<S: TokenSource> Drop for Cached<S> {
    fn drop(&mut self) {
        if let Some(task) = lock(&self.state).background.take() {
            task.abort();
        }
    }
}

impl<S: TokenSource> fmt::Debug for Cached<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let current = lock(&self.state).current.clone();
        out.debug_struct("Cached")
            .field("source", &self.source)
            .field("token", &current)
            .finish_non_exhaustive()
    }
}

impl Settings {
    fn now(&self) -> Moment {
        Moment {
            steady: Instant::now(),
            wall: (self.wall)(),
        }
    }

    fn delay(&self, failures: u32) -> Duration {
        let factor = 2_u32.saturating_pow(failures.saturating_sub(1));
        self.first_delay.saturating_mul(factor).min(self.longest_delay)
    }
}

impl State {
    /// Whether no fetch is under way and the last failure, if any, is long enough ago.
    fn may_refresh(&self, now: Moment, settings: &Settings) -> bool {
        let under_way = self.flight.as_ref().and_then(WeakShared::upgrade).is_some();
        let waits = self
            .failed
            .is_some_and(|failed| now.since(failed) < settings.delay(self.failures));
        !under_way && !waits
    }
}

/// Asks the source, and leaves the outcome in the state before anybody hears of it.
async fn fetch<S: TokenSource>(
    source: Arc<S>,
    settings: Settings,
    state: Arc<Mutex<State>>,
) -> Result<CachedToken, CredentialError> {
    let born = settings.now();
    let fetched = source.fetch().await;
    let now = settings.now();
    let outcome = fetched.and_then(|token| admit(token, born, now));
    let mut state = lock(&state);
    state.flight = None;
    match &outcome {
        Ok(token) => {
            state.current = Some(token.clone());
            state.failures = 0;
            state.failed = None;
        }
        Err(_) => {
            state.failures = state.failures.saturating_add(1);
            state.failed = Some(now);
        }
    }
    outcome
}

/// Lets a token in that can be used.
fn admit(token: Token, born: Moment, now: Moment) -> Result<CachedToken, CredentialError> {
    if let Some(fault) = secret::fault(token.secret.expose_secret()) {
        return Err(CredentialError::new(format!("the token that was fetched {fault}")));
    }
    let token = CachedToken::new(token, born);
    if !token.is_valid(now) {
        return Err(CredentialError::passing(
            "the token that was fetched has already run out: check the clocks",
        ));
    }
    Ok(token)
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // No invariant spans two writes, so a panic elsewhere leaves nothing half done.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
