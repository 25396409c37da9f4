//! The token endpoints, and what their tokens open.

mod databricks;
mod entra;
mod google;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openai_emulator::{Accounts, Clock, Config, Emulator, Running};
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding};
use serde_json::{Value, json};

use crate::wire::{Answer, Wire, send};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// An emulator that accepts nothing but its own tokens, and the clock that it lives by.
async fn start() -> (Running, Clock) {
    let clock = Clock::manual();
    let config = Config::new().key("nobody-knows-it").clock(clock.clone());
    (Emulator::start(config).await.unwrap(), clock)
}

async fn form(emulator: &Running, path: &str, pairs: &[(&str, &str)]) -> Answer {
    form_with(emulator, path, &[], pairs).await
}

async fn form_with(emulator: &Running, path: &str, headers: &[(&str, &str)], pairs: &[(&str, &str)]) -> Answer {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    let mut all = vec![FORM, ("authorization", "")];
    all.retain(|(name, _)| headers.iter().all(|(given, _)| given != name));
    all.extend(headers);
    send(emulator.address(), "POST", path, &all, pairs.join("&").as_bytes())
        .await
        .unwrap()
}

async fn fetch(emulator: &Running, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut all = vec![("authorization", ""), ("content-type", "")];
    all.extend(headers);
    send(emulator.address(), "GET", path, &all, b"").await.unwrap()
}

fn token(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

/// What a chat completion with this token gets.
async fn chat(emulator: &Running, wire: Wire, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    wire.ask_with(emulator, &[("authorization", &bearer)], json!({})).await
}

/// The code and the description of an error that OAuth's way tells.
fn refusal(answer: &Answer) -> (u16, String, String) {
    let body = answer.json();
    let text = |name: &str| body[name].as_str().unwrap_or_else(|| panic!("{body}")).to_owned();
    (answer.status, text("error"), text("error_description"))
}

/// Signs claims as RS256 or PS256, with the key that the default accounts have.
fn sign(algorithm: &str, claims: &Value) -> String {
    let padding: &dyn RsaEncoding = match algorithm {
        "PS256" => &RSA_PSS_SHA256,
        _ => &RSA_PKCS1_SHA256,
    };
    let key = Accounts::default().entra_key;
    let lines = key.expose().lines().filter(|line| !line.starts_with('-'));
    let der = STANDARD.decode(lines.collect::<String>()).unwrap();
    let pair = KeyPair::from_pkcs8(&der).unwrap();
    let header = json!({ "alg": algorithm, "typ": "JWT", "kid": "emulator-key" });
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let signed = format!(
        "{}.{}",
        encode(header.to_string().as_bytes()),
        encode(claims.to_string().as_bytes())
    );
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(padding, &SystemRandom::new(), signed.as_bytes(), &mut signature)
        .unwrap();
    format!("{signed}.{}", encode(&signature))
}

/// The claims, with these members changed.
fn with(claims: &Value, changes: &Value) -> Value {
    let mut claims = claims.clone();
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

/// What is changed in the last character before the signature's end.
fn forge(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    format!("{signed}.{first}{}", &signature[1..])
}

#[tokio::test]
async fn keys_that_are_none_are_told_at_the_start() {
    let mut accounts = Accounts::default();
    accounts.google_service_account.private_key = "s3cret".into();
    let error = Emulator::start(Config::new().accounts(accounts)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the key of Google's service account is not a private key in PEM (PKCS#8)"
    );
}

#[tokio::test]
async fn what_is_asked_wrongly_is_told() {
    let (emulator, _) = start().await;
    for path in ["/token", "/oidc/v1/token", "/a/oauth2/v2.0/token"] {
        let answer = fetch(&emulator, path, &[]).await;
        assert_eq!((answer.status, answer.headers["allow"].as_str()), (405, "POST"));
        let body = [("content-type", "text/plain")];
        let answer = form_with(&emulator, path, &body, &[("a", "b")]).await;
        assert_eq!(refusal(&answer).1, "invalid_request", "{path}");
        let answer = form(&emulator, path, &[("a", "1"), ("a", "2")]).await;
        assert!(refusal(&answer).2.contains("'a' is there twice"), "{answer:?}");
        let long = "x".repeat(64 * 1024);
        let answer = form(&emulator, path, &[("a", &long)]).await;
        assert!(refusal(&answer).2.contains("longer than 64 KiB"), "{path}");
    }
}

#[tokio::test]
async fn a_request_brings_its_own_fault_and_is_recorded() {
    let config = Config::new().fault("status=500".parse().unwrap());
    let emulator = Emulator::start(config).await.unwrap();
    let fault = [("x-emulator-fault", "status=503; retry-after=2")];
    let answer = form_with(&emulator, "/token", &fault, &[]).await;
    assert_eq!((answer.status, answer.headers["retry-after"].as_str()), (503, "2"));
    assert_eq!(refusal(&answer).1, "temporarily_unavailable");
    let malformed = form_with(&emulator, "/token", &[("x-emulator-fault", "burn")], &[]).await;
    assert_eq!(malformed.status, 400);
    let plain = form(&emulator, "/token", &[]).await;
    assert_eq!(plain.status, 400, "configured faults are for the wires");
    let reset = [("x-emulator-fault", "reset"), FORM];
    assert!(send(emulator.address(), "POST", "/token", &reset, b"").await.is_err());
    let served = emulator.served();
    let statuses: Vec<_> = served.iter().map(|served| (served.operation, served.status)).collect();
    assert_eq!(
        statuses,
        [Some(503), Some(400), Some(400), None].map(|status| (Some("token"), status))
    );
}

fn seconds(clock: &Clock) -> u64 {
    clock.now().as_secs()
}

/// Beyond the tokens of today, and a little more.
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn the_real_clock_is_the_default() {
    let emulator = Emulator::start(Config::new()).await.unwrap();
    let answer = form(&emulator, "/token", google::REFRESH).await;
    let payload = token(&answer).split('.').nth(1).unwrap().to_owned();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert!(claims["iat"].as_u64().unwrap().abs_diff(now) < 600, "{claims}");
}
