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
