//! Chat completions as they go out, to Gemini and to models of one's own.

use openai_core::chat::Accumulator;
use openai_core::{BaseUrl, Call, ErrorKind, Operation, Payload, Policy, Provider};
use openai_types::chat::{Message, Request};
use openai_vertex::{Version, Vertex};

use crate::samples::{self, spell};

pub(crate) fn gemini() -> Vertex {
    Vertex::gemini("my-project", "us-central1").unwrap()
}

pub(crate) fn deployed() -> Vertex {
    Vertex::endpoint("my-project", "us-central1", "1234567890").unwrap()
}

pub(crate) fn hello() -> Request {
    Request::without_model([Message::user("Hello")])
}

fn at(url: &str) -> Vertex {
    Vertex::with_base_url(BaseUrl::parse("test", url).unwrap())
}

fn address(vertex: &Vertex) -> String {
    spell(vertex, &hello().model("gemini-2.5-flash"))
        .unwrap()
        .request
        .uri()
        .to_string()
}

/// The model that goes out for a model.
fn model(vertex: &Vertex, model: &str) -> Option<String> {
    let spelled = spell(vertex, &hello().model(model)).unwrap();
    crate::body::of(&spelled)["model"].as_str().map(str::to_owned)
}

#[test]
fn samples_gemini() {
    for (name, request) in samples::all() {
        let request = request.model("google/gemini-2.5-flash");
        insta::assert_snapshot!(format!("gemini_{name}"), spell(&gemini(), &request).unwrap());
    }
}

#[test]
fn samples_self_deployed() {
    for (name, mut request) in samples::all() {
        request.model = None;
        insta::assert_snapshot!(format!("self_deployed_{name}"), spell(&deployed(), &request).unwrap());
    }
}

#[test]
fn gemini_models_are_named_with_their_publisher() {
    insta::assert_snapshot!(
        "publisher_added",
        spell(&gemini(), &hello().model("gemini-2.5-flash")).unwrap()
    );
    for (given, sent) in [
        ("gemini-2.5-pro", "google/gemini-2.5-pro"),
        ("google/gemini-2.5-pro", "google/gemini-2.5-pro"),
        (
            "meta/llama-4-maverick-17b-128e-instruct-maas",
            "meta/llama-4-maverick-17b-128e-instruct-maas",
        ),
    ] {
        assert_eq!(model(&gemini(), given).as_deref(), Some(sent));
    }
}

#[test]
fn a_model_of_ones_own_is_named_as_it_is_or_not_at_all() {
    insta::assert_snapshot!(
        "self_deployed_named",
        spell(&deployed(), &hello().model("gemma-3")).unwrap()
    );
    assert_eq!(model(&deployed(), ""), None);
    assert_eq!(model(&deployed(), " "), None);
}

#[test]
fn gemini_needs_a_model() {
    for request in [hello(), hello().model("")] {
        let error = spell(&gemini(), &request).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(
            error
                .to_string()
                .starts_with("no model is named: name one, such as google/"),
            "{error}"
        );
    }
}

#[test]
fn version_and_location_are_in_the_address() {
    insta::assert_snapshot!(
        "v1",
        spell(&gemini().version(Version::V1), &hello().model("gemini-2.5-flash")).unwrap()
    );
    for location in ["global", "us", "eu", "europe-west4"] {
        let vertex = Vertex::gemini("my-project", location).unwrap();
        insta::assert_snapshot!(
            format!("location_{location}"),
            spell(&vertex, &hello().model("gemini-2.5-flash")).unwrap()
        );
    }
    let domain = Vertex::gemini("example.com:my-project", "global").unwrap();
    assert!(
        address(&domain).contains("/projects/example.com%3Amy-project/locations/global/"),
        "{}",
        address(&domain)
    );
}

#[test]
fn a_base_url_is_taken_as_it_is() {
    let own_host =
        "https://123.us-central1-456.prediction.vertexai.goog/v1/projects/456/locations/us-central1/endpoints/123";
    insta::assert_snapshot!("base_url_of_an_endpoint", spell(&at(own_host), &hello()).unwrap());
    let emulated = "http://127.0.0.1:8080/v1beta1/projects/p/locations/l/endpoints/openapi/";
    insta::assert_snapshot!(
        "base_url_of_gemini",
        spell(&at(emulated), &hello().model("gemini-2.5-flash")).unwrap()
    );
    assert_eq!(address(&at(emulated).version(Version::V1)), address(&at(emulated)));
    assert!(
        address(&Vertex::endpoint("p", "global", "openapi").unwrap()).ends_with("/endpoints/openapi/chat/completions")
    );
}

#[test]
fn unknown_members_go_out_byte_for_byte() {
    let body =
        r#"{ "messages":[{"extra_content":{"google":{"thought_signature":"a+b=="}}}], "x":{"y" : 1e400}, "n":null }"#;
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], body);
    let spelled = deployed().request(&call, &Policy::new()).unwrap();
    assert!(matches!(spelled.request.body(), Payload::Json(sent) if sent == body));
}

/// What a stream brings goes back in the next turn: signed, and no longer marked as a thought.
#[test]
fn a_streamed_answer_with_thoughts_goes_back_as_an_answer() {
    let mut whole = Accumulator::new();
    for delta in [
        r#"{"role":"assistant","content":"I count.","extra_content":{"google":{"thought":true}}}"#,
        r#"{"content":"Four.","extra_content":{"google":{"thought_signature":"a+b=="}}}"#,
    ] {
        whole.push(&openai_types::decode_str(&format!(r#"{{"choices":[{{"index":0,"delta":{delta}}}]}}"#)).unwrap());
    }
    let whole = whole.finish();
    assert_eq!(whole.text(), "Four.");
    let turn = [whole.message().unwrap().clone().into(), Message::user("And one more?")];
    let spelled = spell(&gemini(), &Request::new("gemini-2.5-flash", turn)).unwrap();
    let sent = crate::body::of(&spelled)["messages"][0].clone();
    assert_eq!(sent["content"], "Four.");
    assert_eq!(
        sent["extra_content"].to_string(),
        r#"{"google":{"thought_signature":"a+b=="}}"#
    );
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], "[1]").with_model(Some("gemini-2.5-flash"));
    for vertex in [gemini(), deployed()] {
        assert_eq!(
            vertex.request(&call, &Policy::new()).unwrap_err().kind(),
            ErrorKind::Invalid
        );
    }
}
