//! Repairs of requests that other clouds take and Databricks does not.

use openai_core::{Error, Members, Notice, NoticeKind, Operation, Policy};
use serde_json::value::{RawValue, Value};

use crate::ModelKind;

/// Name of the fix that takes `strict` out of tools for models that are not GPT.
///
/// Databricks' own client does so. Turn it off with [`Policy::without_fix`].
pub const STRIP_STRICT: &str = "strip-strict";

/// Name of the fix that writes a space for the empty content of an assistant message with tool calls, for Claude models.
///
/// Databricks' own client does so: these models refuse empty text. Turn it off with [`Policy::without_fix`].
pub const CLAUDE_EMPTY_CONTENT: &str = "claude-empty-content";

/// Name of the fix that cuts the ids of a response's input items to 64 characters.
///
/// Databricks' own client does so: the service answers with longer ids than it takes. Turn it off with
/// [`Policy::without_fix`].
pub const CUT_ITEM_IDS: &str = "cut-item-ids";

/// Name of the fix that sends the limit `max_completion_tokens` of a chat as `max_tokens`, for pay-per-token models.
///
/// The REST reference has only the older name, and these models refuse members that they do not know. A request with both
/// is left as it is. Turn it off with [`Policy::without_fix`].
pub const MAX_TOKENS: &str = "max-tokens";

/// The most characters of an item's id.
const LONGEST_ID: usize = 64;

/// Applies the fixes that the model needs and the policy allows, and tells of each.
pub(crate) fn apply(
    operation: Operation,
    kind: ModelKind,
    model: &str,
    body: &mut Members<'_>,
    policy: &Policy,
) -> Result<Vec<Notice>, Error> {
    let model = model.to_ascii_lowercase();
    let mut notices = Vec::new();
    if operation == Operation::CHAT && kind == ModelKind::PayPerToken && policy.fixes(MAX_TOKENS) {
        notices.extend(rename_limit(body)?);
    }
    if operation == Operation::CHAT && !model.contains("gpt") && policy.fixes(STRIP_STRICT) {
        let places = body.edit_each("tools", strip_strict)?;
        let what = "`strict` is left out, as only GPT models take it";
        notices.extend(notice(STRIP_STRICT, "tools", &places, what));
    }
    if operation == Operation::CHAT && model.contains("claude") && policy.fixes(CLAUDE_EMPTY_CONTENT) {
        let places = body.edit_each("messages", fill_content)?;
        let what = "the empty content beside tool calls becomes a space, as Claude models refuse empty text";
        notices.extend(notice(CLAUDE_EMPTY_CONTENT, "messages", &places, what));
    }
    if operation == Operation::RESPONSES && policy.fixes(CUT_ITEM_IDS) {
        let places = body.edit_each("input", cut_id)?;
        let what = "`id` is cut to 64 characters, as the service takes no more";
        notices.extend(notice(CUT_ITEM_IDS, "input", &places, what));
    }
    Ok(notices)
}

fn rename_limit(body: &mut Members<'_>) -> Result<Option<Notice>, Error> {
    const NEWER: &str = "max_completion_tokens";
    const OLDER: &str = "max_tokens";
    let is_set = |name| body.raw(name).is_some_and(|value| value.get() != "null");
    if !is_set(NEWER) || is_set(OLDER) {
        return Ok(None);
    }
    if let Some(limit) = body.raw(NEWER).map(RawValue::to_owned) {
        body.remove(NEWER);
        body.set(OLDER, &limit)?;
    }
    let message = format!("`{NEWER}` goes out as `{OLDER}`, the one name that Databricks lists (fix `{MAX_TOKENS}`)");
    Ok(Some(Notice::new(NoticeKind::Renamed, NEWER, message)))
}

/// An approval names its request by that item's id: both are cut alike.
fn cut_id(item: &mut Members<'_>) -> Result<(), Error> {
    for name in ["id", "approval_request_id"] {
        if let Ok(Some(id)) = item.read::<String>(name)
            && let Some((end, _)) = id.char_indices().nth(LONGEST_ID)
        {
            item.set(name, id.get(..end).unwrap_or(&id))?;
        }
    }
    Ok(())
}

fn strip_strict(tool: &mut Members<'_>) -> Result<(), Error> {
    tool.edit("function", |function| {
        function.remove("strict");
        Ok(())
    })?;
    Ok(())
}

fn fill_content(message: &mut Members<'_>) -> Result<(), Error> {
    let is_assistant = matches!(message.read::<String>("role"), Ok(Some(role)) if role == "assistant");
    let calls = matches!(message.read::<Vec<&RawValue>>("tool_calls"), Ok(Some(calls)) if !calls.is_empty());
    let content = message.read::<Value>("content");
    if is_assistant && calls && content.is_ok_and(|content| is_blank(content.as_ref())) {
        message.set("content", " ")?;
    }
    Ok(())
}

/// Whether nothing but blanks would reach the model.
fn is_blank(content: Option<&Value>) -> bool {
    let blank = |text: Option<&Value>| text.and_then(Value::as_str).is_none_or(|text| text.trim().is_empty());
    match content {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(parts)) => parts
            .iter()
            .all(|part| part["type"] == "text" && blank(part.get("text"))),
        Some(_) => false,
    }
}

fn notice(fix: &str, parameter: &str, places: &[usize], what: &str) -> Option<Notice> {
    let places: Vec<String> = places.iter().map(|index| format!("`{parameter}[{index}]`")).collect();
    let message = format!("in {} {what} (fix `{fix}`)", places.join(", "));
    (!places.is_empty()).then(|| Notice::new(NoticeKind::Fixed, parameter, message))
}
