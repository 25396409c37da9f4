//! Responses: what pay-per-token models refuse, and what goes out with a word.

use openai_core::{
    Call, Ending, Endpoint, Error, ErrorKind, NoticeKind, Operation, Policy, Provider, Reaction, Rule, Spelled,
};
use openai_databricks::{CUT_ITEM_IDS, Databricks, ModelKind};
use openai_types::responses::{Item, Request, Tool};
use serde_json::{Value, json};

use crate::body;
use crate::chat::databricks;

const MODEL: &str = "databricks-gpt-5";

/// What the documents say that pay-per-token models answer with 400.
const REFUSED: [(&str, &str); 5] = [
    ("background", "true"),
    ("conversation", r#""conv_1""#),
    ("previous_response_id", r#""resp_1""#),
    ("service_tier", r#""default""#),
    ("store", "false"),
];

fn send_to(databricks: &Databricks, body: &Value) -> Result<Spelled, Error> {
    let call = Call::raw(Operation::RESPONSES, &["responses"], body.to_string());
    databricks.request(&call, &Policy::new())
}

fn with(model: &str, name: &str, value: &str) -> Value {
    let mut body = json!({"model": model, "input": "Hello"});
    body[name] = serde_json::from_str(value).unwrap();
    body
}

#[test]
fn five_parameters_are_refused_with_pay_per_token_models() {
    for (name, value) in REFUSED {
        for model in [MODEL, "system.ai.gpt-5"] {
            let error = send_to(&databricks(), &with(model, name, value)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported);
            assert!(
                error
                    .to_string()
                    .starts_with(&format!("`{name}` is refused by Databricks")),
                "{error}"
            );
        }
        send_to(&databricks(), &with("my-azure-gpt", name, value)).unwrap();
        send_to(&databricks(), &with(MODEL, name, "null")).unwrap();
        let profile = databricks()
            .profile()
            .operation(Operation::RESPONSES)
            .unwrap()
            .parameter(name);
        assert_eq!(profile.rule, Rule::Rejected);
    }
    let all = Request::new(MODEL, "Hello")
        .background(true)
        .store(false)
        .previous_response_id("resp_1");
    let call = all.call().unwrap();
    insta::assert_snapshot!("refused", databricks().request(&call, &Policy::new()).unwrap_err());
    let policy = Policy::new().rejected(Reaction::Report);
    assert_eq!(databricks().request(&call, &policy).unwrap().notices.len(), 3);
}

#[test]
fn the_caller_can_say_what_kind_of_model_it_is() {
    let told = databricks()
        .model_kind(MODEL, ModelKind::External)
        .model_kind("our-gpt", ModelKind::PayPerToken);
    send_to(&told, &with(MODEL, "store", "true")).unwrap();
    assert!(send_to(&told, &with("our-gpt", "store", "true")).is_err());
}

/// What the caller says of an endpoint counts, whatever its name holds.
#[test]
fn a_model_that_is_said_to_be_pay_per_token_responds_under_any_name() {
    let told = databricks().model_kind("prod", ModelKind::PayPerToken);
    send_to(&told, &json!({"model": "prod", "input": "Hello"})).unwrap();
    let error = send_to(&told, &with("prod", "store", "true")).unwrap_err();
    assert!(error.to_string().contains("`store`"), "{error}");
}

#[test]
fn external_models_take_every_parameter_and_tool() {
    let call = |model| {
        Call::raw(
            Operation::RESPONSES,
            &["responses"],
            json!({"model": model}).to_string(),
        )
    };
    let databricks = databricks();
    let profile = |model| {
        databricks
            .profile_for(&call(model))
            .operation(Operation::RESPONSES)
            .cloned()
            .unwrap()
    };
    for name in ["store", "background", "service_tier", "text", "reasoning", "tools"] {
        assert_eq!(profile("my-azure-gpt").parameter(name).rule, Rule::Supported, "{name}");
    }
    assert_eq!(profile(MODEL).parameter("store").rule, Rule::Rejected);
    assert_eq!(
        profile(MODEL).parameter("text").rule,
        Rule::Unknown,
        "the page does not say"
    );
}

/// Such a call names no model, so that nothing can be said of a kind of model.
#[test]
fn nothing_is_kept_that_could_be_asked_for_again() {
    let call = openai_core::responses::Retrieve::new("resp_1").call().unwrap();
    for call in [call.clone(), call.with_model(Some("my-azure-gpt"))] {
        let error = databricks().request(&call, &Policy::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        let words = "Databricks has no operation `responses_retrieve`: ";
        assert!(error.to_string().starts_with(words), "{error}");
    }
    let chat = Call::raw(Operation::CHAT, &["chat", "completions"], "{}");
    let default = databricks();
    assert_eq!(
        default.profile_for(&chat).wire,
        "Databricks",
        "no kind is said without a model"
    );
}

#[test]
fn models_of_other_families_are_led_to_chat() {
    let body = json!({"model": "databricks-claude-sonnet-4", "input": "Hello"});
    insta::assert_snapshot!("other_family", send_to(&databricks(), &body).unwrap_err());
    let external = json!({"model": "our-claude", "input": "Hello"});
    send_to(&databricks(), &external).unwrap();
}

#[test]
fn seven_types_of_tools_go_without_a_word() {
    let tools = [
        "function",
        "custom",
        "apply_patch",
        "shell",
        "image_generation",
        "mcp",
        "web_search",
    ];
    let tools = tools.map(|kind| json!({"type": kind, "name": "t"}));
    let body = json!({"model": MODEL, "input": "Hello", "tools": tools});
    assert!(send_to(&databricks(), &body).unwrap().notices.is_empty());
}

#[test]
fn what_the_page_does_not_list_goes_with_a_notice() {
    let tools = [Tool::custom("code_exec", "Runs code."), Tool::apply_patch()];
    let request = Request::new("databricks-gpt-5-mini", "Hello").tools(tools);
    let spelled = databricks().request(&request.call().unwrap(), &Policy::new()).unwrap();
    insta::assert_snapshot!("custom_tool_of_another_model", spelled);
    assert_eq!(spelled.notices[0].kind, NoticeKind::Unlisted);
    for model in ["databricks-gpt-5-5-pro", "system.ai.gpt-5", "my-own-model"] {
        let call = request.clone().model(model).call().unwrap();
        assert!(
            databricks().request(&call, &Policy::new()).unwrap().notices.is_empty(),
            "{model}"
        );
    }
    let body = json!({"model": MODEL, "input": "Hello", "tools": [{"type": "file_search"}]});
    let notices = send_to(&databricks(), &body).unwrap().notices;
    assert_eq!(notices.len(), 1);
    assert!(
        notices[0].message.starts_with("`tools[0]` is of type `file_search`"),
        "{notices:?}"
    );
}

/// An agent's stream need bring no last event: the mark at its end is what tells.
#[test]
fn streams_end_with_their_mark() {
    for operation in [Operation::RESPONSES, Operation::CHAT] {
        assert_eq!(databricks().ending(operation), Ending::Done);
    }
}

#[test]
fn long_ids_of_items_are_cut() {
    let long = "é".repeat(70);
    let message = json!({"type": "message", "id": long, "role": "assistant", "content": "Hm"});
    let item: Item = serde_json::from_value(message).unwrap();
    let call = Request::new(MODEL, vec![item, Item::user("Go on.")]).call().unwrap();
    let spelled = databricks().request(&call, &Policy::new()).unwrap();
    assert_eq!(body::of(&spelled)["input"][0]["id"], "é".repeat(64));
    assert_eq!(spelled.notices[0].kind, NoticeKind::Fixed);
    assert!(
        spelled.notices[0].message.starts_with("in `input[0]` `id` is cut"),
        "{:?}",
        spelled.notices
    );
    let off = Policy::new().without_fix(CUT_ITEM_IDS);
    let spelled = databricks().request(&call, &off).unwrap();
    assert_eq!(body::of(&spelled)["input"][0]["id"], long);
    assert!(spelled.notices.is_empty());
}
