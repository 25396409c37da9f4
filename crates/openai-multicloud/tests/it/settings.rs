//! What each cloud's variables and URI parameters do to the request that goes out.

use openai_multicloud::{Connection, Endpoint, Environment, OpenAi, Policy, chat, connect};

fn spelled(connection: &Connection) -> String {
    let request = chat::Request::without_model([chat::Message::user("Hi")]);
    let mut call = request.call().unwrap();
    call.model = connection.model.clone();
    connection.provider.request(&call, &Policy::new()).unwrap().to_string()
}

fn by(variables: &[(&str, &str)], uri: Option<&str>) -> String {
    spelled(&connect(&variables.iter().copied().collect(), uri).unwrap().unwrap())
}

#[test]
fn openai() {
    let text = by(
        &[
            ("OPENAI_API_KEY", "k"),
            ("OPENAI_ORG_ID", "org-1"),
            ("OPENAI_PROJECT_ID", "proj-1"),
        ],
        None,
    );
    assert!(
        text.starts_with("POST https://api.openai.com/v1/chat/completions\n"),
        "{text}"
    );
    assert!(
        text.contains("openai-organization: org-1\n") && text.contains("openai-project: proj-1\n"),
        "{text}"
    );
    assert!(text.contains(r#""model": "gpt-5-mini""#), "{text}");
    assert!(by(&[("OPENAI_API_KEY", "k"), ("OAI_MODEL", "gpt-5")], None).contains(r#""model": "gpt-5""#));
    assert!(
        by(
            &[("OPENAI_API_KEY", "k"), ("OAI_MODEL", "a")],
            Some("openai://?model=b")
        )
        .contains(r#""model": "b""#)
    );
}

/// The way to Vertex AI and Databricks through the OpenAI client and two variables.
#[test]
fn openai_at_another_base() {
    let base =
        "https://us-central1-aiplatform.googleapis.com/v1beta1/projects/acme/locations/us-central1/endpoints/openapi";
    let text = by(
        &[
            ("OPENAI_API_KEY", "ya29.k"),
            ("OPENAI_BASE_URL", base),
            ("MODEL_ID", "gemini-1.5-flash-001"),
        ],
        None,
    );
    assert!(text.starts_with(&format!("POST {base}/chat/completions\n")), "{text}");
    assert!(text.contains(r#""model": "google/gemini-1.5-flash-001""#), "{text}");

    let base =
        "https://us-central1-aiplatform.googleapis.com/v1beta1/projects/acme/locations/us-central1/endpoints/1234";
    let environment = Environment::from([("OPENAI_API_KEY", "ya29.k"), ("OPENAI_BASE_URL", base)]);
    let text = spelled(&OpenAi::from_variables(&environment).unwrap().into());
    assert!(
        text.starts_with(&format!("POST {base}/chat/completions\n")) && !text.contains("model"),
        "{text}"
    );

    let base = "https://dbc-1.cloud.databricks.com/serving-endpoints";
    let text = by(
        &[
            ("OPENAI_API_KEY", "dapi-k"),
            ("OPENAI_BASE_URL", base),
            ("OAI_MODEL", "databricks-gpt-5"),
        ],
        None,
    );
    assert!(text.starts_with(&format!("POST {base}/chat/completions\n")), "{text}");
}

#[test]
fn azure() {
    let variables = [
        ("AZURE_OPENAI_ENDPOINT", "https://contoso.openai.azure.com/"),
        ("AZURE_OPENAI_API_KEY", "k"),
        ("AZURE_OPENAI_DEPLOYMENT", "prod"),
    ];
    let text = by(&variables, None);
    assert!(
        text.starts_with("POST https://contoso.openai.azure.com/openai/v1/chat/completions\n"),
        "{text}"
    );
    let mut dated = variables.to_vec();
    dated.push(("OPENAI_API_VERSION", "2024-10-21"));
    let text = by(&dated, None);
    let address = "https://contoso.openai.azure.com/openai/deployments/prod/chat/completions?api-version=2024-10-21";
    assert!(
        text.starts_with(&format!("POST {address}\n")) && !text.contains("model"),
        "{text}"
    );
    let text = by(&variables, Some("azure://fabrikam?api-version=2024-06-01&model=a%20b"));
    let address = "https://fabrikam.openai.azure.com/openai/deployments/a%20b/chat/completions?api-version=2024-06-01";
    assert!(text.starts_with(&format!("POST {address}\n")), "{text}");
}

#[test]
fn vertex() {
    let token = ("CLOUDSDK_AUTH_ACCESS_TOKEN", "ya29.k");
    let text = by(&[token], Some("vertex://acme/us-central1"));
    let base = "https://us-central1-aiplatform.googleapis.com/v1beta1/projects/acme/locations/us-central1/endpoints";
    assert!(
        text.starts_with(&format!("POST {base}/openapi/chat/completions\n")),
        "{text}"
    );
    assert!(text.contains(r#""model": "google/gemini-2.5-flash""#), "{text}");
    let text = by(&[token], Some("vertex://acme/us-central1/endpoints/1234?version=v1"));
    let base = base.replace("v1beta1", "v1");
    assert!(
        text.starts_with(&format!("POST {base}/1234/chat/completions\n")) && !text.contains("model"),
        "{text}"
    );
    // The names that the vendor's samples use, and those of the official SDKs before them.
    let samples = [
        token,
        ("PROJECT_ID", "p"),
        ("LOCATION", "global"),
        ("MODEL_ID", "gemini-1.0-pro"),
    ];
    let text = by(&samples, None);
    assert!(
        text.starts_with("POST https://aiplatform.googleapis.com/v1beta1/projects/p/locations/global/"),
        "{text}"
    );
    assert!(text.contains(r#""model": "google/gemini-1.0-pro""#), "{text}");
    let text = by(
        &[&samples[..], &[("ENDPOINT", "77"), ("GOOGLE_CLOUD_PROJECT", "q")]].concat(),
        None,
    );
    assert!(
        text.contains("/projects/q/locations/global/endpoints/77/chat/completions\n"),
        "{text}"
    );
}

#[test]
fn databricks() {
    for host in ["dbc-1.cloud.databricks.com", "https://dbc-1.cloud.databricks.com/"] {
        let text = by(&[("DATABRICKS_HOST", host), ("DATABRICKS_TOKEN", "dapi-k")], None);
        assert!(
            text.starts_with("POST https://dbc-1.cloud.databricks.com/serving-endpoints/chat/completions\n"),
            "{text}"
        );
        assert!(text.contains(r#""model": "databricks-gpt-5""#), "{text}");
    }
}
