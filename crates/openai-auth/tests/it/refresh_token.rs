//! A refresh token against a scripted token endpoint.

use std::sync::Arc;
use std::time::Duration;

use openai_auth::{BearerFrom, Cached, RefreshToken};
use openai_core::{Credential, CredentialError, ExposeSecret, TokenSource, TransportErrorKind};

use crate::scripted::{head, pass, settle, text};
use crate::server::{Answer, Server, body, grant};

const SECRET: &str = "canary-s3cret/1";
const REFRESH: &str = "1//canary-r3fresh+2";

fn source(server: &Arc<Server>) -> RefreshToken {
    RefreshToken::new(server.clone(), "the-client", SECRET, REFRESH).unwrap()
}

/// Fetches once; whatever comes of it must not hold a secret.
async fn failure(answer: Answer) -> CredentialError {
    let server = Server::new([answer]);
    let error = source(&server).fetch().await.map(|_| ()).unwrap_err();
    let shown = format!("{error} {error:?} {error:#?}");
    for secret in [SECRET, REFRESH, "canary", "s3cret", "r3fresh", "ya29", "eyJ"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    error
}

#[tokio::test(start_paused = true)]
async fn exchanges_the_refresh_token_at_google() {
    let server = Server::new([grant("t1")]);
    let source = source(&server);
    let token = source.fetch().await.unwrap();
    assert_eq!(token.secret.expose_secret(), "t1");
    assert_eq!(token.expires_in, Some(Duration::from_secs(3600)));
    assert_eq!(
        format!("{source:?}"),
        "RefreshToken(https://oauth2.googleapis.com, ***)"
    );

    let [seen] = server.seen().try_into().unwrap();
    assert_eq!(seen.line, "POST https://oauth2.googleapis.com/token");
    assert_eq!(seen.content_type, "application/x-www-form-urlencoded");
    assert_eq!(
        seen.form,
        "grant_type=refresh_token&client_id=the-client&client_secret=canary-s3cret%2F1\
         &refresh_token=1%2F%2Fcanary-r3fresh%2B2"
    );
    assert!(!seen.shown.contains("canary"), "{}", seen.shown);
}

#[tokio::test(start_paused = true)]
async fn believes_the_lifetime_in_either_spelling() {
    for (member, lifetime) in [
        (r#","expires_in":1799"#, Some(1799)),
        (r#","expires_in":"86399""#, Some(86399)),
        (r#","expires_in":null"#, None),
        ("", None),
    ] {
        let server = Server::new([body(200, format!(r#"{{"access_token":"t"{member}}}"#))]);
        let token = source(&server).fetch().await.unwrap();
        assert_eq!(token.expires_in, lifetime.map(Duration::from_secs), "{member}");
    }
}

#[tokio::test(start_paused = true)]
async fn takes_over_a_new_refresh_token() {
    let rotated = r#"{"access_token":"t1","expires_in":60,"refresh_token":"next"}"#;
    let server = Server::new([body(200, rotated), grant("t2"), grant("t3")]);
    let source = source(&server).with_token_endpoint("http://127.0.0.1:9/token").unwrap();
    for _ in 0..3 {
        source.fetch().await.unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen[0].line, "POST http://127.0.0.1:9/token");
    assert!(seen[1].form.ends_with("refresh_token=next") && seen[2].form.ends_with("refresh_token=next"));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_keeps_code_and_description_and_says_how_to_mend_it() {
    let refused = |status, code: &str, description: &str| {
        body(
            status,
            format!(r#"{{"error":"{code}","error_description":"{description}"}}"#),
        )
    };
    for (answer, expected, may_pass) in [
        (
            refused(400, "invalid_grant", "Token has been expired or revoked."),
            "the token endpoint at https://oauth2.googleapis.com answered 400 invalid_grant (Token has been expired or \
             revoked.): the refresh token has expired, was revoked, or belongs to another client: sign in again (for \
             Google, `gcloud auth application-default login`) and use the new one",
            false,
        ),
        (
            refused(401, "invalid_client", "The OAuth client was not found."),
            "answered 401 invalid_client (The OAuth client was not found.): the client id and the client secret do not \
             fit together: copy both again",
            false,
        ),
        (
            refused(
                400,
                "invalid_request",
                "bad canary-s3cret/1 and 1%2F%2Fcanary-r3fresh%2B2, eyJhbGciOiJSUzI1NiJ9.x",
            ),
            "answered 400 invalid_request (bad *** and ***, ***)",
            false,
        ),
        (
            body(400, r#"{"error":{"status":"NO","message":"why"}}"#),
            "answered 400 NO (why)",
            false,
        ),
        (body(403, "<html>canary</html>"), "answered 403", false),
        (
            body(429, r#"{"error":"rate_limited"}"#),
            "answered 429 rate_limited",
            true,
        ),
        (body(503, ""), "answered 503", true),
        (
            refused(400, "temporarily_unavailable", "later"),
            "answered 400 temporarily_unavailable (later)",
            true,
        ),
        (body(204, ""), "answered 204", false),
    ] {
        let error = failure(answer).await;
        assert!(error.to_string().ends_with(expected), "{error}");
        assert_eq!(error.is_retryable(), may_pass, "{error}");
    }
    let long = failure(refused(400, "x", &"y ".repeat(9000))).await.to_string();
    assert!(long.len() < 500, "{}", long.len());
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_no_grant_is_told_without_its_text() {
    for (json, expected) in [
        ("", "is not a JSON object"),
        ("canary", "is not a JSON object"),
        (r#"["ya29.canary-canary"]"#, "is not a JSON object"),
        (r#"{"id_token":"eyJcanary"}"#, "has no `access_token`"),
        (
            r#"{"access_token":["ya29.canary-canary"]}"#,
            "has a `access_token` that is not a string",
        ),
        (
            r#"{"access_token":"ya29.canary-canary","expires_in":"canary"}"#,
            "has a `expires_in` that is not a number of seconds",
        ),
        (
            r#"{"access_token":"ya29.canary-canary","token_type":"mac"}"#,
            "holds a token whose `token_type` is not `Bearer`",
        ),
    ] {
        let error = failure(body(200, json)).await;
        assert!(error.to_string().ends_with(expected), "{json}: {error}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test(start_paused = true)]
async fn no_redirect_is_followed() {
    for (to, expected) in [
        (
            "https://evil.example/token?x=canary",
            "redirects the request for a token to https://evil.example:",
        ),
        (
            "https://oauth2.googleapis.com/v2/canary",
            "redirects the request for a token to another of its paths:",
        ),
        ("/canary", "redirects the request for a token to another of its paths:"),
    ] {
        let error = failure(Answer::Redirect(to.to_owned())).await;
        assert!(error.to_string().contains(expected) && !error.is_retryable(), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn slow_and_endless_answers_are_bounded() {
    let hour = Duration::from_secs(3600);
    for answer in [Answer::Late(hour, 200, String::new()), Answer::Stalled] {
        let error = failure(answer).await;
        assert!(
            error.to_string().ends_with("took longer than 15s") && error.is_retryable(),
            "{error}"
        );
    }
    let error = failure(Answer::Endless).await;
    assert!(error.to_string().ends_with("with more than 1 MiB"), "{error}");

    let server = Server::new([Answer::Late(Duration::from_secs(2), 200, String::new())]);
    let hasty = source(&server).with_time_limit(Duration::from_secs(1));
    assert!(
        hasty
            .fetch()
            .await
            .unwrap_err()
            .to_string()
            .ends_with("took longer than 1s")
    );
}

#[tokio::test(start_paused = true)]
async fn a_broken_wire_may_pass_and_an_unsendable_request_does_not() {
    for (kind, may_pass) in [
        (TransportErrorKind::Connect, true),
        (TransportErrorKind::Timeout, true),
        (TransportErrorKind::Broken, true),
        (TransportErrorKind::Unsendable, false),
    ] {
        let error = failure(Answer::Failure(kind)).await;
        assert_eq!(error.is_retryable(), may_pass, "{kind:?}");
        assert!(
            error
                .to_string()
                .contains("https://oauth2.googleapis.com cannot be asked for a token: the wire is down")
        );
    }
}

#[test]
fn needs_a_runtime_and_says_so() {
    use futures_util::FutureExt;
    let error = source(&Server::new([])).fetch().now_or_never().unwrap().unwrap_err();
    assert!(error.to_string().contains("needs a tokio runtime"), "{error}");
}

#[test]
fn bad_values_are_refused_by_name() {
    let new = |id: &str, secret: &str, token: &str| {
        let source = RefreshToken::new(Server::new([]), id, secret, token);
        source.map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(new("", "s", "r"), "the client id is empty: give it a value");
    assert_eq!(new("i", "", "r"), "the client secret is empty: give it a value");
    assert!(new("i", "s", "canary\n").starts_with("the refresh token begins or ends"));
    let error = source(&Server::new([]))
        .with_token_endpoint("http://a.example/token")
        .unwrap_err();
    assert!(error.to_string().contains("use https"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn behind_the_cache_a_token_is_refreshed_ahead_and_kept_through_failures() {
    let server = Server::new([grant("t1")]);
    let cached = Cached::new(source(&server)).with_wall_clock(|| std::time::SystemTime::UNIX_EPOCH);
    assert_eq!(text(&cached).await, "t1");
    server.then([body(503, ""), grant("t2"), body(400, r#"{"error":"invalid_grant"}"#)]);

    pass(3400).await;
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    assert_eq!(text(&cached).await, "t1", "a failed refresh took a good token away");
    pass(2).await;
    assert_eq!(text(&cached).await, "t1");
    settle().await;
    assert_eq!(text(&cached).await, "t2");

    pass(3600).await;
    let error = text(&cached).await;
    assert!(error.contains("sign in again"), "{error}");
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_401_brings_a_new_token() {
    let server = Server::new([grant("t1"), grant("t2")]);
    let credential = BearerFrom::new(Cached::new(source(&server)));
    let mut sent = head();
    credential.authorize(&mut sent).await.unwrap();
    assert!(credential.rejected(&sent));
    credential.authorize(&mut sent).await.unwrap();
    assert_eq!(sent.headers["authorization"], "Bearer t2");
}
