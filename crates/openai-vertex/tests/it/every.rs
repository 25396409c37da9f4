//! Every operation as it goes out, to Gemini and to models of one's own.

use openai_core::{Call, Endpoint, ErrorKind, Operation, Policy, Provider};
use openai_types::embeddings;
use openai_vertex::{Version, Vertex};

use crate::chat::{deployed, gemini};
use crate::spelling;

#[test]
fn gemini_and_what_it_is_offered_with() {
    for (name, spelled) in spelling::all("gemini", &gemini()) {
        insta::assert_snapshot!(name, spelled);
    }
}

#[test]
fn models_of_ones_own() {
    for (name, spelled) in spelling::all("deployed", &deployed()) {
        insta::assert_snapshot!(name, spelled);
    }
}

#[test]
fn responses_are_behind_a_switch() {
    let pin = |prefix, vertex: Vertex| {
        let spelled = spelling::all(prefix, &vertex.unverified()).into_iter();
        for (name, spelled) in spelled.filter(|(name, _)| name.contains("_responses")) {
            insta::assert_snapshot!(name, spelled);
        }
    };
    pin("unverified_gemini", gemini());
    pin("unverified_deployed", deployed().version(Version::V1));
    let call = Call::raw(Operation::RESPONSES, &["responses"], r#"{"model":"gemini-2.5-flash"}"#);
    let error = gemini().request(&call, &Policy::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(
        error.to_string().contains("make the provider with `unverified()`"),
        "{error}"
    );
}

#[test]
fn completions_of_other_publishers_go_to_the_gemini_endpoint() {
    let call = |model: &str| {
        let body = format!(r#"{{"model":"{model}","prompt":"Once"}}"#);
        Call::raw(Operation::COMPLETIONS, &["completions"], body)
    };
    let spelled = gemini().request(&call("meta/llama-4"), &Policy::new()).unwrap();
    assert!(spelled.request.uri().path().ends_with("/endpoints/openapi/completions"));
    let error = gemini().request(&call("gemini-2.5-flash"), &Policy::new()).unwrap_err();
    assert_eq!(error.to_string(), "Vertex AI (Gemini) has no operation `completions`");
}

#[test]
fn each_location_has_its_host() {
    let request = embeddings::Request::new("intfloat/multilingual-e5-small-maas", "a");
    for (location, host) in [
        ("us-central1", "us-central1-aiplatform.googleapis.com"),
        ("global", "aiplatform.googleapis.com"),
        ("us", "aiplatform.us.rep.googleapis.com"),
        ("eu", "aiplatform.eu.rep.googleapis.com"),
    ] {
        let vertex = Vertex::gemini("p", location).unwrap();
        let spelled = vertex.request(&request.call().unwrap(), &Policy::new()).unwrap();
        let path = format!("/v1beta1/projects/p/locations/{location}/endpoints/openapi/embeddings");
        assert_eq!(spelled.request.uri().to_string(), format!("https://{host}{path}"));
    }
}
