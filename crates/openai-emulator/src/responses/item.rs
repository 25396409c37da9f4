//! Items: checked, and kept as the service keeps them.

use serde_json::{Map, Value, json};

use super::identity::Ids;
use crate::check::{self, At, Member, Unknown, Wrong};
use crate::wire::openai::ANY_OBJECT;

mod table;

use table::{ASKED, ITEMS, SAID};

/// The members of each type; `None` where the emulator leaves them to others.
pub(super) type Arms = &'static [(&'static str, Option<&'static [Member]>)];

/// Checks one item and what its type asks of it.
pub(super) fn check(item: &Value, at: &At<'_>) -> Result<(), Wrong> {
    let Value::Object(map) = item else {
        return check::check(&ANY_OBJECT, item, at, Unknown::Refused);
    };
    let kind = kind(item);
    by_type(ITEMS, kind, map, at)?;
    if kind == "message" {
        let parts = if item.get("role").is_some_and(|role| role == "assistant") {
            &SAID
        } else {
            &ASKED
        };
        let at = At::Member(at, "content");
        let content = map.get("content").and_then(Value::as_array).into_iter().flatten();
        for (index, part) in content.enumerate() {
            check::check(parts, part, &At::Item(&at, index), Unknown::Refused)?;
        }
    }
    Ok(())
}

/// Checks an object by the table of its type.
pub(super) fn by_type(arms: Arms, kind: &str, map: &Map<String, Value>, at: &At<'_>) -> Result<(), Wrong> {
    match arms.iter().find(|(name, _)| *name == kind) {
        Some((_, Some(members))) => check::object(members, map, at, Unknown::Refused),
        Some((_, None)) => Ok(()),
        None => Err(check::invalid_value(kind, arms.iter().map(|(name, _)| *name), at)),
    }
}

/// The type of an item: a message or a reference where none is written.
pub(super) fn kind(item: &Value) -> &str {
    match item.get("type").and_then(Value::as_str) {
        Some(kind) => kind,
        None if item.get("role").is_some() => "message",
        None if item.get("id").is_some() => "item_reference",
        None => "message",
    }
}

/// The text of a member, or nothing.
pub(super) fn text<'a>(item: &'a Value, name: &str) -> &'a str {
    item.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The texts of a message.
pub(super) fn words(item: &Value) -> String {
    let parts = item.get("content").and_then(Value::as_array).into_iter().flatten();
    let texts: Vec<&str> = parts.map(|part| text(part, "text")).collect();
    texts.join(" ")
}

/// An item as the service keeps it: with its type, an id and a status, and a message's content as a list.
pub(super) fn kept(item: &Value, ids: &mut Ids) -> Value {
    let mut kept = item.as_object().cloned().unwrap_or_default();
    let kind = kind(item).to_owned();
    kept.retain(|_, value| !value.is_null());
    if !kept.contains_key("id") {
        kept.insert("id".into(), json!(ids.item(&kind)));
    }
    if kind == "message" {
        let assistant = text(item, "role") == "assistant";
        if let Some(content) = item.get("content").and_then(Value::as_str) {
            let part = if assistant {
                said(content)
            } else {
                json!({ "type": "input_text", "text": content })
            };
            kept.insert("content".into(), json!([part]));
        }
    }
    if !matches!(
        kind.as_str(),
        "mcp_list_tools" | "mcp_approval_request" | "mcp_approval_response" | "compaction" | "item_reference"
    ) {
        kept.entry("status").or_insert_with(|| json!("completed"));
    }
    kept.insert("type".into(), json!(kind));
    Value::Object(kept)
}

/// A part of a message that the model said.
pub(super) fn said(text: &str) -> Value {
    json!({ "type": "output_text", "annotations": [], "logprobs": [], "text": text })
}
