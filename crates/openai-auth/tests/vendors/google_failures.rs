//! Token endpoints that fail Google's crate.

use std::time::Duration;

use openai_auth::google::Adc;
use openai_core::Credential;

use crate::google::{REFRESH, SECRET, authorize, head, login, token};
use crate::leaks::{listen, told};
use crate::server::{SILENCE, Server, json};

const CANARY: &str = "xyz29.canary-in-the-answer";

#[tokio::test]
async fn a_failure_is_told_without_the_secrets() {
    listen();
    let reflecting = format!(r#"{{"error":"invalid_grant","error_description":"Bad {REFRESH} of {SECRET}"}}"#);
    let huge = format!(
        r#"{{"error":"invalid_grant","error_description":"{}"}}"#,
        "x ".repeat(2 << 20)
    );
    let wrong_type = format!(r#"{{"access_token":"ya29.a","token_type":"Bearer","expires_in":"{CANARY}"}}"#);
    let endless = r#"{"access_token":"ya29.a","token_type":"Bearer","expires_in":18446744073709551615}"#;
    let empty = r#"{"access_token":"","token_type":"Bearer","expires_in":3599}"#;
    let split = r#"{"access_token":"ya29.a\r\nx-evil: 1","token_type":"Bearer","expires_in":3599}"#;
    let other = r#"{"access_token":"ya29.a","token_type":"MAC","expires_in":3599}"#;
    let cut = format!("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{{\"access_token\":\"{CANARY}");
    for (answer, expected, retryable) in [
        (
            json("400 Bad Request", &reflecting),
            "answered 400 invalid_grant (Bad *** of ***): the login has expired",
            false,
        ),
        (json("400 Bad Request", &huge), "answered 400 invalid_grant (x x", false),
        (
            json("401 Unauthorized", r#"{"error":"invalid_client"}"#),
            "invalid_client: the client is not known",
            false,
        ),
        (
            json("503 Busy", "<html>"),
            "answered 503, asked with a user's login in the login",
            true,
        ),
        (json("429 Slow Down", "[]"), "answered 429", true),
        (json("200 OK", CANARY), "is not the JSON of a token", true),
        (
            json("200 OK", &format!("\"{CANARY}\"")),
            "is not the JSON of a token",
            true,
        ),
        (json("200 OK", &wrong_type), "is not the JSON of a token", true),
        (json("200 OK", "{}"), "is not the JSON of a token", true),
        (json("200 OK", endless), "gave up half-way", false),
        (json("200 OK", empty), "is empty", false),
        (json("200 OK", split), "brought no token", false),
        (json("200 OK", other), "is not of the type Bearer", false),
        (cut, "broke off", true),
        (
            "\r\n\r\n".to_owned(),
            "cannot be asked for a token at http://127.0.0.1",
            true,
        ),
    ] {
        let bad = answer.clone();
        let server = Server::start(move |number, _| if number == 0 { bad.clone() } else { token(number, 3599) });
        let credential = Adc::json("the login", login(&server)).unwrap();
        let error = credential.authorize(&mut head()).await.unwrap_err();
        let text = told(&error, &[SECRET, REFRESH, CANARY]);
        let shown: String = answer.chars().take(200).collect();
        assert!(text.contains(expected), "{expected}: {text}\n{shown}");
        assert!(text.len() < 700, "{text}");
        assert_eq!(error.is_retryable(), retryable, "{text}");
        assert_eq!(
            authorize(&credential).await.1,
            "ya29.canary-1",
            "the next call begins anew"
        );
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_left() {
    let server = Server::start(|number, _| {
        if number == 0 {
            SILENCE.to_owned()
        } else {
            token(number, 3599)
        }
    });
    let credential = Adc::json("the login", login(&server))
        .unwrap()
        .with_time_limit(Duration::from_millis(100));
    let error = credential.authorize(&mut head()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "fetching a Google token with a user's login in the login took longer than 100ms"
    );
    assert!(error.is_retryable());
    let credential = credential.with_time_limit(Duration::from_secs(20));
    assert_eq!(authorize(&credential).await.1, "ya29.canary-1");
}

#[tokio::test]
async fn a_metadata_server_that_fails_is_told() {
    let server = Server::constant(json("404 Not Found", r#"{"error":"no service account"}"#));
    let error = Adc::metadata_at(&*server.host)
        .authorize(&mut head())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("answered 404 no service account"), "{error}");
    let error = Adc::metadata_at("127.0.0.1:1")
        .authorize(&mut head())
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the metadata server 127.0.0.1:1 cannot be asked for a token"),
        "{error}"
    );
    assert!(error.is_retryable());
    let silent = Server::constant(SILENCE);
    let silent = Adc::metadata_at(&*silent.host).with_time_limit(Duration::from_millis(50));
    let error = silent.authorize(&mut head()).await.unwrap_err();
    assert!(error.to_string().ends_with("no answer within 50ms"), "{error}");
}
