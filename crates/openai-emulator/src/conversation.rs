//! Rules across messages: who may answer whom.

use serde_json::Value;

use crate::check::Wrong;

/// Checks that tool messages answer tool calls, that every tool call is answered, and that assistants say something.
pub(crate) fn check(messages: &[Value]) -> Result<(), Wrong> {
    let mut called: Vec<&str> = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    for (index, message) in messages.iter().enumerate() {
        let role = role(message);
        if role == "tool" {
            let id = message.get("tool_call_id").and_then(Value::as_str).unwrap_or_default();
            if !called.contains(&id) {
                return Err(unasked(index, id));
            }
            waiting.retain(|waiting| *waiting != id);
            continue;
        }
        unanswered(index, &waiting)?;
        called = match role {
            "assistant" => call_ids(message),
            _ => Vec::new(),
        };
        waiting.clone_from(&called);
        if role == "assistant" && is_silent(message) {
            let at = format!("messages[{index}].content");
            let message = format!("Invalid value for '{at}': expected a string, got null.");
            return Err(Wrong::new(at, message));
        }
    }
    unanswered(messages.len(), &waiting)
}

/// The role of a message, or nothing where it has none.
pub(crate) fn role(message: &Value) -> &str {
    message.get("role").and_then(Value::as_str).unwrap_or_default()
}

/// Every text in a message's content, whether a string or a list of parts.
pub(crate) fn texts(message: &Value) -> Vec<&str> {
    match message.get("content") {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Every text that the user said.
pub(crate) fn user_texts(messages: &[Value]) -> impl Iterator<Item = &str> {
    messages
        .iter()
        .filter(|message| role(message) == "user")
        .flat_map(texts)
}

/// How many parts of this type a message has.
pub(crate) fn parts(message: &Value, kind: &str) -> usize {
    let parts = message.get("content").and_then(Value::as_array).into_iter().flatten();
    parts
        .filter(|part| part.get("type").is_some_and(|found| found == kind))
        .count()
}

fn call_ids(message: &Value) -> Vec<&str> {
    let calls = message
        .get("tool_calls")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    calls.filter_map(|call| call.get("id")?.as_str()).collect()
}

fn is_silent(message: &Value) -> bool {
    let says = |name: &str| message.get(name).is_some_and(|value| !value.is_null());
    !["content", "tool_calls", "function_call", "refusal", "audio"]
        .into_iter()
        .any(says)
}

fn unasked(index: usize, id: &str) -> Wrong {
    let message = format!(
        "Invalid parameter: a message with role 'tool' must answer a tool call of the assistant message before it, and '{id}' is none of them."
    );
    Wrong::new(format!("messages[{index}].tool_call_id"), message)
}

fn unanswered(index: usize, waiting: &[&str]) -> Result<(), Wrong> {
    if waiting.is_empty() {
        return Ok(());
    }
    let message = format!(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. No answer to: {}.",
        waiting.join(", ")
    );
    Err(Wrong::new(format!("messages[{index}].role"), message))
}

#[cfg(test)]
mod tests {
    use super::check;
    use serde_json::{Value, json};

    fn call(ids: &[&str]) -> Value {
        let calls: Vec<Value> = ids
            .iter()
            .map(|id| json!({ "id": id, "type": "function", "function": { "name": "f", "arguments": "{}" } }))
            .collect();
        json!({ "role": "assistant", "content": null, "tool_calls": calls })
    }

    fn tool(id: &str) -> Value {
        json!({ "role": "tool", "tool_call_id": id, "content": "ok" })
    }

    fn user() -> Value {
        json!({ "role": "user", "content": "hi" })
    }

    #[test]
    fn every_call_is_answered_once_it_was_asked() {
        assert_eq!(
            check(&[user(), call(&["a", "b"]), tool("b"), tool("a"), user()]),
            Ok(())
        );
        assert!(check(&[user(), tool("a")]).unwrap_err().message.contains("must answer"));
        assert!(
            check(&[user(), call(&["a"]), tool("b")])
                .unwrap_err()
                .message
                .contains("'b'")
        );
        assert!(
            check(&[user(), call(&["a", "b"]), tool("a"), user()])
                .unwrap_err()
                .message
                .contains("No answer to: b")
        );
        assert!(
            check(&[user(), call(&["a"])])
                .unwrap_err()
                .message
                .contains("No answer to: a")
        );
    }

    #[test]
    fn an_assistant_must_say_something() {
        let silent = json!({ "role": "assistant", "content": null });
        assert_eq!(
            check(&[user(), silent]).unwrap_err().param.as_deref(),
            Some("messages[1].content")
        );
        let refusing = json!({ "role": "assistant", "content": null, "refusal": "No." });
        assert_eq!(check(&[user(), refusing]), Ok(()));
    }
}
