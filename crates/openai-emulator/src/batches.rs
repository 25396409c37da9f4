//! Batches: a file of requests, answered by the emulator's own operations while the clock goes on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::failure::Failure;
use crate::files::EXPIRY;
use crate::page::Page;
use crate::state::State;
use crate::wire::Wire;

mod batch;
mod endpoint;
mod fault;
mod line;
mod usage;

use batch::{Batch, Files, Status};

static CREATE: &[Member] = &[
    required("completion_window", &Shape::Word(&["24h"])),
    required("endpoint", &Shape::FilledText),
    required("input_file_id", &Shape::FilledText),
    nullable("metadata", &Shape::Map(&Shape::TextUpTo(512), 16, 64)),
    optional("output_expires_after", &EXPIRY),
];

/// A file of requests with this in its name makes a batch that does not end in time.
const STALLED: &str = "stalled";

/// Every batch of one emulator, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Batches {
    batches: Mutex<Vec<Batch>>,
}

impl Batches {
    fn lock(&self) -> MutexGuard<'_, Vec<Batch>> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
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
    endpoint::check(wire, endpoint)?;
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
    let requests = line::read(file.content(wire, now)?);
    let faults = fault::find(wire, endpoint, &requests);
    let headers = headers_of_lines(headers);
    let answer = |(_, request): &(usize, Value)| line::answer(state, wire, &headers, endpoint, request);
    let model = requests
        .first()
        .and_then(|(_, request)| request.pointer("/body/model")?.as_str());
    let mut batch = Batch {
        id: format!("batch_{}", state.next("batch").identifier(24)),
        created: now,
        input: input.to_owned(),
        endpoint: endpoint.to_owned(),
        metadata: body.get("metadata").filter(|metadata| !metadata.is_null()).cloned(),
        lines: if faults.is_empty() {
            requests.iter().map(answer).collect()
        } else {
            Vec::new()
        },
        faults,
        model: model.map(str::to_owned),
        is_dated: matches!(wire, Wire::AzureDated { .. }),
        stalls: file.name.contains(STALLED),
        life: body
            .get("output_expires_after")
            .and_then(|after| after.get("seconds")?.as_u64()),
        files: Files::default(),
        cancelled: None,
    };
    batch.keep_files(state);
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
            batch.cancel(state, now);
        }
        Status::Cancelling => {}
        status => {
            let message = format!("Cannot cancel a batch with status '{}'.", status.name());
            return Err(Failure::new(StatusCode::CONFLICT, message));
        }
    }
    Ok(Answered::json(&batch.describe(now)))
}

/// Lines are requests of their own: of the batch's headers they take what chooses a spelling, and where the emulator is.
fn headers_of_lines(headers: &HeaderMap) -> HeaderMap {
    let mine = headers
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "host" | "x-emulator-filter-spelling"));
    mine.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn missing(id: &str) -> Failure {
    Failure::not_found(Wrong::new("batch_id", format!("No batch found with id '{id}'.")))
}
