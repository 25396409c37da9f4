//! Answers that are to be a value, and are none.

use openai_client::Structured;
use openai_core::{Error, ErrorKind};
use openai_types::{chat, responses};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::script::{Script, answer, builder, hello};

#[derive(Debug, Deserialize, JsonSchema)]
struct Place {
    city: String,
}

/// Parses an answer that comes at the second try.
async fn parse<R: Structured>(request: R, body: &Value) -> Result<Place, Error> {
    let good = answer(200).header("x-request-id", "req_7").body(&body.to_string());
    let script = Script::new([answer(500), good]);
    Ok(builder(&script).build().parse(request).await?.value)
}

fn completion(message: &Value, finish: &str) -> Value {
    json!({"choices": [{"index": 0, "message": message, "finish_reason": finish}]})
}

fn response(output: &Value) -> Value {
    json!({"id": "resp_1", "status": "completed", "output": output})
}

fn message(parts: &Value) -> Value {
    json!({"type": "message", "role": "assistant", "content": parts})
}

/// What came with the answer must not be lost with its value.
fn assert_told(error: &Error, kind: ErrorKind, words: &str) {
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(words), "{error}");
    assert_eq!(error.request_id(), Some("req_7"), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{error}");
    assert_eq!(error.headers()["x-request-id"], "req_7", "{error}");
    assert_eq!(error.attempts(), 2, "{error}");
    assert!(!error.body().is_empty(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_completion_that_is_no_value_tells_why_and_keeps_what_came() {
    let call = json!({"type": "function", "id": "1", "function": {"name": "look", "arguments": "{}"}});
    let refusal = json!([{"type": "refusal", "refusal": "I will not."}]);
    for (body, kind, words) in [
        (
            completion(&json!({"content": r#"{"city"#}), "length"),
            ErrorKind::Incomplete,
            "token limit",
        ),
        (
            completion(&json!({"content": "", "refusal": "No."}), "stop"),
            ErrorKind::Refused,
            "declined",
        ),
        (
            completion(&json!({"content": refusal, "refusal": ""}), "stop"),
            ErrorKind::Refused,
            "declined",
        ),
        (
            completion(&json!({"content": r#"{"city":7}"#}), "stop"),
            ErrorKind::Decode,
            "city",
        ),
        (
            completion(&json!({"content": null, "tool_calls": [call]}), "tool_calls"),
            ErrorKind::Incomplete,
            "run_tools",
        ),
        (
            completion(&json!({"content": "Let me look.", "tool_calls": [call]}), "tool_calls"),
            ErrorKind::Incomplete,
            "run_tools",
        ),
        (
            completion(
                &json!({"function_call": {"name": "look", "arguments": "{}"}}),
                "function_call",
            ),
            ErrorKind::Incomplete,
            "run_tools",
        ),
        (
            completion(&json!({"content": null}), "stop"),
            ErrorKind::Decode,
            "no text",
        ),
        (json!({"choices": []}), ErrorKind::Decode, "no choices"),
    ] {
        let error = parse(hello(), &body).await.unwrap_err();
        assert_told(&error, kind, words);
        let partial = error.partial::<chat::Completion>().unwrap();
        assert_eq!(partial.choices.len(), body["choices"].as_array().unwrap().len());
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_no_value_tells_why_and_keeps_what_came() {
    let request = || responses::Request::new("m", "Where?");
    let call = json!({"type": "function_call", "call_id": "1", "name": "look", "arguments": "{}"});
    let refusal = message(&json!([{"type": "refusal", "refusal": "I will not."}]));
    let text = |text: &str| message(&json!([{"type": "output_text", "text": text}]));
    for (body, kind, words) in [
        (response(&json!([refusal])), ErrorKind::Refused, "declined"),
        (response(&json!([text("Oslo")])), ErrorKind::Decode, "Place"),
        (response(&json!([call])), ErrorKind::Incomplete, "run_tools"),
        (
            response(&json!([text("Let me look."), call])),
            ErrorKind::Incomplete,
            "run_tools",
        ),
        (response(&json!([])), ErrorKind::Decode, "no text"),
    ] {
        let error = parse(request(), &body).await.unwrap_err();
        assert_told(&error, kind, words);
        assert_eq!(
            error.partial::<responses::Response>().unwrap().output.len(),
            body["output"].as_array().unwrap().len()
        );
    }
}

/// As the official clients have it: an empty refusal is none, and a value beside a call is a value.
#[tokio::test(start_paused = true)]
async fn a_value_beside_an_empty_refusal_or_a_call_is_read() {
    let call = json!({"type": "function", "id": "1", "function": {"name": "look", "arguments": "{}"}});
    let oslo = r#"{"city":"Oslo"}"#;
    for said in [
        json!({"content": oslo, "refusal": ""}),
        json!({"content": oslo, "tool_calls": [call]}),
        json!({"content": [{"type": "refusal", "refusal": ""}, {"type": "text", "text": oslo}]}),
    ] {
        let place = parse(hello(), &completion(&said, "stop")).await.unwrap();
        assert_eq!(place.city, "Oslo", "{said}");
    }
    let empty = json!([{"type": "refusal", "refusal": ""}, {"type": "output_text", "text": oslo}]);
    let request = responses::Request::new("m", "Where?");
    let place = parse(request, &response(&json!([message(&empty)]))).await.unwrap();
    assert_eq!(place.city, "Oslo");
}
