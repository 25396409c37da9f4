//! Application Default Credentials: what is written, kept, refreshed and thrown away.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use http::request;
use openai_auth::google::Adc;
use openai_core::Credential;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::leaks::{assert_clean, listen};
use crate::server::{Server, json};

pub(crate) const SECRET: &str = "s3cret-of-the-client";
pub(crate) const REFRESH: &str = "1//r3fresh-of-the-user";

/// A user's login whose token endpoint is this server.
pub(crate) fn login(server: &Server) -> String {
    json!({
        "type": "authorized_user",
        "client_id": "id.apps.googleusercontent.com",
        "client_secret": SECRET,
        "refresh_token": REFRESH,
        "token_uri": server.url("/token"),
        "quota_project_id": "paying-project",
    })
    .to_string()
}

/// An answer with the token of this number.
pub(crate) fn token(number: usize, lives: u64) -> String {
    let body = json!({ "access_token": format!("ya29.canary-{number}"), "token_type": "Bearer", "expires_in": lives });
    json("200 OK", &body.to_string())
}

pub(crate) fn head() -> request::Parts {
    http::Request::new(()).into_parts().0
}

/// The token in the headers of a fresh request.
pub(crate) async fn authorize(credential: &(impl Credential + ?Sized)) -> (request::Parts, String) {
    let mut head = head();
    credential.authorize(&mut head).await.unwrap();
    let value = &head.headers["authorization"];
    assert!(value.is_sensitive());
    let token = value.to_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned();
    (head, token)
}

#[tokio::test]
async fn a_login_is_refreshed_once_for_all() {
    listen();
    let server = Server::start(|number, _| token(number, 3599));
    let credential = Adc::json("the login", login(&server)).unwrap();
    let heads = join_all((0..100).map(|_| authorize(&credential))).await;
    for (head, token) in heads {
        assert_eq!(token, "ya29.canary-0");
        assert_eq!(head.headers["x-goog-user-project"], "paying-project");
        assert!(head.headers["x-goog-user-project"].is_sensitive());
        assert_eq!(head.headers.len(), 2);
        assert_clean(&head, &["ya29.canary", SECRET, REFRESH]);
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].starts_with("POST /token HTTP/1.1\r\n"), "{}", requests[0]);
    for piece in ["\"grant_type\":\"refresh_token\"", SECRET, REFRESH] {
        assert!(requests[0].contains(piece), "{piece}: {}", requests[0]);
    }
    assert_clean(&credential, &["ya29.canary", SECRET, REFRESH]);
    assert_eq!(credential.origin().unwrap(), "a user's login in the login");
    assert_eq!(credential.universe_domain().await.unwrap(), "googleapis.com");
}

#[tokio::test]
async fn a_token_is_refreshed_before_its_end() {
    // Google's crate refreshes four minutes ahead.
    let server = Server::start(|number, _| token(number, if number == 0 { 241 } else { 3599 }));
    let credential = Adc::json("the login", login(&server)).unwrap();
    assert_eq!(authorize(&credential).await.1, "ya29.canary-0");
    let server = tokio::task::spawn_blocking(move || {
        server.wait_for(2);
        server
    });
    let server = server.await.unwrap();
    while authorize(&credential).await.1 == "ya29.canary-0" {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_a_minute() {
    let server = Server::start(|number, _| token(number, 3599));
    let credential = Adc::json("the login", login(&server)).unwrap();
    assert!(!credential.rejected(&head()), "nothing of ours was refused");
    let (first, _) = authorize(&credential).await;
    let (also_first, _) = authorize(&credential).await;
    assert!(credential.rejected(&first));
    assert!(credential.rejected(&also_first), "a newer token is on its way");
    let (second, token) = authorize(&credential).await;
    assert_eq!(token, "ya29.canary-1");
    assert!(credential.rejected(&first), "a newer token is there");
    assert!(!credential.rejected(&second), "the minute is not over");
    assert_eq!(authorize(&credential).await.1, "ya29.canary-1");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn outlives_the_runtime_of_the_first_call() {
    let server = Server::start(|number, _| token(number, 3599));
    let credential = Adc::json("the login", login(&server)).unwrap();
    for number in 0..3 {
        let token = Runtime::new().unwrap().block_on(authorize(&credential)).1;
        assert_eq!(token, format!("ya29.canary-{number}"));
    }
    let mut head = head();
    let error = credential.authorize(&mut head).now_or_never().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Google's crate needs a tokio runtime around the call"
    );
}

#[tokio::test]
async fn the_metadata_server_is_asked() {
    let server = Server::start(|number, request| match request.contains("universe-domain") {
        true => json("200 OK", "example.cloud\n"),
        false => token(number, 3599),
    });
    let credential = Adc::metadata_at(&*server.host)
        .with_quota_project("billed")
        .with_time_limit(Duration::from_secs(20));
    let (head, token) = authorize(&credential).await;
    assert_eq!(
        (token.as_str(), &head.headers["x-goog-user-project"]),
        ("ya29.canary-0", &"billed".parse().unwrap())
    );
    let request = &server.requests()[0];
    let path = "GET /computeMetadata/v1/instance/service-accounts/default/token\
                ?scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform HTTP/1.1\r\n";
    assert!(request.starts_with(path), "{request}");
    assert!(
        request.to_ascii_lowercase().contains("metadata-flavor: google\r\n"),
        "{request}"
    );
    assert_eq!(credential.universe_domain().await.unwrap(), "example.cloud");
    assert_eq!(
        credential.origin().unwrap(),
        format!("the metadata server {}", server.host)
    );
}
