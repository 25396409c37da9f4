//! When a token is served, refreshed, dropped.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use openai_auth::Cached;
use openai_core::Token;

use crate::scripted::{Scripted, pass, settle, text};

const BROKEN: &str = "the token endpoint is out of order";

/// A wall clock that a test moves.
#[derive(Clone, Default)]
struct Wall(Arc<AtomicU64>);

impl Wall {
    fn set(&self, seconds: u64) {
        self.0.store(seconds, Ordering::SeqCst);
    }

    /// A cache whose only wall clock this is.
    fn cache(&self, source: &Scripted) -> Cached<Scripted> {
        let wall = self.clone();
        let epoch = SystemTime::UNIX_EPOCH;
        let now = move || epoch + Duration::from_secs(1_000_000 + wall.0.load(Ordering::SeqCst));
        Cached::new(source.clone()).with_wall_clock(now)
    }
}

fn cache(lifetime: Option<u64>) -> (Scripted, Cached<Scripted>) {
    let source = Scripted::new(lifetime);
    (source.clone(), Wall::default().cache(&source))
}

#[tokio::test(start_paused = true)]
async fn fetches_nothing_until_asked_and_then_once() {
    let (source, cached) = cache(Some(3600));
    settle().await;
    assert_eq!(source.fetches(), 0);
    for _ in 0..3 {
        assert_eq!(text(&cached).await, "t1");
    }
    assert_eq!(source.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn refreshes_225_seconds_ahead_in_the_background() {
    let (source, cached) = cache(Some(3600));
    assert_eq!(text(&cached).await, "t1");

    pass(3374).await;
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    assert_eq!(source.fetches(), 1, "a second too early");

    pass(1).await;
    assert_eq!(source.fetches(), 1, "without a call nothing happens");
    source.close();
    for _ in 0..3 {
        let served = cached
            .token()
            .now_or_never()
            .expect("a caller waited for a refresh")
            .unwrap();
        assert_eq!(crate::scripted::spell(&served), "t1");
        settle().await;
    }
    assert_eq!((source.fetches(), source.under_way()), (2, 1));

    source.open();
    settle().await;
    assert_eq!(text(&cached).await, "t2");
    assert_eq!(source.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn refreshes_a_short_lived_token_after_half_its_life() {
    let (source, cached) = cache(Some(100));
    assert_eq!(text(&cached).await, "t1");
    pass(49).await;
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    assert_eq!(source.fetches(), 1);
    pass(1).await;
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    assert_eq!(text(&cached).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn refreshes_in_the_window_that_is_asked_for() {
    for (window, quiet, fetches) in [(10, 90, 2), (10, 89, 1), (0, 99, 1)] {
        let source = Scripted::new(Some(100));
        let cached = Wall::default()
            .cache(&source)
            .with_refresh_ahead(Duration::from_secs(window));
        assert_eq!(text(&cached).await, "t1");
        pass(quiet).await;
        assert_eq!(text(&cached).await, "t1");
        settle().await;
        assert_eq!(source.fetches(), fetches, "window {window}, after {quiet}");
    }
}

#[tokio::test(start_paused = true)]
async fn serves_a_good_token_through_failed_refreshes_that_back_off() {
    let source = Scripted::new(Some(1000));
    let cached = Wall::default()
        .cache(&source)
        .with_backoff(Duration::from_secs(2), Duration::from_secs(10));
    assert_eq!(text(&cached).await, "t1");
    source.then_fail(1000);

    let mut fetched_at = Vec::new();
    for second in 1..1000 {
        pass(1).await;
        let before = source.fetches();
        assert_eq!(text(&cached).await, "t1", "after {second} seconds");
        settle().await;
        if source.fetches() > before {
            fetched_at.push(second);
        }
    }
    assert_eq!(fetched_at[..7], [775, 777, 781, 789, 799, 809, 819]);

    pass(1).await;
    assert_eq!(text(&cached).await, BROKEN, "a token was served at its end");
    let before = source.fetches();
    assert_eq!(text(&cached).await, BROKEN);
    assert_eq!(source.fetches(), before + 1, "without a token, every call asks");
}

#[tokio::test(start_paused = true)]
async fn begins_the_backoff_anew_after_a_success() {
    let (source, cached) = cache(Some(1000));
    assert_eq!(text(&cached).await, "t1");
    source.then_fail(3);
    pass(775).await;
    for wait in [0, 1, 2, 4] {
        pass(wait).await;
        assert_eq!(text(&cached).await, "t1");
        settle().await;
    }
    assert_eq!((text(&cached).await.as_str(), source.fetches()), ("t5", 5));

    source.then_fail(1);
    pass(775).await;
    assert_eq!(text(&cached).await, "t5");
    settle().await;
    pass(1).await;
    assert_eq!(text(&cached).await, "t5");
    settle().await;
    assert_eq!((text(&cached).await.as_str(), source.fetches()), ("t7", 7));
}

#[tokio::test(start_paused = true)]
async fn waits_for_a_new_token_where_the_old_one_has_run_out() {
    let (source, cached) = cache(Some(3600));
    assert_eq!(text(&cached).await, "t1");
    pass(3599).await;
    source.close();
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    pass(1).await;
    assert!(cached.token().now_or_never().is_none(), "a token was served at its end");
}

#[tokio::test(start_paused = true)]
async fn keeps_a_token_without_a_lifetime() {
    let (source, cached) = cache(None);
    assert_eq!(text(&cached).await, "t1");
    pass(10 * 365 * 24 * 3600).await;
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    assert_eq!(source.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn keeps_a_token_whose_lifetime_is_beyond_all_clocks() {
    let (source, cached) = cache(Some(u64::MAX));
    assert_eq!(text(&cached).await, "t1");
    pass(3600).await;
    assert_eq!(text(&cached).await, "t1");
    assert_eq!(source.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn counts_the_lifetime_from_the_beginning_of_the_fetch() {
    let (source, cached) = cache(Some(100));
    source.close();
    let mut waiting = Box::pin(cached.token());
    assert!(waiting.as_mut().now_or_never().is_none());
    pass(60).await;
    source.open();
    assert!(waiting.await.is_ok());
    pass(40).await;
    assert_eq!(text(&cached).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_slept_serves_no_token_that_has_run_out() {
    let wall = Wall::default();
    let source = Scripted::new(Some(3600));
    let cached = wall.cache(&source);
    assert_eq!(text(&cached).await, "t1");
    wall.set(3374);
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    assert_eq!(source.fetches(), 1);
    wall.set(3600);
    assert_eq!(text(&cached).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_is_set_back_lengthens_no_life() {
    let wall = Wall::default();
    wall.set(100_000);
    let source = Scripted::new(Some(3600));
    let cached = wall.cache(&source);
    assert_eq!(text(&cached).await, "t1");
    wall.set(0);
    pass(3599).await;
    assert_eq!(text(&cached).await, "t1");
    source.then_fail(1);
    pass(1).await;
    assert_ne!(text(&cached).await, "t1");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_used_counts_as_a_failure() {
    let hour = Some(Duration::from_secs(3600));
    for (bad, expected) in [
        (
            Token::new("", hour),
            "the token that was fetched is empty: give it a value",
        ),
        (Token::new("evil\r\nx: y", hour), "holds a space, a line break"),
        (Token::new("t", Some(Duration::ZERO)), "has already run out"),
    ] {
        let (source, cached) = cache(Some(100));
        source.then([Ok(bad.clone())]);
        let message = text(&cached).await;
        assert!(message.contains(expected), "{message}");

        assert_eq!(text(&cached).await, "t2");
        source.then([Ok(bad)]);
        pass(50).await;
        assert_eq!(text(&cached).await, "t2");
        settle().await;
        assert_eq!(
            (text(&cached).await.as_str(), source.fetches()),
            ("t2", 3),
            "a bad token displaced a good one"
        );
    }
}

#[test]
fn serves_without_a_runtime_and_fetches_at_the_end() {
    let wall = Wall::default();
    let source = Scripted::new(Some(3600));
    let cached = wall.cache(&source);
    assert_eq!(text(&cached).now_or_never().as_deref(), Some("t1"));
    wall.set(3599);
    assert_eq!(text(&cached).now_or_never().as_deref(), Some("t1"));
    assert_eq!(source.fetches(), 1);
    wall.set(3600);
    assert_eq!(text(&cached).now_or_never().as_deref(), Some("t2"));
}

#[test]
fn outlives_the_runtime_of_a_refresh() {
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    let wall = Wall::default();
    let source = Scripted::new(Some(3600));
    let cached = wall.cache(&source);
    runtime().block_on(async { assert_eq!(text(&cached).await, "t1") });
    wall.set(3500);
    source.close();
    runtime().block_on(async {
        assert_eq!(text(&cached).await, "t1");
        settle().await;
        assert_eq!(source.under_way(), 1);
    });
    assert_eq!(source.under_way(), 0);
    source.open();
    runtime().block_on(async {
        assert_eq!(text(&cached).await, "t1");
        settle().await;
        assert_eq!(text(&cached).await, "t3");
    });
}

#[test]
fn is_asked_from_threads_at_once() {
    let (source, cached) = cache(None);
    let barrier = Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                barrier.wait();
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                assert_eq!(runtime.block_on(text(&cached)), "t1");
            });
        }
    });
    assert_eq!(source.fetches(), 1);
}
