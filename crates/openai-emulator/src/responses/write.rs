//! A response, written down.

use serde_json::{Map, Value, json};

use super::output::Output;
use super::request::Request;
use super::tool;
use crate::wire::{Family, Wire, content_filter};

/// The whole response, as it is when all is done.
pub(super) fn response(wire: &Wire, request: &Request, output: Output, id: &str, now: u64) -> Map<String, Value> {
    let mut response = asked(wire, request, id, now);
    let mut set = |name: &str, value: Value| response.insert(name.into(), value);
    let usage = json!({
        "input_tokens": output.input_tokens,
        "input_tokens_details": { "cached_tokens": 0, "cache_write_tokens": 0 },
        "output_tokens": output.output_tokens,
        "output_tokens_details": { "reasoning_tokens": output.reasoning_tokens },
        "total_tokens": output.input_tokens + output.output_tokens,
    });
    set("usage", usage);
    if output.failed {
        set("status", json!("failed"));
        let message = "The emulator failed, as the request asked it to.";
        set("error", json!({ "code": "server_error", "message": message }));
    } else if output.incomplete {
        set("status", json!("incomplete"));
        set("incomplete_details", json!({ "reason": "max_output_tokens" }));
    } else {
        set("status", json!("completed"));
    }
    if wire.family() == Family::Azure {
        set(
            "content_filters",
            content_filter::response_verdicts(!output.items.is_empty()),
        );
    }
    set("output", json!(output.items));
    response
}

/// What a response says of its request, and nothing yet of the answer.
fn asked(wire: &Wire, request: &Request, id: &str, now: u64) -> Map<String, Value> {
    let body = &request.body;
    let given = |name: &str, default: Value| match body.get(name) {
        Some(value) if !value.is_null() => value.clone(),
        _ => default,
    };
    let tools = body.get("tools").and_then(Value::as_array).into_iter().flatten();
    let effort = request.effort.as_deref();
    let summary = body
        .get("reasoning")
        .and_then(|reasoning| reasoning.get("summary"))
        .cloned()
        .unwrap_or(Value::Null);
    let mut response = Map::new();
    let mut set = |name: &str, value: Value| response.insert(name.into(), value);
    set("id", json!(id));
    set("object", json!("response"));
    set("created_at", json!(now));
    set("background", json!(request.background));
    set("error", Value::Null);
    set("incomplete_details", Value::Null);
    set("instructions", given("instructions", Value::Null));
    set("max_output_tokens", given("max_output_tokens", Value::Null));
    set("max_tool_calls", given("max_tool_calls", Value::Null));
    set("metadata", given("metadata", json!({})));
    set("model", json!(request.model));
    set("parallel_tool_calls", given("parallel_tool_calls", json!(true)));
    set("previous_response_id", given("previous_response_id", Value::Null));
    set("reasoning", json!({ "effort": effort, "summary": summary }));
    set("store", json!(request.store));
    set("temperature", given("temperature", json!(1.0)));
    set("text", text(body));
    set("tool_choice", given("tool_choice", json!("auto")));
    set("tools", tools.map(tool::repeated).collect());
    set("top_p", given("top_p", json!(1.0)));
    set("truncation", given("truncation", json!("disabled")));
    for name in [
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "user",
        "top_logprobs",
    ] {
        if let Some(value) = body.get(name).filter(|value| !value.is_null()) {
            set(name, value.clone());
        }
    }
    if let Some(Value::Object(options)) = body.get("prompt_cache_options") {
        let option = |name: &str, default: &str| options.get(name).cloned().unwrap_or_else(|| json!(default));
        let (mode, ttl) = (option("mode", "implicit"), option("ttl", "30m"));
        set("prompt_cache_options", json!({ "mode": mode, "ttl": ttl }));
    }
    if *wire == Wire::OpenAi {
        set("service_tier", json!("default"));
    }
    response
}

fn text(body: &Map<String, Value>) -> Value {
    let mut text = body.get("text").and_then(Value::as_object).cloned().unwrap_or_default();
    text.retain(|_, value| !value.is_null());
    text.entry("format").or_insert_with(|| json!({ "type": "text" }));
    text.entry("verbosity").or_insert_with(|| json!("medium"));
    Value::Object(text)
}

/// The response before its answer: in this state, with nothing to show.
pub(super) fn early(whole: &Map<String, Value>, status: &str) -> Value {
    let mut early = whole.clone();
    early.insert("status".into(), json!(status));
    early.insert("output".into(), json!([]));
    // Nothing is counted yet: OpenAI's own example of the first event has a null.
    early.insert("usage".into(), Value::Null);
    for name in ["error", "incomplete_details"] {
        early.insert(name.into(), Value::Null);
    }
    if early.contains_key("moderation") {
        early.insert("moderation".into(), Value::Null);
    }
    if early.contains_key("content_filters") {
        early.insert("content_filters".into(), content_filter::response_verdicts(false));
    }
    early.remove("completed_at");
    Value::Object(early)
}
