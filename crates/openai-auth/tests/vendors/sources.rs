//! Each source that a vendor's crate speaks for, on the wire, against everything that can come back.
//!
//! A service account's key signs its tokens itself and asks nobody: it has no row.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use openai_auth::entra::{Entra, ManagedIdentity, Source};
use openai_auth::google::Adc;
use openai_core::Credential;
use tempfile::TempDir;

use crate::child::is_child;
use crate::columns::{self, Next, Row, leap};
use crate::direct::Direct;
use crate::google::{authorize, login};
use crate::server::{SILENCE, Server, json};

const ROWS: [fn() -> Row; 8] = [
    google_login,
    google_metadata,
    google_federation,
    entra_client_secret,
    entra_workload,
    entra_machine,
    azure_cli,
    azure_developer_cli,
];

/// Runs a column over every row, in a process without a developer's own settings, where `az` and `azd` are ours.
fn column(name: &str, run: impl AsyncFn(fn() -> Row)) {
    let programs = TempDir::new().unwrap();
    let path = format!("{}:/usr/bin:/bin", programs.path().display());
    if is_child(&format!("sources::{name}"), &[("PATH", &path)]) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async {
            for row in ROWS {
                run(row).await;
            }
        });
    }
}

#[test]
fn happy_path_and_expiry() {
    column("happy_path_and_expiry", async |row| {
        columns::happy_path_and_expiry(row()).await
    });
}

#[test]
fn refresh_ahead() {
    column("refresh_ahead", async |row| columns::refresh_ahead(row()).await);
}

#[test]
fn failed_refresh() {
    column("failed_refresh", columns::failed_refresh);
}

#[test]
fn failure_after_expiry() {
    column("failure_after_expiry", columns::failure_after_expiry);
}

#[test]
fn replay_after_401() {
    column("replay_after_401", async |row| columns::replay_after_401(row()).await);
}

#[test]
fn each_failure_is_told() {
    column("each_failure_is_told", columns::each_failure_is_told);
}

/// After a refusal Google's crate refreshes no more: the token lives to its end, and the next call begins anew.
#[tokio::test]
async fn googles_crate_gives_up_on_a_refusal() {
    let row = google_login();
    (row.answer)(Next::Grant("t1"));
    authorize(&*row.credential).await;
    (row.answer)(Next::Refusal);
    leap(3400).await;
    while (row.fetches)() < 2 {
        tokio::task::yield_now().await;
    }
    leap(100).await;
    assert_eq!(authorize(&*row.credential).await.1, "t1");
    (row.answer)(Next::Grant("t2"));
    leap(101).await;
    let mut head = crate::google::head();
    let refused = row.credential.authorize(&mut head).await.unwrap_err().to_string();
    assert!(refused.contains("invalid_grant"), "{refused}");
    assert_eq!(authorize(&*row.credential).await.1, "t2");
}

/// As ARCHITECTURE.md says of it: Google's crate follows redirects. Our own sources do not.
#[tokio::test]
async fn googles_crate_follows_redirects() {
    let elsewhere = Server::start(|number, _| crate::google::token(number, 3599));
    let to = format!(
        "HTTP/1.1 307 X\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n",
        elsewhere.url("/")
    );
    let server = Server::constant(to);
    let credential = Adc::json("the login", login(&server)).unwrap();
    assert_eq!(authorize(&credential).await.1, "ya29.canary-0");
    assert_eq!(elsewhere.requests().len(), 1);
}

/// A server that answers always the same, until a test says otherwise.
struct Wire {
    server: Arc<Server>,
    next: Arc<Mutex<Next>>,
    /// Where a source keeps a file.
    folder: TempDir,
}

impl Wire {
    fn new() -> Self {
        let next = Arc::new(Mutex::new(Next::Silence));
        let asked = next.clone();
        let elsewhere = Server::constant(json("200 OK", &granted("stolen")));
        let server = Server::start(move |_, _| {
            let next = *asked.lock().unwrap();
            match next {
                Next::Grant(token) => json("200 OK", &granted(token)),
                Next::Busy => json("503 Busy", "<html>canary"),
                Next::Refusal => json(
                    "400 Bad Request",
                    r#"{"error":"invalid_grant","error_description":"no eyJhbGciOiJub25lIn0.e"}"#,
                ),
                Next::Malformed => json("200 OK", "\"canary\""),
                Next::Huge => json("200 OK", &" ".repeat(2 << 20)),
                Next::Elsewhere => {
                    assert!(elsewhere.requests().is_empty(), "a secret went elsewhere");
                    let to = elsewhere.url("/canary");
                    format!("HTTP/1.1 307 X\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                }
                Next::Silence => SILENCE.to_owned(),
            }
        });
        Self {
            server: Arc::new(server),
            next,
            folder: TempDir::new().unwrap(),
        }
    }

    /// A file with this text, for as long as the row lives.
    fn file(&self, text: &str) -> PathBuf {
        let file = self.folder.path().join("file");
        fs::write(&file, text).unwrap();
        file
    }

    fn row(self, name: &'static str, credential: impl Credential, failures: &'static [(Next, &'static str)]) -> Row {
        let Self { server, next, folder } = self;
        Row {
            name,
            credential: Box::new(credential),
            answer: Box::new(move |said| {
                assert!(folder.path().is_dir());
                *next.lock().unwrap() = said;
            }),
            fetches: Box::new(move || server.requests().len()),
            failures,
            gives_up: name.contains("Google"),
        }
    }
}

/// An answer that every one of them reads: a machine's identity has its end in it, and not its lifetime.
fn granted(token: &str) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let end = now.as_secs() + 3600;
    format!(
        r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600,"expires_on":"{end}","resource":"r","issued_token_type":"t"}}"#
    )
}

const GOOGLE: &[(Next, &str)] = &[
    (Next::Busy, "503"),
    (Next::Refusal, "400 invalid_grant (no ***)"),
    (Next::Malformed, "is not the JSON of a token"),
    (Next::Huge, "is not the JSON of a token"),
    (Next::Silence, "took longer than 30s"),
];

const METADATA: &[(Next, &str)] = &[
    (Next::Busy, "503"),
    (Next::Refusal, "400 invalid_grant (no ***)"),
    (Next::Malformed, "is not the JSON of a token"),
    (Next::Huge, "is not the JSON of a token"),
    (Next::Silence, "no answer within 5s"),
];

fn google_login() -> Row {
    let wire = Wire::new();
    let credential = Adc::json("the login", login(&wire.server)).unwrap();
    wire.row("Google's login", credential, GOOGLE)
}

fn google_metadata() -> Row {
    let wire = Wire::new();
    let credential = Adc::metadata_at(&*wire.server.host);
    wire.row("Google's metadata server", credential, METADATA)
}

fn google_federation() -> Row {
    let wire = Wire::new();
    let subject = wire.file("canary-of-the-issuer");
    let key = serde_json::json!({
        "type": "external_account", "audience": "//iam.googleapis.com/projects/1/pool",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "token_url": wire.server.url("/v1/token"),
        "credential_source": { "file": subject },
    });
    let credential = Adc::json("the key", key.to_string()).unwrap();
    wire.row("a federation with Google", credential, GOOGLE)
}

const ENTRA: &[(Next, &str)] = &[
    (Next::Busy, "answered 503"),
    (Next::Refusal, "answered 400 invalid_grant (no ***)"),
    (Next::Malformed, "is not a JSON object"),
    (Next::Huge, "with more than 1 MiB"),
    (Next::Elsewhere, "no redirect is followed"),
    (Next::Silence, "took longer than 15s"),
];

const MACHINE: &[(Next, &str)] = &[
    (Next::Busy, "answered 503"),
    (Next::Refusal, "answered 400 invalid_grant (no ***)"),
    (Next::Malformed, "is not a JSON object"),
    (Next::Huge, "with more than 1 MiB"),
    (Next::Elsewhere, "no redirect is followed"),
    (Next::Silence, "took longer than 5s"),
];

const CLIENT: &str = "00000000-aaaa-bbbb-cccc-000000000000";

fn entra_client_secret() -> Row {
    let wire = Wire::new();
    let source = Source::client_secret(Direct::to(&wire.server.host), "tenant", CLIENT, "canary-1").unwrap();
    let source = source.with_authority(&wire.server.url("")).unwrap();
    wire.row("a client secret of Entra", Entra::new(source), ENTRA)
}

fn entra_workload() -> Row {
    let wire = Wire::new();
    let file = wire.file("eyJ.canary.assertion");
    let source = Source::workload_identity(Direct::to(&wire.server.host), "tenant", CLIENT, file).unwrap();
    let source = source.with_authority(&wire.server.url("")).unwrap();
    wire.row("a workload identity of Entra", Entra::new(source), ENTRA)
}

fn entra_machine() -> Row {
    let wire = Wire::new();
    let source = Source::managed_identity(Direct::to(&wire.server.host), ManagedIdentity::System);
    wire.row("a machine's identity of Entra", Entra::new(source), MACHINE)
}

const PROGRAM: &[(Next, &str)] = &[
    (Next::Busy, "brought no token: busy, ***"),
    (Next::Malformed, "is not the JSON of a token"),
    (Next::Silence, "took longer than 30s"),
];

fn azure_cli() -> Row {
    let print = r#"echo "{\"accessToken\":\"TOKEN\",\"expires_on\":$(($(date +%s) + 3600)),\"tokenType\":\"Bearer\"}""#;
    program("az", print, Entra::new(Source::azure_cli(None).unwrap()))
}

fn azure_developer_cli() -> Row {
    let print = r#"echo "{\"token\":\"TOKEN\",\"expiresOn\":\"$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)\"}""#;
    program("azd", print, Entra::new(Source::azure_developer_cli(None).unwrap()))
}

/// A shell script of this name on the `PATH`, which does what a file beside it says.
fn program(name: &'static str, print: &'static str, credential: Entra) -> Row {
    let path = std::env::var("PATH").unwrap();
    let folder = PathBuf::from(path.split(':').next().unwrap());
    let [answer, runs] = ["answer", "runs"].map(|what| folder.join(format!("{name}.{what}")));
    let script = format!("#!/bin/sh\necho x >> '{}'\n. '{}'\n", runs.display(), answer.display());
    fs::write(&runs, "").unwrap();
    fs::write(folder.join(name), script).unwrap();
    fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    Row {
        name,
        credential: Box::new(credential),
        answer: Box::new(move |next| {
            let script = match next {
                Next::Grant(token) => print.replace("TOKEN", token),
                Next::Busy => "echo busy, eyJhbGciOiJub25lIn0.e >&2; exit 1".to_owned(),
                Next::Malformed => "echo two canaries".to_owned(),
                _ => "exec sleep 600".to_owned(),
            };
            let new = folder.join(format!("{name}.new"));
            fs::write(&new, script).unwrap();
            fs::rename(new, &answer).unwrap();
        }),
        fetches: Box::new(move || fs::read_to_string(&runs).unwrap().lines().count()),
        failures: PROGRAM,
        gives_up: false,
    }
}
