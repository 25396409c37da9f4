//! Databricks' one address for every task: the body tells which.

use serde_json::Value;

use crate::answered::Answered;
use crate::asked::Asked;
use crate::failure::Failure;
use crate::state::State;
use crate::wire::Wire;
use crate::{chat, embeddings, text_completion};

/// Answers by the member that only one task has: `prompt` of completions, `input` of embeddings, and chat for the rest.
///
/// # Errors
/// What the task refuses.
pub(crate) async fn answer(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers().clone();
    let body = asked.json().await?;
    let has = |name: &str| body.get(name).is_some_and(|value| *value != Value::Null);
    if has("prompt") {
        text_completion::answer_body(state, wire, &headers, &body)
    } else if has("input") {
        embeddings::answer_body(state, wire, &body)
    } else {
        chat::answer_body(state, wire, &headers, &body)
    }
}
