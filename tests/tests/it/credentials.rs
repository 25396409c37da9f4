//! Credentials over real sockets: our sources, the cache, the transport and the client together.
//!
//! The clock is the real one; limits are in milliseconds, and no test asserts how long something took.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use openai_auth::databricks::M2m;
use openai_auth::{BearerFrom, Cached, RefreshToken};
use openai_client::HttpTransport;
use openai_core::{BaseUrl, CredentialError, ErrorKind, ExposeSecret, TokenSource, Transport};
use openai_multicloud::{Client, Cloud, wires};
use openai_types::chat;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const SECRET: &str = "canary-s3cret/1";
const REFRESH: &str = "1//canary-r3fresh";
const COMPLETION: &str = r#"{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
    "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#;

/// A server by hand: it writes what `answer` makes of each request, then closes.
struct Server {
    url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
enum Reply {
    /// Status, a further header, body.
    Whole(u16, &'static str, String),
    /// A body that goes on and on.
    Endless,
    /// Never a word.
    Silence,
    /// A body that stops halfway, with the connection left open.
    Half,
}

impl Server {
    /// Answers with `answer(request, how many came before)`.
    async fn start(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (seen.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let (log, answer) = (log.clone(), answer.clone());
                tokio::spawn(async move {
                    let request = request(&mut socket).await;
                    let reply = {
                        let mut log = log.lock().unwrap();
                        log.push(request.clone());
                        answer(&request, log.len() - 1)
                    };
                    // The client may hang up in the middle of it.
                    let _ = write(&mut socket, reply).await;
                });
            }
        });
        Self { url, seen }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    fn source(&self) -> RefreshToken {
        let source = RefreshToken::new(Arc::new(HttpTransport::new()), "the-client", SECRET, REFRESH).unwrap();
        source.with_token_endpoint(&format!("{}/token", self.url)).unwrap()
    }

    /// A client of this server that takes its tokens from it as well.
    fn client(&self) -> Client {
        let base = BaseUrl::parse("the server", &format!("{}/v1", self.url)).unwrap();
        let credential = BearerFrom::new(Cached::new(self.source()));
        Client::new(Cloud::new(wires::openai::OpenAi::with_base_url(base), credential))
    }
}

/// Reads a request to the end of its body.
async fn request(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_ascii_lowercase();
            let length = length
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .unwrap_or("0");
            if body.len() >= length.trim().parse().unwrap() {
                return text;
            }
        }
        let mut piece = [0; 1024];
        match socket.read(&mut piece).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
            _ => return text,
        }
    }
}

async fn write(socket: &mut TcpStream, reply: Reply) -> std::io::Result<()> {
    let open = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    match reply {
        Reply::Whole(status, header, body) => {
            let length = body.len();
            let head = format!("HTTP/1.1 {status} X\r\n{header}content-length: {length}\r\nconnection: close\r\n\r\n");
            socket.write_all(head.as_bytes()).await?;
            socket.write_all(body.as_bytes()).await
        }
        Reply::Endless => {
            socket.write_all(open.as_bytes()).await?;
            loop {
                socket.write_all(b"400\r\n").await?;
                socket.write_all(&[b' '; 0x400]).await?;
                socket.write_all(b"\r\n").await?;
            }
        }
        Reply::Half => {
            socket.write_all(open.as_bytes()).await?;
            socket.write_all(b"10\r\n{\"access_token\":\r\n").await?;
            std::future::pending().await
        }
        Reply::Silence => std::future::pending().await,
    }
}

fn whole(status: u16, body: impl Into<String>) -> Reply {
    Reply::Whole(status, "", body.into())
}

fn grant(number: usize, lifetime: u64) -> Reply {
    let json = format!(r#"{{"access_token":"token-{number}","token_type":"Bearer","expires_in":{lifetime}}}"#);
    whole(200, json)
}

async fn failure(source: &impl TokenSource) -> CredentialError {
    let error = source.fetch().await.map(|_| ()).unwrap_err();
    let mut shown = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        shown.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    for secret in ["canary", "s3cret", "r3fresh", "eyJ", "ya29.", "dapi"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    error
}

#[tokio::test]
async fn a_form_reaches_the_token_endpoint_and_the_token_the_cloud() {
    let server = Server::start(|_, number| grant(number, 3600)).await;
    let cached = Cached::new(server.source());
    for _ in 0..3 {
        assert_eq!(cached.token().await.unwrap().secret().expose_secret(), "token-0");
    }
    let [request] = server.seen().try_into().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /token HTTP/1.1\r\n"), "{head}");
    assert!(
        head.contains("content-type: application/x-www-form-urlencoded\r\n"),
        "{head}"
    );
    assert!(head.contains("accept: application/json\r\n"), "{head}");
    assert_eq!(
        body,
        "grant_type=refresh_token&client_id=the-client&client_secret=canary-s3cret%2F1&refresh_token=1%2F%2Fcanary-r3fresh"
    );
}

#[tokio::test]
async fn a_401_is_replayed_once_with_a_new_token() {
    let server = Server::start(|request, number| match request {
        token if token.starts_with("POST /token") => grant(number, 3600),
        good if good.contains("authorization: Bearer token-2\r\n") => whole(200, COMPLETION),
        _ => whole(401, r#"{"error":{"message":"expired"}}"#),
    })
    .await;
    let client = server.client();
    let hello = || chat::Request::new("m", [chat::Message::user("Hi")]);
    let reply = client.chat(hello()).await.unwrap();
    assert_eq!((reply.text().as_ref(), reply.attempts()), ("Hello", 2));
    let lines: Vec<_> = server
        .seen()
        .iter()
        .map(|request| request.lines().next().unwrap().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "POST /token HTTP/1.1",
            "POST /v1/chat/completions HTTP/1.1",
            "POST /token HTTP/1.1",
            "POST /v1/chat/completions HTTP/1.1",
        ]
    );

    let denying = Server::start(|request, number| match request {
        token if token.starts_with("POST /token") => grant(number, 3600),
        _ => whole(401, r#"{"error":{"message":"no"}}"#),
    })
    .await;
    let error = denying.client().chat(hello()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(denying.seen().len(), 4, "a 401 is replayed once");
}

#[tokio::test]
async fn a_token_near_its_end_is_fetched_anew_and_a_failure_spares_a_good_one() {
    let server = Server::start(|_, number| match number {
        1 => whole(503, r#"{"error":"server_error"}"#),
        _ => grant(number, 3600),
    })
    .await;
    let late = Arc::new(AtomicBool::new(false));
    let clock = late.clone();
    let cached = Cached::new(server.source())
        .with_backoff(Duration::from_millis(1), Duration::from_millis(1))
        .with_wall_clock(move || {
            let seconds = if clock.load(Ordering::Relaxed) { 3500 } else { 0 };
            SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
        });
    let mut tokens = Vec::new();
    while tokens.last().map(String::as_str) != Some("token-2") {
        let token = cached.token().await.unwrap().secret().expose_secret().to_owned();
        if tokens.last() != Some(&token) {
            tokens.push(token);
        }
        late.store(true, Ordering::Relaxed);
        tokio::task::yield_now().await;
    }
    assert_eq!(
        tokens,
        ["token-0", "token-2"],
        "the refusal between them reached nobody"
    );
}

#[tokio::test]
async fn a_failure_after_the_end_reaches_the_caller() {
    let server = Server::start(|_, number| match number {
        0 => grant(0, 0),
        _ => whole(
            400,
            format!(r#"{{"error":"invalid_grant","error_description":"Bad {REFRESH}"}}"#),
        ),
    })
    .await;
    let cached = Cached::new(server.source());
    assert!(
        cached
            .token()
            .await
            .unwrap_err()
            .to_string()
            .contains("already run out")
    );
    let error = cached.token().await.unwrap_err().to_string();
    assert!(
        error.contains("answered 400 invalid_grant (Bad ***): the refresh token has expired"),
        "{error}"
    );
}

#[tokio::test]
async fn bad_answers_are_bounded_and_told() {
    let early = Reply::Whole(
        400,
        "date: Thu, 01 Jan 1970 00:00:00 GMT\r\n",
        r#"{"error":"invalid_grant"}"#.to_owned(),
    );
    let redirect = Reply::Whole(307, "location: https://evil.example/canary?t=canary\r\n", String::new());
    for (reply, expected, may_pass) in [
        (whole(200, "canary"), "is not a JSON object", false),
        (whole(200, r#"{"expires_in":1}"#), "has no `access_token`", false),
        (whole(403, "<html>canary"), "answered 403", false),
        (whole(500, ""), "answered 500", true),
        (early, "minutes ahead of that server's: set it right", false),
        (Reply::Endless, "with more than 1 MiB", false),
        (Reply::Silence, "took longer than 200ms", true),
        (Reply::Half, "took longer than 200ms", true),
        (
            redirect,
            "redirects the request for a token to https://evil.example: no redirect is followed",
            false,
        ),
    ] {
        let limit = match reply {
            Reply::Silence | Reply::Half => Duration::from_millis(200),
            _ => Duration::from_secs(60),
        };
        let server = Server::start(move |_, _| reply.clone()).await;
        let error = failure(&server.source().with_time_limit(limit)).await;
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.is_retryable(), may_pass, "{error}");
        assert_eq!(server.seen().len(), 1, "{error}");
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/token", listener.local_addr().unwrap());
    drop(listener);
    let source = RefreshToken::new(Arc::new(HttpTransport::new()), "the-client", SECRET, REFRESH).unwrap();
    let error = failure(&source.with_token_endpoint(&address).unwrap()).await;
    assert!(
        error.to_string().contains("no connection to http://127.0.0.1") && error.is_retryable(),
        "{error}"
    );
}

#[tokio::test]
async fn a_service_principal_finds_its_token_endpoint() {
    let found = Server::start(|request, _| {
        let url = request
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .unwrap_or_default();
        match request.split(' ').nth(1).unwrap_or_default() {
            "/.well-known/databricks-config" => whole(200, format!(r#"{{"oidc_endpoint":"http://{url}/oidc"}}"#)),
            "/oidc/.well-known/oauth-authorization-server" => {
                whole(200, format!(r#"{{"token_endpoint":"http://{url}/oidc/v2/token"}}"#))
            }
            "/oidc/v2/token" if request.contains("authorization: Basic dGhlLWlkOmRvc2UtMQ==\r\n") => grant(7, 60),
            path => panic!("nobody expected {path}"),
        }
    })
    .await;
    let silent = Server::start(|request, _| match request.starts_with("POST /oidc/v1/token HTTP/1.1") {
        true => grant(7, 60),
        false => whole(404, ""),
    })
    .await;
    for (server, requests) in [(&found, 3), (&silent, 2)] {
        let host = BaseUrl::parse("the workspace", &server.url).unwrap();
        let transport: Arc<dyn Transport> = Arc::new(HttpTransport::new());
        let token = M2m::new(transport, host, "the-id", "dose-1")
            .unwrap()
            .fetch()
            .await
            .unwrap();
        assert_eq!(token.secret.expose_secret(), "token-7");
        let seen = server.seen();
        assert_eq!(seen.len(), requests);
        assert!(seen[requests - 1].ends_with("grant_type=client_credentials&scope=all-apis"));
    }
}
