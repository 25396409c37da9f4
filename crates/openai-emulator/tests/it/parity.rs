//! A stream, put together, is the whole answer: same words, calls, reasons and counts.

use serde_json::{Map, Value, json};

use crate::wire::{GEMINI, OPENAI, WIRES, Wire, start};

/// Puts a stream together into choices (by index) and usage, by index and id as a careful client does.
fn collect(events: &[Value]) -> (Vec<Value>, Value) {
    let mut choices: Vec<Map<String, Value>> = Vec::new();
    let mut usage = Value::Null;
    for event in events.iter().filter(|event| event.is_object()) {
        if event["usage"].is_object() {
            usage = event["usage"].clone();
        }
        for choice in event["choices"].as_array().unwrap() {
            let index = choice["index"].as_u64().unwrap() as usize;
            choices.resize_with(choices.len().max(index + 1), Map::new);
            let whole = &mut choices[index];
            if choice["finish_reason"].is_string() {
                whole.insert("finish_reason".into(), choice["finish_reason"].clone());
            }
            for (name, value) in choice["delta"].as_object().unwrap() {
                match (name.as_str(), value) {
                    ("content", Value::String(text)) => append(whole, "content", text),
                    ("function_call", call) => {
                        append(whole, "function", call["name"].as_str().unwrap_or_default());
                        append(whole, "arguments", call["arguments"].as_str().unwrap_or_default());
                    }
                    ("tool_calls", calls) => calls.as_array().unwrap().iter().for_each(|call| add_call(whole, call)),
                    _ => {}
                }
            }
        }
    }
    (choices.into_iter().map(Value::Object).collect(), usage)
}

fn append(object: &mut Map<String, Value>, name: &str, text: &str) {
    let before = object.get(name).and_then(Value::as_str).unwrap_or_default();
    let joined = format!("{before}{text}");
    object.insert(name.into(), joined.into());
}

fn add_call(whole: &mut Map<String, Value>, call: &Value) {
    let calls = whole
        .entry("calls")
        .or_insert_with(|| json!([]))
        .as_array_mut()
        .unwrap();
    if call["id"].is_string() {
        calls.push(json!({ "id": call["id"], "name": call["function"]["name"], "arguments": "" }));
    }
    let index = call["index"].as_u64().unwrap() as usize;
    let before = calls[index].as_object_mut().unwrap();
    append(before, "arguments", call["function"]["arguments"].as_str().unwrap());
}

fn whole(body: &Value) -> (Vec<Value>, Value) {
    let choices = body["choices"].as_array().unwrap().iter().map(|choice| {
        let mut whole = Map::new();
        whole.insert("finish_reason".into(), choice["finish_reason"].clone());
        let message = &choice["message"];
        if let Some(text) = message["content"].as_str() {
            whole.insert("content".into(), text.into());
        }
        if let Some(call) = message.get("function_call") {
            whole.insert("function".into(), call["name"].clone());
            whole.insert("arguments".into(), call["arguments"].clone());
        }
        if let Some(calls) = message["tool_calls"].as_array() {
            let calls = calls.iter().map(|call| {
                json!({ "id": call["id"], "name": call["function"]["name"], "arguments": call["function"]["arguments"] })
            });
            whole.insert("calls".into(), calls.collect());
        }
        Value::Object(whole)
    });
    (choices.collect(), body["usage"].clone())
}

async fn agree(wire: Wire, members: Value) {
    let emulator = start().await;
    let body = wire.ask(&emulator, members.clone()).await;
    assert_eq!(body.status, 200, "{} {members}: {body:?}", wire.name);
    let mut streamed = members.clone();
    streamed["stream_options"] = json!({ "include_usage": true });
    let events = wire.stream(&emulator, streamed).await;
    assert_eq!(collect(&events), whole(&body.json()), "{} {members}", wire.name);
}

fn tools() -> Value {
    let parameters = json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] });
    let function = |name: &str| json!({ "type": "function", "function": { "name": name, "parameters": parameters } });
    json!([function("weather"), function("news")])
}

#[tokio::test]
async fn text_agrees_on_every_wire() {
    for wire in WIRES {
        for members in [
            json!({}),
            json!({ "n": 3 }),
            json!({ "max_tokens": 7, "n": 2 }),
            json!({ "stop": [" language", "emulator"] }),
            json!({ "max_tokens": 7, "stop": "emulator" }),
        ] {
            agree(wire, members).await;
        }
    }
}

#[tokio::test]
async fn tool_calls_agree_on_every_wire() {
    for wire in WIRES {
        agree(wire, json!({ "tools": tools() })).await;
        agree(wire, json!({ "tools": tools(), "tool_choice": "required", "n": 2 })).await;
        agree(wire, json!({ "tools": tools(), "max_tokens": 3 })).await;
    }
    agree(OPENAI, json!({ "tools": tools(), "parallel_tool_calls": true })).await;
}

#[tokio::test]
async fn functions_formats_and_thoughts_agree() {
    agree(
        OPENAI,
        json!({ "functions": [{ "name": "f", "parameters": { "type": "object" } }] }),
    )
    .await;
    agree(OPENAI, json!({ "reasoning_effort": "medium" })).await;
    agree(GEMINI, json!({ "reasoning_effort": "medium" })).await;
    let schema = json!({ "type": "object", "properties": { "a": { "type": "integer" } }, "required": ["a"] });
    let format = json!({ "type": "json_schema", "json_schema": { "name": "x", "schema": schema } });
    agree(OPENAI, json!({ "response_format": format })).await;
}

#[tokio::test]
async fn usage_is_the_last_chunk_and_null_before_it() {
    let emulator = start().await;
    for wire in WIRES {
        let mut events = wire
            .stream(&emulator, json!({ "stream_options": { "include_usage": true } }))
            .await;
        assert_eq!(events.pop().unwrap(), "[DONE]", "{}", wire.name);
        let last = events.pop().unwrap();
        assert_eq!(last["choices"], json!([]), "{}", wire.name);
        let usage = &last["usage"];
        let count = |name: &str| usage[name].as_u64().unwrap();
        assert_eq!(
            count("total_tokens"),
            count("prompt_tokens") + count("completion_tokens"),
            "{}",
            wire.name
        );
        assert!(events.iter().all(|event| event["usage"].is_null()), "{}", wire.name);
        if wire.name == "openai" {
            assert!(
                events
                    .iter()
                    .all(|event| event.as_object().unwrap().contains_key("usage"))
            );
        }
    }
}
