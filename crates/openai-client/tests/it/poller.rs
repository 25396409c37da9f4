//! Work that goes on at the service, followed to its end.

use std::time::Duration;

use openai_client::{Client, Poller};
use openai_core::{ErrorKind, Phase, Ticket};
use openai_types::batches::{Batch, Endpoint, Request};
use openai_types::responses;
use serde_json::json;

use crate::script::{Step, answer, client};

fn batch(status: &str) -> Step {
    let body = json!({"id": "batch_1", "status": status, "output_file_id": "file_2"});
    answer(200).body(&body.to_string())
}

fn request() -> Request {
    Request::new("file_1", Endpoint::ChatCompletions)
}

async fn begin(client: &Client) -> Poller<Batch> {
    client.begin(request()).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn it_waits_longer_each_time_and_answers_with_the_result() {
    let steps = [
        batch("validating"),
        batch("in_progress"),
        batch("finalizing"),
        batch("completed"),
    ];
    let (client, script) = client(steps);
    let batch = begin(&client).await.wait().await.unwrap();
    assert_eq!(batch.output_file_id.as_deref(), Some("file_2"));
    assert_eq!(script.times(), [0, 10_000, 25_000, 47_500]);
    let seen = script.seen();
    assert_eq!(seen[0].request.method(), "POST");
    assert_eq!(
        (seen[1].request.method().as_str(), seen[1].request.uri().path()),
        ("GET", "/v1/batches/batch_1")
    );
}

#[tokio::test(start_paused = true)]
async fn the_servers_word_on_when_to_ask_wins() {
    let steps = [
        batch("in_progress").header("retry-after", "3"),
        batch("in_progress"),
        batch("in_progress").header("retry-after-ms", "250"),
        batch("completed"),
    ];
    let (client, script) = client(steps);
    begin(&client).await.every(Duration::from_secs(7)).wait().await.unwrap();
    assert_eq!(script.times(), [0, 3000, 10_000, 10_250]);
}

#[tokio::test(start_paused = true)]
async fn no_server_makes_it_wait_for_days() {
    let steps = [batch("in_progress").header("retry-after", "86400"), batch("completed")];
    let (client, script) = client(steps);
    begin(&client).await.wait().await.unwrap();
    assert_eq!(script.times(), [0, 3_600_000]);
}

/// A good status does not make a job of an error; what a job itself says of its failure is no error of the question.
#[tokio::test(start_paused = true)]
async fn an_error_in_a_good_answer_is_an_error() {
    let mut broken = json!({"id": "batch_1", "status": "in_progress"});
    broken["error"] = json!({"message": "the gateway has lost its way", "code": "oops"});
    let (polled, _) = client([
        batch("in_progress"),
        answer(200).body(&broken.to_string()),
        batch("completed"),
    ]);
    let mut poller = begin(&polled).await;
    let error = poller.wait().await.unwrap_err();
    assert_eq!(error.api().and_then(|api| api.code()), Some("oops"), "{error}");
    poller.wait().await.unwrap();

    let response = |more: serde_json::Value| {
        let mut body = json!({"id": "resp_1", "status": "in_progress", "output": []});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answer(200).body(&body.to_string())
    };
    let lost = json!({"error_code": "NOT_HERE", "message": "lost"});
    let failed = json!({"status": "failed", "error": {"code": "server_error", "message": "out of order"}});
    let (polled, _) = client([response(json!({})), response(lost), response(failed)]);
    let request = responses::Request::new("m", "Hi").background(true);
    let mut poller = polled.begin(request).await.unwrap();
    assert_eq!(poller.poll().await.unwrap_err().api().unwrap().code(), Some("NOT_HERE"));
    poller.poll().await.unwrap();
    assert_eq!(poller.phase(), Phase::Failed("out of order".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn the_longest_wait_of_its_own_is_a_minute() {
    let (client, script) = client([batch("in_progress")]);
    let mut poller = begin(&client).await.deadline(Duration::from_secs(600));
    assert_eq!(poller.wait().await.unwrap_err().kind(), ErrorKind::Deadline);
    let times = script.times();
    let gaps: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(gaps.iter().max(), Some(&60_000), "{gaps:?}");
    assert!(times.last().is_some_and(|last| *last <= 600_000), "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_deadline_bounds_a_question_that_is_not_answered() {
    let late = batch("completed").after(Duration::from_secs(400));
    let (client, script) = client([batch("in_progress"), late]);
    let begun = tokio::time::Instant::now();
    let mut poller = begin(&client).await.deadline(Duration::from_secs(30));
    assert_eq!(poller.wait().await.unwrap_err().kind(), ErrorKind::Deadline);
    assert_eq!((begun.elapsed().as_secs(), script.count()), (30, 2));
    assert_eq!(poller.latest().id, "batch_1", "what was known is kept");
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_an_error_with_the_last_state() {
    let faults = json!({"data": [{"code": "invalid_json", "message": "Line 3 is no JSON."}]});
    let failed = json!({"id": "batch_1", "status": "failed", "errors": faults}).to_string();
    let last = answer(200).header("x-request-id", "req-7").body(&failed);
    let (client, _) = client([batch("validating"), answer(503), last]);
    let error = begin(&client).await.wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert!(error.to_string().contains("Line 3 is no JSON."), "{error}");
    assert_eq!(error.partial::<Batch>().unwrap().id, "batch_1");
    assert_eq!((error.request_id(), error.attempts()), (Some("req-7"), 2));
    assert_eq!((error.status().unwrap().as_u16(), error.headers().len()), (200, 1));
    assert_eq!(error.body(), &failed);
    let api = error.api().unwrap();
    assert_eq!(
        (api.code(), api.message()),
        (Some("invalid_json"), "Line 3 is no JSON.")
    );
}

#[tokio::test(start_paused = true)]
async fn a_failed_response_tells_its_code() {
    for (code, told) in [(json!("server_error"), "server_error"), (json!(500), "500")] {
        let failure = json!({"code": code, "message": "out of order"});
        let failed = json!({"id": "resp_1", "status": "failed", "error": failure});
        let (client, _) = client([answer(200).body(&failed.to_string())]);
        let request = responses::Request::new("m", "Hi").background(true);
        let error = client.begin(request).await.unwrap().wait().await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((api.code(), api.message()), (Some(told), "out of order"));
    }
}

/// The server's wish to be asked later is heard, but for the one question that the deadline leaves.
#[tokio::test(start_paused = true)]
async fn it_asks_once_more_before_the_deadline() {
    let slow = || batch("in_progress").header("retry-after", "30");
    let (polled, script) = client([slow(), batch("completed")]);
    let deadline = Duration::from_millis(300);
    begin(&polled).await.deadline(deadline).wait().await.unwrap();
    assert_eq!(script.times(), [0, 225]);

    let (polled, script) = client([slow(), slow(), batch("completed")]);
    let mut poller = begin(&polled).await.deadline(deadline);
    let error = poller.wait().await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Deadline, 2));
    assert!(error.to_string().contains("again with a later deadline"), "{error}");
    assert_eq!(poller.wait().await.unwrap_err().kind(), ErrorKind::Deadline);
    assert_eq!(script.count(), 2, "past the deadline nothing is asked");
    poller.deadline(Duration::from_secs(60)).wait().await.unwrap();
    assert_eq!(script.times(), [0, 225, 30_300]);

    let (polled, script) = client([slow(), slow(), batch("completed")]);
    let mut poller = begin(&polled).await.deadline(Duration::from_secs(50));
    poller.wait().await.unwrap();
    assert_eq!(script.times(), [0, 30_000, 45_000], "5 s before a long deadline");
}

#[tokio::test(start_paused = true)]
async fn another_process_can_go_on_with_it() {
    let (client, script) = client([batch("validating"), batch("in_progress"), batch("completed")]);
    let saved = serde_json::to_string(begin(&client).await.ticket().unwrap()).unwrap();
    assert_eq!(saved, r#"{"kind":"batch","id":"batch_1"}"#);
    let ticket: Ticket = serde_json::from_str(&saved).unwrap();
    let error = client.resume::<responses::Response>(ticket.clone()).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Invalid, 1), "{error}");
    let mut poller = client.resume::<Batch>(ticket).await.unwrap();
    assert_eq!(poller.phase(), Phase::Running);
    poller.wait().await.unwrap();
    assert!(poller.is_over());
    assert_eq!(script.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn cancelling_is_told_to_the_service() {
    let (client, script) = client([batch("in_progress"), batch("cancelling"), batch("cancelled")]);
    let mut poller = begin(&client).await;
    poller.cancel().await.unwrap();
    assert_eq!(script.seen()[1].request.uri().path(), "/v1/batches/batch_1/cancel");
    let error = poller.wait().await.unwrap_err();
    assert!(error.to_string().contains("cancelled"), "{error}");
}

/// What the service answers with is how the work stands from then on.
#[tokio::test(start_paused = true)]
async fn work_that_is_stopped_at_once_is_not_asked_for_again() {
    let (client, script) = client([batch("in_progress").header("retry-after", "30"), batch("cancelled")]);
    let mut poller = begin(&client).await;
    poller.cancel().await.unwrap();
    assert!(poller.is_over());
    assert_eq!(poller.wait().await.unwrap_err().kind(), ErrorKind::Failed);
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_error_in_a_good_answer_does_not_stop_anything() {
    let refused = json!({"error": {"message": "too late", "code": "conflict"}}).to_string();
    for kept in [
        "",
        "{}",
        "stopped",
        r#"{"id":"resp_1","object":"response.deleted","deleted":true}"#,
    ] {
        let response = json!({"id": "resp_1", "status": "in_progress", "output": []}).to_string();
        let steps = [
            answer(200).body(&response),
            answer(200).body(&refused),
            answer(200).body(kept),
        ];
        let (client, _) = client(steps);
        let request = responses::Request::new("m", "Hi").background(true);
        let mut poller = client.begin(request).await.unwrap();
        let error = poller.cancel().await.unwrap_err();
        assert_eq!(error.api().and_then(|api| api.code()), Some("conflict"), "{error}");
        assert_eq!(poller.phase(), Phase::Running);
        poller.cancel().await.unwrap();
        assert_eq!(poller.latest().id.as_deref(), Some("resp_1"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_question_loses_nothing() {
    let (client, script) = client([batch("in_progress"), answer(404).body("{}"), batch("completed")]);
    let mut poller = begin(&client).await;
    assert_eq!(poller.wait().await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(poller.latest().id, "batch_1");
    poller.wait().await.unwrap();
    assert_eq!(script.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_response_in_the_background_is_followed_too() {
    let response = |status: &str| {
        let body = json!({"id": "resp_1", "status": status, "output": []});
        answer(200).body(&body.to_string())
    };
    let (client, script) = client([response("queued"), response("incomplete")]);
    let request = responses::Request::new("m", "Hi").background(true);
    let reply = client.begin(request).await.unwrap().wait().await.unwrap();
    assert_eq!(reply.status, Some(responses::Status::Incomplete));
    assert_eq!(script.times(), [0, 1000]);
}
