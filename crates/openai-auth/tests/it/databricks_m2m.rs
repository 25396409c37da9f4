//! OAuth for service principals of Databricks, against a scripted workspace.

use std::sync::Arc;
use std::time::Duration;

use openai_auth::databricks::M2m;
use openai_core::{BaseUrl, ExposeSecret, TokenSource, TransportErrorKind};

use crate::server::{Answer, Server, body, grant};

const HOST: &str = "https://dbc-1.cloud.databricks.com";

fn source(server: &Arc<Server>, host: &str) -> M2m {
    M2m::new(
        server.clone(),
        BaseUrl::parse("host", host).unwrap(),
        "the-id",
        "dosecanary-1",
    )
    .unwrap()
}

fn config(oidc: &str) -> Answer {
    body(200, format!(r#"{{"oidc_endpoint":"{oidc}","workspace_id":"1"}}"#))
}

fn metadata(endpoint: &str) -> Answer {
    body(200, format!(r#"{{"issuer":"x","token_endpoint":"{endpoint}"}}"#))
}

async fn failure(host: &str, script: impl IntoIterator<Item = Answer>) -> (String, Vec<String>) {
    let server = Server::new(script);
    let error = source(&server, host).fetch().await.map(|_| ()).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("canary") && !shown.contains("dGhlLWlkOmRvc2VjYW5hcnktMQ"),
        "{shown}"
    );
    (error.to_string(), server.lines())
}

#[tokio::test(start_paused = true)]
async fn finds_the_token_endpoint_and_asks_it() {
    let server = Server::new([
        config(&format!("{HOST}/oidc/")),
        metadata(&format!("{HOST}/oidc/v1/token")),
        grant("t1"),
    ]);
    let source = source(&server, HOST);
    assert_eq!(format!("{source:?}"), "M2m(https://dbc-1.cloud.databricks.com, ***)");
    assert_eq!(source.fetch().await.unwrap().secret.expose_secret(), "t1");
    let seen = server.seen();
    assert_eq!(
        server.lines(),
        [
            "GET https://dbc-1.cloud.databricks.com/.well-known/databricks-config",
            "GET https://dbc-1.cloud.databricks.com/oidc/.well-known/oauth-authorization-server",
            "POST https://dbc-1.cloud.databricks.com/oidc/v1/token",
        ]
    );
    assert_eq!(seen[2].form, "grant_type=client_credentials&scope=all-apis");
    assert_eq!(seen[2].authorization, "Basic dGhlLWlkOmRvc2VjYW5hcnktMQ==");
    assert!(seen[2].sensitive && !seen[2].shown.contains("dGhl"));
    assert!(seen[0].authorization.is_empty() && seen[1].authorization.is_empty());
}

#[tokio::test(start_paused = true)]
async fn falls_back_where_the_host_describes_nothing() {
    let oidc = format!("{HOST}/oidc");
    for script in [vec![body(404, "")], vec![config(&oidc), body(404, "<html>")]] {
        let server = Server::new(script);
        server.then([grant("t1")]);
        source(&server, HOST).with_scope("sql").fetch().await.unwrap();
        let seen = server.seen();
        let last = seen.last().unwrap();
        assert_eq!(last.line, "POST https://dbc-1.cloud.databricks.com/oidc/v1/token");
        assert_eq!(last.form, "grant_type=client_credentials&scope=sql");
    }
}

#[tokio::test(start_paused = true)]
async fn the_account_console_needs_the_account() {
    const CONSOLE: &str = "https://accounts.cloud.databricks.com";
    let found = || config(&format!("{CONSOLE}/oidc/accounts/{{account_id}}"));
    for script in [vec![found()], vec![body(404, "")]] {
        let (error, _) = failure(CONSOLE, script).await;
        assert!(error.contains("give the account id (DATABRICKS_ACCOUNT_ID)"), "{error}");
    }
    let server = Server::new([found(), body(404, ""), grant("t1"), body(404, ""), grant("t2")]);
    let source = source(&server, CONSOLE).with_account("a-1").unwrap();
    source.fetch().await.unwrap();
    source.fetch().await.unwrap();
    let lines = server.lines();
    assert_eq!(
        lines[1],
        "GET https://accounts.cloud.databricks.com/oidc/accounts/a-1/.well-known/oauth-authorization-server"
    );
    assert_eq!(
        lines[2],
        "POST https://accounts.cloud.databricks.com/oidc/accounts/a-1/v1/token"
    );
    assert_eq!(lines[4], lines[2]);
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_elsewhere_must_speak_https() {
    let local = "http://127.0.0.1:8080";
    let server = Server::new([
        config(&format!("{local}/oidc")),
        metadata("https://login.example/token"),
        grant("t1"),
    ]);
    source(&server, local).fetch().await.unwrap();
    assert_eq!(server.lines()[2], "POST https://login.example/token");

    for (host, script) in [
        (HOST, vec![config("http://dbc-1.cloud.databricks.com/oidc")]),
        (HOST, vec![config("http://127.0.0.1:1/oidc")]),
        (local, vec![config("http://127.0.0.1:8081/oidc")]),
        (
            local,
            vec![
                config(&format!("{local}/oidc")),
                metadata("http://127.0.0.1:8081/canary"),
            ],
        ),
    ] {
        let requests = script.len();
        let (error, lines) = failure(host, script).await;
        assert!(error.contains("which is neither https nor the host's own"), "{error}");
        assert_eq!(lines.len(), requests, "something was sent there");
    }
}

#[tokio::test(start_paused = true)]
async fn each_step_says_what_failed() {
    let oidc = format!("{HOST}/oidc");
    let late = || Answer::Late(Duration::from_secs(60), 200, String::new());
    let config_at = "https://dbc-1.cloud.databricks.com/.well-known/databricks-config";
    for (script, expected) in [
        (vec![late()], "took longer than 15s"),
        (vec![config(&oidc), late()], "took longer than 15s"),
        (vec![config(&oidc), body(404, ""), late()], "took longer than 15s"),
        (vec![body(503, "")], "answered 503"),
        (
            vec![Answer::Redirect("https://evil.example/".to_owned())],
            "to https://evil.example: no redirect is followed",
        ),
        (vec![Answer::Endless], "with more than 1 MiB"),
        (vec![Answer::Failure(TransportErrorKind::Connect)], "the wire is down"),
        (
            vec![body(200, "<html>")],
            &format!("{config_at} is not a JSON object with a `oidc_endpoint`"),
        ),
        (vec![body(200, "{}")], &format!("{config_at} names no `oidc_endpoint`")),
        (vec![config("oidc")], "names an endpoint that is no address"),
        (vec![config(&oidc), body(200, "{}")], "names no `token_endpoint`"),
        (
            vec![
                body(404, ""),
                body(
                    401,
                    r#"{"error":"invalid_client","error_description":"no dosecanary-1"}"#,
                ),
            ],
            "answered 401 invalid_client (no ***): check the client id and the secret (secrets run out), and that the \
             service principal is in the workspace",
        ),
        (
            vec![
                body(404, ""),
                body(
                    400,
                    r#"{"error_code":"INVALID","message":"bad dGhlLWlkOmRvc2VjYW5hcnktMQ=="}"#,
                ),
            ],
            "answered 400 INVALID (bad ***)",
        ),
    ] {
        let (error, _) = failure(HOST, script).await;
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn bad_values_are_refused() {
    let new = |host: &str, id: &str, secret: &str| {
        let source = M2m::new(Server::new([]), BaseUrl::parse("host", host).unwrap(), id, secret);
        source.map(|_| ()).unwrap_err().to_string()
    };
    assert!(new("http://dbc.example", "id", "canary").contains("use https"));
    assert!(new(HOST, " ", "canary").contains("the client id is empty"));
    assert!(new(HOST, "id", "canary ").contains("the client secret begins or ends"));
    let source = source(&Server::new([]), HOST).with_account("../canary");
    assert!(source.unwrap_err().to_string().contains("account id"));
}
