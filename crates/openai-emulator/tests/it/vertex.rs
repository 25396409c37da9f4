//! Vertex AI's wires: what Gemini ignores, and what a model of one's own takes.

use openai_emulator::{Config, Emulator};
use serde_json::{Value, json};

use crate::form::call;
use crate::response_streams::events;
use crate::wire::{DEPLOYED, GEMINI, post, send, start};

fn google_error(body: &Value, code: u16, status: &str) {
    assert_eq!(body.as_array().map(Vec::len), Some(1), "{body}");
    assert_eq!(
        (&body[0]["error"]["code"], &body[0]["error"]["status"]),
        (&json!(code), &json!(status)),
        "{body}"
    );
    assert!(body[0]["error"]["message"].is_string());
}

#[tokio::test]
async fn gemini_has_its_own_marks() {
    let emulator = start().await;
    let answer = GEMINI.ask(&emulator, json!({ "logprobs": true })).await;
    assert!(!answer.headers.contains_key("x-request-id"));
    let body = answer.json();
    assert_eq!(body["system_fingerprint"], "");
    assert_eq!(body["choices"][0]["logprobs"], Value::Null);
    assert!(!body["id"].as_str().unwrap().starts_with("chatcmpl"));
    assert_eq!(body["usage"]["extra_properties"]["google"]["traffic_type"], "ON_DEMAND");
}

#[tokio::test]
async fn what_gemini_does_not_support_it_ignores() {
    let emulator = start().await;
    let plain = GEMINI.ask(&emulator, json!({})).await.json();
    let odd = json!({
        "banana": 1, "logit_bias": "not even a map", "top_logprobs": 99, "store": "yes", "parallel_tool_calls": 3,
        "metadata": [], "user": 7, "service_tier": "gold",
    });
    assert_eq!(GEMINI.ask(&emulator, odd).await.json(), plain);
    let extra = json!({ "extra_body": { "google": { "thinking_config": { "thinking_budget": 10 }, "safety_settings": [
        { "category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE" }
    ] } } });
    assert_eq!(GEMINI.ask(&emulator, extra).await.status, 200);
}

#[tokio::test]
async fn what_gemini_supports_it_checks() {
    let emulator = start().await;
    for members in [
        json!({ "temperature": 3 }),
        json!({ "n": "two" }),
        json!({ "max_tokens": 0 }),
        json!({ "messages": [] }),
        json!({ "messages": [{ "role": "robot", "content": "x" }] }),
        json!({ "tool_choice": "sometimes" }),
        json!({ "model": "gemini-2.5-flash" }),
        json!({ "model": "google/" }),
        json!({ "model": null }),
        json!({ "extra_body": { "google": { "thinking_config": { "thinking_level": "DEEP" } } } }),
        json!({ "reasoning_effort": "low", "extra_body": { "google": { "thinking_config": {} } } }),
    ] {
        let answer = GEMINI.ask(&emulator, members.clone()).await;
        assert_eq!(answer.status, 400, "{members}: {answer:?}");
        google_error(&answer.json(), 400, "INVALID_ARGUMENT");
    }
}

#[tokio::test]
async fn thoughts_are_counted_apart() {
    let emulator = start().await;
    let usage = GEMINI
        .ask(&emulator, json!({ "reasoning_effort": "high" }))
        .await
        .json()["usage"]
        .clone();
    let count = |name: &str| usage[name].as_u64().unwrap();
    assert_eq!(usage["completion_tokens_details"]["reasoning_tokens"], 32);
    assert_eq!(
        count("total_tokens"),
        count("prompt_tokens") + count("completion_tokens") + 32
    );
    let spent = GEMINI
        .ask(&emulator, json!({ "reasoning_effort": "high", "max_tokens": 5 }))
        .await
        .json();
    assert_eq!(spent["choices"][0]["finish_reason"], "length");
    assert!(
        spent["choices"][0].get("message").is_none() && spent["usage"].get("completion_tokens").is_none(),
        "{spent}"
    );
}

#[tokio::test]
async fn a_call_streams_whole_unless_pieces_are_asked_for() {
    let emulator = start().await;
    let tool = json!({ "name": "f", "parameters": {
        "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"],
    } });
    let tools = json!([{ "type": "function", "function": tool }]);
    let whole = GEMINI.stream(&emulator, json!({ "tools": tools })).await;
    assert_eq!(whole.len(), 3, "{whole:?}");
    let arguments = whole[0]
        .pointer("/choices/0/delta/tool_calls/0/function/arguments")
        .unwrap()
        .as_str()
        .unwrap();
    assert!(serde_json::from_str::<Value>(arguments).unwrap()["city"].is_string());
    let google = json!({ "google": { "stream_function_call_arguments": true } });
    let pieces = GEMINI
        .stream(&emulator, json!({ "tools": tools, "extra_body": google }))
        .await;
    let calls: Vec<&Value> = pieces
        .iter()
        .filter_map(|event| event.pointer("/choices/0/delta/tool_calls/0"))
        .collect();
    assert!(
        calls
            .iter()
            .all(|call| call["id"] == calls[0]["id"] && call["function"]["name"] == "f")
    );
    assert_eq!((&calls[0]["index"], &calls[1]["index"]), (&json!(1), &json!(0)));
    let joined: String = calls
        .iter()
        .map(|call| call["function"]["arguments"].as_str().unwrap())
        .collect();
    assert_eq!(joined, arguments);
}

#[tokio::test]
async fn a_model_of_ones_own_may_be_absent_or_empty() {
    let emulator = start().await;
    let messages = json!([{ "role": "user", "content": "Write a story about a magic backpack." }]);
    for (body, model) in [
        (json!({ "messages": messages }), "1234"),
        (json!({ "messages": messages, "model": "" }), "1234"),
        (json!({ "messages": messages, "model": "llama", "best_of": 3 }), "llama"),
    ] {
        let answer = post(&emulator, DEPLOYED.path, &[], &body).await;
        assert_eq!(
            (answer.status, answer.json()["model"].as_str()),
            (200, Some(model)),
            "{body}"
        );
    }
    let logprobs = DEPLOYED.ask(&emulator, json!({ "logprobs": true })).await.json();
    assert!(logprobs["choices"][0]["logprobs"]["content"].is_array());
}

#[tokio::test]
async fn errors_come_in_an_array() {
    let emulator = start().await;
    let body = GEMINI.body(json!({})).to_string();
    for (method, headers, status, word) in [
        ("POST", &[("authorization", "")][..], 401, "UNAUTHENTICATED"),
        (
            "POST",
            &[("authorization", ""), ("x-goog-api-key", "k")],
            401,
            "UNAUTHENTICATED",
        ),
        ("POST", &[("content-type", "text/plain")], 400, "INVALID_ARGUMENT"),
        ("GET", &[], 405, "UNIMPLEMENTED"),
        ("POST", &[("x-emulator-fault", "status=429")], 429, "RESOURCE_EXHAUSTED"),
        ("POST", &[("x-emulator-fault", "status=503")], 503, "UNAVAILABLE"),
    ] {
        let answer = send(emulator.address(), method, GEMINI.path, headers, body.as_bytes())
            .await
            .unwrap();
        assert_eq!(answer.status, status);
        google_error(&answer.json(), status, word);
    }
    let lost = post(&emulator, "/v1/projects/p/nowhere", &[], &json!({})).await;
    assert_eq!(
        (lost.status, lost.headers["content-type"].as_str()),
        (404, "text/html; charset=UTF-8")
    );
    assert!(
        lost.body.contains("<code>/v1/projects/p/nowhere</code>"),
        "{}",
        lost.body
    );
}

#[tokio::test]
async fn responses_are_there_for_those_who_insist() {
    let plain = start().await;
    let emulator = Emulator::start(Config::new().unverified(true)).await.unwrap();
    for wire in [GEMINI, DEPLOYED] {
        let path = wire.path.replace("chat/completions", "responses");
        let mut body = json!({ "model": wire.model, "input": "Hello", "banana": 1 });
        let unknown = post(&plain, &path, &[], &body).await;
        assert_eq!(unknown.status, 404);
        assert!(unknown.headers["content-type"].starts_with("text/html"), "{unknown:?}");
        let whole = post(&emulator, &path, &[], &body).await.json();
        assert_eq!(
            (&whole["status"], &whole["model"]),
            (&json!("completed"), &json!(wire.model))
        );
        let one = format!("{path}/{}", whole["id"].as_str().unwrap());
        assert_eq!(call(&emulator, "GET", &one).await.json(), whole);
        assert_eq!(call(&emulator, "DELETE", &one).await.json()["deleted"], true);
        google_error(&call(&emulator, "GET", &one).await.json(), 404, "NOT_FOUND");
        let cancel = call(&emulator, "POST", &format!("{one}/cancel")).await;
        assert!(cancel.headers["content-type"].starts_with("text/html"), "{cancel:?}");
        body["stream"] = json!(true);
        let events = events(&post(&emulator, &path, &[], &body).await, 0);
        assert_eq!(events.last().unwrap()["type"], "response.completed");
        body["input"] = json!(7);
        google_error(
            &post(&emulator, &path, &[], &body).await.json(),
            400,
            "INVALID_ARGUMENT",
        );
    }
    let body = json!({ "model": "gemini-2.5-flash", "input": "Hello" });
    let path = GEMINI.path.replace("chat/completions", "responses");
    google_error(
        &post(&emulator, &path, &[], &body).await.json(),
        400,
        "INVALID_ARGUMENT",
    );
}
