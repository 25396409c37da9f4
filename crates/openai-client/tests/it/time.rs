//! Deadlines and silence.

use std::time::Duration;

use openai_client::{Options, RetryPolicy};
use openai_core::{Error, ErrorKind};
use tokio::time::Instant;

use crate::script::{Script, answer, builder, client, events, good, hello};

const SECOND: Duration = Duration::from_secs(1);

/// How long a future takes, and what it comes to.
async fn timed<T>(future: impl Future<Output = Result<T, Error>>) -> (Duration, Error) {
    let start = Instant::now();
    let error = future.await.err().unwrap();
    let taken = start.elapsed();
    (Duration::from_millis(u64::try_from(taken.as_millis()).unwrap()), error)
}

#[tokio::test(start_paused = true)]
async fn a_deadline_cuts_a_call_short() {
    let (client, script) = client([answer(200).after(60 * SECOND)]);
    let hurried = client.with(Options::new().deadline(3 * SECOND));
    let (taken, error) = timed(hurried.chat(hello())).await;
    assert_eq!(
        (taken, error.kind(), error.attempts()),
        (3 * SECOND, ErrorKind::Deadline, 1)
    );
    assert!(error.to_string().contains("3s"), "{error}");
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_covers_the_body() {
    let (client, _) = client([good().piece(60 * SECOND, "late")]);
    let (taken, error) = timed(client.with(Options::new().deadline(3 * SECOND)).chat(hello())).await;
    assert_eq!((taken, error.kind()), (3 * SECOND, ErrorKind::Deadline));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_covers_all_tries_and_names_what_failed_before() {
    let (client, _) = client([answer(503).header("retry-after", "2"), answer(200).after(60 * SECOND)]);
    let (taken, error) = timed(client.with(Options::new().deadline(5 * SECOND)).chat(hello())).await;
    assert_eq!(
        (taken, error.kind(), error.attempts()),
        (5 * SECOND, ErrorKind::Deadline, 2)
    );
    let source = std::error::Error::source(&error)
        .unwrap()
        .downcast_ref::<Error>()
        .unwrap();
    assert_eq!(source.kind(), ErrorKind::Server);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_is_never_overslept() {
    let (client, _) = client([answer(503).header("retry-after", "10")]);
    let (taken, error) = timed(client.with(Options::new().deadline(5 * SECOND)).chat(hello())).await;
    assert_eq!((taken, error.kind()), (Duration::ZERO, ErrorKind::Server));
    assert_eq!(error.retry_after(), Some(10 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn an_option_lifts_the_clients_deadline() {
    let script = Script::new([good().after(60 * SECOND)]);
    let client = builder(&script).deadline(SECOND).build();
    assert_eq!(client.chat(hello()).await.unwrap_err().kind(), ErrorKind::Deadline);
    assert!(client.with(Options::new().deadline(None)).chat(hello()).await.is_ok());
    assert!(
        client
            .with(Options::new().deadline(Duration::MAX))
            .chat(hello())
            .await
            .is_ok()
    );
}

#[tokio::test(start_paused = true)]
async fn a_streams_deadline_ends_with_its_head() {
    let (client, _) = client([events().piece(60 * SECOND, "data: [DONE]\n\n")]);
    let mut stream = client
        .with(Options::new().deadline(5 * SECOND))
        .chat_stream(hello())
        .await
        .unwrap();
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_times_out_and_is_tried_again() {
    let script = Script::new([answer(200).after(3600 * SECOND)]);
    let client = builder(&script)
        .retry(RetryPolicy::new().max_retries(1).base(SECOND))
        .build();
    let (taken, error) = timed(client.chat(hello())).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert!(taken >= 1200 * SECOND && taken <= 1202 * SECOND, "{taken:?}");
}

#[tokio::test(start_paused = true)]
async fn silence_in_the_middle_of_an_answer_times_out() {
    let slow = good()
        .body(" ")
        .piece(4 * SECOND, " ")
        .piece(4 * SECOND, " ")
        .then_silence();
    let (client, _) = client([slow]);
    let hurried = client.with(Options::new().idle_timeout(5 * SECOND).max_retries(0));
    let (taken, error) = timed(hurried.chat(hello())).await;
    assert_eq!((taken, error.kind()), (13 * SECOND, ErrorKind::Timeout));
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test(start_paused = true)]
async fn silence_in_the_middle_of_a_stream_times_out() {
    let slow = events()
        .text("a", false)
        .piece(4 * SECOND, ": still here\n")
        .piece(4 * SECOND, "\n")
        .then_silence();
    let (client, _) = client([slow]);
    let hurried = client.with(Options::new().idle_timeout(5 * SECOND));
    let mut stream = hurried.chat_stream(hello()).await.unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap().text(), "a");
    let (taken, error) = timed(stream.try_next()).await;
    assert_eq!((taken, error.kind()), (13 * SECOND, ErrorKind::Timeout));
    assert!(stream.try_next().await.unwrap().is_none(), "nothing follows an error");
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_takes_its_time_is_not_the_servers_silence() {
    let slow = events().text("a", false).piece(4 * SECOND, "data: [DONE]\n\n");
    let (client, _) = client([slow]);
    let mut stream = client
        .with(Options::new().idle_timeout(5 * SECOND))
        .chat_stream(hello())
        .await
        .unwrap();
    // Begins to wait, gives up, and comes back much later.
    stream.try_next().await.unwrap();
    assert!(tokio::time::timeout(SECOND, stream.try_next()).await.is_err());
    tokio::time::sleep(600 * SECOND).await;
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn an_endless_idle_timeout_is_possible() {
    let (client, _) = client([events().piece(4 * SECOND, "data: [DONE]\n\n"), good().after(SECOND)]);
    let patient = client.with(Options::new().idle_timeout(Duration::MAX));
    assert!(
        patient
            .chat_stream(hello())
            .await
            .unwrap()
            .try_next()
            .await
            .unwrap()
            .is_none()
    );
    assert!(patient.chat(hello()).await.is_ok());
}
