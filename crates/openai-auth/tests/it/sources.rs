//! Each of our own sources behind the cache, against everything that can come back.
//!
//! A function that brings a key has no cache, and rows of its own in `callback`.

use std::fmt;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http::header::LOCATION;
use http::{Method, Request, Response};
use openai_auth::databricks::{AzureWorkspace, Config, M2m, Setting};
use openai_auth::{BearerFrom, Cached, RefreshToken, TokenFn};
use openai_core::{
    BaseUrl, CredentialError, Incoming, Payload, Token, TokenSource, Transport, TransportError, async_trait,
};

use crate::columns::{self, Next, Row};

/// Every source and, of each, the failures that it cannot meet.
const ROWS: &[fn() -> Row] = &[
    refresh_token,
    service_principal,
    #[cfg(unix)]
    programs::command,
    #[cfg(unix)]
    programs::databricks_cli,
    #[cfg(unix)]
    programs::azure_cli,
    azure_client_secret,
    function,
];

/// A server that answers always the same, until a test says otherwise.
struct Server {
    next: Mutex<Next>,
    fetches: AtomicUsize,
}

impl Server {
    fn new() -> Arc<Self> {
        let next = Mutex::new(Next::Silence);
        let fetches = AtomicUsize::new(0);
        Arc::new(Self { next, fetches })
    }

    fn row(
        self: Arc<Self>,
        name: &'static str,
        credential: impl openai_core::Credential,
        failures: &'static [(Next, &'static str)],
    ) -> Row {
        let other = self.clone();
        Row {
            name,
            credential: Box::new(credential),
            answer: Box::new(move |next| *self.next.lock().unwrap() = next),
            fetches: Box::new(move || other.fetches.load(Ordering::SeqCst)),
            failures,
            gives_up: false,
        }
    }

    /// What is done for one fetch.
    fn next(&self) -> Next {
        self.fetches.fetch_add(1, Ordering::SeqCst);
        *self.next.lock().unwrap()
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Server")
    }
}

#[async_trait]
impl Transport for Server {
    async fn send(&self, request: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        let whole = |status: u16, text: String| {
            let mut response = Response::new(Incoming::new(stream::iter([Ok(Bytes::from(text))])));
            *response.status_mut() = status.try_into().unwrap();
            response
        };
        // Databricks' discovery, which finds nothing here.
        if request.method() == Method::GET {
            return Ok(whole(404, String::new()));
        }
        assert_ne!(request.uri().host(), Some("evil.example"), "a secret went elsewhere");
        Ok(match self.next() {
            Next::Grant(token) => whole(200, granted(token)),
            Next::Busy => whole(503, "<html>canary".to_owned()),
            Next::Refusal => whole(
                400,
                r#"{"error":"invalid_grant","error_description":"no canary-1, eyJhbGciOiJub25lIn0.e"}"#.to_owned(),
            ),
            Next::Malformed => whole(200, "canary".to_owned()),
            Next::Huge => Response::new(Incoming::new(stream::repeat_with(|| {
                Ok(Bytes::from_static(&[b' '; 4096]))
            }))),
            Next::Elsewhere => {
                let mut response = whole(307, String::new());
                let to = "https://evil.example/token?canary".parse().unwrap();
                response.headers_mut().insert(LOCATION, to);
                response
            }
            Next::Silence => pending().await,
        })
    }
}

fn granted(token: &str) -> String {
    format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#)
}

const WIRE: &[(Next, &str)] = &[
    (Next::Busy, "answered 503"),
    (Next::Refusal, "answered 400 invalid_grant (no ***, ***)"),
    (Next::Malformed, "is not a JSON object"),
    (Next::Huge, "with more than 1 MiB"),
    (Next::Elsewhere, "to https://evil.example: no redirect is followed"),
    (Next::Silence, "took longer than 15s"),
];

fn refresh_token() -> Row {
    let server = Server::new();
    let source = RefreshToken::new(server.clone(), "the-client", "canary-1", "canary-2").unwrap();
    server.row("a refresh token", BearerFrom::new(Cached::new(source)), WIRE)
}

fn service_principal() -> Row {
    let server = Server::new();
    let host = BaseUrl::parse("host", "https://dbc-1.cloud.databricks.com").unwrap();
    let source = M2m::new(server.clone(), host, "the-id", "canary-1").unwrap();
    server.row(
        "a service principal of Databricks",
        BearerFrom::new(Cached::new(source)),
        WIRE,
    )
}

/// A workspace on Azure by the unified authentication; Entra is played by a refresh token's endpoint.
fn azure_client_secret() -> Row {
    let server = Server::new();
    let settings = [
        (Setting::Host, "https://adb-1.2.azuredatabricks.net".to_owned()),
        (Setting::AzureClientId, "arm-id".to_owned()),
        (Setting::AzureClientSecret, "canary-1".to_owned()),
        (Setting::AzureTenantId, "tenant".to_owned()),
    ];
    let config = Config::load(settings, |_| Ok(None), |_| Err(std::io::ErrorKind::NotFound.into())).unwrap();
    let entra = server.clone();
    let config = config.with_entra(move |_| {
        let source = RefreshToken::new(entra.clone(), "the-client", "canary-1", "canary-2")?;
        Ok(Arc::new(source) as Arc<dyn TokenSource>)
    });
    let transport: Arc<dyn Transport> = server.clone();
    let credential = config.credential(&transport).unwrap();
    server.row("a workspace on Azure with a client secret", credential, WIRE)
}

/// A function of the program is waited for as long as the caller waits, and leads nowhere by itself.
fn function() -> Row {
    let server = Server::new();
    let asked = server.clone();
    let source = TokenFn::new(move || {
        let next = asked.next();
        async move {
            match next {
                Next::Grant(token) => Ok(Token::new(token, Some(Duration::from_secs(3600)))),
                Next::Busy => Err(CredentialError::passing("the vault is busy")),
                Next::Refusal => Err(CredentialError::new("the vault says no")),
                _ => Ok(Token::new("canary\r\nx-evil: 1", Some(Duration::from_secs(3600)))),
            }
        }
    });
    let failures = &[
        (Next::Busy, "the vault is busy"),
        (Next::Refusal, "the vault says no"),
        (
            Next::Malformed,
            "the token that was fetched holds a space, a line break",
        ),
    ];
    server.row("a function", BearerFrom::new(Cached::new(source)), failures)
}

/// Sources that are programs: shell scripts that do what a file beside them says.
#[cfg(unix)]
mod programs {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use openai_auth::Command;
    use openai_core::Credential;

    use super::*;

    const TOLD: &[(Next, &str)] = &[
        (Next::Busy, "failed (exit status: 1): busy, ***"),
        (Next::Refusal, "failed (exit status: 2) and said nothing"),
        (Next::Malformed, "is neither a token alone nor a JSON object"),
        (Next::Huge, "printed more than 1 MiB"),
        (Next::Silence, "took longer than 30s"),
    ];

    fn row(name: &'static str, make: impl FnOnce(&str) -> Box<dyn Credential>) -> Row {
        let folder = tempfile::tempdir().unwrap();
        let [program, answer, runs] = ["program", "answer", "runs"].map(|name| folder.path().join(name));
        let script = format!("#!/bin/sh\necho x >> '{}'\n. '{}'\n", runs.display(), answer.display());
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Row {
            name,
            credential: make(program.to_str().unwrap()),
            answer: Box::new(move |next| {
                let script = match next {
                    Next::Grant(token) => format!("echo '{}'", granted(token)),
                    Next::Busy => "echo canary; echo busy, eyJhbGciOiJub25lIn0.e >&2; exit 1".to_owned(),
                    Next::Refusal => "exit 2".to_owned(),
                    Next::Malformed => "echo two canaries".to_owned(),
                    Next::Huge => "head -c 2000000 /dev/zero".to_owned(),
                    Next::Elsewhere => unreachable!("a program follows no redirect that we see"),
                    Next::Silence => "exec sleep 600".to_owned(),
                };
                // A program that runs must not read half of it.
                let new = folder.path().join("new");
                fs::write(&new, script).unwrap();
                fs::rename(new, &answer).unwrap();
            }),
            fetches: Box::new(move || fs::read_to_string(&runs).unwrap_or_default().lines().count()),
            failures: TOLD,
            gives_up: false,
        }
    }

    pub(super) fn command() -> Row {
        row("a program", |program| {
            Box::new(BearerFrom::new(Cached::new(Command::new(program, ["canary-argument"]))))
        })
    }

    pub(super) fn databricks_cli() -> Row {
        row("the Databricks CLI", |program| {
            let settings = [
                (Setting::Host, "https://dbc-1.cloud.databricks.com".to_owned()),
                (Setting::CliPath, program.to_owned()),
            ];
            let config = Config::load(settings, |_| Ok(None), |_| Err(std::io::ErrorKind::NotFound.into())).unwrap();
            let transport: Arc<dyn Transport> = Server::new();
            Box::new(config.credential(&transport).unwrap())
        })
    }

    /// As the unified authentication makes it, with another program than the `az` on the PATH.
    pub(super) fn azure_cli() -> Row {
        row("a workspace on Azure with the Azure CLI", |program| {
            Box::new(AzureWorkspace::new(Arc::new(Command::new(
                program,
                ["account", "get-access-token"],
            ))))
        })
    }
}

#[test]
fn the_table_has_every_row() {
    let cells: usize = ROWS.iter().map(|row| row().failures.len()).sum();
    let expected = if cfg!(unix) { (7, 36) } else { (4, 21) };
    assert_eq!((ROWS.len(), cells), expected);
}

#[tokio::test]
async fn happy_path_and_expiry() {
    for row in ROWS {
        columns::happy_path_and_expiry(row()).await;
    }
}

#[tokio::test]
async fn refresh_ahead() {
    for row in ROWS {
        columns::refresh_ahead(row()).await;
    }
}

#[tokio::test]
async fn failed_refresh() {
    for row in ROWS {
        columns::failed_refresh(*row).await;
    }
}

#[tokio::test]
async fn failure_after_expiry() {
    for row in ROWS {
        columns::failure_after_expiry(*row).await;
    }
}

#[tokio::test]
async fn replay_after_401() {
    for row in ROWS {
        columns::replay_after_401(row()).await;
    }
}

#[tokio::test]
async fn each_failure_is_told() {
    for row in ROWS {
        columns::each_failure_is_told(*row).await;
    }
}
