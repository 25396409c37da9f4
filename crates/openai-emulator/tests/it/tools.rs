//! Tool calls: which tool, with what, and what comes after.

use serde_json::{Value, json};

use crate::wire::{OPENAI, WIRES, start};

fn weather() -> Value {
    json!({
        "type": "object",
        "properties": {
            "city": { "type": "string", "minLength": 3 },
            "unit": { "enum": ["celsius", "fahrenheit"] },
            "days": { "type": "integer", "minimum": 1, "maximum": 7 },
            "tags": { "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 3 },
        },
        "required": ["city", "unit"],
        "additionalProperties": false,
    })
}

fn function(name: &str, parameters: &Value) -> Value {
    json!({ "type": "function", "function": { "name": name, "description": "d", "parameters": parameters } })
}

fn calls(body: &Value) -> Vec<Value> {
    body["choices"][0]["message"]["tool_calls"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

fn names(body: &Value) -> Vec<String> {
    let name = |call: &Value| {
        call.pointer("/function/name")
            .or(call.pointer("/custom/name"))
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    calls(body).iter().map(name).collect()
}

#[tokio::test]
async fn arguments_satisfy_the_schema_on_every_wire() {
    let emulator = start().await;
    for wire in WIRES {
        let body = wire
            .ask(&emulator, json!({ "tools": [function("weather", &weather())], "n": 4 }))
            .await
            .json();
        for choice in body["choices"].as_array().unwrap() {
            assert_eq!(choice["finish_reason"], "tool_calls");
            assert_eq!(choice["message"]["content"], Value::Null);
            let call = &choice["message"]["tool_calls"][0];
            assert_eq!(
                (&call["type"], &call["function"]["name"]),
                (&json!("function"), &json!("weather"))
            );
            let arguments: Value = serde_json::from_str(call["function"]["arguments"].as_str().unwrap()).unwrap();
            assert!(
                jsonschema::is_valid(&weather(), &arguments),
                "{}: {arguments}",
                wire.name
            );
        }
    }
}

#[tokio::test]
async fn the_choice_is_obeyed() {
    let emulator = start().await;
    let tools = json!([
        function("first", &weather()),
        function("second", &json!({ "type": "object" })),
        { "type": "custom", "custom": { "name": "third" } },
    ]);
    let allowed = |mode: &str, names: &[&str]| {
        let tools: Vec<Value> = names
            .iter()
            .map(|name| json!({ "type": "function", "function": { "name": name } }))
            .collect();
        json!({ "type": "allowed_tools", "allowed_tools": { "mode": mode, "tools": tools } })
    };
    for (choice, expected) in [
        (json!("auto"), vec!["first"]),
        (json!("required"), vec!["first"]),
        (json!("none"), vec![]),
        (
            json!({ "type": "function", "function": { "name": "second" } }),
            vec!["second"],
        ),
        (
            json!({ "type": "custom", "custom": { "name": "third" } }),
            vec!["third"],
        ),
        (allowed("auto", &["second"]), vec!["second"]),
        (allowed("required", &["second", "first"]), vec!["first"]),
    ] {
        let body = OPENAI
            .ask(&emulator, json!({ "tools": tools, "tool_choice": choice }))
            .await
            .json();
        assert_eq!(names(&body), expected, "{choice}: {body}");
    }
    for (parallel, expected) in [(true, vec!["first", "second"]), (false, vec!["first"])] {
        let body = OPENAI
            .ask(&emulator, json!({ "tools": tools, "parallel_tool_calls": parallel }))
            .await
            .json();
        assert_eq!(names(&body), expected);
        assert_ne!(
            calls(&body)[0]["id"],
            calls(&body).get(1).map_or(Value::Null, |call| call["id"].clone())
        );
    }
}

#[tokio::test]
async fn a_tools_answer_is_answered_in_text() {
    let emulator = start().await;
    let tools = json!([function("weather", &weather())]);
    let user = json!({ "role": "user", "content": "How is the weather in Malmö?" });
    for wire in WIRES {
        let first = wire
            .ask(&emulator, json!({ "tools": tools, "messages": [user] }))
            .await
            .json();
        let mut called = first["choices"][0]["message"].clone();
        called.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let id = called["tool_calls"][0]["id"].clone();
        let result = json!({ "role": "tool", "tool_call_id": id, "content": "12 degrees" });
        let second = wire
            .ask(&emulator, json!({ "tools": tools, "messages": [user, called, result] }))
            .await;
        let body = second.json();
        let text = body.pointer("/choices/0/message/content").and_then(Value::as_str);
        assert!(
            text.is_some_and(|text| text.contains("The tool answered: \"12 degrees\"")),
            "{}: {body}",
            wire.name
        );
        assert_eq!(body["choices"][0]["finish_reason"], "stop");
    }
}

#[tokio::test]
async fn custom_tools_get_text() {
    let emulator = start().await;
    let grammar = json!({ "type": "grammar", "grammar": { "syntax": "regex", "definition": "^[a-f]{3}-\\d{2}$" } });
    let tools = json!([{ "type": "custom", "custom": { "name": "code", "format": grammar } }]);
    let body = OPENAI.ask(&emulator, json!({ "tools": tools })).await.json();
    let call = &calls(&body)[0];
    let input = call["custom"]["input"].as_str().unwrap();
    assert_eq!(
        (call["type"].as_str(), input.len(), input.as_bytes()[3]),
        (Some("custom"), 6, b'-'),
        "{input}"
    );
    let events = OPENAI.stream(&emulator, json!({ "tools": tools })).await;
    let pieces = events
        .iter()
        .filter_map(|event| event.pointer("/choices/0/delta/tool_calls/0/custom/input")?.as_str());
    assert_eq!(pieces.collect::<String>(), input);
}

#[tokio::test]
async fn deprecated_functions_still_work() {
    let emulator = start().await;
    let functions = json!([{ "name": "a", "parameters": weather() }, { "name": "b" }]);
    for (choice, name) in [(json!("auto"), "a"), (json!({ "name": "b" }), "b")] {
        let body = OPENAI
            .ask(&emulator, json!({ "functions": functions, "function_call": choice }))
            .await
            .json();
        assert_eq!(body["choices"][0]["finish_reason"], "function_call");
        assert_eq!(body["choices"][0]["message"]["function_call"]["name"], name);
    }
    let body = OPENAI
        .ask(&emulator, json!({ "functions": functions, "function_call": "none" }))
        .await
        .json();
    assert_eq!(body["choices"][0]["finish_reason"], "stop");
    let bad = OPENAI
        .ask(
            &emulator,
            json!({ "functions": functions, "function_call": { "name": "c" } }),
        )
        .await;
    assert!(bad.message().contains("'c' not found"), "{bad:?}");
}
