//! No secret is printed, logged or told: every sort of credential, over real sockets, with everybody logging all.

use std::cell::Cell;
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::future::ready;
use std::io;
use std::sync::{Arc, Mutex};

use openai_auth::databricks::{AzureWorkspace, M2m};
use openai_auth::entra::{Entra, Source};
use openai_auth::google::Adc;
use openai_auth::{ApiKey, BearerFrom, Cached, Command, KeyFn, RefreshToken, TokenFn};
use openai_client::HttpTransport;
use openai_core::{BaseUrl, Credential, CredentialError, Token, Transport};
use openai_multicloud::{Client, Cloud, Connection, Environment, Options, connect, wires};
use openai_types::chat;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// What all secrets here have in common, as it is and in base64.
const CANARIES: [&str; 5] = ["canary", "Y2FuYXJ5", "NhbmFye", "jYW5hcn", "%63anary"];

/// How the tokens of the clouds begin.
const PREFIXES: [&str; 4] = ["dapi", "sk-", "ya29.", "eyJ"];

thread_local! {
    static LISTENING: Cell<bool> = const { Cell::new(false) };
}

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

/// Writes down what anybody logs on this thread from now on: hyper, reqwest, rustls, and we.
///
/// The process has one listener for all threads: a listener of this thread alone would hear nothing of a line that the
/// thread of another test came by first.
fn listen() {
    let here = dynamic_filter_fn(|_, _| LISTENING.get());
    let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(|| Log);
    tracing_subscriber::registry().with(layer.with_filter(here)).init();
    LISTENING.set(true);
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

/// What no variable of the facade leads to here: the vendors' credentials, our own sources, and functions.
fn further(url: &str) -> Vec<(&'static str, Connection)> {
    fn cloud(url: &str, credential: impl Credential) -> Connection {
        let base = BaseUrl::parse("the server", url).unwrap();
        Cloud::new(wires::openai::OpenAi::with_base_url(base), credential).into()
    }
    let transport = || -> Arc<dyn Transport> { Arc::new(HttpTransport::new()) };
    let host = || BaseUrl::parse("the server", url).unwrap();
    let google = |json: serde_json::Value| Adc::json("the key", json.to_string()).unwrap();
    let login = json!({
        "type": "authorized_user", "client_id": "c", "client_secret": "canary-1", "refresh_token": "1//canary-2",
        "token_uri": format!("{url}/token"),
    });
    let acting = json!({
        "type": "impersonated_service_account", "source_credentials": login,
        "service_account_impersonation_url": format!("{url}/v1/projects/-/serviceAccounts/a@b:generateAccessToken"),
    });
    let entra = || {
        let source = Source::client_secret(transport(), "tenant", "c-1", "canary-of-entra").unwrap();
        source.with_authority(url).unwrap()
    };
    let refresh = RefreshToken::new(transport(), "c", "canary-1", "1//canary-2").unwrap();
    let refresh = refresh.with_token_endpoint(&format!("{url}/token")).unwrap();
    let principal = M2m::new(transport(), host(), "c-1", "dosecanary0123456789").unwrap();
    let key = ApiKey::new("THE_KEY", http::HeaderName::from_static("api-key"), "canary-key").unwrap();
    let telling = Command::new("sh", ["-c", "echo '{\"access_token\":\"eyJcanary.x.y\"}'"]);
    let failing = Command::new(
        "sh",
        ["-c", "echo eyJcanary0123456789; echo eyJcanary0123456789 >&2; exit 1"],
    );
    let function = || ready(Ok(Token::new("ya29.canary-function", None)));
    vec![
        ("a login of Google", cloud(url, google(login))),
        ("an impersonation of Google", cloud(url, google(acting))),
        (
            "a metadata server of Google",
            cloud(url, Adc::metadata_at(url.trim_start_matches("http://"))),
        ),
        ("a client secret of Entra", cloud(url, Entra::new(entra()))),
        (
            "a workspace on Azure",
            cloud(url, AzureWorkspace::new(Arc::new(entra()))),
        ),
        ("a refresh token", cloud(url, BearerFrom::new(Cached::new(refresh)))),
        (
            "a service principal",
            cloud(url, BearerFrom::new(Cached::new(principal))),
        ),
        ("a key", cloud(url, key)),
        ("a program", cloud(url, BearerFrom::new(Cached::new(telling)))),
        (
            "a program that fails",
            cloud(url, BearerFrom::new(Cached::new(failing))),
        ),
        (
            "a function for tokens",
            cloud(url, BearerFrom::new(Cached::new(TokenFn::new(function)))),
        ),
        (
            "a function for keys",
            cloud(url, KeyFn::bearer(|| ready(Ok("sk-canary-function".into())))),
        ),
        (
            "a function with a bad key",
            cloud(url, KeyFn::bearer(|| ready(Ok("sk-canary\nfunction".into())))),
        ),
        (
            "a function that fails",
            cloud(
                url,
                KeyFn::bearer(|| ready(Err(CredentialError::new("the vault is sealed")))),
            ),
        ),
    ]
}

#[tokio::test]
async fn no_credential_shows_anywhere() {
    listen();
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
        for (what, connection) in further(url) {
            assert_clean(what, &said(connection).await);
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
