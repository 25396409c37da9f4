//! No secret shows, whatever is printed.

use openai_multicloud::{Client, Environment, chat, connect};

const CANARY: &str = "dapi-canary-ya29.-eyJ-sk-";

#[tokio::test]
async fn no_secret_is_printed() {
    let environment = Environment::from([
        ("OPENAI_API_KEY", CANARY),
        ("AZURE_OPENAI_API_KEY", CANARY),
        ("CLOUDSDK_AUTH_ACCESS_TOKEN", CANARY),
        ("DATABRICKS_TOKEN", CANARY),
    ]);
    for uri in [
        "openai+http://127.0.0.1:1/v1?model=m",
        "azure+http://127.0.0.1:1?model=m",
        "vertex+http://127.0.0.1:1/v1/projects/p/locations/l/endpoints/openapi?model=m",
        "databricks+http://127.0.0.1:1?auth=basic",
    ] {
        let connection = connect(&environment, Some(uri)).unwrap().unwrap();
        let shown = format!("{connection:?}");
        let client = Client::new(connection).with(openai_multicloud::Options::new().max_retries(0));
        let shown = format!("{shown} {client:?}");
        let error = client
            .chat(chat::Request::without_model([chat::Message::user("Hi")]))
            .await
            .unwrap_err();
        let mut shown = format!("{shown} {error} {error:?}");
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            shown.push_str(&format!(" {error} {error:?}"));
            cause = error.source();
        }
        for secret in ["canary", "ZGFwaS1jYW5hcnk", "dG9rZW46"] {
            assert!(!shown.contains(secret), "{uri}: {shown}");
        }
    }
}
