//! Databricks' wire: its defaults, its limits, its flat errors.

use serde_json::{Value, json};

use crate::wire::{DATABRICKS, post, send, start, text};

#[tokio::test]
async fn it_streams_only_where_it_is_told_to() {
    let emulator = start().await;
    let mut body = DATABRICKS.body(json!({}));
    body.as_object_mut().unwrap().remove("stream");
    let whole = post(&emulator, DATABRICKS.path, &[], &body).await;
    assert_eq!(whole.headers["served-model-name"], "databricks-gpt-5");
    assert!(whole.headers.contains_key("x-request-id") && whole.headers.contains_key("x-databricks-request-id"));
    let events = DATABRICKS.stream(&emulator, json!({})).await;
    assert_eq!(events.last().unwrap(), "[DONE]");
    assert_eq!(
        text(&events, 0),
        whole.json()["choices"][0]["message"]["content"].as_str().unwrap()
    );
}

#[tokio::test]
async fn a_stream_may_end_without_done() {
    let emulator = start().await;
    let events = DATABRICKS
        .stream(&emulator, json!({ "model": "databricks-gpt-5-nodone" }))
        .await;
    assert_eq!(events.last().unwrap()["choices"][0]["finish_reason"], "stop");
}

#[tokio::test]
async fn the_endpoint_may_stand_in_the_path() {
    let emulator = start().await;
    let body = json!({ "stream": false, "messages": [{ "role": "user", "content": "hi" }] });
    let answer = post(&emulator, "/serving-endpoints/my-endpoint/invocations", &[], &body).await;
    assert_eq!(
        (answer.status, answer.json()["model"].as_str()),
        (200, Some("my-endpoint"))
    );
    let nameless = post(&emulator, DATABRICKS.path, &[], &body).await;
    assert!(nameless.message().contains("'model'"), "{nameless:?}");
}

#[tokio::test]
async fn what_it_does_not_take_is_a_bad_request() {
    let emulator = start().await;
    let user = json!({ "role": "user", "content": "hi" });
    let system = json!({ "role": "system", "content": "be brief" });
    let tool = |function: Value| json!({ "tools": [{ "type": "function", "function": function }] });
    let properties: Value = (0..16).map(|number| (format!("p{number}"), json!({}))).collect();
    let wide = json!({ "name": "f", "parameters": { "type": "object", "properties": properties } });
    let many: Vec<Value> = (0..33)
        .map(|number| json!({ "type": "function", "function": { "name": format!("f{number}"), "parameters": {} } }))
        .collect();
    let strict = json!({ "name": "f", "strict": true, "parameters": {} });
    let silent = json!({ "role": "assistant", "content": "", "tool_calls": [
        { "id": "a", "type": "function", "function": { "name": "f", "arguments": "{}" } }
    ] });
    let result = json!({ "role": "tool", "tool_call_id": "a", "content": "ok" });
    for (members, words) in [
        (json!({ "messages": [user, system] }), "only as the first message"),
        (
            json!({ "messages": [system, system, user] }),
            "only as the first message",
        ),
        (
            json!({ "messages": [{ "role": "developer", "content": "x" }, user] }),
            "Invalid value: 'developer'",
        ),
        (json!({ "temperature": 2.5 }), "<= 2"),
        (json!({ "top_p": 0 }), "decimal below minimum value"),
        (json!({ "n": 6 }), "<= 5"),
        (json!({ "tools": many }), "at most 32"),
        (
            json!({ "tools": [{ "type": "custom", "custom": { "name": "c" } }] }),
            "Invalid value: 'custom'",
        ),
        (tool(json!({ "name": "f" })), "tools[0].function.parameters"),
        (tool(wide), "at most 15"),
        (
            json!({ "model": "databricks-claude-sonnet", "tools": tool(strict.clone())["tools"] }),
            "unknown field \"strict\"",
        ),
        (
            json!({ "model": "databricks-claude-sonnet", "messages": [user, silent, result] }),
            "non-empty",
        ),
        (
            json!({ "parallel_tool_calls": true }),
            "unknown field \"parallel_tool_calls\"",
        ),
        (json!({ "reasoning_effort": "max" }), "Invalid value: 'max'"),
        (json!({ "service_tier": "flex" }), "Invalid value: 'flex'"),
    ] {
        let answer = DATABRICKS.ask(&emulator, members.clone()).await;
        assert_eq!(answer.status, 400, "{members}: {answer:?}");
        assert_eq!(answer.json()["error_code"], "BAD_REQUEST");
        assert!(answer.message().contains(words), "{members}: {answer:?}");
    }
    let taken = DATABRICKS.ask(&emulator, tool(strict)).await;
    assert_eq!(taken.status, 200, "a GPT model takes strict: {taken:?}");
    let kept = json!({ "messages": [user, silent, result] });
    assert_eq!(
        DATABRICKS.ask(&emulator, kept).await.status,
        200,
        "only Claude minds empty text"
    );
    let external = json!({ "model": "my-external-model", "parallel_tool_calls": false, "tools": [
        { "type": "function", "function": { "name": "f", "parameters": {} } }
    ] });
    assert_eq!(
        DATABRICKS.ask(&emulator, external).await.status,
        200,
        "external models take more"
    );
}

#[tokio::test]
async fn an_external_model_has_its_providers_limits_and_errors() {
    let emulator = start().await;
    let function = |name: String, parameters: Value| json!({ "type": "function", "function": { "name": name, "parameters": parameters } });
    let properties: Value = (0..16).map(|number| (format!("p{number}"), json!({}))).collect();
    let wide = json!({ "type": "object", "properties": properties });
    let tools: Vec<Value> = (0..33)
        .map(|number| function(format!("f{number}"), wide.clone()))
        .collect();
    let messages = json!([{ "role": "user", "content": "hi" }, { "role": "system", "content": "be brief" }]);
    let members = json!({ "model": "gateway-gpt-5", "tools": tools, "messages": messages });
    let taken = DATABRICKS.ask(&emulator, members.clone()).await;
    assert_eq!(taken.status, 200, "{taken:?}");
    for model in ["databricks-gpt-5", "system.ai.gpt-5"] {
        let mut own = members.clone();
        own["model"] = json!(model);
        assert_eq!(DATABRICKS.ask(&emulator, own).await.status, 400, "{model}");
    }
    for (path, members) in [
        ("chat/completions", json!({ "messages": messages, "temperature": 9 })),
        ("completions", json!({ "prompt": "hi", "temperature": 9 })),
        ("embeddings", json!({ "input": "hi", "dimensions": 0 })),
        ("responses", json!({ "input": "hi", "temperature": 9 })),
    ] {
        let path = format!("/serving-endpoints/{path}");
        let mut body = members;
        body["model"] = json!("gateway-gpt-5");
        let relayed = post(&emulator, &path, &[], &body).await;
        assert_eq!(relayed.status, 400, "{path}: {relayed:?}");
        let error = relayed.json();
        assert!(
            error["error"].as_str().unwrap().starts_with("Received error from"),
            "{path}: {error}"
        );
        let inner = &error["external_model_message"];
        assert_eq!(inner["error_code"], "BAD_REQUEST", "{path}: {error}");
        assert!(
            inner["message"].is_string() && error.get("error_code").is_none(),
            "{error}"
        );
        body["model"] = json!("databricks-gpt-5");
        let own = post(&emulator, &path, &[], &body).await.json();
        assert_eq!(own["error_code"], "BAD_REQUEST", "{path}: {own}");
    }
}

#[tokio::test]
async fn claude_shows_its_thoughts_in_a_list() {
    let emulator = start().await;
    let members = json!({ "model": "databricks-claude-sonnet", "reasoning_effort": "low" });
    let body = DATABRICKS.ask(&emulator, members).await.json();
    let content = &body["choices"][0]["message"]["content"];
    assert_eq!(
        (&content[0]["type"], &content[1]["type"]),
        (&json!("reasoning"), &json!("text"))
    );
    assert_eq!(body["usage"]["reasoning_tokens"], 8);
}

#[tokio::test]
async fn credentials_are_bearer_or_basic() {
    let emulator = start().await;
    let body = DATABRICKS.body(json!({})).to_string();
    for (headers, status) in [
        (&[("authorization", "Basic dG9rZW46ZGFwaQ==")][..], 200),
        (&[("authorization", "Basic dXNlcjpkYXBp")], 401),
        (&[("authorization", "")], 401),
        (&[("authorization", ""), ("api-key", "k")], 401),
    ] {
        let answer = send(emulator.address(), "POST", DATABRICKS.path, headers, body.as_bytes())
            .await
            .unwrap();
        assert_eq!(answer.status, status, "{headers:?}");
        if status == 401 {
            assert_eq!(answer.json()["error_code"], "UNAUTHENTICATED");
        }
    }
}

#[tokio::test]
async fn a_body_over_sixteen_megabytes_is_too_large() {
    let emulator = start().await;
    let body = vec![b' '; 16 * 1024 * 1024 + 1];
    let answer = send(emulator.address(), "POST", DATABRICKS.path, &[], &body)
        .await
        .unwrap();
    assert_eq!(
        (answer.status, answer.json()["error_code"].as_str()),
        (413, Some("BAD_REQUEST"))
    );
}
