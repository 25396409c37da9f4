//! No secret is printed, logged or told: every sort of credential, over real sockets, with everybody logging all.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::io;
use std::sync::Mutex;

use openai_multicloud::{Client, Connection, Environment, Options, connect};
use openai_types::chat;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// What all secrets here have in common, as it is and in base64.
const CANARIES: [&str; 5] = ["canary", "Y2FuYXJ5", "NhbmFye", "jYW5hcn", "%63anary"];

/// How the tokens of the clouds begin.
const PREFIXES: [&str; 4] = ["dapi", "sk-", "ya29.", "eyJ"];

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes down what anybody logs on this thread: hyper, reqwest, rustls, and we.
fn listen() -> impl Drop {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(|| Log)
        .set_default()
}

fn assert_clean(what: &str, text: &str) {
    for secret in CANARIES.iter().chain(&PREFIXES) {
        let around = text.find(secret).map(|at| {
            let from = text.floor_char_boundary(at.saturating_sub(200));
            let to = text.ceil_char_boundary((at + 100).min(text.len()));
            &text[from..to]
        });
        assert_eq!(around, None, "{secret} shows in {what}");
    }
}

/// Repeats whatever it is sent: the worst that a server can do. What asks for a token gets one where `grants` says so.
async fn parrot(grants: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut bytes = [0; 8192];
                let read = socket.read(&mut bytes).await.unwrap_or(0);
                let heard = String::from_utf8_lossy(&bytes[..read]).into_owned();
                let (status, body) = match heard.split(' ').nth(1).unwrap_or_default() {
                    path if path.starts_with("/.well-known/") => (404, String::new()),
                    path if grants && path.ends_with("/token") => {
                        let token = r#"{"access_token":"ya29.canary-token","token_type":"Bearer","expires_in":3600}"#;
                        (200, token.to_owned())
                    }
                    _ => {
                        let heard = heard.replace(['"', '\\'], "'").replace(['\r', '\n'], " ");
                        let error = format!(r#"{{"error":{{"message":"I heard {heard}","code":"{heard}"}}}}"#);
                        (401, error)
                    }
                };
                let head = format!(
                    "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}",
                    body.len()
                );
                let _ = socket.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).await;
            });
        }
    });
    url
}

/// Everything that can be said of a failing call, written down.
async fn said(connection: Connection) -> String {
    let mut text = format!("{connection:?} {connection:#?} ");
    if let Some(credential) = &connection.credential {
        let _ = write!(text, "{:?} ", credential.origin());
    }
    let client = Client::new(connection).with(Options::new().max_retries(0));
    let request = chat::Request::new("m", [chat::Message::user("Hi")]);
    let error = client.chat(request).await.unwrap_err();
    let _ = write!(
        text,
        "{client:?} {error} {error:?} {error:#?} {:?} {:?}",
        error.api(),
        error.body()
    );
    let mut next = error.source();
    while let Some(cause) = next {
        let _ = write!(text, " {cause} {cause:?}");
        next = cause.source();
    }
    text
}

#[tokio::test]
async fn no_credential_shows_anywhere() {
    let _listening = listen();
    let (granting, refusing) = (parrot(true).await, parrot(false).await);
    let folder = std::env::temp_dir();
    let home = folder.to_str().unwrap();
    for url in [&granting, &refusing] {
        let vertex = format!("vertex+{url}/v1/projects/p/locations/l/endpoints/openapi");
        for (uri, variables) in [
            (
                format!("openai+{url}/v1"),
                vec![("OPENAI_API_KEY", "sk-canary-0123456789")],
            ),
            (
                format!("azure+{url}"),
                vec![("AZURE_OPENAI_API_KEY", "canary0123456789")],
            ),
            (
                format!("azure+{url}"),
                vec![("AZURE_OPENAI_AD_TOKEN", "eyJhbGciOiJub25lIn0.Y2FuYXJ5.canary")],
            ),
            (vertex, vec![("CLOUDSDK_AUTH_ACCESS_TOKEN", "ya29.canary-0123456789")]),
            (
                format!("databricks+{url}"),
                vec![("DATABRICKS_TOKEN", "dapicanary0123456789")],
            ),
            (
                format!("databricks+{url}?auth=basic"),
                vec![("DATABRICKS_TOKEN", "dapicanary0123456789")],
            ),
            (
                format!("databricks+{url}"),
                vec![("DATABRICKS_USERNAME", "ada"), ("DATABRICKS_PASSWORD", "canary-pass")],
            ),
            (
                format!("databricks+{url}"),
                vec![
                    ("DATABRICKS_CLIENT_ID", "c-1"),
                    ("DATABRICKS_CLIENT_SECRET", "dosecanary0123456789"),
                ],
            ),
        ] {
            let mut variables = variables;
            variables.push(("HOME", home));
            let environment: Environment = variables.iter().copied().collect();
            let connection = connect(&environment, Some(&uri)).unwrap().unwrap();
            assert!(connection.credential.is_some(), "{uri}");
            assert_clean(&format!("{:?}", variables[0].0), &said(connection).await);
        }
    }
    let log = String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned();
    for target in ["hyper", "reqwest", "openai"] {
        assert!(log.contains(target), "{target} was not listened to");
    }
    for line in log.lines() {
        assert_clean("the log", line);
    }
}
