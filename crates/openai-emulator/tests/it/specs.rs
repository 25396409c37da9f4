//! Answers, judged by the published OpenAPI files.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::wire::{AZURE, DEPLOYED, GEMINI, OPENAI, Wire, post, spec_dir, start};

/// A validator for one schema of an OpenAPI file.
fn validator(file: &Path, name: &str) -> jsonschema::Validator {
    validator_at(file, &format!("/components/schemas/{name}"))
}

/// A validator for the schema at a JSON pointer of an OpenAPI file.
pub(crate) fn validator_at(file: &Path, pointer: &str) -> jsonschema::Validator {
    let text = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut document: Value = serde_json::from_slice(&text).unwrap();
    translate(&mut document);
    let schema = document
        .pointer(pointer)
        .unwrap_or_else(|| panic!("no {pointer} in {}", file.display()))
        .clone();
    let schema = json!({ "allOf": [schema], "components": document["components"] });
    jsonschema::draft202012::new(&schema).unwrap()
}

/// Where a validator finds fault with a value; nothing where it does not.
pub(crate) fn faults(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Judges one answer by a schema, which stands among an OpenAPI file's components or a Swagger file's definitions.
pub(crate) fn judge_value(file: &Path, name: &str, value: &Value) {
    judge_values(file, name, std::slice::from_ref(value));
}

/// Judges several answers by one schema.
pub(crate) fn judge_values(file: &Path, name: &str, values: &[Value]) {
    let text = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut document: Value = serde_json::from_slice(&text).unwrap();
    let place = if document["definitions"].is_object() {
        "definitions"
    } else {
        "components"
    };
    translate(&mut document[place]);
    let at = if place == "definitions" {
        "definitions"
    } else {
        "components/schemas"
    };
    assert!(document.pointer(&format!("/{at}/{name}")).is_some(), "{name}");
    let schema = json!({ "$ref": format!("#/{at}/{name}"), place: document[place] });
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for value in values {
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?} in {value}");
    }
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
        let errors = faults(validator, value);
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

/// The names of a schema's properties, through references and `allOf`.
fn properties(document: &Value, schema: &Value) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    if let Some(reference) = schema["$ref"].as_str() {
        names.extend(properties(document, document.pointer(&reference[1..]).unwrap()));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        names.extend(properties(document, part));
    }
    names.extend(
        schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone()),
    );
    names
}

fn request_properties(file: &Path, name: &str) -> BTreeSet<String> {
    let document: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    properties(&document, &document["components"]["schemas"][name])
}

/// Which of these names the emulator knows, whatever it makes of the value.
async fn known(path: &str, names: &BTreeSet<String>) -> BTreeSet<String> {
    let emulator = start().await;
    let mut known = BTreeSet::new();
    for name in names {
        let mut body = OPENAI.body(json!({}));
        body[name] = json!({ "odd": [] });
        let answer = post(&emulator, path, &[], &body).await;
        if answer.status == 200 || !answer.message().starts_with("Unrecognized request argument") {
            known.insert(name.clone());
        }
    }
    known
}

#[tokio::test]
async fn every_parameter_of_openais_file_is_known() {
    let Some(specs) = spec_dir("every_parameter_of_openais_file_is_known") else {
        return;
    };
    let names = request_properties(&specs.join("specs/openai/openapi.json"), "CreateChatCompletionRequest");
    assert!(names.len() > 30, "{names:?}");
    assert_eq!(known(OPENAI.path, &names).await, names);
}

#[tokio::test]
async fn each_azure_version_knows_the_parameters_of_its_file() {
    let Some(specs) = spec_dir("each_azure_version_knows_the_parameters_of_its_file") else {
        return;
    };
    let openai = request_properties(&specs.join("specs/openai/openapi.json"), "CreateChatCompletionRequest");
    for (folder, version) in [
        ("preview", "2023-12-01-preview"),
        ("preview", "2024-02-15-preview"),
        ("stable", "2024-02-01"),
        ("stable", "2024-10-21"),
    ] {
        let file = specs.join(format!("specs/azure/inference/{folder}/{version}/inference.json"));
        let mut expected = request_properties(&file, "createChatCompletionRequest");
        // Not emulated, and taken by the service on every version.
        expected.retain(|name| name != "data_sources" && name != "enhancements");
        expected.extend(["model".to_owned(), "stream_options".to_owned()]);
        let every = expected.union(&openai).cloned().collect();
        let path = format!("/openai/deployments/d/chat/completions?api-version={version}");
        assert_eq!(known(&path, &every).await, expected, "{version}");
    }
}

#[tokio::test]
async fn the_published_samples_are_answered() {
    let Some(specs) = spec_dir("the_published_samples_are_answered") else {
        return;
    };
    let emulator = start().await;
    let vision = AZURE.path.replace("2024-10-21", "2023-12-01-preview");
    for (path, name) in [
        (AZURE.path, "azure_chat_text"),
        (&vision, "azure_chat_vision"),
        (GEMINI.path, "vertex_chat"),
        (GEMINI.path, "vertex_chat_stream"),
        (DEPLOYED.path, "vertex_selfdeployed_chat"),
        (DEPLOYED.path, "vertex_selfdeployed_chat_stream"),
    ] {
        let file = specs.join(format!("fixtures/seeds/{name}.request.json"));
        let body: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let answer = post(&emulator, path, &[], &body).await;
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        let streamed = answer.headers["content-type"].starts_with("text/event-stream");
        assert_eq!(streamed, name.ends_with("_stream"), "{name}");
    }
}
