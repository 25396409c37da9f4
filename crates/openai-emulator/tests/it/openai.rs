//! OpenAI's wire: what it answers and what it refuses.

use serde_json::{Value, json};

use crate::wire::{OPENAI, send, start};

#[tokio::test]
async fn a_completion_says_where_it_comes_from() {
    let emulator = start().await;
    let answer = OPENAI.ask(&emulator, json!({})).await;
    assert_eq!(answer.status, 200);
    assert!(answer.headers["x-request-id"].starts_with("req_"));
    let body = answer.json();
    assert_eq!(body["object"], "chat.completion");
    assert_eq!(body["model"], "gpt-4o");
    let text = body["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(text.starts_with("This answer comes from the openai emulator"), "{text}");
    assert!(text.contains("\"What is a mixture of experts?\""), "{text}");
}

#[tokio::test]
async fn each_event_is_a_chunk_of_its_own() {
    let emulator = start().await;
    let answer = OPENAI.ask(&emulator, json!({ "stream": true })).await;
    assert_eq!(answer.headers["content-type"], "text/event-stream; charset=utf-8");
    assert!(answer.complete && answer.chunks > 20, "{answer:?}");
    assert_eq!(answer.chunks, answer.events().len());
}

#[tokio::test]
async fn images_are_mentioned() {
    let emulator = start().await;
    let image = json!({ "type": "image_url", "image_url": { "url": "data:image/png;base64,AAAA", "detail": "low" } });
    let content = json!([{ "type": "text", "text": "Describe these" }, image, image]);
    let answer = OPENAI
        .ask(
            &emulator,
            json!({ "messages": [{ "role": "user", "content": content }] }),
        )
        .await
        .json();
    let text = answer["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(
        text.contains("2 images") && text.contains("\"Describe these\""),
        "{text}"
    );
    assert!(answer["usage"]["prompt_tokens"].as_u64().unwrap() > 170, "{answer}");
}

#[tokio::test]
async fn a_stream_has_the_role_first_then_tokens_then_the_reason() {
    let emulator = start().await;
    let events = OPENAI.stream(&emulator, json!({ "max_completion_tokens": 3 })).await;
    assert_eq!(events.len(), 6);
    assert_eq!(events[0]["choices"][0]["delta"]["role"], "assistant");
    assert_eq!(events[0]["choices"][0]["finish_reason"], Value::Null);
    let tokens: Vec<&Value> = events[1..4]
        .iter()
        .map(|event| &event["choices"][0]["delta"]["content"])
        .collect();
    assert_eq!(tokens, ["This", " answer", " comes"]);
    assert_eq!(events[4]["choices"][0]["finish_reason"], "length");
    assert_eq!(events[5], "[DONE]");
    assert!(events[..5].iter().all(|event| event.get("usage").is_none()));
    assert!(
        events[..5]
            .iter()
            .all(|event| event["id"] == events[0]["id"] && event["obfuscation"].is_string())
    );
}

/// Each bad body: what is changed, the parameter that is blamed, and some of the words.
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

#[tokio::test]
async fn every_documented_parameter_is_taken() {
    let emulator = start().await;
    let answer = OPENAI
        .ask(
            &emulator,
            json!({
                "audio": null, "frequency_penalty": 0.5, "logit_bias": { "50256": -100 }, "logprobs": true,
                "max_completion_tokens": 50, "metadata": { "a": "b" }, "modalities": ["text"], "n": 2,
                "prediction": { "type": "content", "content": "x" }, "presence_penalty": -2, "prompt_cache_key": "k",
                "prompt_cache_retention": "24h", "reasoning_effort": "low", "response_format": { "type": "text" },
                "safety_identifier": "s", "seed": -1, "service_tier": "flex", "stop": null, "store": false,
                "stream_options": null, "temperature": 0, "top_logprobs": 1, "top_p": 1, "user": "u",
                "verbosity": "low", "web_search_options": {
                    "search_context_size": "low",
                    "user_location": { "type": "approximate", "approximate": { "country": "SE" } },
                },
            }),
        )
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn the_frame_of_a_request_is_checked_first() {
    let emulator = start().await;
    let path = OPENAI.path;
    let body = OPENAI.body(json!({})).to_string();
    let at = emulator.address();
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [u8], u16);
    let cases: &[Case<'_>] = &[
        ("POST", path, &[], b"{\"model\":", 400),
        ("POST", path, &[], b"[]", 400),
        ("POST", path, &[], b"{\"model\":\"\xff\"}", 400),
        ("POST", path, &[("content-type", "text/plain")], body.as_bytes(), 415),
        ("POST", path, &[("content-type", "")], body.as_bytes(), 415),
        ("POST", path, &[("content-length", "")], b"", 411),
        ("POST", path, &[("authorization", "")], body.as_bytes(), 401),
        (
            "POST",
            path,
            &[("authorization", "Basic c2VjcmV0")],
            body.as_bytes(),
            401,
        ),
        (
            "POST",
            path,
            &[("authorization", ""), ("api-key", "secret")],
            body.as_bytes(),
            401,
        ),
        ("GET", path, &[], b"", 405),
        ("POST", "/v1/complete", &[], body.as_bytes(), 404),
    ];
    for (method, path, headers, body, status) in cases {
        let answer = send(at, method, path, headers, body).await.unwrap();
        assert_eq!(answer.status, *status, "{method} {path} {headers:?}: {answer:?}");
        let error = &answer.json()["error"];
        assert!(
            error["message"].is_string() && error["type"] == "invalid_request_error",
            "{error}"
        );
    }
    let lost = send(at, "POST", "/v1/complete", &[], b"{}").await.unwrap();
    assert_eq!(lost.message(), "Invalid URL (POST /v1/complete)");
}
