//! Ingestion jobs (Azure): what an index is filled from, and how far it has come.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::failure::Failure;
use crate::images::hosted;
use crate::state::State;

static REQUEST: &[Member] = &[
    required("dataRefreshIntervalInMinutes", &Shape::Integer(0, i32::MAX as i64)),
    optional("chunkSize", &Shape::Integer(1, i32::MAX as i64)),
    optional("completionAction", &Shape::Word(&["cleanUpAssets", "keepAllAssets"])),
];

/// When a job begins to run, when its documents are all read, and when it ends, in seconds after its creation.
const STARTS: u64 = 1;
const READ: u64 = 3;
const ENDS: u64 = 6;
/// Jobs are kept for two days.
const KEPT: u64 = 48 * 3600;

const DOCUMENTS: u64 = 100;
const CHUNKS: u64 = 350;

/// Every job of one emulator, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct IngestionJobs {
    jobs: Mutex<BTreeMap<u64, Job>>,
}

#[derive(Clone, Debug)]
struct Job {
    id: String,
    created: u64,
    interval: u64,
    action: String,
    chunk_size: Option<u64>,
    /// Why it will fail.
    failure: Option<String>,
}

impl IngestionJobs {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, id: &str, now: u64) -> Option<Job> {
        self.lock()
            .values()
            .find(|job| job.id == id && job.is_kept(now))
            .cloned()
    }
}

impl Job {
    fn is_kept(&self, now: u64) -> bool {
        now < self.created + KEPT
    }

    fn status(&self, now: u64) -> &'static str {
        match now.saturating_sub(self.created) {
            age if age < STARTS => "notRunning",
            age if age < ENDS => "running",
            _ if self.failure.is_some() => "failed",
            _ => "succeeded",
        }
    }

    fn is_under_way(&self, now: u64) -> bool {
        matches!(self.status(now), "notRunning" | "running")
    }

    fn describe(&self, now: u64) -> Value {
        let mut job = Map::new();
        job.insert("id".into(), json!(self.id));
        job.insert("dataRefreshIntervalInMinutes".into(), json!(self.interval));
        job.insert("completionAction".into(), json!(self.action));
        if let Some(size) = self.chunk_size {
            job.insert("chunkSize".into(), json!(size));
        }
        job.insert("status".into(), json!(self.status(now)));
        job.insert("warnings".into(), json!([]));
        if self.is_under_way(now) {
            job.insert("progress".into(), self.progress(now.saturating_sub(self.created)));
        } else if let Some(message) = &self.failure {
            job.insert("error".into(), json!({ "code": "BadRequest", "message": message }));
        }
        Value::Object(job)
    }

    /// First the documents are read, then their chunks are indexed.
    fn progress(&self, age: u64) -> Value {
        let stage = |name: &str, items: u64, from: u64, to: u64| {
            let (total, done) = match age {
                age if age < from => (0, 0),
                age => (items, items * (age + 1 - from).min(to - from) / (to - from)),
            };
            json!({ "name": name, "totalItems": total, "processedItems": done })
        };
        let reading = stage("Preprocessing", DOCUMENTS, STARTS, READ);
        json!({ "stageProgress": [reading, stage("Indexing", CHUNKS, READ, ENDS)] })
    }
}

/// Starts a job.
///
/// # Errors
/// A name that no index may have, headers that are missing or do not fit together, a body that the table does not
/// allow, and a job of that name that is under way.
pub(crate) async fn create(state: &State, asked: Asked<'_>, id: &str) -> Result<Answered, Failure> {
    let headers = asked.headers().clone();
    let version = asked.query("api-version").unwrap_or_default();
    check_name(id)?;
    check_headers(&headers)?;
    let body = asked.json().await?;
    check::object(REQUEST, &body, &At::Body, Unknown::Refused)?;
    let now = state.now();
    let number = |name: &str| body.get(name).and_then(Value::as_u64);
    let container = header(&headers, "storagecontainer").unwrap_or_default();
    let job = Job {
        id: id.to_owned(),
        created: now,
        interval: number("dataRefreshIntervalInMinutes").unwrap_or(0),
        action: body
            .get("completionAction")
            .and_then(Value::as_str)
            .unwrap_or("cleanUpAssets")
            .to_owned(),
        chunk_size: number("chunkSize"),
        failure: container
            .contains("missing")
            .then(|| format!("The storage container '{container}' does not exist.")),
    };
    let mut jobs = state.ingestion_jobs.lock();
    if jobs.values().any(|known| known.id == id && known.is_under_way(now)) {
        let message = format!("The ingestion job '{id}' is still under way.");
        return Err(Failure::new(StatusCode::CONFLICT, message));
    }
    jobs.retain(|_, known| known.id != id);
    let place = jobs.last_key_value().map_or(0, |(place, _)| place + 1);
    let answered = Answered::json(&job.describe(now));
    jobs.insert(place, job);
    let origin = hosted::origin(&headers);
    let location = format!("{origin}/openai/extensions/on-your-data/ingestion-jobs/{id}?api-version={version}");
    Ok(answered
        .header("operation-location", &location)
        .header("retry-after", "1"))
}

/// How a job stands.
///
/// # Errors
/// No such job, or none any more.
pub(crate) fn retrieve(state: &State, id: &str) -> Result<Answered, Failure> {
    let now = state.now();
    let Some(job) = state.ingestion_jobs.find(id, now) else {
        let message = format!("The ingestion job '{id}' was not found.");
        return Err(Failure::new(StatusCode::NOT_FOUND, message));
    };
    let answered = Answered::json(&job.describe(now));
    Ok(if job.is_under_way(now) {
        answered.header("retry-after", "1")
    } else {
        answered
    })
}

/// Every job, the newest first.
pub(crate) fn list(state: &State) -> Answered {
    let now = state.now();
    let jobs = state.ingestion_jobs.lock();
    let kept = jobs.values().rev().filter(|job| job.is_kept(now));
    let value: Value = kept.map(|job| job.describe(now)).collect();
    Answered::json(&json!({ "value": value }))
}

/// The job's name becomes the index's: 2 to 128 lower-case letters, digits and single dashes, none at either end.
fn check_name(name: &str) -> Result<(), Wrong> {
    let fits = (2..=128).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--");
    if fits {
        return Ok(());
    }
    let message = "The job's name becomes the name of the index: 2 to 128 lower-case letters, digits and single dashes, with no dash at either end.";
    Err(Wrong::new("jobId", message))
}

fn check_headers(headers: &HeaderMap) -> Result<(), Wrong> {
    for name in ["searchServiceEndpoint", "storageConnectionString", "storageContainer"] {
        if header(headers, name).is_none() {
            return Err(Wrong::new(name, format!("The header '{name}' is required.")));
        }
    }
    for name in ["searchServiceEndpoint", "storageEndpoint", "embeddingEndpoint", "url"] {
        if header(headers, name).is_some_and(|value| !value.starts_with("https://") && !value.starts_with("http://")) {
            return Err(Wrong::new(name, format!("The header '{name}' must be a URL.")));
        }
    }
    let connection = header(headers, "storageConnectionString").unwrap_or_default();
    for part in ["AccountName=", "AccountKey="] {
        if !connection.split(';').any(|setting| setting.trim().starts_with(part)) {
            let message = format!("The header 'storageConnectionString' must hold '{part}…'.");
            return Err(Wrong::new("storageConnectionString", message));
        }
    }
    if header(headers, "embeddingEndpoint").is_some() && header(headers, "embeddingKey").is_none() {
        let message = "The header 'embeddingKey' is required with 'embeddingEndpoint'.";
        return Err(Wrong::new("embeddingKey", message));
    }
    Ok(())
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)?
        .to_str()
        .ok()
        .filter(|value| !value.trim().is_empty())
}
