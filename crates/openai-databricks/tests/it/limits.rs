//! What is refused before it is sent.

use openai_core::{Call, Endpoint, ErrorKind, NoticeKind, Operation, Policy, Provider, Reaction, Rule};
use openai_databricks::ModelKind;
use openai_types::chat::{Message, Request, Tool};
use serde_json::{Map, Value, json};

use crate::body;
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
    insta::assert_snapshot!("system_message", refusal(&Request::new("databricks-gpt-5", talk)));
    let fit = [Message::system("Be brief."), Message::user("Hi")];
    spell(&databricks(), &Request::new("databricks-gpt-5", fit)).unwrap();
}

/// Databricks hands on to another provider what it does not serve itself: the limits there are its own.
#[test]
fn external_models_have_limits_of_their_own() {
    let request = |model: &str| {
        let talk = [Message::user("Hi"), Message::system("Be kind.")];
        let tools = [vec![tool(16)], vec![tool(1); 32], vec![Tool::custom("c", "anything")]].concat();
        Request::new(model, talk).tools(tools)
    };
    refusal(&request("system.ai.gpt-5"));
    let spelled = spell(&databricks(), &request("my-azure-gpt")).unwrap();
    let about: Vec<_> = spelled.notices.iter().map(|notice| notice.parameter.as_str()).collect();
    let limits = ["messages[1]", "tools", "tools[0].function.parameters", "tools[33].type"];
    assert_eq!(about, limits);
    assert!(spelled.notices.iter().all(|notice| notice.kind == NoticeKind::Unlisted));
    insta::assert_snapshot!("external_notice", &spelled.notices[0]);
    let told = databricks()
        .model_kind("my-azure-gpt", ModelKind::PayPerToken)
        .model_kind("databricks-gpt-5", ModelKind::External);
    spell(&told, &request("my-azure-gpt")).unwrap_err();
    spell(&told, &request("databricks-gpt-5")).unwrap();
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
}

/// An operation of the API that Databricks lacks is refused; one that is newer than this client may be there.
#[test]
fn an_operation_that_nobody_names_may_go_out() {
    let call = Call::raw(Operation::new("judge").without_model(), &["judge"], r#"{"text":"Hi"}"#);
    databricks().request(&call, &Policy::new()).unwrap_err();
    let policy = Policy::new().unlisted(Reaction::Report);
    let spelled = databricks().request(&call, &policy).unwrap();
    assert_eq!(spelled.request.uri().path(), "/serving-endpoints/judge");
    assert_eq!(body::of(&spelled), json!({"text": "Hi"}));
    assert_eq!(spelled.notices[0].kind, NoticeKind::Unlisted);
    let known = Call::raw(Operation::MODERATIONS, &["moderations"], r#"{"model":"m"}"#);
    databricks().request(&known, &policy).unwrap_err();
}

/// Databricks' own serving answers 400 to members that it does not know; another provider may know them.
#[test]
fn members_that_no_document_lists_go_with_a_notice() {
    let send = |operation, model: &str, members: &Value| {
        let mut body = json!({"model": model});
        body.as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        let call = Call::raw(operation, &["any"], body.to_string());
        databricks().request(&call, &Policy::new()).unwrap()
    };
    for (operation, members) in [
        (Operation::CHAT, json!({"parallel_tool_calls": true})),
        (Operation::CHAT, json!({"seed": 7, "presence_penalty": 1})),
        (Operation::CHAT, json!({"user": "me", "metadata": {"a": "b"}})),
        (Operation::COMPLETIONS, json!({"best_of": 2})),
        (Operation::EMBEDDINGS, json!({"user": "me"})),
    ] {
        let spelled = send(operation, "databricks-gpt-5", &members);
        let told: Vec<_> = spelled.notices.iter().map(|notice| notice.parameter.as_str()).collect();
        let mut names: Vec<_> = members.as_object().unwrap().keys().collect();
        names.sort_unstable();
        let mut sorted = told.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, names, "{operation}");
        assert!(spelled.notices.iter().all(|notice| notice.kind == NoticeKind::Unlisted));
        let sent = body::of(&spelled);
        assert!(
            names.iter().all(|name| sent[name.as_str()] == members[name.as_str()]),
            "{sent}"
        );
        assert!(
            send(operation, "my-azure-gpt", &members).notices.is_empty(),
            "{operation}"
        );
    }
    let listed = json!({"encoding_format": "base64"});
    assert!(
        send(Operation::EMBEDDINGS, "databricks-gte-large-en", &listed)
            .notices
            .is_empty()
    );
}
