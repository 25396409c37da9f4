//! Bodies that OpenAI's wire refuses, each with its parameter.

use serde_json::{Value, json};

use crate::wire::{OPENAI, start};

fn refused() -> Vec<(Value, Option<&'static str>, &'static str)> {
    let user = |content: Value| json!({ "messages": [{ "role": "user", "content": content }] });
    let tool = json!({ "type": "function", "function": { "name": "f" } });
    vec![
        (json!({ "model": "" }), Some("model"), "empty string"),
        (json!({ "model": null }), Some("model"), "Invalid type for 'model'"),
        (json!({ "messages": [] }), Some("messages"), "empty array"),
        (
            json!({ "messages": "hi" }),
            Some("messages"),
            "expected an array, but got a string",
        ),
        (
            json!({ "messages": [{ "content": "hi" }] }),
            Some("messages[0].role"),
            "Missing required parameter",
        ),
        (
            json!({ "messages": [{ "role": "robot", "content": "" }] }),
            Some("messages[0].role"),
            "Invalid value: 'robot'",
        ),
        (
            json!({ "messages": [{ "role": "user" }] }),
            Some("messages[0].content"),
            "Missing required parameter",
        ),
        (user(json!([])), Some("messages[0].content"), "empty array"),
        (
            user(json!([{ "type": "image_url", "image_url": "http://x" }])),
            Some("messages[0].content[0].image_url"),
            "expected an object",
        ),
        (
            user(json!([{ "type": "video", "video": "x" }])),
            Some("messages[0].content[0].type"),
            "Invalid value: 'video'",
        ),
        (
            json!({ "messages": [{ "role": "user", "content": "x", "color": 1 }] }),
            Some("messages[0].color"),
            "Unknown parameter",
        ),
        (
            json!({ "messages": [{ "role": "tool", "content": "x", "tool_call_id": "a" }] }),
            Some("messages[0].tool_call_id"),
            "must answer a tool call",
        ),
        (
            json!({ "messages": [{ "role": "tool", "content": "x" }] }),
            Some("messages[0].tool_call_id"),
            "Missing required",
        ),
        (
            json!({ "banana": 1 }),
            None,
            "Unrecognized request argument supplied: banana",
        ),
        (
            json!({ "n": 0 }),
            Some("n"),
            "integer below minimum value. Expected a value >= 1, but got 0",
        ),
        (
            json!({ "n": 129 }),
            Some("n"),
            "integer above maximum value. Expected a value <= 128",
        ),
        (json!({ "n": 1.5 }), Some("n"), "expected an integer, but got a decimal"),
        (
            json!({ "temperature": 2.1 }),
            Some("temperature"),
            "decimal above maximum value",
        ),
        (
            json!({ "temperature": "hot" }),
            Some("temperature"),
            "expected a decimal, but got a string",
        ),
        (json!({ "top_p": -0.1 }), Some("top_p"), "decimal below minimum value"),
        (json!({ "presence_penalty": 3 }), Some("presence_penalty"), "<= 2"),
        (json!({ "frequency_penalty": -3 }), Some("frequency_penalty"), ">= -2"),
        (json!({ "max_tokens": 0 }), Some("max_tokens"), ">= 1"),
        (
            json!({ "max_tokens": 1, "max_completion_tokens": 1 }),
            Some("max_tokens"),
            "at the same time",
        ),
        (
            json!({ "top_logprobs": 21, "logprobs": true }),
            Some("top_logprobs"),
            "<= 20",
        ),
        (
            json!({ "top_logprobs": 2 }),
            Some("top_logprobs"),
            "only allowed when 'logprobs'",
        ),
        (
            json!({ "stop": ["a", "b", "c", "d", "e"] }),
            Some("stop"),
            "maximum length 4",
        ),
        (json!({ "stop": 1 }), Some("stop"), "one of a string or an array"),
        (
            json!({ "logit_bias": { "50256": -101 } }),
            Some("logit_bias.50256"),
            ">= -100",
        ),
        (
            json!({ "metadata": { "k": 1 } }),
            Some("metadata.k"),
            "expected a string",
        ),
        (
            json!({ "metadata": { "k": "v".repeat(513) } }),
            Some("metadata.k"),
            "maximum length 512",
        ),
        (
            json!({ "stream_options": { "include_usage": true } }),
            Some("stream_options"),
            "only allowed when 'stream'",
        ),
        (
            json!({ "service_tier": "gold" }),
            Some("service_tier"),
            "Invalid value: 'gold'",
        ),
        (
            json!({ "reasoning_effort": "extreme" }),
            Some("reasoning_effort"),
            "Invalid value: 'extreme'",
        ),
        (
            json!({ "modalities": ["text", "audio"] }),
            Some("modalities"),
            "'audio'",
        ),
        (json!({ "tools": [] }), Some("tools"), "empty array"),
        (
            json!({ "tools": [{ "type": "function" }] }),
            Some("tools[0].function"),
            "Missing required",
        ),
        (
            json!({ "tools": [{ "type": "function", "function": { "name": "a b" } }] }),
            Some("tools[0].function.name"),
            "^[a-zA-Z0-9_-]+$",
        ),
        (
            json!({ "tools": [{ "type": "web" }] }),
            Some("tools[0].type"),
            "Invalid value: 'web'",
        ),
        (
            json!({ "tool_choice": "auto" }),
            Some("tool_choice"),
            "only allowed when 'tools'",
        ),
        (
            json!({ "parallel_tool_calls": true }),
            Some("parallel_tool_calls"),
            "only allowed when 'tools'",
        ),
        (
            json!({ "tools": [tool], "tool_choice": "any" }),
            Some("tool_choice"),
            "Invalid value: 'any'",
        ),
        (
            json!({ "tools": [tool], "tool_choice": { "type": "function", "function": { "name": "g" } } }),
            Some("tool_choice"),
            "'g' not found",
        ),
        (
            json!({ "tools": [{ "type": "function", "function": { "name": "f", "strict": true, "parameters": { "type": "object" } } }] }),
            Some("tools[0].function.parameters"),
            "'additionalProperties' is required",
        ),
        (
            json!({ "function_call": "auto" }),
            Some("function_call"),
            "only allowed when 'functions'",
        ),
        (
            json!({ "functions": [{ "name": "f" }], "tools": [tool] }),
            Some("functions"),
            "cannot be used together",
        ),
        (
            json!({ "response_format": { "type": "xml" } }),
            Some("response_format.type"),
            "Invalid value: 'xml'",
        ),
        (
            json!({ "response_format": { "type": "json_object" } }),
            Some("messages"),
            "the word 'json'",
        ),
        (
            json!({ "response_format": { "type": "json_schema" } }),
            Some("response_format.json_schema"),
            "Missing required",
        ),
        (
            json!({ "response_format": { "type": "json_schema", "json_schema": { "name": "x", "strict": true, "schema": {} } } }),
            Some("response_format"),
            "at its root",
        ),
        (
            json!({ "response_format": { "type": "json_schema", "json_schema": { "name": "x", "schema": { "type": "integer", "minimum": 2, "maximum": 1 } } } }),
            None,
            "JSON schema",
        ),
    ]
}

#[tokio::test]
async fn every_bad_body_is_refused_with_its_parameter() {
    let emulator = start().await;
    for (members, param, words) in refused() {
        let answer = OPENAI.ask(&emulator, members.clone()).await;
        assert_eq!(answer.status, 400, "{members}: {answer:?}");
        let error = &answer.json()["error"];
        assert_eq!(error["type"], "invalid_request_error", "{members}");
        assert_eq!(error["param"].as_str(), param, "{members}: {error}");
        assert!(error["message"].as_str().unwrap().contains(words), "{members}: {error}");
        assert!(error.as_object().unwrap().contains_key("code"), "{error}");
    }
}
