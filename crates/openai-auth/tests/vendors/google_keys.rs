//! The kinds of credentials that Google writes down, and where they are looked for.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openai_auth::google::Adc;
use openai_core::{Credential, Error, ErrorKind};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::child::is_child;
use crate::google::{SECRET, authorize, head, login, token};
use crate::leaks::{listen, told};
use crate::server::{Server, json};

const KEY: &str = include_str!("service-account.pem");

fn search(variables: &[(&str, &str)]) -> Adc {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    Adc::search(|name| Ok(variables.get(name).map(|value| (*value).to_owned()))).unwrap()
}

#[tokio::test]
async fn a_service_account_signs_its_tokens_here() {
    let key = json!({
        "type": "service_account", "project_id": "p", "private_key_id": "key-1", "private_key": KEY,
        "client_email": "robot@p.iam.gserviceaccount.com", "universe_domain": "example.cloud",
    });
    let credential = Adc::json("the key", key.to_string()).unwrap();
    let token = authorize(&credential).await.1;
    let parts: Vec<Vec<u8>> = token
        .split('.')
        .map(|part| URL_SAFE_NO_PAD.decode(part).unwrap())
        .collect();
    let header: Value = serde_json::from_slice(&parts[0]).unwrap();
    let claims: Value = serde_json::from_slice(&parts[1]).unwrap();
    assert_eq!((&header["alg"], &header["kid"]), (&json!("RS256"), &json!("key-1")));
    assert_eq!(claims["iss"], "robot@p.iam.gserviceaccount.com");
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/cloud-platform");
    assert_eq!(parts[2].len(), 256);
    assert_eq!(credential.universe_domain().await.unwrap(), "example.cloud");
    assert_eq!(credential.known_project().unwrap().as_deref(), Some("p"));
    assert_eq!(
        credential.origin().unwrap(),
        "a service account key in the key (robot@p.iam.gserviceaccount.com)"
    );
    let narrow = Adc::json("the key", key.to_string())
        .unwrap()
        .with_scopes(["https://a/b", "https://c/d"]);
    let claims = authorize(&narrow).await.1;
    let claims = URL_SAFE_NO_PAD.decode(claims.split('.').nth(1).unwrap()).unwrap();
    assert!(
        String::from_utf8(claims)
            .unwrap()
            .contains("\"https://a/b https://c/d\"")
    );
}

#[tokio::test]
async fn a_broken_private_key_is_not_shown() {
    listen();
    let lines: Vec<&str> = KEY.lines().collect();
    let canary = lines[5];
    for private_key in [
        KEY.replace("-----BEGIN PRIVATE KEY-----", ""),
        KEY.replace("-----END PRIVATE KEY-----", ""),
        format!("-----BEGIN PRIVATE KEY-----\n-----BEGIN {canary}\n"),
        KEY.replacen(canary, "", 1),
        KEY.replace("PRIVATE KEY", "RSA PRIVATE KEY"),
        KEY.replace("PRIVATE KEY", "CERTIFICATE"),
    ] {
        let key = json!({
            "type": "service_account", "project_id": "p", "private_key_id": "1", "client_email": "a@b",
            "private_key": private_key,
        });
        let credential = Adc::json("the key", key.to_string()).unwrap();
        let error = credential.authorize(&mut head()).await.unwrap_err();
        assert!(
            told(&error, &[canary, lines[6]]).contains("a service account key in the key"),
            "{error}"
        );
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn a_login_impersonates_a_service_account() {
    let server = Server::start(|number, request| match request.contains("generateAccessToken") {
        true => json(
            "200 OK",
            r#"{"accessToken":"ya29.of-the-robot","expireTime":"2999-01-01T00:00:00Z"}"#,
        ),
        false => token(number, 3599),
    });
    let key = json!({
        "type": "impersonated_service_account",
        "service_account_impersonation_url": server.url("/v1/projects/-/serviceAccounts/robot@p:generateAccessToken"),
        "source_credentials": serde_json::from_str::<Value>(&login(&server)).unwrap(),
        "quota_project_id": "billed",
    });
    let credential = Adc::json("the key", key.to_string()).unwrap();
    let (head, token) = authorize(&credential).await;
    assert_eq!(token, "ya29.of-the-robot");
    assert_eq!(head.headers["x-goog-user-project"], "billed");
    let request = &server.requests()[1];
    assert!(
        request.starts_with("POST /v1/projects/-/serviceAccounts/robot@p:generateAccessToken "),
        "{request}"
    );
    assert!(request.contains("authorization: Bearer ya29.canary-0\r\n"), "{request}");
    assert!(request.contains("auth/cloud-platform"), "{request}");
    assert_eq!(
        credential.origin().unwrap(),
        "an impersonated service account in the key (robot@p)"
    );
}

#[tokio::test]
async fn an_impersonation_that_fails_is_told() {
    listen();
    let denied = r#"{"error":{"code":403,"message":"Permission 'getAccessToken' denied to s3cret-of-the-client","status":"PERMISSION_DENIED"}}"#;
    let past = r#"{"accessToken":"ya29.of-the-robot","expireTime":"1999-01-01T00:00:00Z"}"#;
    for (answer, expected) in [
        (
            json("403 Forbidden", denied),
            "403 PERMISSION_DENIED (Permission 'getAccessToken' denied to ***): impersonating",
        ),
        (json("200 OK", past), "gave up half-way"),
    ] {
        let server = Server::start(move |number, request| match request.contains("generateAccessToken") {
            true => answer.clone(),
            false => token(number, 3599),
        });
        let key = json!({
            "type": "impersonated_service_account",
            "service_account_impersonation_url": server.url("/serviceAccounts/robot@p:generateAccessToken"),
            "source_credentials": serde_json::from_str::<Value>(&login(&server)).unwrap(),
        });
        let credential = Adc::json("the key", key.to_string()).unwrap();
        let error = credential.authorize(&mut head()).await.unwrap_err();
        let text = told(&error, &[SECRET, "ya29.of-the-robot"]);
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[tokio::test]
async fn a_federated_identity_exchanges_its_token() {
    let folder = TempDir::new().unwrap();
    let subject = folder.path().join("subject");
    fs::write(&subject, "token-of-the-issuer").unwrap();
    let answer = r#"{"access_token":"ya29.federated","issued_token_type":"t","token_type":"Bearer","expires_in":3599}"#;
    let server = Server::constant(json("200 OK", answer));
    let key = json!({
        "type": "external_account", "audience": "//iam.googleapis.com/projects/1/pool",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "token_url": server.url("/v1/token"),
        "credential_source": { "file": subject },
    });
    let credential = Adc::json("the key", key.to_string()).unwrap();
    assert_eq!(authorize(&credential).await.1, "ya29.federated");
    let request = &server.requests()[0];
    for piece in [
        "POST /v1/token ",
        "subject_token=token-of-the-issuer",
        "token-exchange",
        "cloud-platform",
    ] {
        assert!(request.contains(piece), "{piece}: {request}");
    }
    fs::remove_file(&subject).unwrap();
    let credential = Adc::json("the key", key.to_string()).unwrap();
    let error = credential.authorize(&mut head()).await.unwrap_err();
    assert!(error.to_string().contains("No such file"), "{error}");
}

#[tokio::test]
async fn looks_in_googles_order() {
    let server = Server::start(|number, _| token(number, 3599));
    let folder = TempDir::new().unwrap();
    let gcloud = folder.path().join("application_default_credentials.json");
    let named = folder.path().join("named.json");
    fs::write(&gcloud, login(&server)).unwrap();
    fs::write(&named, login(&server).replace("paying-project", "named-project")).unwrap();
    let (folder_name, named_name) = (folder.path().to_str().unwrap(), named.to_str().unwrap());
    let all = [
        ("GOOGLE_APPLICATION_CREDENTIALS", named_name),
        ("CLOUDSDK_CONFIG", folder_name),
        ("GCE_METADATA_HOST", server.host.as_str()),
    ];
    let credential = search(&all);
    assert_eq!(
        authorize(&credential).await.0.headers["x-goog-user-project"],
        "named-project"
    );
    assert_eq!(
        credential.origin().unwrap(),
        format!("a user's login in {named_name}, which GOOGLE_APPLICATION_CREDENTIALS names")
    );
    let credential = search(&[("GOOGLE_APPLICATION_CREDENTIALS", " "), all[1], all[2]]);
    assert_eq!(
        authorize(&credential).await.0.headers["x-goog-user-project"],
        "paying-project"
    );
    let credential = search(&[all[1], ("GOOGLE_CLOUD_QUOTA_PROJECT", "project-of-the-environment")]);
    assert_eq!(
        authorize(&credential).await.0.headers["x-goog-user-project"],
        "project-of-the-environment"
    );
    assert_eq!(
        credential.known_project().unwrap(),
        None,
        "a user's login has none of its own"
    );
    let credential = credential.with_quota_project("argument");
    assert!(format!("{credential:?}").contains("argument"));
    fs::remove_file(&gcloud).unwrap();
    authorize(&search(&all[1..])).await;
    assert!(server.requests().last().unwrap().starts_with("GET /computeMetadata/"));
    // Under the home folder.
    fs::create_dir_all(folder.path().join(".config/gcloud")).unwrap();
    fs::write(
        folder
            .path()
            .join(".config/gcloud/application_default_credentials.json"),
        login(&server),
    )
    .unwrap();
    assert!(
        search(&[("HOME", folder_name)])
            .origin()
            .unwrap()
            .contains(".config/gcloud")
    );
}

#[tokio::test]
async fn what_was_looked_at_is_told() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("key.json");
    let nothing = search(&[
        ("CLOUDSDK_CONFIG", folder.path().to_str().unwrap()),
        ("GCE_METADATA_HOST", "127.0.0.1:1"),
    ]);
    let error = nothing.authorize(&mut head()).await.unwrap_err();
    let expected = format!(
        "no Google credential was found. Looked at GOOGLE_APPLICATION_CREDENTIALS (not set), the gcloud login in {} \
         (not there), and the metadata server 127.0.0.1:1 (it cannot be reached: Connection refused",
        folder.path().join("application_default_credentials.json").display()
    );
    assert!(error.to_string().starts_with(&expected), "{error}");
    assert!(
        error.to_string().contains("gcloud auth application-default login"),
        "{error}"
    );
    assert!(!error.is_retryable());

    let named = search(&[("GOOGLE_APPLICATION_CREDENTIALS", path.to_str().unwrap())]);
    for (content, expected) in [
        (None, "is not there"),
        (
            Some(&b"{\"client_secret\": s3cret-of-the-client"[..]),
            "is not JSON (line 1, column 19)",
        ),
        (Some(b"\xff\xfe"), "is not text"),
        (Some(&[b' '; (1 << 20) + 1]), "is longer than 1 MiB"),
        (Some(b"{\"type\":\"service_account\"}"), "has no `client_email`"),
        (
            Some(b"{\"installed\":{\"client_secret\":\"s3cret-of-the-client\"}}"),
            "is an OAuth client",
        ),
    ] {
        if let Some(content) = content {
            fs::write(&path, content).unwrap();
        }
        let error = named.authorize(&mut head()).await.unwrap_err();
        let text = told(&error, &[SECRET]);
        assert!(
            text.contains(path.to_str().unwrap()) && text.contains(expected),
            "{expected}: {text}"
        );
    }
    let error = Adc::file(folder.path()).authorize(&mut head()).await.unwrap_err();
    assert!(error.to_string().contains("is a folder"), "{error}");
}

#[tokio::test]
async fn a_login_that_comes_later_is_found() {
    let server = Server::start(|number, _| token(number, 3599));
    let folder = TempDir::new().unwrap();
    let credential = search(&[
        ("CLOUDSDK_CONFIG", folder.path().to_str().unwrap()),
        ("GCE_METADATA_HOST", "127.0.0.1:1"),
    ]);
    credential.authorize(&mut head()).await.unwrap_err();
    fs::write(
        folder.path().join("application_default_credentials.json"),
        login(&server),
    )
    .unwrap();
    assert_eq!(authorize(&credential).await.1, "ya29.canary-0");
}

#[test]
fn arguments_are_checked() {
    let error = Adc::json("GOOGLE_KEY", "{}").unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().contains("GOOGLE_KEY has no `type`")),
        (ErrorKind::Config, true),
        "{error}"
    );
    for account in ["", "robot", "a@b/../../x", "a@b:generateIdToken", "a@b?c", "ä@b"] {
        let error = Adc::metadata().with_impersonation(account).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{account}");
    }
    let adc = Adc::metadata()
        .with_impersonation("robot@p.iam.gserviceaccount.com")
        .unwrap();
    assert!(
        adc.origin()
            .unwrap()
            .ends_with("acting as robot@p.iam.gserviceaccount.com")
    );
    let refuse = |_: &str| Err(Error::new(ErrorKind::Config, "not UTF-8"));
    assert_eq!(Adc::search(refuse).unwrap_err().kind(), ErrorKind::Config);
}

#[test]
fn googles_crate_reads_where_the_metadata_server_is() {
    let server = Server::start(|number, _| token(number, 3599));
    let name = "google_keys::googles_crate_reads_where_the_metadata_server_is";
    if is_child(name, &[("GCE_METADATA_HOST", &server.host)]) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        assert_eq!(runtime.block_on(authorize(&Adc::metadata())).1, "ya29.canary-0");
    } else {
        assert!(server.requests()[0].starts_with("GET /computeMetadata/"));
    }
}

#[test]
fn impersonation_asks_googles_endpoint_for_the_account() {
    let proxy = Server::constant("HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n");
    let metadata = Server::start(|number, request| match request.contains("universe-domain") {
        true => json("404 Not Found", ""),
        false => token(number, 3599),
    });
    let name = "google_keys::impersonation_asks_googles_endpoint_for_the_account";
    let variables = [
        ("GCE_METADATA_HOST", &*metadata.host),
        ("HTTPS_PROXY", &*proxy.url("")),
        ("NO_PROXY", "127.0.0.1"),
    ];
    if is_child(name, &variables) {
        let credential = Adc::metadata()
            .with_impersonation("robot@p.iam.gserviceaccount.com")
            .unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        // Google's crate tries for a minute.
        let credential = credential.with_time_limit(Duration::from_secs(1));
        runtime.block_on(credential.authorize(&mut head())).unwrap_err();
    } else {
        assert!(proxy.requests()[0].starts_with("CONNECT iamcredentials.googleapis.com:443 "));
    }
}
