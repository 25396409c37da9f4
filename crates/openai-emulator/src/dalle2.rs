//! DALL-E 2 on Azure: an operation that is submitted, polled, read and deleted.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::failure::Failure;
use crate::images::{Picture, hosted};
use crate::random::Random;
use crate::state::State;
use crate::wire::Wire;

static REQUEST: &[Member] = &[
    required("prompt", &Shape::FilledText),
    optional("n", &Shape::Integer(1, 5)),
    optional("size", &Shape::Word(&["256x256", "512x512", "1024x1024"])),
    optional("user", &Shape::Text),
];
const LONGEST_PROMPT: usize = 1000;

/// When an operation begins to run, and when it ends, in seconds after its creation.
const STARTS: u64 = 1;
const ENDS: u64 = 3;

/// Every operation of one emulator.
#[derive(Debug, Default)]
pub(crate) struct ImageOperations {
    operations: Mutex<HashMap<String, Operation>>,
}

#[derive(Clone, Debug)]
struct Operation {
    created: u64,
    /// The URLs of the images; none where the filter stopped them.
    urls: Vec<String>,
    /// It takes too long.
    late: bool,
    deleted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    NotRunning,
    Running,
    Succeeded,
    Canceled,
    Failed,
    Deleted,
}

impl ImageOperations {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Operation>> {
        self.operations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An operation that is kept, and how it stands.
    fn find(&self, id: &str, now: u64) -> Result<(Operation, Status), Failure> {
        let found = self.lock().get(id).cloned().map(|operation| {
            let status = operation.status(now);
            (operation, status)
        });
        match found {
            Some((operation, status)) if now < operation.created + hosted::DAY => Ok((operation, status)),
            _ => {
                let message = format!("The operation '{id}' was not found.");
                Err(Failure::new(StatusCode::NOT_FOUND, message))
            }
        }
    }
}

impl Operation {
    fn status(&self, now: u64) -> Status {
        match now.saturating_sub(self.created) {
            _ if self.deleted => Status::Deleted,
            age if age < STARTS => Status::NotRunning,
            age if age < ENDS => Status::Running,
            _ if self.late => Status::Canceled,
            _ if self.urls.is_empty() => Status::Failed,
            _ => Status::Succeeded,
        }
    }
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::NotRunning => "notRunning",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
            Self::Failed => "failed",
            Self::Deleted => "deleted",
        }
    }

    fn is_final(self) -> bool {
        !matches!(self, Self::NotRunning | Self::Running)
    }
}

/// Begins to draw.
///
/// # Errors
/// A body that the table does not allow, and an `Operation-Id` that is no UUID or is taken.
pub(crate) async fn submit(state: &State, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let version = asked.query("api-version").unwrap_or_default();
    let body = asked.json().await?;
    check_body(&body)?;
    let (id, now) = (identifier(state, headers)?, state.now());
    let origin = hosted::origin(headers);
    let prompt = body.get("prompt").and_then(Value::as_str).unwrap_or_default();
    let asks_for = |words: &str| prompt.to_lowercase().contains(words);
    let late = asks_for("trigger timeout");
    let urls = if late || asks_for("trigger content filter") {
        Vec::new()
    } else {
        let pictures = pictures(state.config.seed, prompt, &body);
        let keep = |picture| format!("{origin}{}", state.images.keep(state, picture, now + hosted::DAY));
        pictures.map(keep).collect()
    };
    let operation = Operation {
        created: now,
        urls,
        late,
        deleted: false,
    };
    state.image_operations.lock().insert(id.clone(), operation);
    let location = format!("{origin}/openai/operations/images/{id}?api-version={version}");
    let mut answered = Answered::json(&json!({ "id": id, "status": Status::NotRunning.name() }))
        .header("operation-location", &location)
        .header("retry-after", "1");
    answered.status = StatusCode::ACCEPTED;
    Ok(answered)
}

/// How an operation stands, and its images once they are there.
///
/// # Errors
/// No such operation, or none any more.
pub(crate) fn retrieve(state: &State, wire: &Wire, id: &str) -> Result<Answered, Failure> {
    let (operation, status) = state.image_operations.find(id, state.now())?;
    let mut answer = Map::new();
    answer.insert("id".into(), json!(id));
    answer.insert("created".into(), json!(operation.created));
    // Only the first version has a word for what took too long.
    let told = match status {
        Status::Canceled if !is_first(wire) => Status::Failed,
        status => status,
    };
    answer.insert("status".into(), json!(told.name()));
    match status {
        Status::Succeeded => {
            let data: Value = operation.urls.iter().map(|url| json!({ "url": url })).collect();
            answer.insert("expires".into(), json!(operation.created + hosted::DAY));
            answer.insert(
                "result".into(),
                json!({ "created": operation.created + ENDS, "data": data }),
            );
        }
        Status::Failed => {
            let message = "Your task failed as a result of the safety system of this emulator.";
            answer.insert("error".into(), json!({ "code": "contentFilter", "message": message }));
        }
        Status::Canceled => {
            let message = "The images took too long, as was asked.";
            answer.insert("error".into(), json!({ "code": "internalFailure", "message": message }));
        }
        // The first version told what was deleted; later ones forgot it.
        Status::Deleted if !is_first(wire) => {
            let message = format!("The operation '{id}' was not found.");
            return Err(Failure::new(StatusCode::NOT_FOUND, message));
        }
        Status::NotRunning | Status::Running | Status::Deleted => {}
    }
    let answered = Answered::json(&Value::Object(answer));
    Ok(if status.is_final() {
        answered
    } else {
        answered.header("retry-after", "1")
    })
}

/// Deletes an operation that has ended, and its images.
///
/// # Errors
/// No such operation, or one that has not ended.
pub(crate) fn delete(state: &State, id: &str) -> Result<Answered, Failure> {
    let (operation, status) = state.image_operations.find(id, state.now())?;
    if !status.is_final() {
        let message = format!(
            "The operation '{id}' cannot be deleted: its status is {}.",
            status.name()
        );
        return Err(Failure::coded(StatusCode::CONFLICT, "unexpectedEntityState", message));
    }
    for url in &operation.urls {
        state.images.remove(url);
    }
    if let Some(operation) = state.image_operations.lock().get_mut(id) {
        operation.deleted = true;
    }
    Ok(Answered::empty(StatusCode::NO_CONTENT))
}

fn check_body(body: &Map<String, Value>) -> Result<(), Failure> {
    check::object(REQUEST, body, &At::Body, Unknown::Refused)?;
    let length = body
        .get("prompt")
        .and_then(Value::as_str)
        .map_or(0, |prompt| prompt.chars().count());
    if length > LONGEST_PROMPT {
        let message = format!("The prompt is too long: {length} characters, and at most {LONGEST_PROMPT} are allowed.");
        return Err(Wrong::new("prompt", message).into());
    }
    Ok(())
}

/// The caller's own identifier, or a new one.
fn identifier(state: &State, headers: &HeaderMap) -> Result<String, Failure> {
    let Some(header) = headers.get("operation-id") else {
        return Ok(state.next("image operation").uuid());
    };
    let id = header.to_str().unwrap_or_default().to_lowercase();
    if !is_uuid(&id) {
        return Err(Wrong::new("Operation-Id", "The header Operation-Id must be a UUID.").into());
    }
    if state.image_operations.lock().contains_key(&id) {
        let message = format!("There is already an operation '{id}'.");
        return Err(Failure::coded(StatusCode::CONFLICT, "itemDoesAlreadyExist", message));
    }
    Ok(id)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn pictures(seed: u64, prompt: &str, body: &Map<String, Value>) -> impl Iterator<Item = Picture> {
    let side = match body.get("size").and_then(Value::as_str) {
        Some("256x256") => 256,
        Some("512x512") => 512,
        _ => 1024,
    };
    let count = body.get("n").and_then(Value::as_u64).unwrap_or(1);
    let random = Random::from_parts(seed, &[b"image", prompt.as_bytes()]);
    (0..count).map(move |index| Picture::new(side, side, random.branch(index).next(), false))
}

fn is_first(wire: &Wire) -> bool {
    matches!(wire, Wire::AzureDated { version, .. } if version.is_preview_within("2023-06-01", "2023-06-01"))
}
