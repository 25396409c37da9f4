//! Entra: client credentials by secret and by assertion, discovery, and the managed identity.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{HOUR, chat, fetch, forge, form, refusal, seconds, sign, start, token, with};
use crate::wire::{AZURE, AZURE_V1, DATABRICKS, GEMINI, OPENAI, send};

const TENANT: &str = "11111111-1111-4111-8111-111111111111";
const CLIENT: &str = "22222222-2222-4222-8222-222222222222";
const PATH: &str = "/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token";
const AZURE_OPENAI: &str = "https://cognitiveservices.azure.com/.default";

const SECRET: &[(&str, &str)] = &[
    ("grant_type", "client_credentials"),
    ("client_id", CLIENT),
    ("client_secret", "emulator-entra-secret"),
    ("scope", AZURE_OPENAI),
];

/// The grant by secret, with these values in place of the right ones; an empty value leaves the parameter out.
fn secret<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
    let kept = SECRET.iter().copied().filter(|(name, _)| !is_changed(name));
    kept.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty()))
        .collect()
}

#[tokio::test]
async fn a_client_secret_opens_azure_for_an_hour() {
    let (emulator, clock) = start().await;
    let answer = form(&emulator, PATH, SECRET).await;
    let access = token(&answer);
    assert_eq!(answer.json()["expires_in"], 3600);
    assert!(access.starts_with("eyJ"), "{access}");
    for wire in [AZURE, AZURE_V1] {
        assert_eq!(chat(&emulator, wire, &access).await.status, 200);
    }
    for wire in [OPENAI, GEMINI, DATABRICKS] {
        assert_eq!(chat(&emulator, wire, &access).await.status, 401, "{}", wire.name);
    }
    assert_eq!(chat(&emulator, AZURE, &forge(&access)).await.status, 401);
    let bearer = format!("Bearer {access}");
    let both = [("api-key", "wrong"), ("authorization", &bearer)];
    assert_eq!(AZURE.ask_with(&emulator, &both, json!({})).await.status, 401);
    clock.advance(HOUR);
    let late = chat(&emulator, AZURE, &access).await;
    assert_eq!((late.status, &late.json()["error"]["code"]), (401, &json!("401")));
    assert!(late.message().contains("audience is incorrect"), "{late:?}");
}

#[tokio::test]
async fn each_resource_opens_its_own() {
    let (emulator, _) = start().await;
    for (scope, azure, databricks) in [
        ("https://ai.azure.com/.default", 200, 401),
        ("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default", 401, 200),
        ("https://management.core.windows.net//.default", 401, 401),
    ] {
        let access = token(&form(&emulator, PATH, &secret(&[("scope", scope)])).await);
        assert_eq!(chat(&emulator, AZURE, &access).await.status, azure, "{scope}");
        assert_eq!(chat(&emulator, DATABRICKS, &access).await.status, databricks, "{scope}");
    }
}

#[tokio::test]
async fn a_request_is_checked() {
    let (emulator, _) = start().await;
    for (changes, status, code, number) in [
        (&[("client_id", "another")][..], 400, "unauthorized_client", 700_016),
        (&[("client_id", "")], 400, "invalid_request", 900_144),
        (&[("client_secret", "s3cret")], 401, "invalid_client", 7_000_215),
        (&[("client_secret", "")], 401, "invalid_client", 7_000_218),
        (&[("grant_type", "password")], 400, "unsupported_grant_type", 70_003),
        (&[("grant_type", "")], 400, "invalid_request", 900_144),
        (&[("scope", "")], 400, "invalid_request", 900_144),
        (
            &[("scope", "https://cognitiveservices.azure.com")],
            400,
            "invalid_scope",
            1_002_012,
        ),
        (
            &[("scope", "https://evil.example/.default")],
            400,
            "invalid_resource",
            500_011,
        ),
    ] {
        let answer = form(&emulator, PATH, &secret(changes)).await;
        let (found, found_code, description) = refusal(&answer);
        assert_eq!((found, found_code.as_str()), (status, code), "{changes:?}");
        assert!(description.starts_with(&format!("AADSTS{number}: ")), "{description}");
        let body = answer.json();
        assert_eq!(body["error_codes"], json!([number]));
        for member in ["trace_id", "correlation_id", "timestamp", "error_uri"] {
            assert!(body[member].is_string(), "{body}");
        }
        assert!(!answer.body.contains("s3cret"), "{answer:?}");
    }
    let elsewhere = form(&emulator, "/another.example/oauth2/v2.0/token", SECRET).await;
    assert_eq!(elsewhere.json()["error_codes"], json!([90_002]));
}

/// The error's number, or 0 for a token.
async fn assertion(emulator: &openai_emulator::Running, assertion: &str) -> u64 {
    let form_pairs = secret(&[
        ("client_secret", ""),
        ("client_assertion", assertion),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
    ]);
    let answer = form(emulator, PATH, &form_pairs).await;
    if answer.status == 200 {
        assert_eq!(chat(emulator, AZURE, &token(&answer)).await.status, 200);
        return 0;
    }
    assert_eq!(refusal(&answer).1, "invalid_client", "{answer:?}");
    answer.json()["error_codes"][0].as_u64().unwrap()
}

#[tokio::test]
async fn an_assertion_stands_for_the_secret() {
    let (emulator, clock) = start().await;
    let now = seconds(&clock);
    let endpoint = format!("https://login.microsoftonline.com{PATH}");
    let certificate = json!({ "iss": CLIENT, "sub": CLIENT, "aud": endpoint, "nbf": now, "exp": now + 600 });
    let federated = json!({
        "iss": "https://cluster.example", "sub": "system:serviceaccount:default:emulator",
        "aud": "api://AzureADTokenExchange", "exp": now + 600,
    });
    for (claims, changes, number) in [
        (&certificate, json!({}), 0),
        (&certificate, json!({ "exp": now }), 700_024),
        (&certificate, json!({ "nbf": now + 3600, "exp": now + 7200 }), 700_024),
        (&certificate, json!({ "aud": "https://evil.example" }), 700_023),
        (&certificate, json!({ "sub": "another" }), 700_021),
        (&federated, json!({}), 0),
        (&federated, json!({ "iss": "https://evil.example" }), 700_211),
        (&federated, json!({ "aud": endpoint }), 700_212),
        (&federated, json!({ "sub": "another" }), 700_213),
    ] {
        for algorithm in ["RS256", "PS256"] {
            let signed = sign(algorithm, &with(claims, &changes));
            assert_eq!(assertion(&emulator, &signed).await, number, "{changes}");
        }
    }
    assert_eq!(
        assertion(&emulator, &forge(&sign("RS256", &certificate))).await,
        700_027
    );
    assert_eq!(assertion(&emulator, &sign("none", &certificate)).await, 700_027);
    assert_eq!(assertion(&emulator, "not.a.jwt").await, 50_027);
}

#[tokio::test]
async fn entra_describes_itself() {
    let (emulator, _) = start().await;
    let path = format!("/{TENANT}/v2.0/.well-known/openid-configuration");
    for (headers, base) in [
        (&[("host", "login.example")][..], "http://login.example"),
        (
            &[("host", "login.example"), ("x-forwarded-proto", "https")],
            "https://login.example",
        ),
    ] {
        let found = fetch(&emulator, &path, headers).await.json();
        assert_eq!(found["token_endpoint"], format!("{base}{PATH}"));
        assert_eq!(found["issuer"], format!("{base}/{TENANT}/v2.0"));
    }
    let unknown = fetch(&emulator, "/another/v2.0/.well-known/openid-configuration", &[]).await;
    assert_eq!(unknown.json()["error_codes"], json!([90_002]));
    let path = "/common/discovery/instance?api-version=1.1";
    let instances = fetch(&emulator, path, &[("host", "login.example")]).await.json();
    assert_eq!(instances["metadata"][0]["aliases"], json!(["login.example"]));
}

#[tokio::test]
async fn a_machine_has_an_identity() {
    let (emulator, clock) = start().await;
    let at = |query: &str| format!("/metadata/identity/oauth2/token?{query}");
    let good = "api-version=2018-02-01&resource=https%3A%2F%2Fcognitiveservices.azure.com";
    let metadata = [("metadata", "true")];
    for query in [good.to_owned(), format!("{good}%2F&client_id={CLIENT}")] {
        let answer = fetch(&emulator, &at(&query), &metadata).await;
        let body = answer.json();
        assert_eq!(body["expires_in"], "3600");
        assert_eq!(body["expires_on"], (seconds(&clock) + 3600).to_string());
        assert_eq!(chat(&emulator, AZURE, &token(&answer)).await.status, 200);
    }
    for (query, headers, words) in [
        (good, &[][..], "metadata header not specified"),
        ("resource=x", &metadata, "'api-version' is missing"),
        ("api-version=2018-02-01", &metadata, "'resource' is missing"),
        (&format!("{good}&client_id=another"), &metadata, "Identity not found"),
        (&format!("{good}&object_id=another"), &metadata, "Identity not found"),
        (
            "api-version=2018-02-01&resource=https://evil.example",
            &metadata,
            "AADSTS500011",
        ),
    ] {
        let answer = fetch(&emulator, &at(query), headers).await;
        assert!(refusal(&answer).2.contains(words), "{query}: {answer:?}");
        assert_eq!(answer.status, 400);
    }
}

#[tokio::test]
async fn a_token_says_whose_it_is() {
    let (emulator, _) = start().await;
    let access = token(&form(&emulator, PATH, SECRET).await);
    let payload = URL_SAFE_NO_PAD.decode(access.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(
        (&claims["sub"], &claims["aud"]),
        (&json!(CLIENT), &json!("https://cognitiveservices.azure.com"))
    );
    let head = send(emulator.address(), "HEAD", "/oidc/v1/token", &[], b"")
        .await
        .unwrap();
    assert_eq!(head.status, 405);
}
