//! When a call is tried again, and after how long.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openai_client::{Clock, Options, RetryPolicy};
use openai_core::{ErrorKind, TransportErrorKind};

use crate::script::{Script, Step, answer, builder, client, events, good, hello, no_answer};

/// The waits that the client of `script::builder` makes of its own accord, in milliseconds after the first request.
fn own_waits(count: i32) -> Vec<u128> {
    let mut random = fastrand::Rng::with_seed(7);
    let mut at = Duration::ZERO;
    let mut times = vec![0];
    for retry in 0..count {
        at += Duration::from_secs_f64((0.5 * 2_f64.powi(retry)).min(8.0) * (1.0 - 0.25 * random.f64()));
        times.push(at.as_millis());
    }
    times
}

/// Timers count whole milliseconds and round up.
fn assert_times(script: &Script, expected: &[u128]) {
    let times = script.times();
    assert_eq!(times.len(), expected.len(), "{times:?} against {expected:?}");
    for (time, expected) in times.iter().zip(expected) {
        assert!(
            time.abs_diff(*expected) <= times.len() as u128,
            "{times:?} against {expected:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn tries_again_after_the_delays_of_the_official_libraries() {
    let (client, script) = client([answer(500), answer(503), good()]);
    let reply = client.chat(hello()).await.unwrap();
    assert_eq!((reply.text().as_ref(), reply.attempts()), ("Hello", 3));
    assert_times(&script, &own_waits(2));
}

#[tokio::test(start_paused = true)]
async fn waits_double_up_to_eight_seconds() {
    let script = Script::new([answer(500)]);
    let client = builder(&script).retry(RetryPolicy::new().max_retries(7)).build();
    let error = client.chat(hello()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 8));
    assert_times(&script, &own_waits(7));
}

#[tokio::test(start_paused = true)]
async fn statuses_and_failures_that_are_tried_again() {
    let failures = [
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::Broken,
    ]
    .map(no_answer);
    let statuses = [408, 429, 500, 502, 503, 504, 529].map(answer);
    let cut = good().then_breaks();
    for step in failures.into_iter().chain(statuses).chain([cut]) {
        let (client, script) = client([step.clone(), good()]);
        let reply = client.chat(hello()).await;
        assert_eq!((reply.unwrap().attempts(), script.count()), (2, 2), "{step:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn statuses_and_failures_that_are_final() {
    let statuses = [301, 307, 400, 401, 403, 404, 405, 409, 413, 422].map(answer);
    for step in statuses
        .into_iter()
        .chain([no_answer(TransportErrorKind::Unsendable), good().body("nonsense")])
    {
        let (client, script) = client([step.clone(), good()]);
        let error = client.chat(hello()).await.unwrap_err();
        assert_eq!((error.attempts(), script.count()), (1, 1), "{step:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_server_has_the_last_word_on_retries() {
    let (yes, script) = client([answer(400).header("x-should-retry", "true"), good()]);
    assert!(yes.chat(hello()).await.is_ok());
    assert_eq!(script.count(), 2);

    let (no, script) = client([answer(503).header("x-should-retry", "false"), good()]);
    assert_eq!(no.chat(hello()).await.unwrap_err().kind(), ErrorKind::Server);
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_conflict_is_tried_again_only_where_that_is_safe() {
    let (client, script) = client([answer(409), good(), answer(409), good()]);
    assert_eq!(client.chat(hello()).await.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(script.count(), 1);

    let safe = client.with(Options::new().idempotency_key("once-only"));
    safe.chat(hello()).await.unwrap();
    safe.chat(hello()).await.unwrap();
    let keys: Vec<_> = script
        .seen()
        .iter()
        .map(|seen| seen.header("idempotency-key").map(str::to_owned))
        .collect();
    let key = Some("once-only".to_owned());
    assert_eq!(keys, [None, key.clone(), key.clone(), key]);
}

#[tokio::test(start_paused = true)]
async fn waits_as_long_as_the_server_asks() {
    #[derive(Debug)]
    struct Noon;
    impl Clock for Noon {
        fn now(&self) -> SystemTime {
            UNIX_EPOCH + Duration::from_secs(784_111_777) // Sun, 06 Nov 1994 08:49:37 GMT
        }
    }
    let date = "Sun, 06 Nov 1994 08:49:47 GMT";
    let cases: [(&[(&str, &str)], u128); 6] = [
        (&[("retry-after-ms", "1234"), ("retry-after", "9")], 1234),
        (&[("retry-after", "7")], 7000),
        (&[("retry-after", "0.25")], 250),
        (&[("retry-after", "60")], 60_000),
        (&[("retry-after", date)], 10_000),
        (
            &[("retry-after", date), ("date", "Sun, 06 Nov 1994 08:49:45 GMT")],
            2000,
        ),
    ];
    for (headers, expected) in cases {
        let busy = headers
            .iter()
            .fold(answer(429), |step, (name, value)| step.header(name, value));
        let script = Script::new([busy, good()]);
        let client = builder(&script).clock(std::sync::Arc::new(Noon)).build();
        client.chat(hello()).await.unwrap();
        assert_times(&script, &[0, expected]);
    }
}

#[tokio::test(start_paused = true)]
async fn takes_the_delay_from_the_error_where_no_header_has_it() {
    let busy = r#"{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"slow down",
        "details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"3.5s"}]}}"#;
    let (client, script) = client([answer(429).body(busy), good()]);
    client.chat(hello()).await.unwrap();
    assert_times(&script, &[0, 3500]);
}

#[tokio::test(start_paused = true)]
async fn senseless_delays_are_passed_over() {
    for text in ["NaN", "-5", "0", "soon", "Sun, 06 Nov 1994 08:49:47 GMT", ""] {
        let (client, script) = client([answer(503).header("retry-after", text), good()]);
        client.chat(hello()).await.unwrap();
        assert_times(&script, &own_waits(1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_longer_delay_than_the_cap_is_the_callers_decision() {
    for (text, delay) in [
        ("61", Duration::from_secs(61)),
        ("1e300", Duration::MAX),
        ("1e999", Duration::MAX),
    ] {
        let (client, script) = client([answer(429).header("retry-after", text), good()]);
        let error = client.chat(hello()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.retry_after(), script.count()),
            (ErrorKind::RateLimit, Some(delay), 1)
        );
    }
    let script = Script::new([answer(429).header("retry-after", "61"), good()]);
    let patient = builder(&script)
        .retry(RetryPolicy::new().server_delay_cap(Duration::from_secs(100)))
        .build();
    patient.chat(hello()).await.unwrap();
    assert_times(&script, &[0, 61_000]);
}

#[tokio::test(start_paused = true)]
async fn the_number_of_retries_is_an_option() {
    let (client, script) = client([answer(500)]);
    assert_eq!(
        client
            .with(Options::new().max_retries(0))
            .chat(hello())
            .await
            .unwrap_err()
            .attempts(),
        1
    );
    assert_eq!(
        client
            .with(Options::new().max_retries(4))
            .chat(hello())
            .await
            .unwrap_err()
            .attempts(),
        5
    );
    assert_eq!(client.chat(hello()).await.unwrap_err().attempts(), 3);
    assert_eq!(script.count(), 9);
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_met_with_few_more_requests_than_calls() {
    let (client, script) = client([answer(500)]);
    let calls = (0..1000).map(|_| {
        let client = client.clone();
        async move { client.chat(hello()).await.is_err() }
    });
    assert!(
        futures_util::future::join_all(calls)
            .await
            .into_iter()
            .all(|failed| failed)
    );
    assert!(
        (1001..=1100).contains(&script.count()),
        "{} requests for 1,000 calls",
        script.count()
    );
}

#[tokio::test(start_paused = true)]
async fn the_budget_comes_back_with_successes() {
    let failures = std::iter::repeat_n(answer(500), 200);
    let steps: Vec<Step> = failures
        .chain(std::iter::repeat_n(good(), 10))
        .chain([answer(500), good()])
        .collect();
    let (client, script) = client(steps);
    while script.count() < 200 {
        assert!(client.chat(hello()).await.is_err());
    }
    for _ in 0..10 {
        assert_eq!(client.chat(hello()).await.unwrap().attempts(), 1);
    }
    assert_eq!(client.chat(hello()).await.unwrap().attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_lone_call_has_all_its_retries() {
    let script = Script::new([answer(500)]);
    let client = builder(&script).retry(RetryPolicy::new().max_retries(80)).build();
    assert_eq!(client.chat(hello()).await.unwrap_err().attempts(), 81);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_tried_again_until_its_head_arrives_and_never_after() {
    let (client, script) = client([
        no_answer(TransportErrorKind::Connect),
        answer(503),
        events().text("Hel", false).then_breaks(),
        events().text("Hello", true).body("data: [DONE]\n\n"),
    ]);
    let mut stream = client.chat_stream(hello()).await.unwrap();
    assert_eq!(stream.attempts(), 3);
    assert_eq!(stream.try_next().await.unwrap().unwrap().text(), "Hel");
    let error = stream.try_next().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), script.count()),
        (ErrorKind::Truncated, 3, 3)
    );
}
