//! Many callers, one fetch; callers that give up; owners that go.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

use futures_util::FutureExt;
use openai_auth::{Cached, CachedToken};
use openai_core::{CredentialError, Token, TokenSource, async_trait};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::scripted::{Scripted, pass, settle, spell, text};

const WAITERS: usize = 1000;

/// Lets 1,000 tasks ask, opens the source's gate when all of them wait, and gathers what they got.
async fn stampede(source: &Scripted, cached: &Arc<Cached<Scripted>>) -> Vec<Result<CachedToken, CredentialError>> {
    source.close();
    let waiting = Arc::new(Semaphore::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..WAITERS {
        let (cached, waiting) = (cached.clone(), waiting.clone());
        tasks.spawn(async move {
            let mut token = pin!(cached.token());
            let mut counted = false;
            poll_fn(|context| {
                let poll = token.as_mut().poll(context);
                if !std::mem::replace(&mut counted, true) {
                    assert!(poll.is_pending(), "answered while the gate was closed");
                    waiting.add_permits(1);
                }
                poll
            })
            .await
        });
    }
    waiting.acquire_many(WAITERS as u32).await.unwrap().forget();
    source.open();
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_waiters_share_one_fetch() {
    for _ in 0..20 {
        let source = Scripted::new(Some(3600));
        let cached = Arc::new(Cached::new(source.clone()));
        let answers = stampede(&source, &cached).await;
        assert_eq!(answers.len(), WAITERS);
        assert!(answers.iter().all(|answer| spell(answer.as_ref().unwrap()) == "t1"));
        assert_eq!(source.fetches(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_waiters_share_one_failure_and_the_next_caller_starts_anew() {
    for _ in 0..20 {
        let source = Scripted::new(Some(3600));
        let cached = Arc::new(Cached::new(source.clone()));
        source.then_fail(1);
        let answers = stampede(&source, &cached).await;
        assert_eq!(answers.len(), WAITERS);
        assert!(
            answers
                .iter()
                .all(|answer| answer.as_ref().is_err_and(CredentialError::is_retryable))
        );
        assert_eq!(source.fetches(), 1);

        assert_eq!(text(&cached).await, "t2");
        assert_eq!(source.fetches(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_caller_starts_anew_even_before_all_waiters_have_heard() {
    let source = Scripted::new(None);
    let cached = Cached::new(source.clone());
    source.close();
    source.then_fail(1);
    let mut slow = Box::pin(cached.token());
    let mut quick = Box::pin(cached.token());
    assert!(slow.as_mut().now_or_never().is_none());
    assert!(quick.as_mut().now_or_never().is_none());
    source.open();
    assert!(quick.await.is_err());
    assert_eq!(text(&cached).await, "t2");
    assert!(slow.await.is_err());
    assert_eq!(source.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_waiter_that_hears_of_a_token_after_its_end_fetches_anew() {
    let source = Scripted::new(Some(3600));
    let cached = Cached::new(source.clone());
    source.close();
    let mut slow = Box::pin(cached.token());
    let mut quick = Box::pin(cached.token());
    assert!(slow.as_mut().now_or_never().is_none());
    assert!(quick.as_mut().now_or_never().is_none());
    source.open();
    assert_eq!(spell(&quick.await.unwrap()), "t1");
    pass(3600).await;
    assert_eq!(spell(&slow.await.unwrap()), "t2");
}

#[tokio::test(start_paused = true)]
async fn a_waiter_that_gives_up_strands_nobody() {
    let source = Scripted::new(None);
    let cached = Arc::new(Cached::new(source.clone()));
    source.close();
    let mut waiters: Vec<_> = (0..3)
        .map(|_| {
            let cached = cached.clone();
            tokio::spawn(async move { text(&cached).await })
        })
        .collect();
    settle().await;
    // The first one began the fetch and the last one polled it last.
    waiters.remove(0).abort();
    waiters.remove(1).abort();
    settle().await;
    source.open();
    assert_eq!(waiters.remove(0).await.unwrap(), "t1");
    assert_eq!(source.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_nobody_waits_for_is_given_up() {
    let source = Scripted::new(None);
    let cached = Cached::new(source.clone());
    source.close();
    let mut only = Box::pin(cached.token());
    assert!(only.as_mut().now_or_never().is_none());
    assert_eq!(source.under_way(), 1);
    drop(only);
    assert_eq!(source.under_way(), 0);
    source.open();
    assert_eq!(text(&cached).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_passes_to_those_who_wait_and_ends_with_them() {
    let source = Scripted::new(Some(3600));
    let cached = Cached::new(source.clone());
    assert_eq!(text(&cached).await, "t1");
    source.close();
    pass(3500).await;
    assert_eq!(text(&cached).await, "t1");
    pass(100).await;

    let mut waiting = Box::pin(cached.token());
    assert!(waiting.as_mut().now_or_never().is_none());
    settle().await;
    assert_eq!(
        (source.fetches(), source.under_way()),
        (2, 1),
        "the refresh under way was not taken over"
    );
    drop(waiting);
    assert_eq!(source.under_way(), 0, "a fetch that hangs holds the cache for ever");

    source.open();
    assert_eq!(text(&cached).await, "t3");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_under_way_answers_those_who_come_after_expiry() {
    let source = Scripted::new(Some(3600));
    let cached = Cached::new(source.clone());
    assert_eq!(text(&cached).await, "t1");
    source.close();
    pass(3599).await;
    assert_eq!(text(&cached).await, "t1");
    pass(1).await;
    let mut waiting = Box::pin(cached.token());
    assert!(waiting.as_mut().now_or_never().is_none());
    settle().await;
    source.open();
    assert_eq!(spell(&waiting.await.unwrap()), "t2");
    assert_eq!(source.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_cache_stops_its_refresh() {
    let source = Scripted::new(Some(3600));
    let cached = Cached::new(source.clone());
    assert_eq!(text(&cached).await, "t1");
    source.close();
    pass(3500).await;
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    assert_eq!(source.under_way(), 1);

    drop(cached);
    settle().await;
    assert_eq!(source.under_way(), 0, "the refresh outlived its owner");
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_panics_does_not_break_the_cache() {
    #[derive(Debug)]
    struct Panics(Scripted);

    #[async_trait]
    impl TokenSource for Panics {
        async fn fetch(&self) -> Result<Token, CredentialError> {
            let token = self.0.fetch().await;
            assert_ne!(self.0.fetches(), 1, "the first fetch panics");
            token
        }
    }

    let cached = Arc::new(Cached::new(Panics(Scripted::new(None))));
    let first = tokio::spawn({
        let cached = cached.clone();
        async move { text(&cached).await }
    });
    assert!(first.await.unwrap_err().is_panic());
    assert_eq!(text(&cached).await, "t2");
}
