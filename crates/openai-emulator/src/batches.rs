//! Batches: a file of requests, answered by the emulator's own operations while the clock goes on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::failure::Failure;
use crate::files::EXPIRY;
use crate::page::Page;
use crate::state::State;
use crate::wire::{Family, Wire};

mod line;

use line::Outcome;

static CREATE: &[Member] = &[
    required("completion_window", &Shape::Word(&["24h"])),
    required("endpoint", &Shape::FilledText),
    required("input_file_id", &Shape::FilledText),
    nullable("metadata", &Shape::Map(&Shape::TextUpTo(512), 16, 64)),
    optional("output_expires_after", &EXPIRY),
];

/// When each stage begins, in seconds after the creation of a batch.
const RUNS: u64 = 1;
const FINALIZES: u64 = 4;
const COMPLETES: u64 = 5;
/// How long a cancellation takes.
const CANCELS: u64 = 2;
const DAY: u64 = 24 * 3600;

/// Every batch of one emulator, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Batches {
    batches: Mutex<Vec<Batch>>,
}

#[derive(Clone, Debug)]
struct Batch {
    id: String,
    created: u64,
    input: String,
    endpoint: String,
    metadata: Option<Value>,
    outcome: Outcome,
    /// The files of a batch that completes.
    output: Option<String>,
    errors: Option<String>,
    cancelled: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    Validating,
    Failed,
    InProgress,
    Finalizing,
    Completed,
    Cancelling,
    Cancelled,
}

impl Batches {
    fn lock(&self) -> MutexGuard<'_, Vec<Batch>> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Validating => "validating",
            Self::Failed => "failed",
            Self::InProgress => "in_progress",
            Self::Finalizing => "finalizing",
            Self::Completed => "completed",
            Self::Cancelling => "cancelling",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Batch {
    fn status(&self, now: u64) -> Status {
        if let Some(cancelled) = self.cancelled {
            return if now < cancelled + CANCELS {
                Status::Cancelling
            } else {
                Status::Cancelled
            };
        }
        match now.saturating_sub(self.created) {
            age if age < RUNS => Status::Validating,
            _ if !self.outcome.faults.is_empty() => Status::Failed,
            age if age < FINALIZES => Status::InProgress,
            age if age < COMPLETES => Status::Finalizing,
            _ => Status::Completed,
        }
    }

    /// How many lines have been answered, and how many of these in vain.
    fn counts(&self, now: u64) -> (usize, usize) {
        let until = self
            .cancelled
            .unwrap_or(now)
            .min(now)
            .saturating_sub(self.created + RUNS);
        let share = usize::try_from(until.min(FINALIZES - RUNS)).unwrap_or(0);
        let answered = self.outcome.total * share / usize::try_from(FINALIZES - RUNS).unwrap_or(1);
        let failed = self.outcome.failures.iter().filter(|line| **line < answered).count();
        (answered - failed, failed)
    }

    fn describe(&self, now: u64) -> Value {
        let status = self.status(now);
        let mut batch = Map::new();
        batch.insert("id".into(), json!(self.id));
        batch.insert("object".into(), json!("batch"));
        batch.insert("endpoint".into(), json!(self.endpoint));
        batch.insert("input_file_id".into(), json!(self.input));
        batch.insert("completion_window".into(), json!("24h"));
        batch.insert("status".into(), json!(status.name()));
        batch.insert("created_at".into(), json!(self.created));
        batch.insert("expires_at".into(), json!(self.created + DAY));
        batch.insert("metadata".into(), json!(self.metadata));
        let (completed, failed) = self.counts(now);
        let total = if matches!(status, Status::Validating | Status::Failed) {
            0
        } else {
            self.outcome.total
        };
        batch.insert(
            "request_counts".into(),
            json!({ "total": total, "completed": completed.min(total), "failed": failed.min(total) }),
        );
        let mut at = |name: &str, seconds: u64, reached: bool| {
            if reached {
                batch.insert(name.into(), json!(self.created + seconds));
            }
        };
        let runs = !matches!(status, Status::Validating | Status::Failed);
        let began = self.cancelled.is_none_or(|cancelled| cancelled >= self.created + RUNS);
        at("in_progress_at", RUNS, runs && began);
        at(
            "finalizing_at",
            FINALIZES,
            matches!(status, Status::Finalizing | Status::Completed),
        );
        at("completed_at", COMPLETES, status == Status::Completed);
        at("failed_at", RUNS, status == Status::Failed);
        if let Some(cancelled) = self.cancelled {
            batch.insert("cancelling_at".into(), json!(cancelled));
            if status == Status::Cancelled {
                batch.insert("cancelled_at".into(), json!(cancelled + CANCELS));
            }
        }
        if status == Status::Failed {
            batch.insert(
                "errors".into(),
                json!({ "object": "list", "data": self.outcome.faults }),
            );
        }
        if status == Status::Completed {
            let files = [("output_file_id", &self.output), ("error_file_id", &self.errors)];
            for (name, file) in files {
                if let Some(file) = file {
                    batch.insert(name.into(), json!(file));
                }
            }
        }
        Value::Object(batch)
    }
}

/// Starts a batch.
///
/// # Errors
/// A body that the table does not allow, an operation that has no batches, and a file that is not there or not for them.
pub(crate) async fn create(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let body = asked.json().await?;
    check::object(CREATE, &body, &At::Body, Unknown::Refused)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let (input, endpoint, now) = (text("input_file_id"), text("endpoint"), state.now());
    line::check_endpoint(wire, endpoint)?;
    let Some(file) = state.files.find(input, now) else {
        return Err(Failure::not_found(Wrong::new(
            "input_file_id",
            format!("No such File object: {input}"),
        )));
    };
    if file.purpose != "batch" {
        let message = format!(
            "Invalid purpose '{}': the file of a batch must have the purpose 'batch'.",
            file.purpose
        );
        return Err(Wrong::coded("invalid_file_purpose", "input_file_id", message).into());
    }
    let content = file.content(wire, now)?;
    let outcome = line::answer(state, wire, &headers_of_lines(headers), endpoint, content);
    let id = format!("batch_{}", state.next("batch").identifier(24));
    let life = body
        .get("output_expires_after")
        .and_then(|after| after.get("seconds")?.as_u64());
    let keep = |name: &str, lines: &str| {
        let bytes = lines.to_owned().into();
        let done = now + COMPLETES;
        (!lines.is_empty() && outcome.faults.is_empty()).then(|| {
            state
                .files
                .add_at(
                    state,
                    done,
                    (&format!("{id}_{name}.jsonl"), "batch_output"),
                    life,
                    bytes,
                )
                .id
        })
    };
    let batch = Batch {
        created: now,
        input: input.to_owned(),
        endpoint: endpoint.to_owned(),
        metadata: body.get("metadata").filter(|metadata| !metadata.is_null()).cloned(),
        output: keep("output", &outcome.output),
        errors: keep("error", &outcome.errors),
        cancelled: None,
        outcome,
        id,
    };
    let mut answered = Answered::json(&batch.describe(now));
    if *wire == Wire::AzureV1 {
        answered.status = StatusCode::CREATED;
    }
    state.batches.lock().push(batch);
    Ok(answered)
}

/// How a batch stands.
///
/// # Errors
/// No such batch.
pub(crate) fn retrieve(state: &State, id: &str) -> Result<Answered, Failure> {
    let batches = state.batches.lock();
    let batch = batches.iter().find(|batch| batch.id == id).ok_or_else(|| missing(id))?;
    Ok(Answered::json(&batch.describe(state.now())))
}

/// Lists batches, the newest first.
///
/// # Errors
/// A query that is out of range, or begins after a batch that is not there.
pub(crate) fn list(state: &State, asked: &Asked<'_>) -> Result<Answered, Failure> {
    let page = Page::read(asked, 20, 100)?;
    let now = state.now();
    let batches = state.batches.lock();
    let items = batches.iter().map(|batch| batch.describe(now)).collect();
    Ok(Answered::json(&page.of(items)?))
}

/// Stops a batch.
///
/// # Errors
/// No such batch, or one that has ended.
pub(crate) fn cancel(state: &State, id: &str) -> Result<Answered, Failure> {
    let now = state.now();
    let mut batches = state.batches.lock();
    let batch = batches
        .iter_mut()
        .find(|batch| batch.id == id)
        .ok_or_else(|| missing(id))?;
    match batch.status(now) {
        Status::Validating | Status::InProgress | Status::Finalizing => {
            batch.cancelled = Some(now);
            for file in [batch.output.take(), batch.errors.take()].into_iter().flatten() {
                state.files.withdraw(&file);
            }
        }
        Status::Cancelling => {}
        status => {
            let message = format!("Cannot cancel a batch with status '{}'.", status.name());
            return Err(Failure::new(StatusCode::CONFLICT, message));
        }
    }
    Ok(Answered::json(&batch.describe(now)))
}

/// Lines are requests of their own: they take only what chooses a spelling from the batch's headers.
fn headers_of_lines(headers: &HeaderMap) -> HeaderMap {
    let mine = headers
        .iter()
        .filter(|(name, _)| name.as_str() == "x-emulator-filter-spelling");
    mine.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn missing(id: &str) -> Failure {
    Failure::not_found(Wrong::new("batch_id", format!("No batch found with id '{id}'.")))
}

/// The part of an address that operations share: OpenAI writes `/v1` before it, Azure may leave that out.
fn operation(wire: &Wire, endpoint: &str) -> Option<String> {
    let plain = endpoint.strip_prefix("/v1");
    let path = match wire.family() {
        Family::Azure => plain.unwrap_or(endpoint),
        _ => plain?,
    };
    Some(path.to_owned())
}
