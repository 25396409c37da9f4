//! Responses: what is answered, kept and refused.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::wire::{Answer, post, send, start};

pub(crate) const OPENAI: &str = "/v1/responses";
pub(crate) const AZURE: &str = "/openai/responses?api-version=2025-04-01-preview";
pub(crate) const AZURE_V1: &str = "/openai/v1/responses";
pub(crate) const DATABRICKS: &str = "/serving-endpoints/responses";

pub(crate) fn body(members: Value) -> Value {
    let mut body = json!({ "model": "gpt-4o", "input": "Why is the sky blue?" });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

pub(crate) async fn ask(emulator: &Running, members: Value) -> Value {
    let answer = post(emulator, OPENAI, &[], &body(members)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

pub(crate) async fn refused(emulator: &Running, members: Value) -> Answer {
    let answer = post(emulator, OPENAI, &[], &body(members)).await;
    assert!(answer.status >= 400, "{answer:?}");
    answer
}

pub(crate) async fn call(emulator: &Running, method: &str, path: &str) -> Answer {
    send(emulator.address(), method, path, &[], b"").await.unwrap()
}

pub(crate) fn text(response: &Value) -> String {
    let items = response["output"].as_array().unwrap().iter();
    let message = items.filter(|item| item["type"] == "message");
    message
        .map(|item| item["content"][0]["text"].as_str().unwrap())
        .collect()
}

pub(crate) fn kinds(response: &Value) -> Vec<&str> {
    let items = response["output"].as_array().unwrap().iter();
    items.map(|item| item["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_wire_answers_with_text() {
    let emulator = start().await;
    for (path, name) in [
        (OPENAI, "openai"),
        (AZURE, "azure"),
        (AZURE_V1, "azure-v1"),
        (DATABRICKS, "databricks"),
    ] {
        let answer = post(&emulator, path, &[], &body(json!({}))).await;
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        let response = answer.json();
        assert_eq!(
            (&response["object"], &response["status"]),
            (&json!("response"), &json!("completed"))
        );
        assert!(text(&response).contains("Why is the sky blue?"), "{name}");
        let usage = &response["usage"];
        let total = usage["input_tokens"].as_u64().unwrap() + usage["output_tokens"].as_u64().unwrap();
        assert_eq!(usage["total_tokens"], total);
        assert_eq!(
            response["content_filters"].is_array(),
            name.starts_with("azure"),
            "{name}"
        );
    }
    let old = AZURE.replace("2025-04-01-preview", "2024-10-21");
    assert_eq!(post(&emulator, &old, &[], &body(json!({}))).await.status, 404);
    let filtered = post(
        &emulator,
        AZURE,
        &[],
        &body(json!({ "input": "trigger content filter" })),
    )
    .await;
    assert_eq!(filtered.json()["error"]["code"], "content_filter");
}

#[tokio::test]
async fn reasoning_models_think_and_take_no_temperature() {
    let emulator = start().await;
    let include = json!(["reasoning.encrypted_content"]);
    let reasoning = json!({ "effort": "low", "summary": "auto" });
    let members = json!({ "model": "gpt-5", "reasoning": reasoning, "include": include });
    let response = ask(&emulator, members).await;
    assert_eq!(kinds(&response), ["reasoning", "message"]);
    let thought = &response["output"][0];
    assert!(thought["summary"][0]["text"].is_string() && thought["encrypted_content"].is_string());
    assert!(response["usage"]["output_tokens_details"]["reasoning_tokens"].as_u64() > Some(0));
    let short = ask(&emulator, json!({ "model": "o3", "max_output_tokens": 16 })).await;
    assert_eq!(short["status"], "incomplete");
    assert_eq!(short["incomplete_details"], json!({ "reason": "max_output_tokens" }));
    assert_eq!(kinds(&short), ["reasoning"]);
    let plain = ask(
        &emulator,
        json!({ "model": "gpt-5.1", "reasoning": { "effort": "none" }, "temperature": 0.5 }),
    )
    .await;
    assert_eq!(kinds(&plain), ["message"]);
    for (members, param) in [
        (json!({ "model": "gpt-5", "temperature": 0.5 }), "temperature"),
        (json!({ "model": "o4-mini", "top_p": 0.5 }), "top_p"),
        (json!({ "reasoning": { "effort": "low" } }), "reasoning.effort"),
    ] {
        let error = refused(&emulator, members).await.json();
        assert_eq!(
            (&error["error"]["param"], &error["error"]["code"]),
            (&json!(param), &json!("unsupported_parameter"))
        );
    }
}

#[tokio::test]
async fn text_takes_the_form_that_was_asked() {
    let emulator = start().await;
    let schema = json!({
        "type": "object", "properties": { "city": { "type": "string" } },
        "required": ["city"], "additionalProperties": false,
    });
    let format = json!({ "type": "json_schema", "name": "place", "strict": true, "schema": schema });
    let response = ask(&emulator, json!({ "text": { "format": format } })).await;
    let value: Value = serde_json::from_str(&text(&response)).unwrap();
    assert!(value["city"].is_string(), "{value}");
    let loose = json!({ "type": "json_schema", "name": "place", "strict": true, "schema": { "type": "object" } });
    let error = refused(&emulator, json!({ "text": { "format": loose } })).await.json();
    assert_eq!(
        (&error["error"]["code"], &error["error"]["param"]),
        (&json!("invalid_json_schema"), &json!("text.format.schema"))
    );
    let object = json!({ "text": { "format": { "type": "json_object" } } });
    assert!(refused(&emulator, object).await.message().contains("the word 'json'"));
    let object = json!({ "input": "as json", "text": { "format": { "type": "json_object" } } });
    let response = ask(&emulator, object).await;
    assert!(serde_json::from_str::<Value>(&text(&response)).unwrap().is_object());
    let cut = ask(&emulator, json!({ "max_output_tokens": 16, "top_logprobs": 2 })).await;
    assert_eq!(
        (&cut["status"], &cut["output"][0]["status"]),
        (&json!("incomplete"), &json!("incomplete"))
    );
    let logprobs = cut["output"][0]["content"][0]["logprobs"].as_array().unwrap();
    assert_eq!(
        (logprobs.len(), logprobs[0]["top_logprobs"].as_array().unwrap().len()),
        (16, 2)
    );
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let emulator = start().await;
    for (members, code, param) in [
        (
            json!({ "frequency_penalty": 1 }),
            "unknown_parameter",
            "frequency_penalty",
        ),
        (
            json!({ "max_output_tokens": 15 }),
            "integer_below_min_value",
            "max_output_tokens",
        ),
        (json!({ "include": ["everything"] }), "invalid_value", "include[0]"),
        (json!({ "input": [{ "type": "poem" }] }), "invalid_value", "input[0]"),
        (
            json!({ "input": [{ "role": "user" }] }),
            "missing_required_parameter",
            "input[0].content",
        ),
        (
            json!({ "input": [{ "role": "tool", "content": "x" }] }),
            "invalid_value",
            "input[0].role",
        ),
        (
            json!({ "input": [{ "role": "assistant", "content": [{ "type": "input_text", "text": "x" }] }] }),
            "invalid_value",
            "input[0].content[0].type",
        ),
        (
            json!({ "input": [{ "type": "message", "id": "m".repeat(65), "role": "user", "content": "x" }] }),
            "string_above_max_length",
            "input[0].id",
        ),
        (
            json!({ "tools": [{ "type": "hammer" }] }),
            "invalid_value",
            "tools[0].type",
        ),
        (
            json!({ "tools": [{ "type": "function" }] }),
            "missing_required_parameter",
            "tools[0].name",
        ),
        (json!({ "input": null }), "missing_required_parameter", "input"),
        (json!({ "metadata": { "a": 1 } }), "invalid_type", "metadata.a"),
        (
            json!({ "prompt_cache_retention": "in-memory" }),
            "invalid_value",
            "prompt_cache_retention",
        ),
    ] {
        let error = refused(&emulator, members.clone()).await.json();
        assert_eq!(
            (&error["error"]["code"], &error["error"]["param"]),
            (&json!(code), &json!(param)),
            "{members}: {error}"
        );
    }
    for (members, words) in [
        (
            json!({ "prompt": { "id": "pmpt_1" } }),
            "Prompt with id 'pmpt_1' not found.",
        ),
        (
            json!({ "conversation": "conv_1" }),
            "Conversation with id 'conv_1' not found.",
        ),
        (
            json!({ "input": [{ "type": "function_call_output", "call_id": "call_1", "output": "x" }] }),
            "No tool call found for function call output with call_id call_1.",
        ),
        (
            json!({ "input": "word ".repeat(130_000) }),
            "exceeds the context window",
        ),
    ] {
        assert!(refused(&emulator, members).await.message().contains(words), "{words}");
    }
    let failed = ask(&emulator, json!({ "input": "Please trigger failure." })).await;
    assert_eq!(
        (&failed["status"], &failed["error"]["code"]),
        (&json!("failed"), &json!("server_error"))
    );
    let tier = post(&emulator, AZURE_V1, &[], &body(json!({ "service_tier": "flex" }))).await;
    assert_eq!(tier.json()["error"]["code"], "unknown_parameter");
}

#[tokio::test]
async fn what_is_not_there_has_no_code() {
    let emulator = start().await;
    for (members, param) in [
        (json!({ "conversation": "conv_1" }), json!(null)),
        (json!({ "conversation": { "id": "conv_1" } }), json!(null)),
        (json!({ "prompt": { "id": "pmpt_1" } }), json!(null)),
        (
            json!({ "input": [{ "type": "item_reference", "id": "msg_1" }] }),
            json!("input"),
        ),
    ] {
        let answer = refused(&emulator, members.clone()).await;
        let error = &answer.json()["error"];
        assert_eq!(
            (answer.status, &error["type"], &error["code"], &error["param"]),
            (404, &json!("invalid_request_error"), &json!(null), &param),
            "{members}"
        );
    }
    for path in ["/v1/responses/resp_1", "/v1/files/file-1", "/v1/batches/batch_1"] {
        let answer = call(&emulator, "GET", path).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["code"]),
            (404, &json!(null)),
            "{path}"
        );
    }
    let azure = call(&emulator, "GET", "/openai/v1/responses/resp_1").await;
    assert_eq!((azure.status, &azure.json()["error"]["code"]), (404, &json!("404")));
    let odd = refused(&emulator, json!({ "conversation": "thread_1" })).await;
    assert_eq!(
        (odd.status, odd.message()),
        (
            400,
            "Invalid 'conversation': 'thread_1'. Expected an ID that begins with 'conv'.".to_owned()
        )
    );
}

#[tokio::test]
async fn what_is_too_much_is_dropped_from_the_front_of_the_conversation() {
    let emulator = start().await;
    let members =
        |input: Value| json!({ "input": input, "instructions": "Speak like a pirate.", "truncation": "auto" });
    let last = json!({ "role": "user", "content": "Hello" });
    let long = json!({ "role": "user", "content": "word ".repeat(130_000) });
    let cut = ask(&emulator, members(json!([long, last]))).await;
    assert!(text(&cut).contains("Hello"));
    // The instructions are no part of the conversation.
    let short = ask(&emulator, members(json!([last]))).await;
    assert_eq!(cut["usage"]["input_tokens"], short["usage"]["input_tokens"]);
    let alone = refused(&emulator, members(json!([long]))).await;
    assert_eq!(alone.json()["error"]["code"], "context_length_exceeded");
}

#[tokio::test]
async fn input_and_output_are_moderated() {
    let emulator = start().await;
    let model = "omni-moderation-latest";
    let members = json!({ "input": "I will kill it.", "moderation": { "model": model } });
    let response = ask(&emulator, members).await;
    let moderation = &response["moderation"];
    for side in ["input", "output"] {
        assert_eq!(
            (&moderation[side]["type"], &moderation[side]["model"]),
            (&json!("moderation_result"), &json!(model))
        );
    }
    // The answer quotes the question.
    assert_eq!(moderation["input"]["categories"]["violence"], true);
    let calm = ask(&emulator, json!({ "moderation": { "model": model } })).await;
    assert_eq!(calm["moderation"]["input"]["flagged"], false);
    assert!(ask(&emulator, json!({})).await.get("moderation").is_none());
    for (moderation, param) in [
        (json!({}), "moderation.model"),
        (
            json!({ "model": model, "policy": { "input": { "mode": "shout" } } }),
            "moderation.policy.input.mode",
        ),
    ] {
        let error = refused(&emulator, json!({ "moderation": moderation })).await.json();
        assert_eq!(error["error"]["param"], param);
    }
    let options = json!({ "prompt_cache_options": { "mode": "explicit" } });
    assert_eq!(
        ask(&emulator, options).await["prompt_cache_options"],
        json!({ "mode": "explicit", "ttl": "30m" })
    );
}

#[tokio::test]
async fn databricks_refuses_what_its_own_models_lack() {
    let emulator = start().await;
    let own = |members: Value| {
        let mut members = members;
        members["model"] = json!("databricks-gpt-5");
        body(members)
    };
    for (name, value) in [
        ("background", json!(true)),
        ("store", json!(false)),
        ("previous_response_id", json!("resp_1")),
        ("conversation", json!("conv_1")),
        ("service_tier", json!("auto")),
    ] {
        let answer = post(&emulator, DATABRICKS, &[], &own(json!({ name: value }))).await;
        assert_eq!(
            (answer.status, &answer.json()["error_code"]),
            (400, &json!("BAD_REQUEST")),
            "{name}"
        );
        assert!(answer.message().contains(name), "{answer:?}");
    }
    let external = post(
        &emulator,
        DATABRICKS,
        &[],
        &body(json!({ "store": false, "service_tier": "auto" })),
    )
    .await;
    assert_eq!(external.status, 200, "{external:?}");
    let search = own(json!({ "tools": [{ "type": "file_search", "vector_store_ids": ["vs_1"] }] }));
    assert_eq!(post(&emulator, DATABRICKS, &[], &search).await.status, 400);
    let older = json!({ "model": "databricks-gpt-oss-20b", "tools": [{ "type": "custom", "name": "run" }] });
    let answer = post(&emulator, DATABRICKS, &[], &body(older)).await;
    assert!(answer.message().contains("Custom tools"), "{answer:?}");
    let claude = body(json!({ "model": "databricks-claude-sonnet-4" }));
    assert_eq!(post(&emulator, DATABRICKS, &[], &claude).await.status, 400);
    // Its own identifiers are too long for it, so a client has to cut them.
    let response = post(&emulator, DATABRICKS, &[], &own(json!({}))).await.json();
    let back = own(json!({ "input": response["output"] }));
    let answer = post(&emulator, DATABRICKS, &[], &back).await;
    assert!(answer.message().contains("maximum length 64"), "{answer:?}");
}

#[tokio::test]
async fn counts_and_compactions() {
    let emulator = start().await;
    let counted = post(&emulator, "/v1/responses/input_tokens", &[], &body(json!({})))
        .await
        .json();
    let asked = ask(&emulator, json!({})).await;
    assert_eq!(
        counted,
        json!({ "object": "response.input_tokens", "input_tokens": asked["usage"]["input_tokens"] })
    );
    let input = json!([
        { "role": "user", "content": "My name is Ada." },
        { "role": "assistant", "content": "Hello Ada." },
    ]);
    let path = "/v1/responses/compact";
    let compacted = post(&emulator, path, &[], &body(json!({ "input": input })))
        .await
        .json();
    assert_eq!(compacted["object"], "response.compaction");
    let kinds: Vec<&str> = compacted["output"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["message", "compaction"]);
    let mut on = compacted["output"].as_array().unwrap().clone();
    on.push(json!({ "role": "user", "content": "Who am I?" }));
    let response = ask(&emulator, json!({ "input": on })).await;
    let direct = json!([input[0], input[1], { "role": "user", "content": "Who am I?" }]);
    let direct = ask(&emulator, json!({ "input": direct })).await;
    assert_eq!(response["usage"]["input_tokens"], direct["usage"]["input_tokens"]);
    let forged = json!({ "input": [{ "type": "compaction", "encrypted_content": "AAAA" }] });
    assert_eq!(
        refused(&emulator, forged).await.json()["error"]["code"],
        "invalid_encrypted_content"
    );
    let azure = "/openai/v1/responses/compact";
    assert_eq!(post(&emulator, azure, &[], &body(json!({}))).await.status, 404);
}
