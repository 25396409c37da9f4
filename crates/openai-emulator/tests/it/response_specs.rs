//! Responses and their events, judged by the published OpenAPI files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::response_streams::{events, streamed};
use crate::responses::{AZURE_V1, DATABRICKS, OPENAI, body};
use crate::specs::{faults, validator_at};
use crate::wire::{post, send, spec_dir, start};

/// One request for each kind of output, and for each way to end.
fn requests() -> Vec<Value> {
    let parameters = json!({
        "type": "object", "properties": { "city": { "type": "string" } },
        "required": ["city"], "additionalProperties": false,
    });
    let function = json!({ "type": "function", "name": "f", "parameters": parameters, "strict": true });
    let bare = json!({ "type": "function", "name": "f" });
    let grammar = json!({ "type": "grammar", "syntax": "regex", "definition": "[a-z]{4}" });
    let custom = json!({ "type": "custom", "name": "c", "format": grammar });
    let mcp = json!({ "type": "mcp", "server_label": "docs", "server_url": "https://mcp.example.com" });
    let mut free = mcp.clone();
    free["require_approval"] = json!("never");
    let format = json!({ "type": "json_schema", "name": "x", "schema": parameters, "strict": true });
    let reasoning = json!({ "effort": "low", "summary": "detailed" });
    vec![
        json!({}),
        json!({ "instructions": "Be brief.", "metadata": { "a": "b" }, "safety_identifier": "me", "user": "me" }),
        json!({ "max_output_tokens": 16, "top_logprobs": 2 }),
        json!({ "tools": [function] }),
        json!({ "tools": [bare], "tool_choice": { "type": "function", "name": "f" } }),
        json!({ "tools": [custom] }),
        json!({ "tools": [{ "type": "apply_patch" }] }),
        json!({ "tools": [{ "type": "shell" }] }),
        json!({ "tools": [mcp], "tool_choice": "required" }),
        json!({ "tools": [free], "tool_choice": "required" }),
        json!({ "tools": [{ "type": "web_search" }], "tool_choice": "required" }),
        json!({ "text": { "format": format, "verbosity": "low" } }),
        json!({ "model": "gpt-5", "reasoning": reasoning, "include": ["reasoning.encrypted_content"] }),
        json!({ "model": "o3", "max_output_tokens": 16 }),
        json!({ "input": "trigger failure" }),
        json!({ "background": true }),
        json!({ "moderation": { "model": "omni-moderation-latest" }, "prompt_cache_options": { "mode": "explicit" } }),
        json!({
            "tools": [{ "type": "web_search" }], "tool_choice": "required",
            "include": ["web_search_call.action.sources"],
        }),
    ]
}

/// Nothing is counted in the first events: OpenAI's file has a null in its own example, and none in its schema.
fn counted(response: &Value) -> Value {
    let mut response = response.clone();
    if response["usage"].is_null() {
        response.as_object_mut().unwrap().remove("usage");
    }
    response
}

fn names(file: &Path) -> BTreeMap<String, String> {
    let document: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let schemas = &document["components"]["schemas"];
    let all = schemas["ResponseStreamEvent"]["anyOf"].as_array().unwrap();
    let names = all
        .iter()
        .map(|event| event["$ref"].as_str().unwrap().rsplit('/').next().unwrap());
    names
        .filter_map(|name| {
            let kind = schemas[name]["properties"]["type"]["enum"][0].as_str()?;
            Some((kind.to_owned(), name.to_owned()))
        })
        .collect()
}

#[tokio::test]
async fn openais_responses_and_events_are_as_its_file_says() {
    let Some(specs) = spec_dir("openais_responses_and_events_are_as_its_file_says") else {
        return;
    };
    let file = specs.join("specs/openai/openapi.json");
    let emulator = start().await;
    let schema = |name: &str| validator_at(&file, &format!("/components/schemas/{name}"));
    let (whole, list) = (schema("Response"), schema("ResponseItemList"));
    assert!(!faults(&whole, &json!({ "object": "response" })).is_empty());
    let names = names(&file);
    let mut validators: BTreeMap<String, Validator> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for members in requests() {
        for path in [OPENAI, DATABRICKS] {
            let answer = post(&emulator, path, &[], &body(members.clone())).await.json();
            assert_eq!(faults(&whole, &counted(&answer)), [""; 0], "{members}: {answer}");
        }
        for mut event in events(&post(&emulator, OPENAI, &[], &streamed(members.clone())).await, 0) {
            let kind = event["type"].as_str().unwrap().to_owned();
            let validator = validators.entry(kind.clone()).or_insert_with(|| schema(&names[&kind]));
            if event.get("response").is_some() {
                event["response"] = counted(&event["response"]);
                let id = event["response"]["id"].as_str().unwrap();
                let items = send(
                    emulator.address(),
                    "GET",
                    &format!("{OPENAI}/{id}/input_items"),
                    &[],
                    b"",
                )
                .await;
                let items = items.unwrap().json();
                assert_eq!(faults(&list, &items), [""; 0], "{items}");
            }
            assert_eq!(faults(validator, &event), [""; 0], "{members}: {event}");
            seen.insert(kind);
        }
    }
    assert!(seen.len() >= 30, "{seen:?}");
    for (path, name) in [
        ("/v1/responses/input_tokens", "TokenCountsResource"),
        ("/v1/responses/compact", "CompactResource"),
    ] {
        let answer = post(&emulator, path, &[], &body(json!({}))).await.json();
        assert_eq!(faults(&schema(name), &answer), [""; 0], "{answer}");
    }
}

#[tokio::test]
async fn azures_responses_are_as_its_file_says() {
    let Some(specs) = spec_dir("azures_responses_are_as_its_file_says") else {
        return;
    };
    let file = specs.join("specs/azure-v1/azure-v1-v1-generated.json");
    let emulator = start().await;
    let at = |path: &str, method: &str| {
        let path = path.replace('/', "~1");
        validator_at(
            &file,
            &format!("/paths/{path}/{method}/responses/200/content/application~1json/schema"),
        )
    };
    let whole = at("/responses", "post");
    assert!(!faults(&whole, &json!({ "object": "response" })).is_empty());
    let mut last = String::new();
    let is_openais_own = |members: &Value| members.get("moderation").is_some();
    for members in requests() {
        if is_openais_own(&members) {
            let refused = post(&emulator, AZURE_V1, &[], &body(members)).await;
            assert_eq!(refused.status, 400, "{refused:?}");
            continue;
        }
        let mut answer = post(&emulator, AZURE_V1, &[], &body(members.clone())).await.json();
        // The file has only the objects of a choice, though its own description names the words.
        if answer["tool_choice"].is_string() {
            answer["tool_choice"] = json!({ "type": "function", "name": "any" });
        }
        assert_eq!(faults(&whole, &counted(&answer)), [""; 0], "{members}: {answer}");
        last = answer["id"].as_str().unwrap().to_owned();
    }
    let path = format!("{AZURE_V1}/{last}");
    let items = send(emulator.address(), "GET", &format!("{path}/input_items"), &[], b"")
        .await
        .unwrap()
        .json();
    assert_eq!(
        faults(&at("/responses/{response_id}/input_items", "get"), &items),
        [""; 0],
        "{items}"
    );
    let deleted = send(emulator.address(), "DELETE", &path, &[], b"")
        .await
        .unwrap()
        .json();
    assert_eq!(
        faults(&at("/responses/{response_id}", "delete"), &deleted),
        [""; 0],
        "{deleted}"
    );
}

#[tokio::test]
async fn the_examples_of_databricks_page_are_answered() {
    let Some(specs) = spec_dir("the_examples_of_databricks_page_are_answered") else {
        return;
    };
    let emulator = start().await;
    for (name, kind) in [
        ("basic", "message"),
        ("apply_patch", "apply_patch_call"),
        ("custom_tool", "custom_tool_call"),
    ] {
        let file = specs.join(format!("fixtures/seeds/databricks_responses_{name}.request.json"));
        let body: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let answer = post(&emulator, DATABRICKS, &[], &body).await.json();
        assert_eq!(
            answer["output"].as_array().unwrap().last().unwrap()["type"],
            kind,
            "{answer}"
        );
    }
}
