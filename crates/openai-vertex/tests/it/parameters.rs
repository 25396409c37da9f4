//! What Gemini ignores, what it refuses, and what nobody checks.

use openai_core::{Call, Endpoint, ErrorKind, NoticeKind, Operation, Policy, Provider, Reaction, Rule};
use openai_types::chat::{ReasoningEffort, Request};
use serde_json::json;

use crate::chat::{deployed, gemini, hello};
use crate::samples::spell;

fn picky() -> Request {
    hello()
        .model("gemini-2.5-flash")
        .logprobs(true)
        .parallel_tool_calls(false)
        .seed(1)
        .user("u-1")
}

fn thinking_twice() -> Request {
    let mut request = hello().model("gemini-2.5-flash").reasoning_effort(ReasoningEffort::Low);
    let google = json!({"google": {"thinking_config": {"thinking_budget": 100}, "thought_tag_marker": "think"}});
    request.extra.insert("extra_body".into(), google);
    request
}

#[test]
fn gemini_ignores_what_google_does_not_list() {
    let spelled = spell(&gemini(), &picky()).unwrap();
    assert!(spelled.notices.iter().all(|notice| notice.kind == NoticeKind::Ignored));
    insta::assert_snapshot!("ignored", spelled);
}

#[test]
fn the_policy_can_refuse_what_is_ignored() {
    let policy = Policy::new().ignored(Reaction::Refuse);
    let error = gemini().request(&picky().call().unwrap(), &policy).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    insta::assert_snapshot!("ignored_and_refused", error);
}

#[test]
fn models_of_others_are_not_checked() {
    assert!(spell(&deployed(), &picky()).unwrap().notices.is_empty());
    let partner = picky().model("meta/llama-4-maverick-17b-128e-instruct-maas");
    assert!(spell(&gemini(), &partner).unwrap().notices.is_empty());
}

/// The wire that a call is held against follows from its model, wherever that is named.
#[test]
fn the_profile_of_a_call_is_that_of_its_model() {
    let gemini = gemini();
    let wire = |request: &Request| gemini.profile_for(&request.call().unwrap()).wire.clone();
    let named = |model: &str| wire(&hello().model(model));
    assert_eq!(named("gemini-2.5-flash"), "Vertex AI (Gemini)");
    assert_eq!(
        named("meta/llama-4-maverick-17b-128e-instruct-maas"),
        "Vertex AI (self-deployed)"
    );
    let body = r#"{"model":"meta/llama-4-maverick-17b-128e-instruct-maas"}"#;
    let raw = Call::raw(Operation::CHAT, &["chat", "completions"], body);
    assert_eq!(gemini.profile_for(&raw).wire, "Vertex AI (self-deployed)");
    let own = deployed();
    assert_eq!(own.profile_for(&raw).wire, "Vertex AI (self-deployed)");
}

#[test]
fn thinking_is_set_once() {
    insta::assert_snapshot!("thinking_set_twice", spell(&gemini(), &thinking_twice()).unwrap_err());
    insta::assert_snapshot!("thinking_set_by_google", {
        let mut request = thinking_twice();
        request.reasoning_effort = None;
        spell(&gemini(), &request).unwrap()
    });
    let policy = Policy::new().rejected(Reaction::Allow);
    gemini().request(&thinking_twice().call().unwrap(), &policy).unwrap();
    spell(&deployed(), &thinking_twice()).unwrap();
}

#[test]
fn the_profile_follows_googles_list() {
    let vertex = gemini();
    let chat = vertex.profile().operation(Operation::CHAT).unwrap();
    for name in [
        "messages",
        "model",
        "max_tokens",
        "n",
        "frequency_penalty",
        "response_format",
        "stop",
        "stream",
        "temperature",
        "top_p",
        "tools",
        "tool_choice",
        "function_call",
        "functions",
        "max_completion_tokens",
        "presence_penalty",
        "reasoning_effort",
        "seed",
        "modalities",
        "web_search_options",
        "extra_body",
        "stream_options",
    ] {
        assert_eq!(chat.parameter(name).rule, Rule::Supported, "{name}");
    }
    for (name, rule) in [
        ("google", Rule::Unknown),
        ("logprobs", Rule::Ignored),
        ("anything", Rule::Ignored),
    ] {
        assert_eq!(chat.parameter(name).rule, rule, "{name}");
    }
    let vertex = deployed();
    let chat = vertex.profile().operation(Operation::CHAT).unwrap();
    assert_eq!(chat.parameter("anything").rule, Rule::Unknown);
}
