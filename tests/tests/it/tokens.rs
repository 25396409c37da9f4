//! Our credentials against the emulator's token endpoints, and a chat completion with what they bring.

use std::error::Error as StdError;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::{Request, Response};
use openai_auth::databricks::{AZURE_RESOURCE, AzureWorkspace, M2m};
use openai_auth::entra::{Entra, ManagedIdentity, Source};
use openai_auth::google::Adc;
use openai_auth::{BearerFrom, Cached, RefreshToken};
use openai_client::HttpTransport;
use openai_core::{
    BaseUrl, Credential, Error, ErrorKind, Incoming, Payload, Provider, TokenSource, Transport, TransportError,
    async_trait,
};
use openai_emulator::{Accounts, Clock, Config, Emulator, Running};
use openai_multicloud::{Client, Cloud, wires};
use openai_types::chat;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};

/// Another key than the emulator's.
const OTHER_KEY: &str = include_str!("../../../crates/openai-auth/tests/vendors/service-account.pem");

const CANARY: &str = "canary-s3cret";

/// An emulator that accepts nothing but the tokens that it issues.
async fn start() -> Running {
    Emulator::start(Config::new().key("nobody-knows-it")).await.unwrap()
}

fn transport() -> Arc<dyn Transport> {
    Arc::new(HttpTransport::new())
}

fn base(emulator: &Running, path: &str) -> BaseUrl {
    BaseUrl::parse("the emulator", &format!("{}{path}", emulator.url())).unwrap()
}

async fn chat(provider: impl Provider, credential: impl Credential) -> Result<usize, Error> {
    let client = Client::new(Cloud::new(provider, credential));
    let request = chat::Request::new("google/gemini-2.5-flash", [chat::Message::user("Hello")]);
    let reply = client.chat(request).await?;
    assert!(reply.text().contains("emulator"), "{}", reply.text());
    Ok(reply.attempts() as usize)
}

async fn vertex(emulator: &Running, credential: impl Credential) -> Result<usize, Error> {
    let place = "/v1/projects/p/locations/us-central1/endpoints/openapi";
    chat(wires::vertex::Vertex::with_base_url(base(emulator, place)), credential).await
}

async fn azure(emulator: &Running, credential: impl Credential) -> Result<usize, Error> {
    chat(wires::azure::Azure::v1(base(emulator, "")), credential).await
}

async fn databricks(emulator: &Running, credential: impl Credential) -> Result<usize, Error> {
    chat(wires::databricks::Databricks::new(base(emulator, "")), credential).await
}

/// All that an error says, searched for secrets.
fn told(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    for secret in [CANARY, "emulator-refresh-token", "PRIVATE KEY", "eyJ", "ya29."] {
        assert!(!text.contains(secret), "{text}");
    }
    text
}

fn check(outcome: Result<usize, Error>, kind: ErrorKind, words: &str) {
    let error = outcome.unwrap_err();
    let text = told(&error);
    assert!(text.contains(words), "{words}: {text}");
    assert_eq!(error.kind(), kind, "{text}");
}

fn refresh(emulator: &Running, secret: &str, token: &str) -> BearerFrom<RefreshToken> {
    let id = &Accounts::default().google_client.id;
    let source = RefreshToken::new(transport(), id, secret, token).unwrap();
    let source = source.with_token_endpoint(&format!("{}/token", emulator.url()));
    BearerFrom::new(Cached::new(source.unwrap()))
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_and_checked() {
    let emulator = start().await;
    let accounts = Accounts::default();
    let (secret, token) = (
        accounts.google_client.secret.expose(),
        accounts.google_refresh_token.expose(),
    );
    assert_eq!(vertex(&emulator, refresh(&emulator, secret, token)).await.unwrap(), 1);
    check(
        vertex(&emulator, refresh(&emulator, CANARY, token)).await,
        ErrorKind::Credential,
        "answered 401 invalid_client (The provided client secret is invalid.): the client id and the client secret",
    );
    check(
        vertex(&emulator, refresh(&emulator, secret, CANARY)).await,
        ErrorKind::Credential,
        "answered 400 invalid_grant (Token has been expired or revoked.): the refresh token has expired",
    );
    check(
        azure(&emulator, refresh(&emulator, secret, token)).await,
        ErrorKind::Authentication,
        "audience is incorrect",
    );
}

#[tokio::test]
async fn a_token_that_runs_out_over_there_is_fetched_anew() {
    let clock = Clock::manual();
    let config = Config::new().key("nobody-knows-it").clock(clock.clone());
    let emulator = Emulator::start(config).await.unwrap();
    let accounts = Accounts::default();
    let credential = refresh(
        &emulator,
        accounts.google_client.secret.expose(),
        accounts.google_refresh_token.expose(),
    );
    let place = "/v1/projects/p/locations/us-central1/endpoints/openapi";
    let provider = wires::vertex::Vertex::with_base_url(base(&emulator, place));
    let client = Client::new(Cloud::new(provider, credential));
    let request = || chat::Request::new("google/gemini-2.5-flash", [chat::Message::user("Hello")]);
    assert_eq!(client.chat(request()).await.unwrap().attempts(), 1);
    clock.advance(Duration::from_secs(3600));
    assert_eq!(client.chat(request()).await.unwrap().attempts(), 2);
    let tokens = emulator.served();
    let tokens = tokens.iter().filter(|served| served.operation == Some("token"));
    assert_eq!(tokens.count(), 2);
}

fn service_account(key: &str) -> Adc {
    let account = Accounts::default().google_service_account;
    let json = json!({
        "type": "service_account", "project_id": account.project, "private_key_id": account.key_id,
        "client_email": account.email, "private_key": key,
    });
    Adc::json("the key", json.to_string()).unwrap()
}

#[tokio::test]
async fn a_service_account_signs_for_itself() {
    let emulator = start().await;
    let account = Accounts::default().google_service_account;
    let key = account.private_key.expose();
    vertex(&emulator, service_account(key)).await.unwrap();
    check(
        vertex(&emulator, service_account(OTHER_KEY)).await,
        ErrorKind::Authentication,
        "invalid authentication credentials",
    );
    check(
        vertex(&emulator, service_account(key).with_scopes(["openid"])).await,
        ErrorKind::Permission,
        "insufficient authentication scopes",
    );
    let past = Config::new().key("nobody-knows-it").clock(Clock::manual());
    let past = Emulator::start(past).await.unwrap();
    check(
        vertex(&past, service_account(key)).await,
        ErrorKind::Authentication,
        "invalid authentication credentials",
    );
}

#[tokio::test]
async fn a_users_login_is_refreshed() {
    let emulator = start().await;
    let accounts = Accounts::default();
    let login = |secret: &str| {
        let json = json!({
            "type": "authorized_user", "client_id": accounts.google_client.id, "client_secret": secret,
            "refresh_token": accounts.google_refresh_token.expose(), "token_uri": format!("{}/token", emulator.url()),
        });
        Adc::json("the login", json.to_string()).unwrap()
    };
    let secret = accounts.google_client.secret.expose();
    vertex(&emulator, login(secret)).await.unwrap();
    check(
        vertex(&emulator, login(CANARY)).await,
        ErrorKind::Credential,
        "answered 401 invalid_client (The provided client secret is invalid.)",
    );
    check(
        vertex(&emulator, login(secret).with_scopes(["everything"])).await,
        ErrorKind::Credential,
        "answered 400 invalid_scope",
    );
}

#[tokio::test]
async fn a_machine_of_google_has_a_service_account() {
    let emulator = start().await;
    let machine = || Adc::metadata_at(emulator.address().to_string());
    assert_eq!(machine().universe_domain().await.unwrap(), "googleapis.com");
    vertex(&emulator, machine()).await.unwrap();
    check(
        vertex(&emulator, machine().with_scopes(["openid"])).await,
        ErrorKind::Permission,
        "insufficient authentication scopes",
    );
}

fn application(emulator: &Running, tenant: &str, client: &str, secret: &str) -> Source {
    let source = Source::client_secret(transport(), tenant, client, secret).unwrap();
    source.with_authority(&emulator.url()).unwrap()
}

#[tokio::test]
async fn an_application_of_entra_shows_its_secret() {
    let emulator = start().await;
    let accounts = Accounts::default();
    let (tenant, client) = (&accounts.entra_tenant, &accounts.entra_client);
    let secret = client.secret.expose();
    let good = || application(&emulator, tenant, &client.id, secret);
    azure(&emulator, Entra::new(good())).await.unwrap();
    let workspace = good().with_scope(format!("{AZURE_RESOURCE}/.default"));
    databricks(&emulator, AzureWorkspace::new(Arc::new(workspace)))
        .await
        .unwrap();
    check(
        azure(
            &emulator,
            Entra::new(good().with_scope("https://management.azure.com/.default")),
        )
        .await,
        ErrorKind::Authentication,
        "audience is incorrect",
    );
    for (source, words) in [
        (
            application(&emulator, tenant, &client.id, CANARY),
            "answered 401 invalid_client (AADSTS7000215",
        ),
        (
            application(&emulator, "another.example", &client.id, secret),
            "there is no such tenant",
        ),
        (
            application(&emulator, tenant, "another", secret),
            "the tenant does not know the client id",
        ),
        (
            good().with_scope("https://another.example/.default"),
            "the scope names nothing that the tenant knows",
        ),
    ] {
        check(azure(&emulator, Entra::new(source)).await, ErrorKind::Credential, words);
    }
}

/// A token that the issuer whom the application trusts signs for a workload, with these claims in place of the usual.
fn assertion(claims: &[(&str, Value)]) -> String {
    let accounts = Accounts::default();
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let mut payload = json!({
        "iss": accounts.entra_federation.issuer, "sub": accounts.entra_federation.subject,
        "aud": "api://AzureADTokenExchange", "iat": now, "exp": now + 600,
    });
    for (name, value) in claims {
        payload[*name] = value.clone();
    }
    let lines = accounts.entra_key.expose().lines();
    let key: String = lines.filter(|line| !line.starts_with("-----")).collect();
    let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(key).unwrap()).unwrap();
    let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let text = format!(
        "{}.{}",
        encode(&json!({ "alg": "RS256", "typ": "JWT" })),
        encode(&payload)
    );
    let mut signature = vec![0; key.public().modulus_len()];
    let random = SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
        .unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[tokio::test]
async fn a_workload_of_entra_shows_its_issuers_token() {
    let emulator = start().await;
    let accounts = Accounts::default();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    let workload = || {
        let (tenant, client) = (&accounts.entra_tenant, &accounts.entra_client.id);
        let source = Source::workload_identity(transport(), tenant, client, &file).unwrap();
        Entra::new(source.with_authority(&emulator.url()).unwrap())
    };
    fs::write(&file, assertion(&[])).unwrap();
    azure(&emulator, workload()).await.unwrap();
    for (claims, words) in [
        ([("sub", json!("another"))], "AADSTS700213"),
        (
            [("exp", json!(1_000_000_000))],
            "check this machine's clock, and that the token file is fresh",
        ),
        (
            [("iss", json!("https://evil.example"))],
            "no federated credential of the application fits the token",
        ),
    ] {
        fs::write(&file, assertion(&claims)).unwrap();
        check(azure(&emulator, workload()).await, ErrorKind::Credential, words);
    }
}

/// Leads from the address of a machine's own metadata service to the emulator.
#[derive(Debug)]
struct Machine {
    emulator: String,
    http: HttpTransport,
}

#[async_trait]
impl Transport for Machine {
    async fn send(&self, mut request: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        let address = request.uri().to_string();
        let address = address.replace("http://169.254.169.254", &self.emulator);
        *request.uri_mut() = address.parse().unwrap();
        self.http.send(request).await
    }
}

#[tokio::test]
async fn a_machine_of_azure_has_an_identity() {
    let emulator = start().await;
    let machine = |which| {
        let machine = Machine {
            emulator: emulator.url(),
            http: HttpTransport::new(),
        };
        Entra::new(Source::managed_identity(Arc::new(machine), which))
    };
    azure(&emulator, machine(ManagedIdentity::System)).await.unwrap();
    let own = Accounts::default().entra_client.id;
    azure(&emulator, machine(ManagedIdentity::ClientId(own))).await.unwrap();
    check(
        azure(&emulator, machine(ManagedIdentity::ClientId("another".to_owned()))).await,
        ErrorKind::Credential,
        "(Identity not found): is a managed identity assigned to this machine",
    );
}

#[tokio::test]
async fn a_service_principal_of_databricks_finds_its_way() {
    let emulator = start().await;
    let client = Accounts::default().databricks_client;
    let principal = |secret: &str| M2m::new(transport(), base(&emulator, ""), &client.id, secret).unwrap();
    let credential = BearerFrom::new(Cached::new(principal(client.secret.expose())));
    databricks(&emulator, credential).await.unwrap();
    let paths: Vec<String> = emulator.served().into_iter().map(|served| served.path).collect();
    assert_eq!(
        paths,
        [
            "/.well-known/databricks-config",
            "/oidc/.well-known/oauth-authorization-server",
            "/oidc/v1/token",
            "/serving-endpoints/chat/completions",
        ]
    );
    let error = principal(CANARY).fetch().await.map(|_| ()).unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(
        text.contains("answered 401 invalid_client (Client authentication failed): check the client id and the secret"),
        "{text}"
    );
    assert!(!text.contains(CANARY) && !text.contains("Basic"), "{text}");
}
