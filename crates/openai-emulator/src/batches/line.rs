//! The lines of a batch: answered one by one by the emulator's own operations.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Map, Value, json};

use super::endpoint::operation;
use super::usage::Usage;
use crate::answered::{Answered, Content};
use crate::check::Wrong;
use crate::failure::Failure;
use crate::state::State;
use crate::wire::Wire;
use crate::{chat, embeddings, images, moderations, responses, text_completion};

/// A request and its answer.
#[derive(Clone, Debug)]
pub(super) struct Line {
    id: String,
    custom_id: Value,
    /// Whether the answer is an error.
    pub(super) failed: bool,
    pub(super) usage: Usage,
    answer: String,
}

/// Why a request is not carried out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unanswered {
    Expired,
    Cancelled,
}

/// The requests of a file, with the numbers of their lines; what is no JSON is null.
pub(super) fn read(file: &Bytes) -> Vec<(usize, Value)> {
    let lines = file.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    (1..)
        .zip(lines)
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| (number, serde_json::from_slice(line).unwrap_or(Value::Null)))
        .collect()
}

/// Answers a request.
pub(super) fn answer(state: &State, wire: &Wire, headers: &HeaderMap, endpoint: &str, line: &Value) -> Line {
    let empty = Map::new();
    let body = line.get("body").and_then(Value::as_object).unwrap_or(&empty);
    let path = operation(wire, endpoint).unwrap_or_default();
    let (status, answer) = match perform(state, wire, headers, path, body) {
        Ok(answered) => (answered.status, content(&answered)),
        Err(failure) => (failure.status, failure.body(wire.family())),
    };
    let mut random = state.next("batch request");
    let id = format!("batch_req_{}", random.identifier(24));
    let custom_id = line.get("custom_id").cloned().unwrap_or_default();
    let request_id = random.uuid().replace('-', "");
    let written = json!({
        "id": id,
        "custom_id": custom_id,
        "response": { "status_code": status.as_u16(), "request_id": request_id, "body": answer },
        "error": Value::Null,
    });
    Line {
        id,
        custom_id,
        failed: !status.is_success(),
        usage: Usage::of(&answer),
        answer: format!("{written}\n"),
    }
}

impl Line {
    /// The line as the file of answers or of errors has it.
    pub(super) fn written(&self) -> &str {
        &self.answer
    }

    /// The line of the file of errors where the request was not carried out.
    pub(super) fn unanswered(&self, why: Unanswered) -> String {
        let (code, message) = match why {
            Unanswered::Expired => (
                "batch_expired",
                "This request could not be executed before the completion window expired.",
            ),
            Unanswered::Cancelled => (
                "batch_cancelled",
                "This request was not executed: the batch was cancelled before.",
            ),
        };
        let written = json!({
            "id": self.id,
            "custom_id": self.custom_id,
            "response": Value::Null,
            "error": { "code": code, "message": message },
        });
        format!("{written}\n")
    }
}

fn perform(
    state: &State,
    wire: &Wire,
    headers: &HeaderMap,
    path: &str,
    body: &Map<String, Value>,
) -> Result<Answered, Failure> {
    if body.get("stream").is_some_and(|stream| stream == true) {
        return Err(Wrong::new("stream", "The requests of a batch cannot stream.").into());
    }
    match path {
        "/embeddings" => embeddings::answer(state, wire, body),
        "/completions" => text_completion::answer(state, wire, headers, body),
        "/moderations" => moderations::moderate(state, body),
        "/responses" => responses::create(state, wire, headers, body.clone()),
        "/images/generations" => images::from_prompt(state, wire, headers, body),
        "/images/edits" => images::from_references(state, wire, headers, body),
        _ => chat::answer(state, wire, headers, body),
    }
}

fn content(answered: &Answered) -> Value {
    match &answered.content {
        Content::Whole(_, bytes) => serde_json::from_slice(bytes).unwrap_or_default(),
        Content::Events(_) | Content::NamedEvents(_) => Value::Null,
    }
}
