//! Facts of the vendors' documents about settings that no other test reads.

use openai_multicloud::{Environment, Vertex};

#[test]
fn an_endpoint_that_is_no_id_is_refused_with_the_command_that_lists_them() {
    let environment = Environment::from([
        ("CLOUDSDK_AUTH_ACCESS_TOKEN", "ya29.k"),
        ("PROJECT_ID", "acme"),
        ("LOCATION", "us-central1"),
        ("ENDPOINT", "projects/acme/endpoints/1"),
    ]);
    let error = Vertex::from_variables(&environment).unwrap_err().to_string();
    assert!(
        error.contains("ENDPOINT") && error.contains("`gcloud ai endpoints list`"),
        "{error}"
    );
}
