//! Chat completions as they go out.

use openai_core::{BaseUrl, Call, ErrorKind, Operation, Payload, Policy, Provider};
use openai_databricks::Databricks;
use openai_types::chat::{Message, Request};

use crate::samples::{self, spell};

pub(crate) fn databricks() -> Databricks {
    at("https://adb-1234.5.azuredatabricks.net")
}

pub(crate) fn hello() -> Request {
    Request::new("databricks-gpt-5", [Message::user("Hello")])
}

/// The body that goes out for a body.
pub(crate) fn sent(body: &str, policy: &Policy) -> String {
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], body.to_owned());
    let spelled = databricks().request(&call, policy).unwrap();
    match spelled.request.body() {
        Payload::Json(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn at(url: &str) -> Databricks {
    Databricks::new(BaseUrl::parse("test", url).unwrap())
}

#[test]
fn samples() {
    for (name, request) in samples::all() {
        insta::assert_snapshot!(name, spell(&databricks(), &request.model("databricks-gpt-5")).unwrap());
    }
}

#[test]
fn whether_to_stream_is_always_said() {
    insta::assert_snapshot!("stream_is_said", spell(&databricks(), &hello()).unwrap());
    for (given, expected) in [
        (
            r#"{"model":"m","messages":[]}"#,
            r#"{"model":"m","messages":[],"stream":false}"#,
        ),
        (r#"{"model":"m","stream":null}"#, r#"{"model":"m","stream":false}"#),
        (r#"{"model":"m","stream":true}"#, r#"{"model":"m","stream":true}"#),
    ] {
        assert_eq!(sent(given, &Policy::new()), expected);
    }
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], r#"{"model":"m"}"#).with_stream(true);
    let spelled = databricks().request(&call, &Policy::new()).unwrap();
    assert!(matches!(spelled.request.body(), Payload::Json(body) if body == r#"{"model":"m","stream":true}"#));
}

#[test]
fn the_workspace_may_end_in_serving_endpoints() {
    for end in ["", "/", "/serving-endpoints", "/serving-endpoints/"] {
        let spelled = spell(&at(&format!("https://host.example{end}")), &hello()).unwrap();
        assert_eq!(
            spelled.request.uri(),
            "https://host.example/serving-endpoints/chat/completions",
            "{end}"
        );
    }
    let proxy = spell(&at("https://host.example/my-serving-endpoints"), &hello()).unwrap();
    assert_eq!(
        proxy.request.uri().path(),
        "/my-serving-endpoints/serving-endpoints/chat/completions"
    );
}

#[test]
fn an_endpoint_is_needed() {
    for request in [Request::without_model([Message::user("Hello")]), hello().model("")] {
        let error = spell(&databricks(), &request).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(
            error
                .to_string()
                .starts_with("no serving endpoint is named: name one as"),
            "{error}"
        );
    }
}

#[test]
fn unknown_members_go_out_byte_for_byte() {
    let body = r#"{ "model":"m", "stream":false, "messages":[], "x":{"y" : 1e400}, "n":null }"#;
    assert_eq!(sent(body, &Policy::new()), body);
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], "[1]").with_model(Some("m"));
    assert_eq!(
        databricks().request(&call, &Policy::new()).unwrap_err().kind(),
        ErrorKind::Invalid
    );
}
