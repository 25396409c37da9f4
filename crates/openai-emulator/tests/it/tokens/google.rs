//! Google: refresh tokens, service accounts, and the metadata server.

use serde_json::{Value, json};

use super::{HOUR, chat, fetch, forge, form, form_with, refusal, seconds, sign, start, token, with};
use crate::wire::{AZURE, DATABRICKS, DEPLOYED, GEMINI, OPENAI};

pub(super) const REFRESH: &[(&str, &str)] = &[
    ("grant_type", "refresh_token"),
    ("client_id", "emulator.apps.googleusercontent.com"),
    ("client_secret", "emulator-google-secret"),
    ("refresh_token", "1//emulator-refresh-token"),
];

const EMAIL: &str = "emulator@emulator-project.iam.gserviceaccount.com";
const PLATFORM: &str = "https://www.googleapis.com/auth/cloud-platform";

/// The refresh grant, with these values in place of the right ones; an empty value leaves the parameter out.
fn refresh(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
    let kept = REFRESH.iter().copied().filter(|(name, _)| !is_changed(name));
    kept.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty()))
        .collect()
}

#[tokio::test]
async fn a_refresh_token_opens_vertex_for_an_hour() {
    let (emulator, clock) = start().await;
    let answer = form(&emulator, "/token", REFRESH).await;
    let access = token(&answer);
    let body = answer.json();
    assert_eq!(
        (&body["expires_in"], &body["token_type"], &body["scope"]),
        (&json!(3600), &json!("Bearer"), &json!(PLATFORM))
    );
    assert!(access.starts_with("ya29."), "{access}");
    for wire in [GEMINI, DEPLOYED] {
        assert_eq!(chat(&emulator, wire, &access).await.status, 200);
    }
    for wire in [OPENAI, AZURE, DATABRICKS] {
        assert_eq!(chat(&emulator, wire, &access).await.status, 401, "{}", wire.name);
    }
    let forged = chat(&emulator, GEMINI, &forge(&access)).await;
    assert_eq!(forged.status, 401);
    assert!(!forged.body.contains("ya29"), "{forged:?}");
    clock.advance(HOUR);
    let late = chat(&emulator, GEMINI, &access).await;
    assert_eq!(
        (late.status, &late.json()[0]["error"]["status"]),
        (401, &json!("UNAUTHENTICATED"))
    );
    assert!(
        late.message()
            .starts_with("Request had invalid authentication credentials.")
    );
}

#[tokio::test]
async fn without_a_key_a_wrong_token_of_its_own_is_refused_all_the_same() {
    let emulator = crate::wire::start().await;
    let access = token(&form(&emulator, "/token", REFRESH).await);
    assert_eq!(chat(&emulator, GEMINI, &access).await.status, 200);
    assert_eq!(chat(&emulator, GEMINI, &forge(&access)).await.status, 401);
    assert_eq!(chat(&emulator, GEMINI, "ya29.somebody-elses").await.status, 200);
}

#[tokio::test]
async fn a_refresh_is_checked() {
    let (emulator, _) = start().await;
    for (changes, status, code, words) in [
        (&[("client_id", "another")][..], 401, "invalid_client", "was not found"),
        (
            &[("client_secret", "s3cret")],
            401,
            "invalid_client",
            "secret is invalid",
        ),
        (
            &[("refresh_token", "1//s3cret")],
            400,
            "invalid_grant",
            "expired or revoked",
        ),
        (
            &[("refresh_token", "")],
            400,
            "invalid_request",
            "Missing required parameter: refresh_token",
        ),
        (
            &[("client_secret", "")],
            400,
            "invalid_request",
            "Missing required parameter: client_secret",
        ),
        (
            &[("grant_type", "")],
            400,
            "invalid_request",
            "Missing required parameter: grant_type",
        ),
        (
            &[("grant_type", "password")],
            400,
            "unsupported_grant_type",
            "Invalid grant_type: password",
        ),
        (&[("scope", "everything")], 400, "invalid_scope", "Invalid OAuth scope"),
    ] {
        let answer = form(&emulator, "/token", &refresh(changes)).await;
        let (found, found_code, description) = refusal(&answer);
        assert_eq!((found, found_code.as_str()), (status, code), "{changes:?}");
        assert!(description.contains(words), "{description}");
        assert!(!answer.body.contains("s3cret"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_narrow_scope_opens_nothing_here() {
    let (emulator, _) = start().await;
    let narrow = refresh(&[("scope", "openid https://www.googleapis.com/auth/userinfo.email")]);
    let access = token(&form(&emulator, "/token", &narrow).await);
    let answer = chat(&emulator, GEMINI, &access).await;
    assert_eq!(
        (answer.status, &answer.json()[0]["error"]["status"]),
        (403, &json!("PERMISSION_DENIED"))
    );
    assert_eq!(answer.message(), "Request had insufficient authentication scopes.");
}

#[tokio::test]
async fn json_is_taken_as_googles_rust_library_sends_it() {
    let (emulator, _) = start().await;
    let body = json!({
        "grant_type": "refresh_token", "client_id": REFRESH[1].1, "client_secret": REFRESH[2].1,
        "refresh_token": REFRESH[3].1, "scopes": "openid",
    });
    let answer = crate::wire::post(&emulator, "/token", &[], &body).await;
    assert_eq!((answer.status, &answer.json()["scope"]), (200, &json!("openid")));
}

fn claims(now: u64) -> Value {
    json!({
        "iss": EMAIL, "scope": PLATFORM, "aud": "https://oauth2.googleapis.com/token", "iat": now, "exp": now + 3600,
    })
}

const JWT_BEARER: (&str, &str) = ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");

#[tokio::test]
async fn a_service_account_signs_for_its_token() {
    let (emulator, clock) = start().await;
    let now = seconds(&clock);
    let own = with(&claims(now), &json!({ "aud": format!("{}/token", emulator.url()) }));
    let host = emulator.address().to_string();
    for (claims, host) in [(claims(now), "localhost"), (own, &host)] {
        let assertion = sign("RS256", &claims);
        let form = [JWT_BEARER, ("assertion", &assertion)];
        let answer = form_with(&emulator, "/token", &[("host", host)], &form).await;
        assert_eq!(chat(&emulator, GEMINI, &token(&answer)).await.status, 200);
    }
    let identity = with(&claims(now), &json!({ "target_audience": "https://a.example" }));
    let assertion = sign("RS256", &identity);
    let answer = form(&emulator, "/token", &[JWT_BEARER, ("assertion", &assertion)]).await;
    let identity = answer.json()["id_token"].as_str().unwrap().to_owned();
    assert_eq!(chat(&emulator, GEMINI, &identity).await.status, 401, "it opens nothing");
}

#[tokio::test]
async fn an_assertion_is_checked() {
    let (emulator, clock) = start().await;
    let now = seconds(&clock);
    let short_lived = "Token must be a short-lived token (60 minutes)";
    for (changes, code, words) in [
        (
            json!({ "iss": "another@p.iam.gserviceaccount.com" }),
            "invalid_grant",
            "account not found",
        ),
        (
            json!({ "aud": "https://evil.example/token" }),
            "invalid_grant",
            "Failed audience check",
        ),
        (json!({ "exp": now + 7200 }), "invalid_grant", short_lived),
        (
            json!({ "iat": now - 7200, "exp": now - 3600 }),
            "invalid_grant",
            short_lived,
        ),
        (
            json!({ "iat": now + 3600, "exp": now + 7200 }),
            "invalid_grant",
            short_lived,
        ),
        (json!({ "iat": null }), "invalid_grant", short_lived),
        (json!({ "scope": "" }), "invalid_scope", "Invalid OAuth scope"),
        (
            json!({ "scope": "https://evil.example" }),
            "invalid_scope",
            "Invalid OAuth scope",
        ),
    ] {
        let assertion = sign("RS256", &with(&claims(now), &changes));
        let answer = form(&emulator, "/token", &[JWT_BEARER, ("assertion", &assertion)]).await;
        let (status, found, description) = refusal(&answer);
        assert_eq!((status, found.as_str()), (400, code), "{changes}");
        assert!(description.contains(words), "{changes}: {description}");
        assert!(!answer.body.contains("eyJ"), "{answer:?}");
    }
    for (assertion, words) in [
        (forge(&sign("RS256", &claims(now))), "Invalid JWT Signature"),
        (sign("none", &claims(now)), "Invalid JWT Signature"),
        ("not.a.jwt".to_owned(), "not a JWT"),
    ] {
        let answer = form(&emulator, "/token", &[JWT_BEARER, ("assertion", &assertion)]).await;
        assert!(refusal(&answer).2.contains(words), "{answer:?}");
    }
}

#[tokio::test]
async fn a_service_accounts_own_signature_opens_vertex() {
    let (emulator, clock) = start().await;
    let now = seconds(&clock);
    let own = json!({ "iss": EMAIL, "sub": EMAIL, "scope": PLATFORM, "iat": now, "exp": now + 3600 });
    let audience = json!({ "scope": null, "aud": "https://us-central1-aiplatform.googleapis.com/" });
    for (changes, status) in [
        (json!({}), 200),
        (audience, 200),
        (json!({ "scope": "openid" }), 403),
        (json!({ "scope": null, "aud": "https://storage.googleapis.com/" }), 403),
        (json!({ "sub": "another" }), 401),
        (json!({ "exp": now }), 401),
    ] {
        let answer = chat(&emulator, GEMINI, &sign("RS256", &with(&own, &changes))).await;
        assert_eq!(answer.status, status, "{changes}");
    }
    let forged = forge(&sign("RS256", &own));
    assert_eq!(chat(&emulator, GEMINI, &forged).await.status, 401);
}

const FLAVOR: (&str, &str) = ("metadata-flavor", "Google");
const DEFAULT: &str = "/computeMetadata/v1/instance/service-accounts/default";

#[tokio::test]
async fn the_metadata_server_tells_who_it_is() {
    let (emulator, _) = start().await;
    let account = format!("/computeMetadata/v1/instance/service-accounts/{EMAIL}");
    for (path, expected) in [
        ("/".to_owned(), "computeMetadata/\n".to_owned()),
        (
            "/computeMetadata/v1/project/project-id".to_owned(),
            "emulator-project".to_owned(),
        ),
        (
            "/computeMetadata/v1/universe/universe-domain".to_owned(),
            "googleapis.com".to_owned(),
        ),
        (
            "/computeMetadata/v1/instance/service-accounts/".to_owned(),
            format!("default/\n{EMAIL}/\n"),
        ),
        (format!("{DEFAULT}/email"), EMAIL.to_owned()),
        (format!("{account}/email"), EMAIL.to_owned()),
        (format!("{DEFAULT}/scopes"), format!("{PLATFORM}\n")),
    ] {
        let answer = fetch(&emulator, &path, &[FLAVOR]).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (200, expected.as_str()),
            "{path}"
        );
        assert_eq!(answer.headers["metadata-flavor"], "Google");
    }
    let whole = fetch(&emulator, &format!("{DEFAULT}/?recursive=true"), &[FLAVOR]).await;
    assert_eq!(
        whole.json(),
        json!({ "aliases": ["default"], "email": EMAIL, "scopes": [PLATFORM] })
    );
}

#[tokio::test]
async fn the_metadata_server_hands_out_tokens() {
    let (emulator, clock) = start().await;
    let path = format!("{DEFAULT}/token?scopes={PLATFORM},openid");
    let access = token(&fetch(&emulator, &path, &[FLAVOR]).await);
    assert_eq!(chat(&emulator, GEMINI, &access).await.status, 200);
    let path = format!("{DEFAULT}/token?scopes=openid");
    let narrow = token(&fetch(&emulator, &path, &[FLAVOR]).await);
    assert_eq!(chat(&emulator, GEMINI, &narrow).await.status, 403);
    let path = format!("{DEFAULT}/identity?audience=https://a.example");
    let identity = fetch(&emulator, &path, &[FLAVOR]).await;
    assert_eq!((identity.status, identity.body.split('.').count()), (200, 3));
    clock.advance(HOUR);
    assert_eq!(chat(&emulator, GEMINI, &access).await.status, 401);
}

#[tokio::test]
async fn the_metadata_server_refuses() {
    let (emulator, _) = start().await;
    let token = format!("{DEFAULT}/token");
    let unknown = "/computeMetadata/v1/instance/service-accounts/another@p/token";
    for (path, headers, status) in [
        (token.as_str(), &[][..], 403),
        (&token, &[("metadata-flavor", "google")], 403),
        (&token, &[FLAVOR, ("x-forwarded-for", "10.0.0.1")], 403),
        (unknown, &[FLAVOR], 404),
        ("/computeMetadata/v1/instance/zone", &[FLAVOR], 404),
        (&format!("{DEFAULT}/identity"), &[FLAVOR], 400),
    ] {
        let answer = fetch(&emulator, path, headers).await;
        assert_eq!(answer.status, status, "{path} {headers:?}");
        assert_eq!(answer.headers["metadata-flavor"], "Google");
        assert!(!answer.body.contains("ya29"), "{answer:?}");
    }
    let knock = fetch(&emulator, "/", &[]).await;
    assert!(!knock.headers.contains_key("metadata-flavor"), "nobody asked for it");
}
