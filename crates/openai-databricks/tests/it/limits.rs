//! What is refused before it is sent.

use openai_core::{Endpoint, ErrorKind, NoticeKind, Operation, Policy, Provider, Reaction, Rule};
use openai_types::chat::{Message, Request, Tool};
use serde_json::{Map, Value, json};

use crate::chat::{databricks, hello};
use crate::samples::spell;

fn tool(properties: usize) -> Tool {
    let properties: Map<String, Value> = (0..properties).map(|index| (format!("p{index}"), json!({}))).collect();
    Tool::function("f", "", json!({"type": "object", "properties": properties}))
}

fn refusal(request: &Request) -> String {
    let error = spell(&databricks(), request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    error.to_string()
}

#[test]
fn a_system_message_stands_first_and_once() {
    let talk = [
        Message::system("Be brief."),
        Message::user("Hi"),
        Message::system("Be kind."),
        Message::user("Hi"),
    ];
    insta::assert_snapshot!("system_message", refusal(&Request::new("m", talk)));
    spell(
        &databricks(),
        &Request::new("m", [Message::system("Be brief."), Message::user("Hi")]),
    )
    .unwrap();
}

#[test]
fn tools_are_few_and_functions() {
    insta::assert_snapshot!("too_many_tools", refusal(&hello().tools(vec![tool(1); 33])));
    spell(&databricks(), &hello().tools(vec![tool(1); 32])).unwrap();
    insta::assert_snapshot!(
        "other_tools",
        refusal(&hello().tools(vec![tool(1), Tool::custom("c", "anything")]))
    );
}

#[test]
fn functions_have_few_parameters_but_have_them() {
    insta::assert_snapshot!("too_many_properties", refusal(&hello().tools(vec![tool(1), tool(16)])));
    spell(&databricks(), &hello().tools(vec![tool(15)])).unwrap();
    let bare: Tool = serde_json::from_value(json!({"type": "function", "function": {"name": "f"}})).unwrap();
    insta::assert_snapshot!("no_parameters", refusal(&hello().tools(vec![bare])));
}

#[test]
fn the_policy_can_send_it_all_the_same() {
    let call = hello().tools(vec![tool(1); 33]).call().unwrap();
    let spelled = databricks()
        .request(&call, &Policy::new().rejected(Reaction::Report))
        .unwrap();
    assert_eq!(spelled.notices[0].kind, NoticeKind::Rejected);
    assert_eq!(spelled.notices[0].parameter, "tools");
    let spelled = databricks()
        .request(&call, &Policy::new().rejected(Reaction::Allow))
        .unwrap();
    assert!(spelled.notices.is_empty());
}

#[test]
fn the_profile_follows_the_reference() {
    let databricks = databricks();
    let chat = databricks.profile().operation(Operation::CHAT).unwrap();
    for name in [
        "messages",
        "model",
        "max_tokens",
        "temperature",
        "top_p",
        "top_k",
        "stop",
        "n",
        "stream",
        "stream_options",
        "tools",
        "tool_choice",
        "response_format",
        "logprobs",
        "top_logprobs",
        "reasoning_effort",
        "service_tier",
    ] {
        assert_eq!(chat.parameter(name).rule, Rule::Supported, "{name}");
    }
    assert_eq!(chat.parameter("top_p").note, "above 0, up to 1");
    assert_eq!(chat.parameter("parallel_tool_calls").rule, Rule::Unknown);
    assert!(
        spell(&databricks, &hello().parallel_tool_calls(true))
            .unwrap()
            .notices
            .is_empty()
    );
}
