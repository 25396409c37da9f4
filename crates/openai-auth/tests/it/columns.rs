//! What must hold of every source of tokens: a source is a row of a table, and each function here a column.
//!
//! The clock runs, and leaps where a test says so; while it stands still, nothing is awaited.

use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::poll;
use http::request;
use openai_core::Credential;

/// How the source is answered from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// With this token, for an hour.
    Grant(&'static str),
    /// By a server that is busy, or a program that fails.
    Busy,
    /// With a refusal for good.
    Refusal,
    /// With something that is no token.
    Malformed,
    /// With far too much.
    Huge,
    /// With a redirect to another origin.
    Elsewhere,
    /// Not at all.
    Silence,
}

/// A source of tokens as a client has it, and the hands that lead the other side.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) credential: Box<dyn Credential>,
    pub(crate) answer: Box<dyn Fn(Next)>,
    /// How many tokens were asked for.
    pub(crate) fetches: Box<dyn Fn() -> usize>,
    /// The failures that this source can meet, and what is told of each.
    pub(crate) failures: &'static [(Next, &'static str)],
    /// Whether every failure but that of a busy server ends the refreshes until the token at hand has run out.
    pub(crate) gives_up: bool,
}

/// Nothing that is told may hold these.
const SECRETS: [&str; 6] = ["canary", "Y2FuYXJ5", "dapi", "dose", "ya29.", "eyJ"];

/// Longer than any source waits for an answer.
const PATIENCE: u64 = 31;

impl Row {
    /// The token of a request that is authorized now, or what is told of the failure.
    async fn token(&self) -> Result<(request::Parts, String), String> {
        let mut head = http::Request::new(()).into_parts().0;
        match self.credential.authorize(&mut head).await {
            Ok(()) => {
                let value = &head.headers["authorization"];
                assert!(value.is_sensitive(), "{}", self.name);
                let token = value.to_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned();
                Ok((head, token))
            }
            Err(error) => {
                let told = format!("{error} {error:?} {:?} {:?}", self.credential, self.credential.origin());
                for secret in SECRETS {
                    assert!(!told.contains(secret), "{}: {told}", self.name);
                }
                assert!(head.headers.is_empty(), "{}", self.name);
                Err(error.to_string())
            }
        }
    }

    async fn serves(&self, token: &str) {
        let served = self.token().await.map(|(_, token)| token);
        assert_eq!(served.as_deref(), Ok(token), "{}", self.name);
    }

    async fn fails(&self, words: &str) {
        let told = self.token().await.map(|(_, token)| token);
        assert!(
            told.as_ref().is_err_and(|told| told.contains(words)),
            "{}: {words}: {told:?}",
            self.name
        );
    }

    /// Goes on until what happens in the background has happened.
    async fn until(&self, what: &str, mut happened: impl AsyncFnMut() -> bool) {
        let begun = Instant::now();
        while !happened().await {
            assert!(begun.elapsed() < Duration::from_secs(20), "{}: {what}", self.name);
            tokio::task::yield_now().await;
        }
    }

    async fn until_serves(&self, token: &str) {
        self.until("the new token is not served", async || {
            self.token().await.is_ok_and(|(_, served)| served == token)
        })
        .await;
    }

    /// Takes the first token.
    async fn begin(&self) {
        (self.answer)(Next::Grant("t1"));
        self.serves("t1").await;
    }
}

/// Lets so many seconds pass at once.
pub(crate) async fn leap(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

/// One token for all calls, until it has run out; then another.
pub(crate) async fn happy_path_and_expiry(row: Row) {
    row.begin().await;
    row.serves("t1").await;
    leap(3000).await;
    row.serves("t1").await;
    assert_eq!((row.fetches)(), 1, "{}", row.name);
    (row.answer)(Next::Grant("t2"));
    leap(601).await;
    row.until_serves("t2").await;
    assert_eq!((row.fetches)(), 2, "{}", row.name);
}

/// In the minutes before the end, the next token comes in the background.
pub(crate) async fn refresh_ahead(row: Row) {
    row.begin().await;
    (row.answer)(Next::Grant("t2"));
    leap(3400).await;
    row.until_serves("t2").await;
    leap(1000).await;
    row.serves("t2").await;
    assert_eq!((row.fetches)(), 2, "{}", row.name);
}

/// A refresh that fails takes no good token away, and is tried again.
pub(crate) async fn failed_refresh(make: fn() -> Row) {
    let failures = make().failures.iter().map(|(failure, _)| *failure);
    for failure in failures.filter(|failure| *failure != Next::Silence) {
        let row = make();
        row.begin().await;
        (row.answer)(failure);
        leap(3400).await;
        row.serves("t1").await;
        row.until("no refresh began", async || (row.fetches)() == 2).await;
        row.serves("t1").await;
        if row.gives_up && failure != Next::Busy {
            continue;
        }
        (row.answer)(Next::Grant("t2"));
        let mut served = Ok("t1".to_owned());
        // The failure may be on its way still, so one leap need not be past the back-off.
        for _ in 0..60 {
            if served.as_deref() != Ok("t1") {
                break;
            }
            leap(2).await;
            let begun = Instant::now();
            while served.as_deref() == Ok("t1") && begun.elapsed() < Duration::from_millis(100) {
                tokio::task::yield_now().await;
                served = row.token().await.map(|(_, token)| token);
            }
        }
        assert_eq!(served.as_deref(), Ok("t2"), "{} after {failure:?}", row.name);
    }
}

/// Without a good token the failure is told; the next call asks anew.
pub(crate) async fn failure_after_expiry(make: fn() -> Row) {
    for (failure, words) in make().failures.iter().filter(|(failure, _)| *failure != Next::Silence) {
        let row = make();
        row.begin().await;
        (row.answer)(*failure);
        leap(3601).await;
        row.fails(words).await;
        (row.answer)(Next::Grant("t2"));
        row.serves("t2").await;
    }
}

/// A 401 drops the token that it is about, once.
pub(crate) async fn replay_after_401(row: Row) {
    row.begin().await;
    let (refused, _) = row.token().await.unwrap();
    let (also_refused, _) = row.token().await.unwrap();
    (row.answer)(Next::Grant("t2"));
    assert!(row.credential.rejected(&refused), "{}", row.name);
    row.serves("t2").await;
    assert!(row.credential.rejected(&also_refused), "{}", row.name);
    row.serves("t2").await;
    assert_eq!((row.fetches)(), 2, "{}", row.name);
}

/// What cannot be used, comes too late or leads elsewhere is told, in bounded time, without a secret.
pub(crate) async fn each_failure_is_told(make: fn() -> Row) {
    for (failure, words) in make().failures {
        let row = make();
        (row.answer)(*failure);
        if *failure == Next::Silence {
            let mut waiting = pin!(row.token());
            row.until("nobody was asked", async || {
                assert!(poll!(waiting.as_mut()).is_pending(), "{}", row.name);
                (row.fetches)() == 1
            })
            .await;
            leap(PATIENCE).await;
            let told = waiting.await.map(|(_, token)| token).unwrap_err();
            assert!(told.contains(words), "{}: {words}: {told}", row.name);
        } else {
            row.fails(words).await;
        }
        (row.answer)(Next::Grant("t1"));
        row.serves("t1").await;
    }
}
