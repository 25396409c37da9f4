//! Moderation beside a response: what its input and its output are judged to be.

use serde_json::{Map, Value, json};

use super::item::{kind, text};
use crate::moderations;

/// The verdicts on what users said and on what the response says.
pub(super) fn report(seed: u64, model: &str, context: &[Value], whole: &Map<String, Value>) -> Value {
    let asked = context.iter().filter(|item| text(item, "role") == "user");
    let said = whole.get("output").and_then(Value::as_array).into_iter().flatten();
    json!({
        "input": verdict(seed, model, asked),
        "output": verdict(seed, model, said),
    })
}

fn verdict<'a>(seed: u64, model: &str, items: impl Iterator<Item = &'a Value>) -> Value {
    let messages = items.filter(|item| kind(item) == "message");
    let parts = messages.filter_map(|item| item.get("content")?.as_array()).flatten();
    let texts = parts.map(|part| text(part, "text")).filter(|text| !text.is_empty());
    let mut verdict = moderations::verdict(seed, texts.collect());
    if let Some(verdict) = verdict.as_object_mut() {
        verdict.insert("type".into(), json!("moderation_result"));
        verdict.insert("model".into(), json!(model));
    }
    verdict
}
