//! Entra's tokens: what is asked, kept and thrown away.

use std::fs;
use std::sync::Arc;

use http::header::AUTHORIZATION;
use openai_auth::databricks::{AZURE_RESOURCE, AzureWorkspace};
use openai_auth::entra::{AZURE_CHINA, AZURE_GOVERNMENT, Entra, Source};
use openai_core::{Credential, ErrorKind, ExposeSecret, TokenSource};
use tempfile::TempDir;

use crate::direct::Direct;
use crate::google::{authorize, head};
use crate::leaks::{assert_clean, listen, told};
use crate::server::{Server, json};

const SECRET: &str = "s3c~ret.of-the-application";
const CANARY: &str = "xyz.canary-in-the-answer";
const CLIENT: &str = "00000000-aaaa-bbbb-cccc-000000000000";

/// An answer with the token of this number.
pub(crate) fn token(number: usize) -> String {
    json(
        "200 OK",
        &format!(r#"{{"token_type":"Bearer","expires_in":3599,"access_token":"eyJ0.canary.{number}"}}"#),
    )
}

fn application(server: &Server) -> Source {
    let source = Source::client_secret(Direct::to(&server.host), "contoso.example", CLIENT, SECRET).unwrap();
    source.with_authority(&server.url("")).unwrap()
}

#[tokio::test]
async fn a_client_secret_is_exchanged_once_for_all() {
    listen();
    let server = Server::start(|number, _| token(number));
    let credential = Entra::new(application(&server));
    for _ in 0..3 {
        assert_eq!(authorize(&credential).await.1, "eyJ0.canary.0");
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let (head, form) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /contoso.example/oauth2/v2.0/token HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(
        head.contains("content-type: application/x-www-form-urlencoded"),
        "{head}"
    );
    assert_eq!(
        form,
        format!(
            "client_id={CLIENT}&client_secret=s3c%7Eret.of-the-application&grant_type=client_credentials\
             &scope=https%3A%2F%2Fcognitiveservices.azure.com%2F.default"
        )
    );
    assert_clean(&credential, &[SECRET, "eyJ0.canary"]);
    let origin = application(&server).origin();
    assert_eq!(
        origin,
        format!("the client secret of {CLIENT} in the tenant contoso.example")
    );
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_a_minute() {
    let server = Server::start(|number, _| token(number));
    let credential = Entra::new(application(&server));
    assert!(!credential.rejected(&head()), "nothing of ours was refused");
    let (first, _) = authorize(&credential).await;
    let (also_first, _) = authorize(&credential).await;
    assert!(credential.rejected(&first));
    assert!(credential.rejected(&also_first));
    let (second, token) = authorize(&credential).await;
    assert_eq!(token, "eyJ0.canary.1");
    assert!(credential.rejected(&first), "a newer token is there");
    assert!(!credential.rejected(&second), "the minute is not over");
    assert_eq!(authorize(&credential).await.1, "eyJ0.canary.1");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_failure_is_told_without_the_secrets() {
    listen();
    let elsewhere = Server::start(|number, _| token(number));
    let reflecting = format!(
        r#"{{"error":"invalid_client","error_description":"AADSTS7000215: not {SECRET}","error_codes":[7000215]}}"#
    );
    let tenant = r#"{"error":"invalid_request","error_description":"AADSTS90002: none","error_codes":[90002]}"#;
    let huge = format!(
        r#"{{"access_token":"eyJ0","expires_in":1,"x":"{}"}}"#,
        "x".repeat(1 << 20)
    );
    let redirect = format!(
        "HTTP/1.1 307 Over There\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n",
        elsewhere.url("/")
    );
    let wrong_type = format!(r#"{{"access_token":"eyJ0","expires_in":"{CANARY}"}}"#);
    for (answer, expected, retryable) in [
        (
            json("401 Unauthorized", &reflecting),
            "401 invalid_client (AADSTS7000215: not ***): the client secret is wrong",
            false,
        ),
        (json("400 Bad Request", tenant), "there is no such tenant", false),
        (json("503 Busy", CANARY), "answered 503", true),
        (json("200 OK", CANARY), "is not a JSON object", false),
        (
            json("200 OK", &wrong_type),
            "has a `expires_in` that is not a number",
            false,
        ),
        (
            json("200 OK", r#"{"access_token":"eyJ0","expires_in":9223372036854775807}"#),
            "more than ten years",
            false,
        ),
        (
            json("200 OK", r#"{"access_token":"","expires_in":3599}"#),
            "is empty",
            false,
        ),
        (json("200 OK", r#"{"expires_in":3599}"#), "has no `access_token`", false),
        (json("200 OK", &huge), "more than 1 MiB", false),
        (redirect, "no redirect is followed", false),
        ("\r\n\r\n".to_owned(), "", true),
    ] {
        let shown: String = answer.chars().take(200).collect();
        let server = Server::constant(answer);
        let error = application(&server).fetch().await.unwrap_err();
        let text = told(&error, &[SECRET, "s3c%7Eret", CANARY]);
        assert!(text.contains(expected), "{expected}: {text}\n{shown}");
        assert_eq!(
            (error.is_retryable(), server.requests().len()),
            (retryable, 1),
            "{text}"
        );
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_workload_identity_sends_what_its_file_says_now() {
    let server = Server::start(|number, _| token(number));
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("token");
    let source = Source::workload_identity(Direct::to(&server.host), "tenant", CLIENT, &file).unwrap();
    let source = source.with_authority(&server.url("")).unwrap();
    let error = source.fetch().await.unwrap_err();
    assert!(error.to_string().contains(file.to_str().unwrap()), "{error}");
    for assertion in ["eyJ.first.x", "eyJ.second.x"] {
        fs::write(&file, assertion).unwrap();
        source.fetch().await.unwrap();
        let request = server.requests().pop().unwrap();
        assert!(
            request.contains(&format!("client_assertion={assertion}&client_assertion_type=urn")),
            "{request}"
        );
    }
    fs::write(&file, "plain.canary.assertion").unwrap();
    let refusing = Server::constant(json(
        "401 Unauthorized",
        r#"{"error":"invalid_client","error_description":"no plain.canary.assertion","error_codes":[700213]}"#,
    ));
    let source = Source::workload_identity(Direct::to(&refusing.host), "tenant", CLIENT, &file).unwrap();
    let error = source.fetch().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    assert!(
        error
            .to_string()
            .ends_with("no federated credential of the application fits the token in the file")
    );
}

#[tokio::test]
async fn another_cloud_is_another_authority() {
    for authority in [AZURE_GOVERNMENT, AZURE_CHINA] {
        let server = Server::start(|number, _| token(number));
        let direct = Direct::to(&server.host);
        let source = Source::client_secret(direct.clone(), "tenant", CLIENT, SECRET).unwrap();
        let source = source
            .with_authority(authority)
            .unwrap()
            .with_scope("https://example.us/.default");
        source.fetch().await.unwrap();
        assert_eq!(
            *direct.addresses.lock().unwrap(),
            [format!("{authority}/tenant/oauth2/v2.0/token")]
        );
        assert!(server.requests()[0].contains("scope=https%3A%2F%2Fexample.us%2F.default"));
    }
}

#[tokio::test]
async fn a_databricks_workspace_takes_the_tokens() {
    let server = Server::start(|number, _| token(number));
    let source = application(&server).with_scope(format!("{AZURE_RESOURCE}/.default"));
    assert_eq!(source.fetch().await.unwrap().secret.expose_secret(), "eyJ0.canary.0");
    let workspace = AzureWorkspace::new(Arc::new(source));
    let mut head = head();
    workspace.authorize(&mut head).await.unwrap();
    assert_eq!(head.headers[AUTHORIZATION], "Bearer eyJ0.canary.1");
    assert!(server.requests()[0].contains("scope=2ff814a6-3304-4ab8-85cb-cd0e6f879c1d%2F.default"));
}

#[test]
fn arguments_are_checked() {
    let nowhere = || Direct::nowhere();
    let refused = [
        Source::client_secret(nowhere(), "a/b", CLIENT, SECRET),
        Source::client_secret(nowhere(), "", CLIENT, SECRET),
        Source::client_secret(nowhere(), "tenant", "client id", SECRET),
        Source::client_secret(nowhere(), "tenant", CLIENT, "s3c~ret.of-the-application\n"),
        Source::workload_identity(nowhere(), "tenant", "", "/file"),
        Source::azure_cli(Some("a; rm -rf /")),
        Source::azure_developer_cli(Some("$(id)")),
        Source::azure_cli(None).and_then(|source| source.with_authority("http://login.example")),
        Source::azure_cli(None).and_then(|source| source.with_authority("login.example")),
    ];
    for outcome in refused {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    }
}
