//! What a machine offers to sign in to Entra with: its own identity, and the developer's tools.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use openai_auth::entra::{Entra, ManagedIdentity, Source};
use openai_core::TokenSource;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::child::is_child;
use crate::direct::Direct;
use crate::entra::token;
use crate::google::authorize;
use crate::leaks::{listen, told};
use crate::server::{Server, json};

fn chain(direct: std::sync::Arc<Direct>, variables: &[(&str, &str)]) -> Source {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    Source::chain(direct, |name| Ok(variables.get(name).map(|value| (*value).to_owned()))).unwrap()
}

fn machine_token(number: usize) -> String {
    let body = r#"{"token_type":"Bearer","expires_on":"4102444800","resource":"r","access_token":"eyJ0.machine.N"}"#;
    json("200 OK", &body.replace('N', &number.to_string()))
}

/// A program in the folder that does what this shell script says.
fn program(folder: &Path, name: &str, script: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_virtual_machine_asks_its_metadata_service() {
    if !is_child("entra_machine::a_virtual_machine_asks_its_metadata_service", &[]) {
        return;
    }
    Runtime::new().unwrap().block_on(async {
        let server = Server::start(|number, _| machine_token(number));
        let direct = Direct::to(&server.host);
        let source = |which| Source::managed_identity(direct.clone(), which);
        assert_eq!(
            authorize(&Entra::new(source(ManagedIdentity::System))).await.1,
            "eyJ0.machine.0"
        );
        source(ManagedIdentity::ClientId("c-1".into())).fetch().await.unwrap();
        source(ManagedIdentity::ObjectId("o-1".into())).fetch().await.unwrap();
        source(ManagedIdentity::ResourceId("/sub/r".into()))
            .fetch()
            .await
            .unwrap();
        for (address, id) in direct.addresses.lock().unwrap().iter().zip([
            "",
            "&client_id=c-1",
            "&object_id=o-1",
            "&msi_res_id=%2Fsub%2Fr",
        ]) {
            assert_eq!(
                *address,
                format!(
                    "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2019-08-01\
                     &resource=https%3A%2F%2Fcognitiveservices.azure.com{id}"
                )
            );
        }
        assert!(
            server.requests()[0].contains("metadata: true\r\n"),
            "{}",
            server.requests()[0]
        );

        let none = Server::constant(json(
            "400 Bad Request",
            r#"{"error":"invalid_request","error_description":"Identity not found"}"#,
        ));
        let error = Source::managed_identity(Direct::to(&none.host), ManagedIdentity::System)
            .fetch()
            .await
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("(Identity not found): is a managed identity assigned"),
            "{error}"
        );
        let error = Source::managed_identity(Direct::nowhere(), ManagedIdentity::System)
            .fetch()
            .await
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("http://169.254.169.254 cannot be asked for a token"),
            "{error}"
        );
        assert!(error.is_retryable());
    });
}

#[test]
fn an_app_service_is_asked_with_its_secret() {
    let server = Server::start(|number, _| match number {
        0 => machine_token(number),
        _ => json("500 Oops", r#"{"error":{"message":"no header-c4nary"}}"#),
    });
    let endpoint = server.url("/msi/token");
    let variables = [
        ("IDENTITY_ENDPOINT", endpoint.as_str()),
        ("IDENTITY_HEADER", "header-c4nary"),
        ("HOST", &server.host),
    ];
    if is_child("entra_machine::an_app_service_is_asked_with_its_secret", &variables) {
        listen();
        let direct = Direct::to(&std::env::var("HOST").unwrap());
        let source = Source::managed_identity(direct, ManagedIdentity::System);
        Runtime::new().unwrap().block_on(async {
            source.fetch().await.unwrap();
            let error = source.fetch().await.unwrap_err();
            assert!(
                told(&error, &["header-c4nary"]).contains("answered 500 (no ***)"),
                "{error}"
            );
        });
    } else {
        let request = &server.requests()[0];
        assert!(request.starts_with("GET /msi/token?api-version="), "{request}");
        assert!(request.contains("x-identity-header: header-c4nary\r\n"), "{request}");
    }
}

#[test]
fn the_developers_tools_are_run_once_a_token() {
    let folder = TempDir::new().unwrap();
    let calls = folder.path().join("calls");
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let print =
        r#"echo "$0 $*" >> CALLS; echo '{"accessToken":"eyJ0.of.az","expires_on":4102444800,"tokenType":"Bearer"}'"#;
    program(folder.path(), "az", &print.replace("CALLS", calls.to_str().unwrap()));
    program(
        folder.path(),
        "azd",
        r#"echo '{"token":"eyJ0.of.azd","expiresOn":"2999-01-01T00:00:00Z"}'"#,
    );
    if is_child(
        "entra_machine::the_developers_tools_are_run_once_a_token",
        &[("PATH", &path)],
    ) {
        Runtime::new().unwrap().block_on(async {
            let credential = Entra::new(Source::developer_tools());
            for _ in 0..3 {
                assert_eq!(authorize(&credential).await.1, "eyJ0.of.az");
            }
            let azd = Source::azure_developer_cli(Some("contoso.example")).unwrap();
            assert_eq!(authorize(&Entra::new(azd)).await.1, "eyJ0.of.azd");
            let chain = chain(Direct::nowhere(), &[]);
            assert!(
                chain
                    .origin()
                    .starts_with("the first of an application in the environment, a workload identity")
            );
            chain.fetch().await.unwrap();
            assert_eq!(chain.origin(), "the Azure CLI, az");
        });
        let folder = std::env::var("PATH").unwrap().split(':').next().unwrap().to_owned();
        let calls = fs::read_to_string(Path::new(&folder).join("calls")).unwrap();
        assert_eq!(calls.lines().count(), 2, "{calls}");
        let arguments = "az account get-access-token -o json --scope https://cognitiveservices.azure.com/.default";
        assert!(calls.lines().all(|call| call.ends_with(arguments)), "{calls}");
    }
}

#[test]
fn a_tool_that_fails_is_told_without_its_tokens() {
    let folder = TempDir::new().unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    if !is_child(
        "entra_machine::a_tool_that_fails_is_told_without_its_tokens",
        &[("PATH", &path)],
    ) {
        return;
    }
    listen();
    let folder = std::env::var("PATH").unwrap().split(':').next().unwrap().to_owned();
    fs::create_dir_all(&folder).unwrap();
    Runtime::new().unwrap().block_on(async {
        let az = Source::azure_cli(None).unwrap();
        for (script, expected) in [
            (None, "the Azure CLI, az brought no token: az not found on PATH"),
            (
                Some("echo \"ERROR: run 'az login', eyJ0.canary.token\" >&2; exit 1"),
                "ERROR: run 'az login', ***",
            ),
            (Some("echo eyJ0.canary.token"), "is not the JSON of a token"),
            (
                Some("echo '{\"accessToken\":\"eyJ0.canary.token\",\"expires_on\":\"eyJ0.canary.token\"}'"),
                "is not the JSON",
            ),
            (
                Some("echo '{\"accessToken\":\"eyJ0.canary.token\",\"tokenType\":\"B\"}'"),
                "use Azure CLI 2.54.0 or newer",
            ),
            (Some("exec sleep 60"), "took longer than 2s"),
        ] {
            if let Some(script) = script {
                program(Path::new(&folder), "az", script);
            }
            let az = az.clone().with_time_limit(std::time::Duration::from_secs(2));
            let error = az.fetch().await.unwrap_err();
            let text = told(&error, &["eyJ0.canary"]);
            assert!(text.contains(expected), "{expected}: {text}");
        }
    });
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_chain_says_of_each_why() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap().to_owned();
    if !is_child("entra_machine::the_chain_says_of_each_why", &[("PATH", &path)]) {
        return;
    }
    Runtime::new().unwrap().block_on(async {
        let error = chain(
            Direct::nowhere(),
            &[("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_SECRET", " ")],
        )
        .fetch()
        .await
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "no Entra credential was found. Tried an application in the environment (AZURE_CLIENT_ID is not set); \
             a workload identity (AZURE_CLIENT_ID is not set); \
             a managed identity (nothing answers at 169.254.169.254); \
             the Azure CLI (the Azure CLI, az brought no token: az not found on PATH); \
             the Azure Developer CLI (the Azure Developer CLI, azd brought no token: azd not found on PATH). \
             Run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET"
        );
        let server = Server::constant(json(
            "400 Bad Request",
            r#"{"error":"invalid_client","error_codes":[7000222]}"#,
        ));
        let authority = server.url("");
        let application = [
            ("AZURE_TENANT_ID", "t"),
            ("AZURE_CLIENT_ID", "c"),
            ("AZURE_CLIENT_SECRET", "s"),
            ("AZURE_AUTHORITY_HOST", authority.as_str()),
        ];
        let error = chain(Direct::to(&server.host), &application).fetch().await.unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("invalid_client: the client secret has expired: make a new one"),
            "{error}"
        );
        assert_eq!(server.requests().len(), 1, "what is configured must work");
    });
}

#[test]
fn the_chain_stays_with_the_first_that_worked() {
    if !is_child("entra_machine::the_chain_stays_with_the_first_that_worked", &[]) {
        return;
    }
    Runtime::new().unwrap().block_on(async {
        let server = Server::start(|number, request| match request.contains("metadata: true") {
            true => machine_token(number),
            false => json("400 Bad Request", "{}"),
        });
        let chain = chain(Direct::to(&server.host), &[("AZURE_CLIENT_ID", "c-1")]);
        chain.fetch().await.unwrap();
        assert_eq!(chain.origin(), "the managed identity c-1");
        assert!(
            server.requests()[1].contains("client_id=c-1"),
            "{:?}",
            server.requests()
        );
        let server = Server::start(|number, _| token(number));
        let file = TempDir::new().unwrap();
        let file = file.path().join("token");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "eyJ0").unwrap();
        let variables = [
            ("AZURE_TENANT_ID", "t"),
            ("AZURE_CLIENT_ID", "c"),
            ("AZURE_FEDERATED_TOKEN_FILE", file.to_str().unwrap()),
        ];
        let chain = self::chain(Direct::to(&server.host), &variables);
        chain.fetch().await.unwrap();
        assert_eq!(chain.origin(), "the workload identity c in the tenant t");
    });
}
