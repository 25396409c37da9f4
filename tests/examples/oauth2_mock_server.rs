//! Our own credentials against `tests/clients/oauth2_mock_server.mjs`, whose address is the only argument.
//!
//! Run by `cargo xtask clients`; ends with a panic that names what did not hold.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a check ends with a panic that names what was expected"
)]

use std::sync::Arc;

use openai_auth::RefreshToken;
use openai_auth::databricks::M2m;
use openai_auth::google::Adc;
use openai_client::HttpTransport;
use openai_core::{BaseUrl, Credential, CredentialError, ExposeSecret, TokenSource, Transport};

const CLIENT: &str = "the-client";
const SECRET: &str = "the-s3cret/+&%:it";
const REFRESH: &str = "1//the-refresh-token";
const WRONG: &str = "canary-s3cret";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let server = std::env::args()
        .nth(1)
        .expect("the address of the server is the argument");
    a_rotating_refresh_token(&server).await;
    a_login_at_google(&server).await;
    a_service_principal(&server).await;
}

fn transport() -> Arc<dyn Transport> {
    Arc::new(HttpTransport::new())
}

/// Fetches a token and looks at it.
async fn token(source: &impl TokenSource) {
    let token = source.fetch().await.expect("the server grants a token");
    assert!(
        token.expires_in.is_some_and(|lifetime| lifetime.as_secs() >= 3599),
        "{token:?}"
    );
    let parts = token.secret.expose_secret().split('.').count();
    assert_eq!(parts, 3, "it is signed");
}

fn check(refused: Result<impl Sized, CredentialError>, words: &str) {
    let error = refused.map(|_| ()).expect_err("the server refuses");
    let text = format!("{error} {error:?}");
    assert!(text.contains(words), "{words}: {text}");
    for secret in [WRONG, SECRET, REFRESH, "eyJ"] {
        assert!(!text.contains(secret), "{text}");
    }
}

/// The server takes each refresh token once, and answers with the next.
async fn a_rotating_refresh_token(server: &str) {
    let source = |secret: &str, token: &str| {
        let source = RefreshToken::new(transport(), CLIENT, secret, token).unwrap();
        source.with_token_endpoint(&format!("{server}/token")).unwrap()
    };
    let good = source(SECRET, REFRESH);
    for _ in 0..3 {
        token(&good).await;
    }
    check(
        source(SECRET, REFRESH).fetch().await,
        "400 invalid_grant: the refresh token has expired",
    );
    check(
        source(WRONG, REFRESH).fetch().await,
        "401 invalid_client: the client id and the client secret",
    );
}

async fn a_login_at_google(server: &str) {
    let address = format!("{server}/google/token");
    let source = |secret: &str| {
        let source = RefreshToken::new(transport(), CLIENT, secret, REFRESH).unwrap();
        source.with_token_endpoint(&address).unwrap()
    };
    token(&source(SECRET)).await;
    check(source(WRONG).fetch().await, "401 invalid_client (Unauthorized)");

    let login = |secret: &str| {
        let json = serde_json::json!({
            "type": "authorized_user", "client_id": CLIENT, "client_secret": secret, "refresh_token": REFRESH,
            "token_uri": address,
        });
        Adc::json("the login", json.to_string()).unwrap()
    };
    let (mut head, ()) = http::Request::new(()).into_parts();
    login(SECRET)
        .authorize(&mut head)
        .await
        .expect("the server grants a token");
    let header = head.headers["authorization"].to_str().unwrap();
    assert!(header.starts_with("Bearer eyJ") && header.split('.').count() == 3);
    check(
        login(WRONG).authorize(&mut head).await,
        "401 invalid_client (Unauthorized)",
    );
}

async fn a_service_principal(server: &str) {
    let host = BaseUrl::parse("the server", server).unwrap();
    let principal = |secret: &str| M2m::new(transport(), host.clone(), CLIENT, secret).unwrap();
    token(&principal(SECRET)).await;
    check(
        principal(WRONG).fetch().await,
        "401 invalid_client: check the client id and the secret",
    );
}
