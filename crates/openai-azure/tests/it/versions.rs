//! Which api-version a call goes out in, and what it is held against.

use openai_azure::{ApiVersion, Azure};
use openai_core::{Call, Endpoint, Error, ErrorKind, NoticeKind, Operation, Policy, Provider, Reaction, Spelled};
use openai_types::chat::{ReasoningEffort, Request};
use serde_json::json;

use crate::chat::{dated, endpoint, hello};
use crate::samples::spell;

const OLD: &str = "2024-02-01";
const NEW: &str = "2024-12-01-preview";

/// The request in a version of its own.
fn spell_in(azure: &Azure, request: &Request, version: &str) -> Result<Spelled, Error> {
    let mut call = request.call()?;
    call.extensions.insert(version.parse::<ApiVersion>()?);
    azure.request(&call, &Policy::new())
}

fn thinking() -> Request {
    hello().reasoning_effort(ReasoningEffort::High)
}

#[test]
fn the_calls_version_wins_over_the_operations_and_that_over_the_clients() {
    let client = dated("2024-10-21").api_version_for(Operation::CHAT, "2024-06-01".parse().unwrap());
    let query = |spelled: Result<Spelled, Error>| spelled.unwrap().request.uri().query().unwrap().to_owned();
    assert_eq!(query(spell(&client, &hello())), "api-version=2024-06-01");
    assert_eq!(
        query(spell_in(&client, &hello(), NEW)),
        "api-version=2024-12-01-preview"
    );
    let again = client.api_version_for(Operation::CHAT, OLD.parse().unwrap());
    assert_eq!(query(spell(&again, &hello())), "api-version=2024-02-01");
    let other = dated("2024-10-21").api_version_for(Operation::new("other"), OLD.parse().unwrap());
    assert_eq!(query(spell(&other, &hello())), "api-version=2024-10-21");
}

#[test]
fn a_call_is_held_against_the_version_that_it_goes_out_in() {
    insta::assert_snapshot!("version_of_the_call", spell_in(&dated(OLD), &thinking(), NEW).unwrap());
    let error = spell_in(&dated(NEW), &thinking(), OLD).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("by Azure OpenAI 2024-02-01"), "{error}");
    let client = dated(NEW).api_version_for(Operation::CHAT, OLD.parse().unwrap());
    assert!(spell(&client, &thinking()).is_err());
}

#[test]
fn a_client_of_v1_can_send_a_call_in_a_dated_version() {
    let v1 = Azure::v1(endpoint("https://my-resource.openai.azure.com/openai/v1"));
    insta::assert_snapshot!("v1_call_in_a_dated_version", spell_in(&v1, &hello(), NEW).unwrap());
}

#[test]
fn what_a_version_does_not_have_is_refused_with_the_versions_that_do() {
    let request = thinking()
        .logprobs(true)
        .max_completion_tokens(100_u64)
        .json_schema("answer", json!({"type": "object"}));
    insta::assert_snapshot!("rejected", spell(&dated(OLD), &request).unwrap_err());
    let mut request = hello();
    request
        .extra
        .insert("enhancements".into(), json!({"ocr": {"enabled": true}}));
    insta::assert_snapshot!(
        "rejected_taken_away",
        spell(&dated("2024-10-21"), &request).unwrap_err()
    );
    spell(&dated("2024-02-15-preview"), &request).unwrap();
}

#[test]
fn the_policy_can_send_it_all_the_same() {
    let policy = Policy::new().rejected(Reaction::Report);
    let spelled = dated(OLD).request(&thinking().call().unwrap(), &policy).unwrap();
    insta::assert_snapshot!("rejected_and_sent_all_the_same", spelled);
    assert_eq!(
        spelled.notices.iter().map(|notice| notice.kind).collect::<Vec<_>>(),
        [NoticeKind::Rejected]
    );
    let policy = Policy::new().rejected(Reaction::Allow);
    assert!(
        dated(OLD)
            .request(&thinking().call().unwrap(), &policy)
            .unwrap()
            .notices
            .is_empty()
    );
}

#[test]
fn a_version_without_chat_is_refused() {
    for version in ["2022-12-01", "2023-03-01-preview"] {
        let error = spell(&dated(version), &hello()).unwrap_err();
        let expected = format!(
            "Azure OpenAI {version} has no operation `chat`: it came with 2023-03-15-preview and the stable 2023-05-15"
        );
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
}

#[test]
fn stream_options_pass_in_every_version() {
    for version in ApiVersion::KNOWN
        .iter()
        .filter(|version| version.to_string() != "2022-12-01")
    {
        let azure = dated(&version.to_string());
        assert!(
            azure
                .profile()
                .operation(Operation::CHAT)
                .unwrap()
                .supports("stream_options"),
            "{version}"
        );
    }
}

/// What neither OpenAI nor any version of Azure's is known to have may be newer than this client.
#[test]
fn an_operation_that_nobody_names_may_go_out() {
    let client = dated("2024-10-21");
    let policy = Policy::new().unlisted(Reaction::Report);
    let call = |operation| Call::raw(operation, &["vector_stores"], "{}");
    let new = call(Operation::new("vector_stores_create").without_model());
    client.request(&new, &Policy::new()).unwrap_err();
    let spelled = client.request(&new, &policy).unwrap();
    assert_eq!(
        spelled.request.uri(),
        "https://my-resource.openai.azure.com/openai/vector_stores?api-version=2024-10-21"
    );
    assert_eq!(spelled.notices[0].kind, NoticeKind::Unlisted);
    for known in [Operation::RESPONSES, openai_azure::dalle2::SUBMIT] {
        let error = client.request(&call(known), &policy).unwrap_err();
        assert!(
            error.to_string().contains("Azure OpenAI 2024-10-21 has no operation"),
            "{error}"
        );
    }
}
