//! The lines of a batch: checked together, then answered one by one.

use std::collections::HashSet;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use super::operation;
use crate::answered::{Answered, Content};
use crate::check::{self, At, Wrong};
use crate::failure::Failure;
use crate::random::Random;
use crate::state::State;
use crate::wire::Wire;
use crate::{chat, embeddings, moderations, responses, text_completion};

/// The most lines of a file.
const MOST: usize = 50_000;

/// What becomes of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) total: usize,
    /// The places of lines that were answered with an error.
    pub(super) failures: Vec<usize>,
    /// The answers, line by line.
    pub(super) output: String,
    /// The errors, line by line.
    pub(super) errors: String,
    /// Why the file is not taken at all.
    pub(super) faults: Vec<Value>,
}

/// Whether requests to this address may stand in a batch.
///
/// # Errors
/// An address that is none of those.
pub(super) fn check_endpoint(wire: &Wire, endpoint: &str) -> Result<(), Wrong> {
    let paths = [
        "/chat/completions",
        "/embeddings",
        "/completions",
        "/moderations",
        "/responses",
    ];
    if operation(wire, endpoint).is_some_and(|path| paths.contains(&path.as_str())) {
        return Ok(());
    }
    let words = [
        "/v1/chat/completions",
        "/v1/embeddings",
        "/v1/completions",
        "/v1/moderations",
        "/v1/responses",
    ];
    Err(check::invalid_value(
        endpoint,
        words.into_iter(),
        &At::Member(&At::Body, "endpoint"),
    ))
}

/// Answers every line, unless one of them spoils the file.
pub(super) fn answer(state: &State, wire: &Wire, headers: &HeaderMap, endpoint: &str, file: &Bytes) -> Outcome {
    let lines = file.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let lines: Vec<(usize, Value)> = (1..)
        .zip(lines)
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| (number, serde_json::from_slice(line).unwrap_or(Value::Null)))
        .collect();
    let faults = faults(wire, endpoint, &lines);
    if !faults.is_empty() {
        return Outcome {
            total: lines.len(),
            faults,
            ..Outcome::default()
        };
    }
    let mut outcome = Outcome {
        total: lines.len(),
        ..Outcome::default()
    };
    let path = operation(wire, endpoint).unwrap_or_default();
    for (place, (_, line)) in lines.iter().enumerate() {
        let empty = Map::new();
        let body = line.get("body").and_then(Value::as_object).unwrap_or(&empty);
        let (status, answer) = match perform(state, wire, headers, &path, body) {
            Ok(answered) => (answered.status, content(&answered)),
            Err(failure) => (failure.status, failure.body(wire.family())),
        };
        let mut random = state.next("batch request");
        let written = write(&mut random, line, status, &answer);
        if status.is_success() {
            outcome.output.push_str(&written);
        } else {
            outcome.failures.push(place);
            outcome.errors.push_str(&written);
        }
    }
    outcome
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
        _ => chat::answer(state, wire, headers, body),
    }
}

fn content(answered: &Answered) -> Value {
    match &answered.content {
        Content::Whole(_, bytes) => serde_json::from_slice(bytes).unwrap_or_default(),
        Content::Events(_) | Content::NamedEvents(_) => Value::Null,
    }
}

fn write(random: &mut Random, line: &Value, status: StatusCode, body: &Value) -> String {
    let written = json!({
        "id": format!("batch_req_{}", random.identifier(24)),
        "custom_id": line.get("custom_id"),
        "response": { "status_code": status.as_u16(), "request_id": random.uuid().replace('-', ""), "body": body },
        "error": Value::Null,
    });
    format!("{written}\n")
}

/// What spoils the whole file, with the line where there is one.
fn faults(wire: &Wire, endpoint: &str, lines: &[(usize, Value)]) -> Vec<Value> {
    if lines.is_empty() {
        return vec![fault("empty_batch", "The input file holds no requests.", None, None)];
    }
    if lines.len() > MOST {
        let message = format!("The input file holds {} requests, and {MOST} are allowed.", lines.len());
        return vec![fault("too_many_tasks", &message, None, None)];
    }
    let mut ids = HashSet::new();
    let mut model = None;
    let mut faults = Vec::new();
    for (number, line) in lines {
        let text = |name: &str| line.get(name).and_then(Value::as_str);
        let mut add = |code, message: &str, param| faults.push(fault(code, message, Some(param), Some(*number)));
        match text("custom_id") {
            None => add(
                "missing_required_parameter",
                "Missing required parameter: 'custom_id'.",
                "custom_id",
            ),
            Some(id) if !ids.insert(id) => {
                let message = format!("The custom_id '{id}' stands twice.");
                add("duplicate_custom_id", &message, "custom_id");
            }
            Some(_) => {}
        }
        if text("method") != Some("POST") {
            add("invalid_method", "The method of a request must be 'POST'.", "method");
        }
        if text("url").is_none_or(|url| operation(wire, url) != operation(wire, endpoint)) {
            let message = format!("The URL of a request must be that of the batch: '{endpoint}'.");
            add("mismatched_endpoint", &message, "url");
        }
        let Some(body) = line.get("body").filter(|body| body.is_object()) else {
            add(
                "missing_required_parameter",
                "Missing required parameter: 'body'.",
                "body",
            );
            continue;
        };
        let named = body.get("model");
        if *model.get_or_insert(named) != named {
            add(
                "mismatched_model",
                "All requests of a batch must be for the same model.",
                "body.model",
            );
        }
    }
    faults
}

fn fault(code: &str, message: &str, param: Option<&str>, line: Option<usize>) -> Value {
    json!({ "code": code, "message": message, "param": param, "line": line })
}
