//! What the model reads: what came before, and the items of a request.

use http::StatusCode;
use serde_json::{Map, Value};

use super::item::{kind, text};
use super::{compaction, identity, seal};
use crate::check::Wrong;
use crate::failure::Failure;
use crate::state::State;
use crate::wire::Wire;

/// Everything that the model reads: what came before, and this request's items with references followed.
pub(super) fn read(
    state: &State,
    wire: &Wire,
    body: &Map<String, Value>,
    input: &[Value],
) -> Result<Vec<Value>, Failure> {
    let (seed, now) = (state.config.seed, state.config.clock.now());
    let previous = body.get("previous_response_id").and_then(Value::as_str);
    let conversation = match body.get("conversation") {
        Some(Value::String(id)) => Some(id.as_str()),
        Some(conversation) => conversation.get("id").and_then(Value::as_str),
        None => None,
    };
    let mut context = match (previous, conversation) {
        (Some(_), Some(_)) => {
            let message = "Mutually exclusive parameters: 'previous_response_id' and 'conversation' cannot be used \
                           together.";
            let wrong = Wrong::coded("mutually_exclusive_parameters", "previous_response_id", message);
            return Err(wrong.into());
        }
        (Some(id), None) => state.responses.context(id, now)?,
        // Conversations are an operation of their own, which the emulator does not have.
        (None, Some(id)) => {
            identity::check(id, "conv", "conversation")?;
            let message = format!("Conversation with id '{id}' not found.");
            return Err(Failure::new(StatusCode::NOT_FOUND, message));
        }
        (None, None) => Vec::new(),
    };
    let stored = |id: &str| {
        state.responses.item(id, now).ok_or_else(|| {
            let message = format!(
                "Item with id '{id}' not found. Items are not persisted when `store` is set to false. Try again with \
                 `store` set to true, or remove this item from your input."
            );
            Failure::not_found(Wrong::new("input", message))
        })
    };
    for item in input {
        match kind(item) {
            "item_reference" => context.push(stored(text(item, "id"))?),
            "compaction" => context.extend(compaction::open(seed, item)?),
            "reasoning" => {
                if item.get("encrypted_content").is_some() {
                    seal::open(seed, item)?;
                } else if is_kept(wire) {
                    stored(text(item, "id"))?;
                }
                context.push(item.clone());
            }
            _ => context.push(item.clone()),
        }
    }
    Ok(context)
}

/// Whether the cloud keeps what it answers: Databricks does not.
pub(super) fn is_kept(wire: &Wire) -> bool {
    !matches!(wire, Wire::Databricks { .. })
}
