//! The unified authentication of Databricks: what is read, which way in is chosen, and what an error tells.

use std::future::ready;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use openai_auth::TokenFn;
use openai_auth::databricks::{
    AZURE_RESOURCE, AzureWorkspace, Config, EntraIdentity, Method, Origin, Setting, Unified,
};
use openai_core::{Credential, CredentialError, Error, ExposeSecret, Token, TokenSource, Transport};

use crate::scripted::head;
use crate::server::{Server, body, grant};

const HOST: (&str, &str) = ("DATABRICKS_HOST", "dbc-1.cloud.databricks.com");
const TOKEN: (&str, &str) = ("DATABRICKS_TOKEN", "dapicanary-env");
const M2M: [(&str, &str); 2] = [
    ("DATABRICKS_CLIENT_ID", "env-id"),
    ("DATABRICKS_CLIENT_SECRET", "dosecanary"),
];
const ARM: [(&str, &str); 3] = [
    ("ARM_CLIENT_ID", "arm-id"),
    ("ARM_CLIENT_SECRET", "canary-arm"),
    ("ARM_TENANT_ID", "tenant-1"),
];

const FILE: &str = "[DEFAULT]\nhost = https://default.example\ntoken = dapicanary-default\n\n\
    [dev]\nhost = https://dev.example/\nclient_id = dev-id\nclient_secret = dosecanary\n\n\
    [cli]\nhost = https://cli.example\nauth_type = databricks-cli\n";

/// Loads from these variables; the file is the one given, and `HOME` is set.
fn load(arguments: &[(Setting, &str)], variables: &[(&str, &str)], file: Option<&str>) -> Result<Config, Error> {
    let arguments = arguments.iter().map(|(setting, value)| (*setting, (*value).to_owned()));
    let variable = |name: &str| {
        let found = variables.iter().find(|(other, _)| *other == name);
        Ok(found
            .map(|(_, value)| (*value).to_owned())
            .or((name == "HOME").then(|| "/my".to_owned())))
    };
    let read = |path: &Path| match file {
        Some(text) if path == Path::new("/my/.databrickscfg") => Ok(text.to_owned()),
        _ => Err(io::ErrorKind::NotFound.into()),
    };
    let config = Config::load(arguments, variable, read);
    if let Ok(config) = &config {
        hides(&format!("{config:?} {config:#?}"));
    }
    config
}

fn hides(text: &str) {
    assert!(!text.contains("canary"), "{text}");
}

fn find(config: &Config) -> Result<Unified, Error> {
    let transport: Arc<dyn Transport> = Server::new([]);
    let found = config.credential(&transport);
    hides(&format!(
        "{found:?} {}",
        found.as_ref().err().map(ToString::to_string).unwrap_or_default()
    ));
    found
}

/// The methods to try, or the error.
fn methods(arguments: &[(Setting, &str)], variables: &[(&str, &str)], file: Option<&str>) -> String {
    let found = load(arguments, variables, file).and_then(|config| find(&config.with_entra(no_entra)));
    match found {
        Ok(found) => found.candidates().map(Method::name).collect::<Vec<_>>().join(" "),
        Err(error) => error.to_string(),
    }
}

fn no_entra(_: &openai_auth::databricks::EntraRequest) -> Result<Arc<dyn TokenSource>, Error> {
    Ok(Arc::new(TokenFn::new(|| {
        ready(Err(CredentialError::new("no Entra in this test")))
    })))
}

async fn authorization(credential: &dyn Credential) -> String {
    let mut head = head();
    match credential.authorize(&mut head).await {
        Ok(()) => head.headers["authorization"].to_str().unwrap().to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_order_is_that_of_the_unified_authentication() {
    let names = Method::ORDER.map(Method::name);
    assert_eq!(
        names,
        [
            "pat",
            "basic",
            "oauth-m2m",
            "azure-client-secret",
            "azure-msi",
            "azure-cli",
            "databricks-cli"
        ]
    );
    for name in names {
        assert_eq!(Method::from_name(name).unwrap().to_string(), name);
    }
    let basic = [HOST, ("DATABRICKS_USERNAME", "me"), ("DATABRICKS_PASSWORD", "canary")];
    let azure = ("DATABRICKS_HOST", "https://adb-1.2.azuredatabricks.net");
    for (variables, expected) in [
        (vec![HOST, TOKEN], "pat"),
        (basic.to_vec(), "basic"),
        ([&[HOST][..], &M2M].concat(), "oauth-m2m"),
        ([&[azure][..], &ARM].concat(), "azure-client-secret"),
        (vec![azure, ("ARM_USE_MSI", "true")], "azure-msi"),
        (
            [&[azure, ("ARM_USE_MSI", "TRUE")][..], &ARM].concat(),
            "azure-client-secret",
        ),
        (vec![azure, ("ARM_USE_MSI", "false")], "azure-cli databricks-cli"),
        (vec![azure], "azure-cli databricks-cli"),
        (
            vec![("DATABRICKS_HOST", "https://azuredatabricks.net.evil.example")],
            "databricks-cli",
        ),
        (
            vec![HOST, ("DATABRICKS_AZURE_RESOURCE_ID", "/subscriptions/1")],
            "azure-cli databricks-cli",
        ),
        (vec![HOST, M2M[0]], "databricks-cli"),
        (
            vec![HOST, TOKEN, ("DATABRICKS_AUTH_TYPE", "databricks-cli")],
            "databricks-cli",
        ),
        (vec![azure, TOKEN, ("DATABRICKS_AUTH_TYPE", "azure-cli")], "azure-cli"),
    ] {
        assert_eq!(methods(&[], &variables, None), expected, "{variables:?}");
    }
}

#[test]
fn arguments_win_over_the_environment_and_that_over_the_profile() {
    let variables = [HOST, TOKEN];
    let config = load(&[(Setting::Token, "dapicanary-argument")], &variables, Some(FILE)).unwrap();
    assert_eq!(
        config.value(Setting::Token).unwrap().expose_secret(),
        "dapicanary-argument"
    );
    assert_eq!(config.origin(Setting::Token), Some(&Origin::Argument));
    assert_eq!(config.origin(Setting::Host), Some(&Origin::Environment));
    assert_eq!(config.host().unwrap().to_string(), "https://dbc-1.cloud.databricks.com");

    let config = load(&[], &[("DATABRICKS_CONFIG_PROFILE", "dev"), M2M[0]], Some(FILE)).unwrap();
    assert_eq!(config.value(Setting::ClientId).unwrap().expose_secret(), "env-id");
    let origin = config.origin(Setting::ClientSecret).unwrap().to_string();
    assert_eq!(origin, "profile dev of /my/.databrickscfg");
    assert_eq!(config.origin(Setting::Password), None);

    let blank = load(&[], &[("DATABRICKS_TOKEN", "  ")], Some(FILE)).unwrap();
    assert_eq!(
        blank.value(Setting::Token).unwrap().expose_secret(),
        "dapicanary-default"
    );
}

#[test]
fn a_method_from_a_higher_place_wins() {
    let profile = ("DATABRICKS_CONFIG_PROFILE", "dev");
    assert_eq!(
        methods(&[(Setting::Token, "dapi1")], &[&[HOST][..], &M2M].concat(), None),
        "pat"
    );
    assert_eq!(
        methods(&[], &[profile, TOKEN, ("DATABRICKS_HOST", "dev.example")], Some(FILE)),
        "pat"
    );
    assert_eq!(methods(&[], &[profile], Some(FILE)), "oauth-m2m");

    let both = [&[HOST, TOKEN][..], &M2M].concat();
    assert_eq!(
        methods(&[], &both, None),
        "the environment set up both pat and oauth-m2m: choose one with DATABRICKS_AUTH_TYPE"
    );
    let forced = [&both[..], &[("DATABRICKS_AUTH_TYPE", "oauth-m2m")]].concat();
    assert_eq!(methods(&[], &forced, None), "oauth-m2m");
}

#[test]
fn the_profile_is_the_one_that_is_named_or_the_default() {
    let settings = format!("[__settings__]\ndefault_profile = dev\n{FILE}");
    for (variables, file, expected) in [
        (vec![], FILE, "https://default.example"),
        (vec![], settings.as_str(), "https://dev.example"),
        (
            vec![("DATABRICKS_CONFIG_PROFILE", "DEFAULT")],
            settings.as_str(),
            "https://default.example",
        ),
        (vec![("DATABRICKS_CONFIG_PROFILE", "cli")], FILE, "https://cli.example"),
        (
            vec![("DATABRICKS_CONFIG_FILE", "/my/.databrickscfg")],
            FILE,
            "https://default.example",
        ),
        (
            vec![("DATABRICKS_CONFIG_FILE", "~/.databrickscfg")],
            FILE,
            "https://default.example",
        ),
    ] {
        let config = load(&[], &variables, Some(file)).unwrap();
        assert_eq!(config.host().unwrap().to_string(), expected, "{variables:?}");
    }
    assert_eq!(
        methods(&[], &[("DATABRICKS_CONFIG_PROFILE", "cli")], Some(FILE)),
        "databricks-cli"
    );
}

#[test]
fn what_is_missing_or_malformed_is_told() {
    let profile = |name| vec![("DATABRICKS_CONFIG_PROFILE", name)];
    let file = ("DATABRICKS_CONFIG_FILE", "/etc/none");
    for (variables, text, expected) in [
        (
            profile("prod"),
            Some(FILE),
            "/my/.databrickscfg has no profile `prod`: it has DEFAULT, dev, cli",
        ),
        (
            profile("prod"),
            None,
            "/my/.databrickscfg is not there, though DATABRICKS_CONFIG_PROFILE asks for it",
        ),
        (
            vec![file],
            None,
            "/etc/none is not there, though DATABRICKS_CONFIG_FILE asks for it",
        ),
        (vec![], Some("[DEFAULT]\ncanary"), "/my/.databrickscfg:2: neither"),
        (
            vec![],
            None,
            "no Databricks workspace: set DATABRICKS_HOST, or `host` in a profile; /my/.databrickscfg is not there",
        ),
        (
            vec![],
            Some("[a]\n[b]"),
            "/my/.databrickscfg has no profile DEFAULT (it has a, b): name one with DATABRICKS_CONFIG_PROFILE",
        ),
        (
            vec![TOKEN],
            Some(FILE),
            "~/.databrickscfg is not read, since host or credential is given otherwise and no DATABRICKS_CONFIG_PROFILE",
        ),
        (
            vec![("HOME", ""), ("DATABRICKS_CONFIG_FILE", "~/x")],
            None,
            "asks for it",
        ),
        (
            vec![("DATABRICKS_HOST", "ftp://x"), TOKEN],
            None,
            "the Databricks host from the environment is not a base URL",
        ),
        (
            vec![HOST, ("DATABRICKS_AUTH_TYPE", "oauth-m2m"), M2M[0]],
            None,
            "DATABRICKS_AUTH_TYPE asks for oauth-m2m, but DATABRICKS_CLIENT_SECRET is not set",
        ),
        (
            vec![HOST, ("DATABRICKS_AUTH_TYPE", "google-id")],
            None,
            "DATABRICKS_AUTH_TYPE is `google-id`, which is not one of pat, basic, oauth-m2m,",
        ),
        (
            [&profile("dev")[..], &[HOST]].concat(),
            Some(FILE),
            "the environment says that the host is https://dbc-1.cloud.databricks.com, but profile dev of \
             /my/.databrickscfg is for https://dev.example: its credentials go nowhere else; leave out one",
        ),
        (
            vec![HOST, ("DATABRICKS_TOKEN", "canary x")],
            None,
            "DATABRICKS_TOKEN holds a space",
        ),
        (
            vec![HOST, ("DATABRICKS_AZURE_RESOURCE_ID", "canary")],
            None,
            "does not look like /subscriptions/",
        ),
        (
            vec![
                ("DATABRICKS_HOST", "x.azuredatabricks.net"),
                ("ARM_ENVIRONMENT", "MOON"),
            ],
            None,
            "ARM_ENVIRONMENT is none of PUBLIC, USGOVERNMENT and CHINA",
        ),
    ] {
        let error = methods(&[], &variables, text);
        assert!(error.contains(expected), "{variables:?}: {error}");
        hides(&error);
    }
    let unreadable = |_: &Path| Err(io::ErrorKind::PermissionDenied.into());
    let error = Config::load([], |name| Ok((name == "HOME").then(|| "/h".to_owned())), unreadable).unwrap_err();
    assert_eq!(error.to_string(), "/h/.databrickscfg cannot be read");
    let homeless = Config::load([], |_| Ok(None), |_| Ok(String::new())).unwrap();
    assert!(homeless.host().unwrap_err().to_string().contains("HOME is not set"));
}

#[tokio::test(start_paused = true)]
async fn what_is_set_up_authorizes() {
    let server: Arc<dyn Transport> = Server::new([body(404, ""), grant("m2m-token")]);
    for (variables, expected) in [
        (vec![HOST, TOKEN], "Bearer dapicanary-env"),
        (
            vec![HOST, ("DATABRICKS_USERNAME", "me"), ("DATABRICKS_PASSWORD", "pw")],
            "Basic bWU6cHc=",
        ),
        ([&[HOST][..], &M2M].concat(), "Bearer m2m-token"),
    ] {
        let credential = load(&[], &variables, None).unwrap().credential(&server).unwrap();
        assert_eq!(credential.method().unwrap().1, Some(&Origin::Environment));
        assert_eq!(authorization(&credential).await, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_401_reaches_the_way_in_that_was_taken() {
    let transport: Arc<dyn Transport> = Server::new([body(404, ""), grant("t1"), body(404, ""), grant("t2")]);
    let variables = [&[HOST][..], &M2M].concat();
    let credential = load(&[], &variables, None).unwrap().credential(&transport).unwrap();
    let mut sent = head();
    assert!(!credential.rejected(&sent));
    credential.authorize(&mut sent).await.unwrap();
    assert!(credential.rejected(&sent));
    assert_eq!(authorization(&credential).await, "Bearer t2");
}

#[tokio::test]
async fn where_nothing_is_set_up_the_error_lists_everything() {
    let variables = [HOST, M2M[0], ("DATABRICKS_CLI_PATH", "/nowhere/databricks")];
    let credential = find(&load(&[], &variables, Some(FILE)).unwrap()).unwrap();
    assert!(credential.method().is_none());
    assert_eq!(
        authorization(&credential).await,
        "no credential for https://dbc-1.cloud.databricks.com could be had: databricks-cli: `databricks` is not there: \
         install it, put it on PATH, or give its whole path; not set up: pat (DATABRICKS_TOKEN is not set), basic \
         (DATABRICKS_USERNAME and DATABRICKS_PASSWORD are not set), oauth-m2m (DATABRICKS_CLIENT_SECRET is not set), \
         azure-client-secret (ARM_CLIENT_ID and ARM_CLIENT_SECRET and ARM_TENANT_ID are not set), azure-msi (ARM_USE_MSI \
         is not set), azure-cli (https://dbc-1.cloud.databricks.com is not on Azure); ~/.databrickscfg is not read, since \
         host or credential is given otherwise and no DATABRICKS_CONFIG_PROFILE"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn asks_the_databricks_cli_for_the_host() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("databricks");
    let print = r#"#!/bin/sh
[ "$*" = "auth token --host https://dbc-1.cloud.databricks.com" ] || { echo "unknown: $*" >&2; exit 1; }
echo '{"access_token": "eyJ.cli", "token_type": "Bearer", "expiry": "2999-01-01T00:00:00.5+01:00"}'
"#;
    std::fs::write(&program, print).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = ("DATABRICKS_CLI_PATH", program.to_str().unwrap());
    // A workspace's host needs no account, and the CLI would look for another sign-in with one.
    let account = ("DATABRICKS_ACCOUNT_ID", "a-1");
    let credential = find(&load(&[], &[HOST, path, account], None).unwrap()).unwrap();
    assert!(credential.method().is_none());
    assert_eq!(authorization(&credential).await, "Bearer eyJ.cli");
    assert_eq!(credential.method(), Some((Method::DatabricksCli, None)));
}

/// A source of one token.
fn fixed(token: &'static str) -> Arc<dyn TokenSource> {
    Arc::new(TokenFn::new(move || {
        ready(Ok(Token::new(token, Some(Duration::from_secs(60)))))
    }))
}

#[tokio::test(start_paused = true)]
async fn a_workspace_on_azure_gets_tokens_of_entra() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    let azure = [
        ("DATABRICKS_HOST", "adb-1.2.azuredatabricks.net"),
        ("DATABRICKS_AZURE_RESOURCE_ID", "/subscriptions/s/workspaces/w"),
        ("ARM_ENVIRONMENT", "AzureUSGovernment"),
    ];
    let config = load(&[], &[&azure[..], &ARM].concat(), None)
        .unwrap()
        .with_entra(move |request| {
            hides(&format!("{request:?}"));
            seen.lock().unwrap().push(request.clone());
            Ok(fixed(if request.scope.starts_with(AZURE_RESOURCE) {
                "workspace"
            } else {
                "management"
            }))
        });
    let credential = find(&config).unwrap();
    let mut head = head();
    credential.authorize(&mut head).await.unwrap();
    assert_eq!(head.headers["authorization"], "Bearer workspace");
    assert_eq!(head.headers["x-databricks-azure-sp-management-token"], "management");
    assert!(head.headers["x-databricks-azure-sp-management-token"].is_sensitive());
    assert_eq!(
        head.headers["x-databricks-azure-workspace-resource-id"],
        "/subscriptions/s/workspaces/w"
    );
    let asked = asked.lock().unwrap();
    let scopes: Vec<_> = asked.iter().map(|request| request.scope.as_str()).collect();
    assert_eq!(
        scopes,
        [
            "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default",
            "https://management.core.usgovcloudapi.net/.default"
        ]
    );
    assert_eq!(asked[0].authority, "https://login.microsoftonline.us/");
    let EntraIdentity::ClientSecret {
        tenant,
        client_id,
        secret,
    } = &asked[0].identity
    else {
        panic!("{:?}", asked[0].identity);
    };
    assert_eq!((tenant.as_str(), client_id.as_str()), ("tenant-1", "arm-id"));
    assert_eq!(secret.expose_secret(), "canary-arm");
}

#[tokio::test(start_paused = true)]
async fn a_401_drops_both_tokens_of_a_workspace_on_azure() {
    let counted = |name: &'static str| -> Arc<dyn TokenSource> {
        let fetches = Mutex::new(0);
        Arc::new(TokenFn::new(move || {
            let mut fetches = fetches.lock().unwrap();
            *fetches += 1;
            ready(Ok(Token::new(
                format!("{name}{fetches}"),
                Some(Duration::from_secs(3600)),
            )))
        }))
    };
    let credential = AzureWorkspace::new(counted("workspace"))
        .with_resource("/subscriptions/s/workspaces/w", counted("management"))
        .unwrap();
    let mut head = head();
    for number in 1..4 {
        credential.authorize(&mut head).await.unwrap();
        assert_eq!(head.headers["authorization"], format!("Bearer workspace{number}"));
        assert_eq!(
            head.headers["x-databricks-azure-sp-management-token"],
            format!("management{number}")
        );
        assert!(credential.rejected(&head));
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_resource_only_the_workspaces_token_travels() {
    let credential = AzureWorkspace::new(fixed("canary"));
    let mut head = head();
    credential.authorize(&mut head).await.unwrap();
    assert_eq!(head.headers.len(), 1);
    assert!(credential.rejected(&head));
    hides(&format!("{credential:?}"));

    let config = load(&[], &[&[HOST][..], &ARM].concat(), None).unwrap();
    assert_eq!(
        find(&config).unwrap().candidates().collect::<Vec<_>>(),
        [Method::DatabricksCli]
    );
}
