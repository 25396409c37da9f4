//! Where no variable holds a key: who is signed in on this machine, and what a build without logins says.

use std::fs;

#[cfg(feature = "google")]
use openai_multicloud::Vertex;
use openai_multicloud::{Connection, Error, connect};
use tempfile::TempDir;

const AZURE: (&str, &str) = ("AZURE_OPENAI_ENDPOINT", "https://contoso.openai.azure.com");
const VERTEX: [(&str, &str); 2] = [("GOOGLE_CLOUD_PROJECT", "acme"), ("GOOGLE_CLOUD_LOCATION", "eu")];
const DATABRICKS: (&str, &str) = ("DATABRICKS_HOST", "https://dbc-1.cloud.databricks.com");
const OPENAI: (&str, &str) = ("OPENAI_API_KEY", "sk-test");

/// A home folder with everything that people leave in one.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let gcloud = home.path().join(".config/gcloud");
    fs::create_dir_all(&gcloud).unwrap();
    let login = r#"{"type":"authorized_user","client_id":"c","client_secret":"canary-s","refresh_token":"canary-r"}"#;
    fs::write(gcloud.join("application_default_credentials.json"), login).unwrap();
    let profiles = "[DEFAULT]\nhost = https://dbc-d.cloud.databricks.com\ntoken = dapi-canary-d\n\
                    [dev]\nhost = https://dbc-v.cloud.databricks.com\nclient_id = c-1\nclient_secret = canary-v\n";
    fs::write(home.path().join(".databrickscfg"), profiles).unwrap();
    home
}

fn chosen(home: &TempDir, variables: &[(&str, &str)], uri: Option<&str>) -> Result<Option<Connection>, Error> {
    let mut environment: Vec<_> = variables.to_vec();
    environment.push(("HOME", home.path().to_str().unwrap()));
    let connection = connect(&environment.into_iter().collect(), uri);
    assert!(!format!("{connection:?}").contains("canary"), "{connection:?}");
    connection
}

fn name(variables: &[(&str, &str)], uri: Option<&str>) -> &'static str {
    chosen(&home(), variables, uri).unwrap().unwrap().provider.name()
}

fn origin(variables: &[(&str, &str)], uri: Option<&str>) -> String {
    let connection = chosen(&home(), variables, uri).unwrap().unwrap();
    connection.credential.unwrap().origin().unwrap()
}

#[test]
fn a_login_never_chooses_a_cloud() {
    let home = home();
    assert!(chosen(&home, &[], None).unwrap().is_none());
    let others = [
        ("PROJECT_ID", "p"),
        ("LOCATION", "l"),
        ("AZURE_CLIENT_ID", "c"),
        ("ARM_TENANT_ID", "t"),
    ];
    assert!(chosen(&home, &others, None).unwrap().is_none());
    let named = chosen(&home, &[OPENAI], None).unwrap().unwrap();
    assert_eq!(named.provider.name(), "openai");
}

#[test]
fn a_key_wins_over_a_place_without_one() {
    let all = [OPENAI, AZURE, VERTEX[0], VERTEX[1], DATABRICKS];
    assert_eq!(name(&all, None), "openai");
    let error = chosen(
        &home(),
        &[
            DATABRICKS,
            ("DATABRICKS_CLIENT_ID", "c"),
            ("DATABRICKS_CLIENT_SECRET", "s"),
            OPENAI,
        ],
        None,
    );
    assert!(error.unwrap_err().to_string().contains("of 2 clouds"));
}

#[test]
fn databricks_is_entered_as_its_own_tools_enter_it() {
    assert_eq!(
        origin(&[DATABRICKS], None),
        "the first that is signed in of databricks-cli"
    );
    let principal = [
        DATABRICKS,
        ("DATABRICKS_CLIENT_ID", "c-9"),
        ("DATABRICKS_CLIENT_SECRET", "canary-9"),
    ];
    assert_eq!(
        origin(&principal, None),
        "oauth-m2m from the environment (the service principal c-9)"
    );
    let profile = [("DATABRICKS_CONFIG_PROFILE", "dev")];
    let by_variable = origin(&profile, None);
    assert!(
        by_variable.starts_with("oauth-m2m from profile dev of "),
        "{by_variable}"
    );
    let by_uri = origin(&[], Some("databricks://?profile=dev"));
    assert!(by_uri.starts_with("oauth-m2m from profile dev of "), "{by_uri}");
    let by_default = origin(&[], Some("databricks://"));
    assert!(by_default.starts_with("pat from profile DEFAULT of "), "{by_default}");
    let basic = origin(&[], Some("databricks://?profile=DEFAULT&auth=basic"));
    assert_eq!(basic, "DATABRICKS_TOKEN");
    // A token in a variable wins over the profile, as in the unified authentication.
    let both = [DATABRICKS, ("DATABRICKS_TOKEN", "dapi-canary-1")];
    assert_eq!(origin(&both, None), "pat from the environment (DATABRICKS_TOKEN)");
}

#[test]
fn a_profile_goes_to_its_own_host_alone() {
    let whose = |uri| chosen(&home(), &[], Some(uri)).unwrap_err().to_string();
    let other = whose("databricks://dbc-x.cloud.databricks.com?profile=dev");
    assert!(other.contains("its credentials go nowhere else"), "{other}");
    let missing = whose("databricks://?profile=prod");
    assert!(
        missing.contains("prod") && missing.contains("DEFAULT") && missing.contains("dev"),
        "{missing}"
    );
}

#[test]
fn a_server_on_this_machine_gets_no_login_that_nobody_named() {
    for uri in [
        "azure+http://127.0.0.1:1",
        "vertex+http://127.0.0.1:1/endpoints/openapi",
        "databricks+http://127.0.0.1:1",
    ] {
        let connection = chosen(&home(), &[], Some(uri)).unwrap().unwrap();
        assert!(connection.credential.is_none(), "{uri}: {connection:?}");
    }
}

#[cfg(not(feature = "entra"))]
#[test]
fn without_entra_the_error_names_the_feature() {
    for (variables, uri) in [(&[AZURE][..], None), (&[], Some("azure://contoso"))] {
        let error = chosen(&home(), variables, uri).unwrap_err();
        assert_eq!(error.kind(), openai_multicloud::ErrorKind::Config);
        let message = error.to_string();
        assert!(
            message.contains("the feature `entra`") && message.contains("AZURE_OPENAI_API_KEY"),
            "{message}"
        );
    }
    let azure = [
        ("DATABRICKS_HOST", "https://adb-1.2.azuredatabricks.net"),
        ("DATABRICKS_AUTH_TYPE", "azure-msi"),
        ("ARM_USE_MSI", "true"),
    ];
    let error = chosen(&home(), &azure, None).unwrap_err().to_string();
    assert!(error.contains("built without Entra"), "{error}");
}

#[cfg(feature = "entra")]
#[test]
fn azure_without_a_key_goes_through_entra() {
    let chain = "the first of an application in the environment, a workload identity, a managed identity";
    assert!(origin(&[AZURE], None).starts_with(chain));
    let scope = |variables: &[(&str, &str)], uri| {
        let connection = chosen(&home(), variables, uri).unwrap().unwrap();
        format!("{:?}", connection.credential)
    };
    for (uri, expected) in [
        ("azure://contoso", "for https://cognitiveservices.azure.com/.default)"),
        (
            "azure://contoso.openai.azure.us",
            "for https://cognitiveservices.azure.us/.default)",
        ),
        (
            "azure://contoso.openai.azure.cn",
            "for https://cognitiveservices.azure.cn/.default)",
        ),
        (
            "azure://contoso?scope=https://ai.azure.com/.default",
            "for https://ai.azure.com/.default)",
        ),
    ] {
        let debug = scope(&[], Some(uri));
        assert!(debug.contains(expected), "{uri}: {debug}");
    }
    // A key in a variable wins, and an application for a server on this machine is one that was named.
    assert_eq!(
        origin(&[AZURE, ("AZURE_OPENAI_API_KEY", "canary")], None),
        "AZURE_OPENAI_API_KEY"
    );
    let application = [
        ("AZURE_TENANT_ID", "t"),
        ("AZURE_CLIENT_ID", "c"),
        ("AZURE_CLIENT_SECRET", "canary"),
    ];
    assert!(origin(&application, Some("azure+http://127.0.0.1:1")).starts_with(chain));
    let bad = [AZURE, ("AZURE_TENANT_ID", "a b"), application[1], application[2]];
    let error = chosen(&home(), &bad, None).unwrap_err().to_string();
    assert!(error.contains("tenant"), "{error}");
    let workspace = [
        ("DATABRICKS_HOST", "https://adb-1.2.azuredatabricks.net"),
        ("ARM_USE_MSI", "true"),
    ];
    assert_eq!(
        origin(&workspace, None),
        "azure-msi from the environment (this machine's managed identity)"
    );
}

#[cfg(not(feature = "google"))]
#[test]
fn without_google_the_error_names_the_feature() {
    for (variables, uri) in [
        (&VERTEX[..], None),
        (&[], Some("vertex://acme/eu")),
        (
            &[("GOOGLE_APPLICATION_CREDENTIALS", "key.json")],
            Some("vertex://acme/eu"),
        ),
    ] {
        let error = chosen(&home(), variables, uri).unwrap_err();
        assert_eq!(error.kind(), openai_multicloud::ErrorKind::Config);
        let message = error.to_string();
        assert!(
            message.contains("the feature `google`") && message.contains("CLOUDSDK_AUTH"),
            "{message}"
        );
    }
}

#[cfg(feature = "google")]
#[test]
fn vertex_without_a_token_goes_through_application_default_credentials() {
    let home = home();
    let connection = chosen(&home, &VERTEX, None).unwrap().unwrap();
    let origin = connection.credential.unwrap().origin().unwrap();
    assert!(origin.starts_with("a user's login in the gcloud login in "), "{origin}");

    let key = home.path().join("key.json");
    let write = |json: &str| fs::write(&key, json).unwrap();
    let named = [
        VERTEX[0],
        VERTEX[1],
        ("GOOGLE_APPLICATION_CREDENTIALS", key.to_str().unwrap()),
    ];
    for (json, hint) in [
        ("{\"type\": canary", "is not JSON (line 1"),
        ("{\"type\":\"gdch_service_account\"}", "type `gdch_service_account`"),
    ] {
        write(json);
        let error = chosen(&home, &named, None).unwrap_err().to_string();
        assert!(error.contains(hint) && error.contains("key.json"), "{error}");
    }
    write(
        r#"{"type":"service_account","client_email":"a@p.example","private_key":"canary","private_key_id":"k",
            "project_id":"p","universe_domain":"apis.example"}"#,
    );
    let host = |variables: &[(&str, &str)]| {
        let connection = chosen(&home, variables, None).unwrap().unwrap();
        format!("{:?}", connection.provider)
    };
    assert!(host(&named).contains("https://aiplatform.eu.rep.apis.example"));
    let by_variable = [&named[..], &[("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "other.example")]].concat();
    assert!(host(&by_variable).contains("https://aiplatform.eu.rep.other.example"));
    let bad = [&named[..], &[("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "evil.example/x")]].concat();
    assert!(
        chosen(&home, &bad, None)
            .unwrap_err()
            .to_string()
            .contains("universe domain")
    );
}

/// As `google.auth.default()` has it: a variable names the project, or else a service account's key; a login does not.
#[cfg(feature = "google")]
#[test]
fn a_key_knows_its_project() {
    let home = home();
    let key = home.path().join("key.json");
    fs::write(
        &key,
        r#"{"type":"service_account","client_email":"a@p.example","private_key":"canary","private_key_id":"k",
            "project_id":"of-the-key"}"#,
    )
    .unwrap();
    let location = ("GOOGLE_CLOUD_LOCATION", "eu");
    let file = ("GOOGLE_APPLICATION_CREDENTIALS", key.to_str().unwrap());
    let place = |variables: &[(&str, &str)]| {
        let home = [("HOME", home.path().to_str().unwrap())];
        let vertex = Vertex::from_variables(&variables.iter().copied().chain(home).collect());
        vertex.map(|vertex| format!("{:?}", vertex.provider))
    };
    assert!(
        place(&[location, file])
            .unwrap()
            .contains(r#"Segment("of-the-key"), Segment("locations"), Segment("eu")"#)
    );
    for name in ["GOOGLE_CLOUD_PROJECT", "PROJECT_ID"] {
        let by_variable = place(&[location, file, (name, "of-the-variable")]).unwrap();
        assert!(
            by_variable.contains(r#"Segment("of-the-variable"), Segment("locations")"#),
            "{by_variable}"
        );
    }
    // A token in a variable is not the key's, and a user's login is at home in no project.
    for variables in [
        &[location, file, ("CLOUDSDK_AUTH_ACCESS_TOKEN", "ya29.t")][..],
        &[location],
    ] {
        let error = place(variables).unwrap_err().to_string();
        assert!(error.contains("set GOOGLE_CLOUD_PROJECT or PROJECT_ID"), "{error}");
    }
    let broken = [location, ("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/key.json")];
    assert!(place(&broken).unwrap_err().to_string().contains("is not there"));
    assert!(chosen(&home, &[file], None).unwrap().is_none(), "it chooses no cloud");
}

/// A quota project travels with the token, through the facade as well.
#[cfg(feature = "google")]
#[tokio::test]
async fn a_quota_project_travels() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key.json");
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap();
    let login = format!(
        r#"{{"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"r","token_uri":"http://{address}/t"}}"#
    );
    fs::write(&key, login).unwrap();
    let served = std::thread::spawn(move || {
        use std::io::{Read, Write};
        let (mut socket, _) = server.accept().unwrap();
        let _ = socket.read(&mut [0; 4096]).unwrap();
        let body = r#"{"access_token":"ya29.t","token_type":"Bearer","expires_in":3600}"#;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}",
            body.len()
        );
        socket
            .write_all(format!("{head}\r\nconnection: close\r\n\r\n{body}").as_bytes())
            .unwrap();
    });
    let environment = openai_multicloud::Environment::from([
        ("GOOGLE_APPLICATION_CREDENTIALS", key.to_str().unwrap()),
        ("GOOGLE_CLOUD_QUOTA_PROJECT", "the-payer"),
    ]);
    let connection = connect(&environment, Some("vertex://p/eu")).unwrap().unwrap();
    let (mut head, ()) = http::Request::new(()).into_parts();
    connection.credential.unwrap().authorize(&mut head).await.unwrap();
    assert_eq!(head.headers["authorization"], "Bearer ya29.t");
    assert_eq!(head.headers["x-goog-user-project"], "the-payer");
    served.join().unwrap();
}
