//! Answers, judged by the published OpenAPI files.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::wire::{AZURE, OPENAI, Wire, spec_dir, start};

/// A validator for one schema of an OpenAPI file.
fn validator(file: &Path, name: &str) -> jsonschema::Validator {
    let text = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut document: Value = serde_json::from_slice(&text).unwrap();
    translate(&mut document["components"]);
    let schema = json!({ "$ref": format!("#/components/schemas/{name}"), "components": document["components"] });
    jsonschema::draft202012::new(&schema).unwrap()
}

/// OpenAPI 3.0 says `nullable: true` where JSON Schema has a type of null.
fn translate(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(translate),
        Value::Object(object) => {
            object.values_mut().for_each(translate);
            if object.remove("nullable") == Some(Value::Bool(true)) {
                let schema = Value::Object(std::mem::replace(object, Map::new()));
                object.insert("anyOf".into(), json!([schema, { "type": "null" }]));
            }
        }
        _ => {}
    }
}

fn requests() -> Vec<Value> {
    let parameters = json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] });
    let tools = json!([{ "type": "function", "function": { "name": "f", "parameters": parameters } }]);
    vec![
        json!({}),
        json!({ "n": 3, "max_tokens": 5 }),
        json!({ "logprobs": true, "top_logprobs": 2 }),
        json!({ "tools": tools }),
        json!({ "tools": tools, "parallel_tool_calls": false, "tool_choice": "required" }),
        json!({ "functions": [{ "name": "f", "parameters": parameters }] }),
        json!({ "response_format": { "type": "json_schema", "json_schema": { "name": "x", "schema": parameters } } }),
    ]
}

async fn judge(wire: Wire, file: &Path, whole: &str, chunk: &str) {
    let emulator = start().await;
    let (whole, chunk) = (validator(file, whole), validator(file, chunk));
    let check = |validator: &jsonschema::Validator, value: &Value, members: &Value| {
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{members}: {errors:#?} in {value}");
    };
    for members in requests() {
        check(&whole, &wire.ask(&emulator, members.clone()).await.json(), &members);
        let mut streamed = members.clone();
        streamed["stream_options"] = json!({ "include_usage": true });
        // Azure's first chunk has no object: its schema speaks of the others.
        let events = wire.stream(&emulator, streamed).await;
        for event in events.iter().filter(|event| event.is_object() && event["object"] != "") {
            check(&chunk, event, &members);
        }
    }
    assert!(
        !whole.is_valid(&json!({ "choices": [] })),
        "a validator that takes anything judges nothing"
    );
}

#[tokio::test]
async fn openai_answers_are_as_its_openapi_file_says() {
    let Some(specs) = spec_dir("openai_answers_are_as_its_openapi_file_says") else {
        return;
    };
    let file = specs.join("specs/openai/openapi.json");
    judge(
        OPENAI,
        &file,
        "CreateChatCompletionResponse",
        "CreateChatCompletionStreamResponse",
    )
    .await;
}

#[tokio::test]
async fn azure_answers_are_as_its_openapi_file_says() {
    let Some(specs) = spec_dir("azure_answers_are_as_its_openapi_file_says") else {
        return;
    };
    let file = specs.join("specs/azure/inference/stable/2024-10-21/inference.json");
    judge(
        AZURE,
        &file,
        "createChatCompletionResponse",
        "createChatCompletionStreamResponse",
    )
    .await;
}
