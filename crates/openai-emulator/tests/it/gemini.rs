//! What Google's guide lists as supported is obeyed or checked on Gemini's wire, not ignored.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::wire::{GEMINI, start};

async fn content(emulator: &Running, members: Value) -> String {
    let answer = GEMINI.ask(emulator, members).await.json();
    answer["choices"][0]["message"]["content"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn any_name_with_its_publisher_is_a_model() {
    let emulator = start().await;
    for model in [
        "gemini-1.5-flash-001",
        "gemini-1.5-pro-001",
        "gemini-1.0-pro-vision",
        "gemini-1.0-pro-vision-001",
        "gemini-1.0-pro-002",
        "gemini-1.0-pro-001",
        "gemini-1.0-pro",
        "gemini-of-the-future",
    ] {
        let named = format!("google/{model}");
        let answer = GEMINI.ask(&emulator, json!({ "model": named })).await.json();
        assert_eq!(answer["model"], named, "{answer}");
        let bare = GEMINI.ask(&emulator, json!({ "model": model })).await;
        assert_eq!(bare.status, 400, "{bare:?}");
    }
}

#[tokio::test]
async fn sampling_is_checked() {
    let emulator = start().await;
    for (name, limit, beyond) in [
        ("frequency_penalty", json!(-2), json!(-2.1)),
        ("frequency_penalty", json!(2), json!("much")),
        ("presence_penalty", json!(2), json!(2.1)),
        ("top_p", json!(1), json!(1.1)),
        ("top_p", json!(0.5), json!("half")),
        ("temperature", json!(2), json!(2.1)),
        ("n", json!(8), json!(9)),
        ("max_tokens", json!(1), json!(0)),
    ] {
        let fine = GEMINI.ask(&emulator, json!({ name: limit })).await;
        assert_eq!(fine.status, 200, "{name}: {fine:?}");
        let refused = GEMINI.ask(&emulator, json!({ name: beyond })).await;
        assert_eq!(refused.status, 400, "{name}: {refused:?}");
        assert!(refused.message().contains(name), "{name}: {refused:?}");
    }
}

#[tokio::test]
async fn stop_texts_and_limits_end_the_text() {
    let emulator = start().await;
    let whole = content(&emulator, json!({})).await;
    let (start, _) = whole.split_once("vertex").unwrap();
    for stop in [json!("vertex"), json!(["never in it", "vertex"])] {
        assert_eq!(content(&emulator, json!({ "stop": stop })).await, start);
    }
    let many = json!({ "stop": ["a", "b", "c", "d", "e", "f"] });
    assert_eq!(GEMINI.ask(&emulator, many).await.status, 400);
    let cut = GEMINI.ask(&emulator, json!({ "max_tokens": 4, "n": 2 })).await.json();
    assert_eq!(cut["choices"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&cut["choices"][1]["finish_reason"], &cut["usage"]["completion_tokens"]),
        (&json!("length"), &json!(8))
    );
}

#[tokio::test]
async fn text_takes_the_form_that_was_asked() {
    let emulator = start().await;
    let schema = json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] });
    let format = json!({ "type": "json_schema", "json_schema": { "name": "place", "schema": schema } });
    let text = content(&emulator, json!({ "response_format": format })).await;
    assert!(
        serde_json::from_str::<Value>(&text).unwrap()["city"].is_string(),
        "{text}"
    );
    let text = content(&emulator, json!({ "response_format": { "type": "json_object" } })).await;
    assert!(serde_json::from_str::<Value>(&text).unwrap().is_object(), "{text}");
    let refused = GEMINI.ask(&emulator, json!({ "response_format": "json" })).await;
    assert_eq!(refused.status, 400, "{refused:?}");
}

#[tokio::test]
async fn functions_are_called_in_both_spellings() {
    let emulator = start().await;
    let functions = json!([{ "name": "a", "parameters": { "type": "object" } }, { "name": "b" }]);
    for (choice, name) in [(json!("auto"), "a"), (json!({ "name": "b" }), "b")] {
        let members = json!({ "functions": functions, "function_call": choice });
        let answer = GEMINI.ask(&emulator, members).await.json();
        assert_eq!(
            answer["choices"][0]["message"]["function_call"]["name"], name,
            "{answer}"
        );
    }
    let members = json!({ "functions": functions, "function_call": "none" });
    assert!(content(&emulator, members).await.contains("vertex"));
    for wrong in [
        json!({ "functions": functions, "function_call": { "name": "c" } }),
        json!({ "functions": "a" }),
    ] {
        assert_eq!(GEMINI.ask(&emulator, wrong.clone()).await.status, 400, "{wrong}");
    }
    let tools: Vec<Value> = ["a", "b"]
        .iter()
        .map(|name| json!({ "type": "function", "function": { "name": name } }))
        .collect();
    for (choice, name) in [
        (json!("required"), "a"),
        (json!({ "type": "function", "function": { "name": "b" } }), "b"),
    ] {
        let answer = GEMINI
            .ask(&emulator, json!({ "tools": tools, "tool_choice": choice }))
            .await
            .json();
        let call = &answer["choices"][0]["message"]["tool_calls"][0];
        assert_eq!(call["function"]["name"], name, "{answer}");
    }
    let none = json!({ "tools": tools, "tool_choice": "none" });
    assert!(content(&emulator, none).await.contains("vertex"));
}
