//! Chat completions as they go out, dated and on v1.

use openai_azure::{ApiVersion, Azure};
use openai_core::{BaseUrl, Call, Endpoint, ErrorKind, Operation, Payload, Policy, Provider};
use openai_types::chat::{Message, Request};

use crate::samples::{self, spell};

pub(crate) fn endpoint(url: &str) -> BaseUrl {
    BaseUrl::parse("test", url).unwrap()
}

pub(crate) fn dated(version: &str) -> Azure {
    Azure::new(
        endpoint("https://my-resource.openai.azure.com"),
        version.parse().unwrap(),
    )
}

fn v1() -> Azure {
    Azure::v1(endpoint("https://my-resource.openai.azure.com"))
}

pub(crate) fn hello() -> Request {
    Request::new("gpt-4o", [Message::user("Hello")])
}

fn address(azure: &Azure) -> String {
    spell(azure, &hello()).unwrap().request.uri().to_string()
}

#[test]
fn samples_dated() {
    for (name, request) in samples::all() {
        insta::assert_snapshot!(format!("dated_{name}"), spell(&dated("2024-10-21"), &request).unwrap());
    }
}

#[test]
fn samples_v1() {
    for (name, request) in samples::all() {
        insta::assert_snapshot!(format!("v1_{name}"), spell(&v1(), &request).unwrap());
    }
}

#[test]
fn a_model_is_mapped_to_its_deployment() {
    let map = |azure: Azure| azure.deployment("gpt-4o", "team a/gpt-4o");
    insta::assert_snapshot!(
        "deployment_map_dated",
        spell(&map(dated("2024-10-21")), &hello()).unwrap()
    );
    insta::assert_snapshot!("deployment_map_v1", spell(&map(v1()), &hello()).unwrap());
    let other = spell(&map(dated("2024-10-21")), &hello().model("gpt-4o-mini")).unwrap();
    assert!(
        other.request.uri().path().contains("/deployments/gpt-4o-mini/"),
        "{other}"
    );
}

#[test]
fn v1_asks_for_previews() {
    insta::assert_snapshot!("v1_preview", spell(&v1().preview(), &hello()).unwrap());
    assert_eq!(address(&dated("2024-10-21").preview()), address(&dated("2024-10-21")));
}

#[test]
fn the_endpoint_may_end_in_openai() {
    for end in ["", "/", "/openai", "/openai/", "/openai/v1", "/openai/v1/"] {
        let at = endpoint(&format!("https://r.openai.azure.com{end}"));
        let dated = Azure::new(at.clone(), ApiVersion::LATEST_STABLE);
        let expected = "https://r.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21";
        assert_eq!(address(&dated), expected, "{end}");
        assert_eq!(
            address(&Azure::v1(at)),
            "https://r.openai.azure.com/openai/v1/chat/completions",
            "{end}"
        );
    }
    let gateway = Azure::v1(endpoint("https://gateway.example/team/myopenai"));
    assert_eq!(
        address(&gateway),
        "https://gateway.example/team/myopenai/openai/v1/chat/completions"
    );
}

#[test]
fn a_bad_deployment_is_refused_by_name() {
    for (model, shown) in [
        ("../x", "\"../x\""),
        ("a\nb", "\"a\\nb\""),
        ("%2e%2e/keys", "\"%2e%2e/keys\""),
    ] {
        let error = spell(&dated("2024-10-21"), &hello().model(model)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        assert!(
            error.to_string().starts_with(&format!("the deployment {shown} holds")),
            "{error}"
        );
    }
    let error = spell(&dated("2024-10-21").deployment("gpt-4o", ""), &hello()).unwrap_err();
    assert_eq!(error.to_string(), "the deployment is empty: give its name");
}

#[test]
fn a_deployment_is_needed() {
    for azure in [dated("2024-10-21"), v1()] {
        for request in [Request::without_model([Message::user("Hello")]), hello().model("")] {
            let error = spell(&azure, &request).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(
                error.to_string().starts_with("no deployment is named: name one as"),
                "{error}"
            );
        }
    }
}

#[test]
fn the_body_of_a_raw_call_names_the_deployment_too() {
    let body =
        r#"{ "model":"gpt-4o", "messages":[], "seed":123456789012345678901234567890, "x":{"y" : 1e400}, "n":null }"#;
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], body);
    let spelled = dated("2024-10-21").request(&call, &Policy::new()).unwrap();
    assert!(spelled.request.uri().path().contains("/deployments/gpt-4o/"));
    let expected = r#"{"messages":[],"seed":123456789012345678901234567890,"x":{"y" : 1e400},"n":null}"#;
    assert!(matches!(spelled.request.body(), Payload::Json(sent) if sent == expected));
    let spelled = v1().request(&call, &Policy::new()).unwrap();
    assert!(matches!(spelled.request.body(), Payload::Json(sent) if sent == body));
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], "[1]").with_model(Some("gpt-4o"));
    for azure in [dated("2024-10-21"), v1()] {
        assert_eq!(
            azure.request(&call, &Policy::new()).unwrap_err().kind(),
            ErrorKind::Invalid
        );
    }
}

#[test]
fn a_model_that_is_no_string_is_refused() {
    let call = Call::raw(Operation::CHAT, &["chat", "completions"], r#"{"model":4}"#);
    let error = v1().request(&call, &Policy::new()).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Invalid, "`model` is not a string: give a model's name")
    );
}

#[test]
fn only_its_own_origin_is_called() {
    let mut call = hello().call().unwrap();
    call.target = openai_core::Target::Url("https://evil.example/openai/operations/1".parse().unwrap());
    assert_eq!(
        v1().request(&call, &Policy::new()).unwrap_err().kind(),
        ErrorKind::Invalid
    );
}
