//! Starting, stopping, keys and records.

use openai_emulator::{Config, Emulator};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::wire::{AZURE, DATABRICKS, GEMINI, OPENAI, WIRES, parse, post, request, send, start};

#[tokio::test]
async fn a_port_in_use_is_named() {
    let emulator = start().await;
    let error = Emulator::start(Config::new().listen(emulator.address()))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    assert!(error.to_string().contains(&emulator.address().to_string()), "{error}");
}

#[tokio::test]
async fn only_the_key_is_accepted_and_nobody_prints_it() {
    let config = Config::new().key("k3y-s3cret");
    assert!(!format!("{config:?}").contains("k3y"), "{config:?}");
    let emulator = Emulator::start(config).await.unwrap();
    assert!(!format!("{emulator:?}").contains("k3y"));
    for wire in WIRES {
        let refused = wire.ask(&emulator, json!({})).await;
        assert_eq!(refused.status, 401, "{}", wire.name);
        assert!(
            !refused.body.contains("k3y") && !refused.body.contains("Bearer secret"),
            "{refused:?}"
        );
        let accepted = wire
            .ask_with(&emulator, &[("authorization", "Bearer k3y-s3cret")], json!({}))
            .await;
        assert_eq!(accepted.status, 200, "{}", wire.name);
    }
    // `dG9rZW46azN5LXMzY3JldA==` is `token:k3y-s3cret`.
    let basic = [("authorization", "Basic dG9rZW46azN5LXMzY3JldA==")];
    assert_eq!(DATABRICKS.ask_with(&emulator, &basic, json!({})).await.status, 200);
    let header = [("authorization", ""), ("api-key", "k3y-s3cret")];
    assert_eq!(AZURE.ask_with(&emulator, &header, json!({})).await.status, 200);
    assert!(!format!("{:?}", emulator.served()).contains("k3y"));
}

#[tokio::test]
async fn requests_are_recorded() {
    let emulator = start().await;
    OPENAI
        .ask_with(&emulator, &[("x-mark", "1"), ("api-key", "hidden")], json!({}))
        .await;
    AZURE.ask(&emulator, json!({ "n": 0 })).await;
    post(&emulator, "/nowhere", &[], &json!({})).await;
    let served = emulator.served();
    assert_eq!((emulator.requests(), served.len()), (3, 3));
    assert_eq!((served[0].wire, served[0].status), (Some("openai"), Some(200)));
    assert_eq!(served[0].headers["x-mark"], "1");
    assert!(!served[0].headers.contains_key("authorization") && !served[0].headers.contains_key("api-key"));
    assert_eq!(
        (served[1].query.as_deref(), served[1].status),
        (Some("api-version=2024-10-21"), Some(400))
    );
    assert_eq!(
        (served[2].wire, served[2].path.as_str(), served[2].status),
        (None, "/nowhere", Some(404))
    );
}

#[tokio::test]
async fn a_connection_serves_many_requests() {
    let emulator = start().await;
    let body = GEMINI.body(json!({})).to_string();
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    let keep = request("POST", GEMINI.path, &[("connection", "keep-alive")], body.as_bytes());
    let close = request("POST", GEMINI.path, &[], body.as_bytes());
    stream.write_all(&[keep, close].concat()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&bytes).matches("HTTP/1.1 200 OK").count(), 2);
}

#[tokio::test]
async fn a_stop_closes_the_port_and_idle_connections() {
    let emulator = start().await;
    let address = emulator.address();
    let mut idle = TcpStream::connect(address).await.unwrap();
    let body = OPENAI.body(json!({})).to_string();
    idle.write_all(&request(
        "POST",
        OPENAI.path,
        &[("connection", "keep-alive")],
        body.as_bytes(),
    ))
    .await
    .unwrap();
    let mut bytes = Vec::new();
    while !String::from_utf8_lossy(&bytes).ends_with("}}") {
        idle.read_buf(&mut bytes).await.unwrap();
    }
    assert_eq!(parse(&bytes).status, 200);
    emulator.stop().await;
    assert_eq!(idle.read_buf(&mut bytes).await.unwrap(), 0);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn dropped_it_hangs_up() {
    let emulator = start().await;
    let address = emulator.address();
    drop(emulator);
    let body = OPENAI.body(json!({})).to_string();
    assert!(send(address, "POST", OPENAI.path, &[], body.as_bytes()).await.is_err());
}

#[tokio::test]
async fn a_client_that_leaves_ends_the_work() {
    let emulator = start().await;
    let body = OPENAI.body(json!({ "stream": true, "n": 100 })).to_string();
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    stream
        .write_all(&request(
            "POST",
            OPENAI.path,
            &[("x-emulator-fault", "stall=1")],
            body.as_bytes(),
        ))
        .await
        .unwrap();
    let mut bytes = Vec::new();
    stream.read_buf(&mut bytes).await.unwrap();
    drop(stream);
    // A stalled stream has no end of its own: only because its client left does this return before the second of grace.
    let before = std::time::Instant::now();
    emulator.stop().await;
    assert!(
        before.elapsed() < std::time::Duration::from_millis(900),
        "{:?}",
        before.elapsed()
    );
}

#[tokio::test]
async fn it_listens_where_it_says() {
    let emulator = start().await;
    assert_eq!(
        emulator.url(),
        format!("http://127.0.0.1:{}", emulator.address().port())
    );
    assert_ne!(emulator.address().port(), 0);
}
