//! `connect`: by URI, by `OAI_PROVIDER`, by the only complete set of variables.

use openai_multicloud::{Connection, Environment, Error, ErrorKind, connect};

const OPENAI: (&str, &str) = ("OPENAI_API_KEY", "sk-test");
const AZURE: [(&str, &str); 2] = [
    ("AZURE_OPENAI_ENDPOINT", "https://contoso.openai.azure.com"),
    ("AZURE_OPENAI_API_KEY", "azure-test"),
];
const VERTEX: [(&str, &str); 3] = [
    ("GOOGLE_CLOUD_PROJECT", "acme"),
    ("GOOGLE_CLOUD_LOCATION", "us-central1"),
    ("CLOUDSDK_AUTH_ACCESS_TOKEN", "ya29.test"),
];
const DATABRICKS: [(&str, &str); 2] = [
    ("DATABRICKS_HOST", "dbc-1.cloud.databricks.com"),
    ("DATABRICKS_TOKEN", "dapi-test"),
];

fn chosen(variables: &[(&str, &str)], uri: Option<&str>) -> Result<Option<Connection>, Error> {
    connect(&variables.iter().copied().collect(), uri)
}

fn name(variables: &[(&str, &str)], uri: Option<&str>) -> &'static str {
    chosen(variables, uri).unwrap().unwrap().provider.name()
}

fn refusal(variables: &[(&str, &str)], uri: Option<&str>) -> String {
    let error = chosen(variables, uri).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    error.to_string()
}

#[test]
fn nothing_set_chooses_nothing() {
    assert!(chosen(&[], None).unwrap().is_none());
    assert!(
        chosen(&[("OPENAI_API_KEY", " "), ("PROJECT_ID", "p"), ("LOCATION", "l")], None)
            .unwrap()
            .is_none()
    );
}

#[test]
fn the_only_complete_cloud_is_chosen() {
    assert_eq!(name(&[OPENAI], None), "openai");
    assert_eq!(name(&AZURE, None), "azure.ai.openai");
    assert_eq!(name(&VERTEX, None), "gcp.vertex_ai");
    assert_eq!(name(&DATABRICKS, None), "databricks");
    // Half of another cloud does not stand in the way of a complete one.
    assert_eq!(name(&[OPENAI, VERTEX[0], DATABRICKS[0]], None), "openai");
}

#[test]
fn a_local_server_needs_no_key() {
    let connection = chosen(&[("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1")], None)
        .unwrap()
        .unwrap();
    assert!(connection.credential.is_none() && connection.model.is_none());
    assert!(refusal(&[("OPENAI_BASE_URL", "https://gateway.example/v1")], None).contains("OPENAI_API_KEY"));
}

#[test]
fn two_complete_clouds_are_an_error_that_lists_the_variables() {
    let message = refusal(&[OPENAI, DATABRICKS[0], DATABRICKS[1]], None);
    for part in [
        "OPENAI_API_KEY",
        "DATABRICKS_HOST",
        "DATABRICKS_TOKEN",
        "--provider",
        "OAI_PROVIDER",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn half_a_cloud_is_an_error_that_names_the_rest() {
    for (variables, missing) in [
        (&AZURE[1..], "set AZURE_OPENAI_ENDPOINT too"),
        (&DATABRICKS[1..], "set DATABRICKS_HOST or DATABRICKS_CONFIG_PROFILE too"),
        (&[("DATABRICKS_CLIENT_ID", "c")], "DATABRICKS_CLIENT_SECRET too"),
        (&VERTEX[2..], "GOOGLE_CLOUD_LOCATION or LOCATION"),
    ] {
        let message = refusal(variables, None);
        assert!(message.contains(missing), "{message}");
    }
}

#[test]
fn a_uri_wins_over_everything() {
    let mut all = vec![OPENAI, ("OAI_PROVIDER", "databricks://h.example")];
    all.extend(AZURE);
    all.extend(VERTEX);
    all.extend(DATABRICKS);
    assert_eq!(name(&all, None), "databricks");
    assert_eq!(name(&all, Some("vertex://p/global")), "gcp.vertex_ai");
    assert_eq!(
        name(&all, Some("azure://contoso?api-version=2024-10-21")),
        "azure.ai.openai"
    );
    assert_eq!(name(&all, Some("openai://")), "openai");
}

#[test]
fn a_uri_without_its_secret_says_which_variable_is_missing() {
    for (uri, hint) in [
        ("openai://", "OPENAI_API_KEY"),
        ("openai+https://gateway.example/v1", "OPENAI_API_KEY"),
        ("databricks://h.example?auth=basic", "DATABRICKS_TOKEN"),
        ("databricks://", "DATABRICKS_HOST"),
    ] {
        let message = refusal(&[], Some(uri));
        assert!(message.contains(hint), "{uri}: {message}");
    }
}

#[test]
fn malformed_settings_name_their_source() {
    for (variables, uri, hint) in [
        (&[("OAI_PROVIDER", "nonsense")][..], None, "provider URI"),
        (&[("OPENAI_API_KEY", "sk-te\nst")], None, "OPENAI_API_KEY"),
        (&[OPENAI, ("OPENAI_BASE_URL", "not a url")], None, "OPENAI_BASE_URL"),
        (&[OPENAI, ("OPENAI_ORG_ID", "a\nb")], None, "OPENAI_ORG_ID"),
        (
            &[("OPENAI_API_KEY", "a\nb"), ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")],
            None,
            "OPENAI_API_KEY",
        ),
        (
            &[VERTEX[0], VERTEX[1], VERTEX[2], ("ENDPOINT", "https://a.example/b")],
            None,
            "ENDPOINT",
        ),
        (
            &[AZURE[0], AZURE[1], ("OPENAI_API_VERSION", "yesterday")],
            None,
            "OPENAI_API_VERSION",
        ),
        (&AZURE, Some("azure://contoso?api-version=2024-13-99"), "api-version"),
        (&VERTEX, Some("vertex://../us-central1"), "project"),
        (&VERTEX, Some("vertex://p/l?version=v9"), "v1beta1"),
        (&DATABRICKS, Some("databricks://h?auth=digest"), "bearer nor basic"),
    ] {
        let error = chosen(variables, uri).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Config | ErrorKind::Invalid),
            "{error:?}"
        );
        assert!(error.to_string().contains(hint), "{variables:?} {uri:?}: {error}");
    }
}

#[test]
fn the_environment_is_read_as_a_value() {
    assert!(!format!("{:?}", Environment::from([OPENAI])).contains("sk-test"));
}
