//! The transport against real sockets, on the real clock: nothing here measures time.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use http::request::Parts;
use openai_client::{Client, ClientBuilder, Connection, Options, RetryPolicy};
use openai_core::{Credential, CredentialError, ErrorKind, async_trait};
use openai_types::chat::Completion;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use wiremock::matchers::{body_partial_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::script::{COMPLETION, Cloud, hello};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

#[derive(Debug)]
struct Key;

#[async_trait]
impl Credential for Key {
    async fn authorize(&self, head: &mut Parts) -> Result<(), CredentialError> {
        head.headers
            .insert("authorization", HeaderValue::from_static("Bearer CANARY"));
        Ok(())
    }
}

fn builder(base: &str) -> ClientBuilder {
    let connection = Connection::from(Cloud::at(base)).credential(Arc::new(Key));
    Client::builder(connection).retry(RetryPolicy::new().base(Duration::from_millis(1)))
}

/// A server that does what it is told with each connection: once its request is read, `serve` has it.
async fn server<S, F>(serve: S) -> String
where
    S: Fn(usize, TcpStream) -> F + Send + 'static,
    F: Future<Output = ()> + Send,
{
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", socket.local_addr().unwrap());
    tokio::spawn(async move {
        for number in 0.. {
            let (mut connection, _) = socket.accept().await.unwrap();
            read_request(&mut connection).await;
            serve(number, connection).await;
        }
    });
    base
}

async fn read_request(connection: &mut TcpStream) -> String {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        assert_ne!(
            connection.read_buf(&mut request).await.unwrap(),
            0,
            "the client has gone: {text}"
        );
    }
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

fn event(text: &str, last: bool) -> Vec<u8> {
    let finish = if last { r#""stop""# } else { "null" };
    format!(
        "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":{finish}}}]}}\n\n"
    )
    .into()
}

fn reset(connection: TcpStream) {
    // Without lingering, a close is a reset.
    connection.set_zero_linger().unwrap();
}

#[tokio::test]
async fn speaks_http() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200)
        .set_body_raw(COMPLETION, "application/json")
        .insert_header("x-request-id", "r-9");
    Mock::given(method("POST"))
        .and(path("/v1/chat/completions"))
        .and(header("authorization", "Bearer CANARY"))
        .and(header(
            "user-agent",
            concat!("openai-multicloud/", env!("CARGO_PKG_VERSION")),
        ))
        .and(header("x-tenant", "a"))
        .and(body_partial_json(serde_json::json!({"model": "m"})))
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;
    let client = builder(&format!("{}/v1", server.uri()))
        .build()
        .with(Options::new().header("x-tenant", "a"));
    let reply = client.chat(hello()).await.unwrap();
    assert_eq!((reply.text().as_ref(), reply.request_id()), ("Hello", Some("r-9")));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_no_credential_leaks() {
    let (here, elsewhere) = (MockServer::start().await, MockServer::start().await);
    for status in [301, 302, 303, 307, 308] {
        here.reset().await;
        let target = format!("{}/v1/chat/completions?token=CANARY", elsewhere.uri());
        let answer = ResponseTemplate::new(status).insert_header("location", target.as_str());
        Mock::given(method("POST"))
            .respond_with(answer)
            .expect(1)
            .mount(&here)
            .await;
        let error = builder(&format!("{}/v1", here.uri()))
            .build()
            .chat(hello())
            .await
            .unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, 1));
        let text = format!("{error} {error:?}");
        assert!(text.contains(&elsewhere.uri()) && !text.contains("CANARY"), "{text}");
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_head_is_tried_again() {
    let base = server(|number, mut connection| async move {
        match number {
            0 => reset(connection),
            1 => drop(connection),
            _ => {
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", COMPLETION.len());
                connection
                    .write_all(&[head.as_bytes(), COMPLETION.as_bytes()].concat())
                    .await
                    .unwrap();
            }
        }
    })
    .await;
    let reply = builder(&base).build().chat(hello()).await.unwrap();
    assert_eq!((reply.text().as_ref(), reply.attempts()), ("Hello", 3));
}

#[tokio::test]
async fn a_whole_answer_that_breaks_off_is_tried_again() {
    let base = server(|number, mut connection| async move {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", COMPLETION.len());
        let body = if number == 0 { &COMPLETION[..20] } else { COMPLETION };
        connection
            .write_all(&[head.as_bytes(), body.as_bytes()].concat())
            .await
            .unwrap();
    })
    .await;
    assert_eq!(builder(&base).build().chat(hello()).await.unwrap().attempts(), 2);
}

#[tokio::test]
async fn nobody_listening_is_a_connect_error_that_names_the_server_alone() {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    drop(socket);
    let error = builder(&format!("http://{address}/v1"))
        .build()
        .chat(hello())
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert_eq!(error.to_string(), format!("no connection to http://{address}"));
    assert!(
        std::error::Error::source(&error).is_some() && !format!("{error:?}").contains("/v1"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_stream_that_is_cut_is_truncated_and_keeps_its_part() {
    for way in 0..3 {
        let base = server(move |_, mut connection| async move {
            let body = [
                HEAD.as_bytes(),
                &chunk(&event("Hel", false)),
                &chunk(&event("lo", false)),
            ]
            .concat();
            connection.write_all(&body).await.unwrap();
            match way {
                // The chunked body has no end: the connection just goes.
                0 => drop(connection),
                // In the middle of an event.
                1 => connection.write_all(&chunk(b"data: {\"cho")).await.unwrap(),
                // The body ends as HTTP wants it, but the events have no end.
                _ => connection.write_all(b"0\r\n\r\n").await.unwrap(),
            }
        })
        .await;
        let error = builder(&base)
            .build()
            .chat_stream(hello())
            .await
            .unwrap()
            .collect()
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Truncated, 1),
            "{way}: {error:?}"
        );
        assert!(
            !format!("{error:?}").contains("/v1"),
            "no address but the origin: {error:?}"
        );
        assert_eq!(error.partial::<Completion>().unwrap().text(), "Hello");
    }
}

#[tokio::test]
async fn a_stream_whose_server_closes_its_half_ends_well_if_it_is_complete() {
    let base = server(|_, mut connection| async move {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
        connection
            .write_all(&[head.as_bytes(), &event("Hello", true)].concat())
            .await
            .unwrap();
        connection.shutdown().await.unwrap();
        // Goes on reading until the client is gone.
        while connection.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {}
    })
    .await;
    let reply = builder(&base)
        .build()
        .chat_stream(hello())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(reply.text(), "Hello");
}

#[tokio::test]
async fn a_stream_that_stalls_times_out() {
    let base = server(|_, mut connection| async move {
        connection
            .write_all(&[HEAD.as_bytes(), &chunk(&event("Hel", false))].concat())
            .await
            .unwrap();
        std::future::pending::<()>().await;
    })
    .await;
    let client = builder(&base).idle_timeout(Duration::from_millis(100)).build();
    let error = client.chat_stream(hello()).await.unwrap().collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.partial::<Completion>().unwrap().text(), "Hel");
}

#[tokio::test]
async fn done_ends_a_stream_though_the_connection_stays_open() {
    let base = server(|_, mut connection| async move {
        let done = chunk(b"data: [DONE]\n\n");
        connection
            .write_all(&[HEAD.as_bytes(), &chunk(&event("Hello", false)), &done].concat())
            .await
            .unwrap();
        std::future::pending::<()>().await;
    })
    .await;
    let reply = builder(&base)
        .build()
        .chat_stream(hello())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(reply.text(), "Hello");
}

#[tokio::test]
async fn dropping_a_stream_closes_its_connection() {
    let (closed, is_closed) = oneshot::channel();
    let closed = std::sync::Mutex::new(Some(closed));
    let base = server(move |_, mut connection| {
        let closed = closed.lock().unwrap().take();
        async move {
            connection
                .write_all(&[HEAD.as_bytes(), &chunk(&event("Hel", false))].concat())
                .await
                .unwrap();
            while connection.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {}
            closed.unwrap().send(()).unwrap();
        }
    })
    .await;
    let client = builder(&base).build();
    let mut stream = client.chat_stream(hello()).await.unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap().text(), "Hel");
    drop(stream);
    // The client itself is still there: it is the stream that held the connection.
    is_closed.await.unwrap();
    drop(client);
}

#[tokio::test]
async fn characters_may_be_cut_by_packets() {
    let base = server(|_, mut connection| async move {
        connection.set_nodelay(true).unwrap();
        connection.write_all(HEAD.as_bytes()).await.unwrap();
        for byte in [event("zażółć 🦀", true), b"data: [DONE]\n\n".to_vec()].concat() {
            connection.write_all(&chunk(&[byte])).await.unwrap();
            tokio::task::yield_now().await;
        }
        connection.write_all(b"0\r\n\r\n").await.unwrap();
    })
    .await;
    let reply = builder(&base)
        .build()
        .chat_stream(hello())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(reply.text(), "zażółć 🦀");
}

#[tokio::test]
async fn a_finished_stream_gives_its_connection_back() {
    let base = server(|number, mut connection| async move {
        assert_eq!(number, 0, "a second connection");
        for _ in 0..3 {
            let body = [
                &chunk(&event("Hello", true))[..],
                &chunk(b"data: [DONE]\n\n"),
                b"0\r\n\r\n",
            ]
            .concat();
            connection.write_all(&[HEAD.as_bytes(), &body].concat()).await.unwrap();
            read_request(&mut connection).await;
        }
    })
    .await;
    let client = builder(&base).build();
    for _ in 0..3 {
        let reply = client.chat_stream(hello()).await.unwrap().collect().await.unwrap();
        assert_eq!((reply.text().as_ref(), reply.attempts()), ("Hello", 1));
    }
}

#[tokio::test]
async fn a_proxy_in_the_environment_does_not_see_what_stays_on_this_machine() {
    // Set for a child, not for this process: other tests run here.
    if std::env::var_os("PROXY_CHILD").is_none() {
        let name = "sockets::a_proxy_in_the_environment_does_not_see_what_stays_on_this_machine";
        let status = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact"])
            .envs([
                ("PROXY_CHILD", "1"),
                ("HTTP_PROXY", "http://127.0.0.1:1"),
                ("http_proxy", "http://127.0.0.1:1"),
            ])
            .env("SSL_CERT_FILE", "/nonexistent")
            .env("SSL_CERT_DIR", "/nonexistent")
            .output()
            .await
            .unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
        return;
    }
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200).set_body_string(COMPLETION))
        .mount(&server)
        .await;
    let reply = builder(&server.uri()).build().chat(hello()).await.unwrap();
    assert_eq!(reply.text(), "Hello");
    let error = builder("https://127.0.0.1:1").build().chat(hello()).await.unwrap_err();
    assert!(error.to_string().contains("CA certificates"), "{error}");
}
