//! Items of a conversation: what goes into a response and what comes out of it.

use openai_types::responses::item::{
    ApplyPatchCallOutput, FunctionCallOutput, MessageType, ReasoningItem, SummaryText,
};
use openai_types::responses::{ContentPart, Input, Item, Message, Role};
use openai_types::{decode_str, unknowns};
use serde_json::{Value, json};

fn item(value: &Value) -> Item {
    let item: Item = decode_str(&value.to_string()).unwrap_or_else(|error| panic!("{value}: {error}"));
    assert_eq!(serde_json::to_value(&item).unwrap(), *value);
    item
}

#[test]
fn a_message_without_a_type_is_a_message_and_stays_without() {
    for value in [
        json!({"role": "user", "content": "Hi"}),
        json!({"content": [{"type": "input_text", "text": "Hi"}], "role": "user"}),
        json!({"id": "msg_1", "role": "assistant", "status": "completed", "phase": "final_answer", "content": "Hi"}),
    ] {
        let item = item(&value);
        let message = item.as_message().expect("a message");
        assert_eq!((message.kind.as_ref(), item.text().as_ref()), (None, "Hi"));
        assert_eq!(unknowns(&item), Vec::<String>::new());
    }
    let null: Item = decode_str(r#"{"type":null,"role":"user","content":"Hi"}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&null).unwrap(),
        r#"{"role":"user","content":"Hi"}"#
    );
}

#[test]
fn a_message_with_a_type_keeps_it_wherever_it_stands() {
    for (text, kind) in [
        (
            r#"{"type":"message","role":"user","content":"Hi"}"#,
            MessageType::Message,
        ),
        (
            r#"{"role":"user","type":"message","content":"Hi"}"#,
            MessageType::Message,
        ),
        (
            r#"{"id":"a","role":"assistant","content":[],"type":"output_message"}"#,
            MessageType::OutputMessage,
        ),
    ] {
        let item = item(&serde_json::from_str(text).unwrap());
        assert_eq!(item.as_message().unwrap().kind, Some(kind));
        assert_eq!(item.tag(), "message");
    }
}

#[test]
fn what_is_built_is_written_with_its_type() {
    assert_eq!(
        serde_json::to_string(&Item::user("Hi")).unwrap(),
        r#"{"type":"message","role":"user","content":"Hi"}"#
    );
    assert_eq!(
        serde_json::to_value(Item::from(Message::untyped(Role::User, "Hi"))).unwrap(),
        json!({"role": "user", "content": "Hi"})
    );
    let input = Input::from([Item::system("Be brief."), Item::from("Hi")]);
    assert_eq!(
        serde_json::to_value(input).unwrap(),
        json!([
            {"type": "message", "role": "system", "content": "Be brief."},
            {"type": "message", "role": "user", "content": "Hi"},
        ])
    );
    assert_eq!(
        serde_json::to_value(Item::function_call_output("call_1", "31")).unwrap(),
        json!({"type": "function_call_output", "call_id": "call_1", "output": "31"})
    );
    let answer = Item::from(ApplyPatchCallOutput::new("call_1", "failed").output("no such file"));
    assert_eq!(
        serde_json::to_value(answer).unwrap(),
        json!({"type": "apply_patch_call_output", "call_id": "call_1", "status": "failed", "output": "no such file"})
    );
}

#[test]
fn an_object_without_a_type_and_a_role_is_kept_whole() {
    for value in [json!({"id": "msg_1"}), json!({"content": "Hi"}), json!({})] {
        let item = item(&value);
        assert!(matches!(item, Item::Other(_)), "{value}");
        assert_eq!((item.tag(), item.id()), ("", value["id"].as_str()));
        assert_eq!(unknowns(&item), [" = "]);
    }
}

#[test]
fn a_malformed_item_is_an_error_at_its_place() {
    let cases = [
        (json!([{"role": "user"}]), "[0]", "missing field `content`"),
        (
            json!([{"role": "user", "content": 1}]),
            "[0].content",
            "invalid type: integer, expected string or array",
        ),
        (
            json!([{"role": "user", "content": "Hi"}, {"content": [{"type": "input_text"}], "role": "user"}]),
            "[1].content[0]",
            "missing field `text`",
        ),
        (
            json!([{"role": 1, "content": "Hi"}]),
            "[0].role",
            "invalid type: integer, expected a string",
        ),
        (
            json!([{"type": 1, "role": "user", "content": "Hi"}]),
            "[0].type",
            "invalid type: integer, expected a string",
        ),
        (
            json!([{"type": "apply_patch_call", "call_id": "c", "status": "completed", "operation": {"type": "create_file", "path": "a"}}]),
            "[0].operation",
            "missing field `diff`",
        ),
        (json!(1), "", "invalid type: integer, expected string or array"),
    ];
    for (value, path, message) in cases {
        let error = decode_str::<Input>(&value.to_string()).expect_err(&value.to_string());
        assert_eq!((error.path(), error.message()), (path, message), "{value}");
    }
}

#[test]
fn an_item_that_came_out_goes_back_in_unchanged() {
    let long = "rs_".to_owned() + &"0123456789abcdef".repeat(8);
    let reasoning = json!({
        "id": long, "type": "reasoning", "status": "completed", "encrypted_content": "gAAAAA==",
        "summary": [{"type": "summary_text", "text": "**Looking**"}],
        "content": [{"type": "reasoning_text", "text": "Hm."}, {"type": "reasoning_text", "text": " So."}],
        "vendor": {"hidden": [1, 2]},
    });
    let item = item(&reasoning);
    assert_eq!(item.id(), Some(long.as_str()));
    let Item::Reasoning(reasoning) = item else {
        panic!("reasoning")
    };
    assert_eq!(reasoning.text(), "Hm. So.");
    assert_eq!(reasoning.summaries().collect::<Vec<_>>(), ["**Looking**"]);
    assert_eq!(
        ReasoningItem::new([SummaryText::new("a").into()])
            .summaries()
            .collect::<Vec<_>>(),
        ["a"]
    );
}

#[test]
fn ids_and_texts_are_at_hand() {
    let call = item(
        &json!({"type": "custom_tool_call", "id": "ctc_1", "call_id": "call_1", "name": "exec", "input": "{not json"}),
    );
    assert_eq!(
        (call.id(), call.call_id(), call.text().as_ref()),
        (Some("ctc_1"), Some("call_1"), "")
    );
    let unknown = item(&json!({"type": "telepathy_call", "id": "tp_1", "call_id": "call_2"}));
    assert_eq!((unknown.id(), unknown.call_id()), (Some("tp_1"), Some("call_2")));
    assert_eq!(Item::reference("msg_1").id(), Some("msg_1"));
    assert_eq!(
        FunctionCallOutput::new([ContentPart::text("a"), ContentPart::text("b")])
            .output
            .text(),
        "ab"
    );

    let refused = item(&json!({"type": "message", "role": "assistant", "content": [
        {"type": "output_text", "text": "I "}, {"type": "output_text", "text": "can't."}, {"type": "refusal", "refusal": "No."},
    ]}));
    let message = refused.as_message().unwrap();
    assert_eq!((message.text().as_ref(), message.refusal()), ("I can't.", Some("No.")));
}
