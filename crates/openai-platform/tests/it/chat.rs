//! Chat completions as they go out.

use openai_core::{BaseUrl, Call, Endpoint, ErrorKind, NoticeKind, Operation, Payload, Policy, Provider, Reaction};
use openai_platform::OpenAi;
use openai_types::chat::{Message, Request};

use crate::samples::{self, spell};

fn server() -> OpenAi {
    OpenAi::with_base_url(BaseUrl::parse("test", "http://127.0.0.1:8080/v1/").unwrap())
}

fn hello() -> Request {
    Request::without_model([Message::user("Hello")])
}

#[test]
fn samples() {
    for (name, request) in samples::all() {
        insta::assert_snapshot!(name, spell(&OpenAi::new(), &request).unwrap());
    }
}

#[test]
fn organization_and_project_are_headers() {
    let openai = OpenAi::new()
        .organization("org-example")
        .unwrap()
        .project("proj_example")
        .unwrap();
    insta::assert_snapshot!(spell(&openai, &hello().model("gpt-4o")).unwrap());
}

#[test]
fn a_server_of_ones_own_needs_no_model() {
    insta::assert_snapshot!(spell(&server(), &hello()).unwrap());
    let blank = spell(&server(), &hello().model(" ")).unwrap();
    assert_eq!(blank.to_string(), spell(&server(), &hello()).unwrap().to_string());
}

#[test]
fn openai_needs_a_model() {
    for request in [hello(), hello().model("")] {
        let error = spell(&OpenAi::new(), &request).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("no model is named"), "{error}");
        assert!(error.to_string().contains("?model="), "{error}");
    }
}

#[test]
fn the_calls_model_wins_over_the_bodys() {
    let call = hello().model("gpt-4o").call().unwrap().with_model(Some("gpt-4o-mini"));
    let spelled = OpenAi::new().request(&call, &Policy::new()).unwrap();
    assert!(spelled.to_string().contains(r#""model": "gpt-4o-mini""#), "{spelled}");
}

#[test]
fn a_body_of_unknown_members_goes_out_byte_for_byte() {
    let body =
        r#"{ "model":"m", "messages":[], "seed":123456789012345678901234567890, "x":{"y" : 1e400}, "top_p":null }"#;
    for openai in [OpenAi::new(), server()] {
        let call = Call::raw(Operation::CHAT, &["chat", "completions"], body);
        let spelled = openai.request(&call, &Policy::new()).unwrap();
        assert!(matches!(spelled.request.body(), Payload::Json(sent) if sent == body));
        assert!(spelled.notices.is_empty());
    }
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    for body in ["[1]", "null", "{", ""] {
        let call = Call::raw(Operation::CHAT, &["chat", "completions"], body).with_model(Some("gpt-4o"));
        let error = OpenAi::new().request(&call, &Policy::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{body}");
        assert!(
            error.to_string().contains("the chat call is not a JSON object"),
            "{error}"
        );
    }
}

#[test]
fn an_operation_that_openai_does_not_have_is_refused() {
    let import = Call::raw(Operation::FILES_IMPORT, &["files", "import"], "{}");
    let teleport = Call::raw(Operation::new("teleport"), &["teleport"], "{}");
    for call in [&import, &teleport] {
        let error = OpenAi::new().request(call, &Policy::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        let words = format!("OpenAI has no operation `{}`", call.operation);
        assert!(error.to_string().starts_with(&words), "{error}");
    }
    let policy = Policy::new().unlisted(Reaction::Report);
    assert!(
        OpenAi::new().request(&import, &policy).is_err(),
        "it is known to be missing"
    );
    let spelled = OpenAi::new().request(&teleport, &policy).unwrap();
    assert_eq!(spelled.request.uri().path(), "/v1/teleport");
    assert_eq!(spelled.notices[0].kind, NoticeKind::Unlisted);
}
