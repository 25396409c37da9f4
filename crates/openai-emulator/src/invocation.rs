//! Databricks' one address for every task: the body tells which.

use http::HeaderMap;
use serde_json::{Map, Value};

use crate::answered::Answered;
use crate::failure::Failure;
use crate::state::State;
use crate::wire::Wire;
use crate::{chat, embeddings, text_completion};

/// Answers by the member that only one task has: `prompt` of completions, `input` of embeddings, and chat for the rest.
///
/// # Errors
/// What the task refuses.
pub(crate) fn answer(
    state: &State,
    wire: &Wire,
    headers: &HeaderMap,
    body: &Map<String, Value>,
) -> Result<Answered, Failure> {
    let has = |name: &str| body.get(name).is_some_and(|value| *value != Value::Null);
    if has("prompt") {
        text_completion::answer(state, wire, headers, body)
    } else if has("input") {
        embeddings::answer(state, wire, body)
    } else {
        chat::answer(state, wire, headers, body)
    }
}
