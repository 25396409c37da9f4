//! Databricks: discovery, and client credentials in the header or in the form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{HOUR, chat, fetch, forge, form, form_with, refusal, start, token};
use crate::wire::{AZURE, DATABRICKS, GEMINI, OPENAI};

const ID: &str = "33333333-3333-4333-8333-333333333333";
const SECRET: &str = "emulator-databricks-secret";
const GRANT: [(&str, &str); 2] = [("grant_type", "client_credentials"), ("scope", "all-apis")];

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

#[tokio::test]
async fn a_workspace_describes_its_way_to_tokens() {
    let (emulator, _) = start().await;
    let host = [("host", "workspace.example")];
    let config = fetch(&emulator, "/.well-known/databricks-config", &host).await.json();
    assert_eq!(config["oidc_endpoint"], "http://workspace.example/oidc");
    let path = "/oidc/.well-known/oauth-authorization-server";
    let server = fetch(&emulator, path, &host).await.json();
    assert_eq!(server["token_endpoint"], "http://workspace.example/oidc/v1/token");
    assert!(server["authorization_endpoint"].is_string());
}

#[tokio::test]
async fn a_service_principal_opens_databricks_for_an_hour() {
    let (emulator, clock) = start().await;
    let header = basic(&ID.replace('-', "%2D"), SECRET);
    let by_header = form_with(&emulator, "/oidc/v1/token", &[("authorization", &header)], &GRANT).await;
    let posted = [("client_id", ID), ("client_secret", SECRET), GRANT[0]];
    let by_form = form(&emulator, "/oidc/v1/token", &posted).await;
    for answer in [by_header, by_form] {
        assert_eq!(answer.json()["scope"], "all-apis");
        let access = token(&answer);
        assert_eq!(chat(&emulator, DATABRICKS, &access).await.status, 200);
        for wire in [OPENAI, AZURE, GEMINI] {
            assert_eq!(chat(&emulator, wire, &access).await.status, 401, "{}", wire.name);
        }
        assert_eq!(
            chat(&emulator, DATABRICKS, &forge(&access)).await.message(),
            "Invalid access token."
        );
    }
    let access = token(&form(&emulator, "/oidc/v1/token", &posted).await);
    clock.advance(HOUR);
    let late = chat(&emulator, DATABRICKS, &access).await;
    assert_eq!(
        (late.status, &late.json()["error_code"]),
        (401, &json!("UNAUTHENTICATED"))
    );
    assert!(late.message().contains("expired"), "{late:?}");
}

#[tokio::test]
async fn a_request_is_checked() {
    let (emulator, _) = start().await;
    let good = basic(ID, SECRET);
    for (header, form, status, code) in [
        ("", &GRANT[..], 401, "invalid_client"),
        (&basic(ID, "s3cret"), &GRANT, 401, "invalid_client"),
        (&basic("another", SECRET), &GRANT, 401, "invalid_client"),
        ("Basic !", &GRANT, 401, "invalid_client"),
        (&good, &GRANT[1..], 400, "invalid_request"),
        (&good, &[("grant_type", "password")], 400, "unsupported_grant_type"),
        (&good, &[GRANT[0], ("scope", "sql")], 400, "invalid_scope"),
    ] {
        let headers = [("authorization", header)];
        let answer = form_with(&emulator, "/oidc/v1/token", &headers, form).await;
        let (found, found_code, _) = refusal(&answer);
        assert_eq!((found, found_code.as_str()), (status, code), "{form:?}");
        assert!(
            !answer.body.contains("s3cret") && !answer.body.contains(SECRET),
            "{answer:?}"
        );
    }
}
