//! A token source that answers as a test says, when the test says.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::request;
use openai_auth::{Cached, CachedToken};
use openai_core::{CredentialError, ExposeSecret, Token, TokenSource, async_trait};
use tokio::sync::Semaphore;

/// Answers `t1`, `t2`, … or what its script says; each fetch waits at the gate.
#[derive(Clone, Debug)]
pub(crate) struct Scripted(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    lifetime: Option<Duration>,
    script: Mutex<VecDeque<Result<Token, CredentialError>>>,
    gate: Semaphore,
    fetches: AtomicUsize,
    under_way: AtomicUsize,
}

/// Counts a fetch as under way until it ends or is dropped.
struct UnderWay<'a>(&'a AtomicUsize);

impl Scripted {
    /// A source with its gate open.
    pub(crate) fn new(lifetime: Option<u64>) -> Self {
        Self(Arc::new(Inner {
            lifetime: lifetime.map(Duration::from_secs),
            script: Mutex::default(),
            gate: Semaphore::new(1_000_000),
            fetches: AtomicUsize::new(0),
            under_way: AtomicUsize::new(0),
        }))
    }

    /// Lets every fetch wait until [`open`](Self::open).
    pub(crate) fn close(&self) {
        self.0.gate.forget_permits(usize::MAX);
    }

    pub(crate) fn open(&self) {
        self.0.gate.add_permits(1_000_000);
    }

    /// Answers the next fetches so, one after another.
    pub(crate) fn then(&self, answers: impl IntoIterator<Item = Result<Token, CredentialError>>) {
        self.0.script.lock().unwrap().extend(answers);
    }

    pub(crate) fn then_fail(&self, times: usize) {
        self.then((0..times).map(|_| Err(CredentialError::passing("the token endpoint is out of order"))));
    }

    /// How many fetches have begun.
    pub(crate) fn fetches(&self) -> usize {
        self.0.fetches.load(Ordering::SeqCst)
    }

    /// How many fetches have begun and were neither answered nor dropped.
    pub(crate) fn under_way(&self) -> usize {
        self.0.under_way.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl TokenSource for Scripted {
    async fn fetch(&self) -> Result<Token, CredentialError> {
        let number = self.0.fetches.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.under_way.fetch_add(1, Ordering::SeqCst);
        let _under_way = UnderWay(&self.0.under_way);
        let _permit = self.0.gate.acquire().await.unwrap();
        let scripted = self.0.script.lock().unwrap().pop_front();
        scripted.unwrap_or_else(|| Ok(Token::new(format!("t{number}"), self.0.lifetime)))
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The token's text, or the failure's message.
pub(crate) async fn text<S: TokenSource>(cached: &Cached<S>) -> String {
    match cached.token().await {
        Ok(token) => spell(&token),
        Err(error) => error.to_string(),
    }
}

pub(crate) fn spell(token: &CachedToken) -> String {
    token.secret().expose_secret().to_owned()
}

/// Lets what runs in the background come to rest.
pub(crate) async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

pub(crate) async fn pass(seconds: u64) {
    tokio::time::advance(Duration::from_secs(seconds)).await;
    settle().await;
}

/// The head of an empty request.
pub(crate) fn head() -> request::Parts {
    http::Request::new(()).into_parts().0
}
