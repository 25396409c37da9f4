//! Each fault, seen on the socket.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use openai_emulator::{Config, Emulator, Running};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::wire::{AZURE, Answer, DATABRICKS, GEMINI, OPENAI, WIRES, request, send, start};

async fn faulty(emulator: &Running, fault: &str) -> Answer {
    OPENAI
        .ask_with(emulator, &[("x-emulator-fault", fault)], json!({}))
        .await
}

async fn faulty_stream(emulator: &Running, fault: &str) -> Answer {
    OPENAI
        .ask_with(emulator, &[("x-emulator-fault", fault)], json!({ "stream": true }))
        .await
}

#[tokio::test]
async fn a_status_comes_in_each_wires_shape() {
    let emulator = start().await;
    for wire in WIRES {
        let answer = wire
            .ask_with(
                &emulator,
                &[("x-emulator-fault", "status=429; retry-after=2")],
                json!({}),
            )
            .await;
        assert_eq!(
            (answer.status, answer.headers["retry-after"].as_str()),
            (429, "2"),
            "{}",
            wire.name
        );
        assert!(answer.message().contains("emulator was asked for"), "{}", wire.name);
    }
    let quota = OPENAI
        .ask_with(&emulator, &[("x-emulator-fault", "status=429")], json!({}))
        .await
        .json();
    assert_eq!(quota["error"]["code"], "rate_limit_exceeded");
    let azure = AZURE
        .ask_with(&emulator, &[("x-emulator-fault", "status=429")], json!({}))
        .await
        .json();
    assert_eq!(azure["error"]["code"], "429");
    let databricks = DATABRICKS
        .ask_with(&emulator, &[("x-emulator-fault", "status=429")], json!({}))
        .await
        .json();
    let exceeded = &databricks["error"];
    assert!(
        exceeded["limit_type"].is_string() && exceeded["current"].as_u64() > exceeded["limit"].as_u64(),
        "{databricks}"
    );
    let down = DATABRICKS
        .ask_with(&emulator, &[("x-emulator-fault", "status=503")], json!({}))
        .await
        .json();
    assert_eq!(down["error_code"], "TEMPORARILY_UNAVAILABLE");
}

#[tokio::test]
async fn retry_headers_are_sent_as_written() {
    let emulator = start().await;
    let date = "Wed, 21 Oct 2026 07:28:00 GMT";
    let fault = format!("status=503; retry-after={date}; retry-after-ms=250; x-should-retry=false");
    let answer = faulty(&emulator, &fault).await;
    assert_eq!(answer.status, 503);
    let headers = ["retry-after", "retry-after-ms", "x-should-retry"].map(|name| answer.headers[name].as_str());
    assert_eq!(headers, [date, "250", "false"]);
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let emulator = start().await;
    let body = OPENAI.body(json!({})).to_string();
    let fault = [("x-emulator-fault", "reset")];
    let lost = send(emulator.address(), "POST", OPENAI.path, &fault, body.as_bytes()).await;
    assert_eq!(lost.unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!((emulator.requests(), emulator.served()[0].status), (1, None));
}

#[tokio::test]
async fn a_cut_ends_inside_the_body() {
    let emulator = start().await;
    for events in [0, 1, 5] {
        let answer = faulty_stream(&emulator, &format!("cut={events}")).await;
        assert_eq!(
            (answer.status, answer.events().len(), answer.complete),
            (200, events, false)
        );
    }
    let whole = faulty(&emulator, "cut=0").await;
    assert!(!whole.complete && !whole.body.is_empty(), "{whole:?}");
    assert!(faulty_stream(&emulator, "latency=1ms").await.complete);
}

#[tokio::test]
async fn a_stall_keeps_the_connection_and_says_nothing() {
    let emulator = start().await;
    let mut body = OPENAI.body(json!({}));
    body["stream"] = json!(true);
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    let fault = [("x-emulator-fault", "stall=2")];
    stream
        .write_all(&request("POST", OPENAI.path, &fault, body.to_string().as_bytes()))
        .await
        .unwrap();
    let mut read = Vec::new();
    while String::from_utf8_lossy(&read).matches("\n\n\r\n").count() < 2 {
        assert_ne!(stream.read_buf(&mut read).await.unwrap(), 0, "closed after {read:?}");
    }
    let more = tokio::time::timeout(Duration::from_millis(50), stream.read_buf(&mut read)).await;
    assert!(more.is_err(), "something came: {}", String::from_utf8_lossy(&read));
}

#[tokio::test]
async fn an_error_follows_events_in_the_wires_shape() {
    let emulator = start().await;
    for (wire, at) in [
        (OPENAI, "/error/message"),
        (AZURE, "/error/message"),
        (GEMINI, "/error/status"),
        (DATABRICKS, "/error_code"),
    ] {
        let fault = [("x-emulator-fault", "error=3")];
        let answer = wire.ask_with(&emulator, &fault, json!({ "stream": true })).await;
        assert!(answer.complete);
        let events = answer.events();
        assert_eq!(events.len(), 4, "{}", wire.name);
        assert!(
            events[3].pointer(at).is_some_and(|found| found.is_string()),
            "{}: {}",
            wire.name,
            events[3]
        );
    }
    assert_eq!(faulty(&emulator, "error=3").await.status, 500);
}

#[tokio::test]
async fn latency_waits() {
    let emulator = start().await;
    let before = Instant::now();
    assert_eq!(faulty(&emulator, "latency=30ms; status=500").await.status, 500);
    assert!(before.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn times_counts_by_key() {
    let emulator = start().await;
    let mut statuses = Vec::new();
    for key in ["a", "a", "b", "a", "b"] {
        let headers = [("x-emulator-fault", "status=500; times=2"), ("x-emulator-key", key)];
        statuses.push(OPENAI.ask_with(&emulator, &headers, json!({})).await.status);
    }
    assert_eq!(statuses, [500, 500, 500, 200, 500]);
}

#[tokio::test]
async fn a_malformed_fault_says_how_to_write_it() {
    let emulator = start().await;
    for fault in ["explode", "status=99", "cut", "status=500; times=1"] {
        let answer = faulty(&emulator, fault).await;
        assert_eq!(answer.status, 400, "{fault}");
        assert!(
            answer.message().contains("'status=429; retry-after=2'"),
            "{fault}: {}",
            answer.message()
        );
    }
}

#[tokio::test]
async fn configured_faults_meet_requests_in_turn() {
    let config = Config::new()
        .fault("status=500; times=1".parse().unwrap())
        .fault("cut=1; times=1".parse().unwrap());
    let emulator = Emulator::start(config).await.unwrap();
    assert_eq!(OPENAI.ask(&emulator, json!({})).await.status, 500);
    assert!(!OPENAI.ask(&emulator, json!({})).await.complete);
    assert!(OPENAI.ask(&emulator, json!({})).await.complete);
    assert_eq!(emulator.requests(), 3);
}
