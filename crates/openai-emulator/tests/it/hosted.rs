//! Responses of the models that Databricks hosts: the page's seven types of tools, and nothing else.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::responses::DATABRICKS;
use crate::wire::{Answer, post, start};

const MODELS: [&str; 6] = [
    "databricks-gpt-5",
    "databricks-gpt-5-1",
    "databricks-gpt-5-2",
    "databricks-gpt-5-4",
    "databricks-gpt-5-5",
    "databricks-gpt-5-5-pro",
];

async fn ask(emulator: &Running, model: &str, members: Value) -> Answer {
    let mut body = json!({ "model": model, "input": "Use the tool" });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    post(emulator, DATABRICKS, &[], &body).await
}

#[tokio::test]
async fn seven_types_of_tools_are_used() {
    let emulator = start().await;
    let server = json!({
        "type": "mcp", "server_label": "docs", "server_url": "https://a.example", "require_approval": "never",
    });
    for (tool, item) in [
        (json!({ "type": "function", "name": "f" }), "function_call"),
        (json!({ "type": "custom", "name": "c" }), "custom_tool_call"),
        (json!({ "type": "apply_patch" }), "apply_patch_call"),
        (json!({ "type": "shell" }), "shell_call"),
        (json!({ "type": "image_generation" }), "image_generation_call"),
        (server, "mcp_call"),
        (json!({ "type": "web_search" }), "web_search_call"),
    ] {
        let answer = ask(
            &emulator,
            MODELS[0],
            json!({ "tools": [tool], "tool_choice": "required" }),
        )
        .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let answer = answer.json();
        let items = answer["output"].as_array().unwrap();
        assert!(items.iter().any(|made| made["type"] == item), "{tool}: {answer}");
    }
}

#[tokio::test]
async fn other_types_of_tools_are_refused_to_hosted_models_alone() {
    let emulator = start().await;
    for tool in [
        json!({ "type": "file_search", "vector_store_ids": ["vs_1"] }),
        json!({ "type": "code_interpreter", "container": { "type": "auto" } }),
    ] {
        let hosted = ask(&emulator, MODELS[0], json!({ "tools": [tool] })).await;
        assert_eq!(
            (hosted.status, &hosted.json()["error_code"]),
            (400, &json!("BAD_REQUEST"))
        );
        assert!(hosted.message().contains(tool["type"].as_str().unwrap()), "{hosted:?}");
        let external = ask(&emulator, "my-gpt", json!({ "tools": [tool] })).await;
        assert_eq!(external.status, 200, "{external:?}");
    }
}

#[tokio::test]
async fn custom_tools_are_for_six_models() {
    let emulator = start().await;
    let tools = json!({ "tools": [{ "type": "custom", "name": "code_exec" }] });
    for model in MODELS {
        let answer = ask(&emulator, model, tools.clone()).await.json();
        assert!(
            answer["output"].to_string().contains("custom_tool_call"),
            "{model}: {answer}"
        );
    }
    let refused = ask(&emulator, "databricks-gpt-oss-120b", tools).await;
    assert!(
        refused.status == 400 && refused.message().contains("Custom tools"),
        "{refused:?}"
    );
}

/// A custom tool's input is text: the emulator takes back whatever it was given, and never reads it as JSON.
#[tokio::test]
async fn a_custom_call_goes_back_whatever_its_text_is() {
    let emulator = start().await;
    for input in ["print(\"hello\")", "{\"not\": json", ""] {
        let items = json!([
            { "role": "user", "content": "Run it" },
            { "type": "custom_tool_call", "call_id": "call_1", "name": "code_exec", "input": input },
            { "type": "custom_tool_call_output", "call_id": "call_1", "output": "hello" },
        ]);
        let members = json!({ "input": items, "tools": [{ "type": "custom", "name": "code_exec" }] });
        let answer = ask(&emulator, MODELS[0], members).await;
        assert_eq!(answer.status, 200, "{input}: {answer:?}");
    }
    let parsed = json!([{ "type": "custom_tool_call", "call_id": "call_1", "name": "code_exec", "input": { "a": 1 } }]);
    assert_eq!(ask(&emulator, MODELS[0], json!({ "input": parsed })).await.status, 400);
}

#[tokio::test]
async fn only_openais_models_and_external_ones_are_served() {
    let emulator = start().await;
    for (model, status) in [
        ("databricks-gpt-5", 200),
        ("my-azure-gpt", 200),
        ("databricks-claude-sonnet-4", 400),
        ("databricks-meta-llama-3-3-70b-instruct", 400),
    ] {
        let answer = ask(&emulator, model, json!({})).await;
        assert_eq!(answer.status, status, "{model}: {answer:?}");
        let chat = json!({ "model": model, "messages": [{ "role": "user", "content": "Hello" }] });
        let chat = post(&emulator, "/serving-endpoints/chat/completions", &[], &chat).await;
        assert_eq!(chat.status, 200, "{model}: {chat:?}");
    }
}
