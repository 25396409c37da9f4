//! The first form, below `extensions`: what the job reads and fills stands in headers.

use http::HeaderMap;
use serde_json::{Value, json};

use super::course::{Course, Stage};
use super::{Job, check_name, failure};
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

/// Starts a job.
///
/// # Errors
/// A name that no index may have, headers that are missing or do not fit together, a body that the table does not
/// allow, and a job of that name that is under way.
pub(crate) async fn create(state: &State, asked: Asked<'_>, id: &str) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let version = asked.query("api-version").unwrap_or_default();
    check_name(id)?;
    check_headers(headers)?;
    let body = asked.json().await?;
    check::object(REQUEST, &body, &At::Body, Unknown::Refused)?;
    let now = state.now();
    let minutes = body
        .get("dataRefreshIntervalInMinutes")
        .and_then(Value::as_u64)
        .unwrap_or(0);
    let mut members = body;
    members.insert("id".into(), json!(id));
    members
        .entry("completionAction")
        .or_insert_with(|| json!("cleanUpAssets"));
    let job = Job {
        id: id.to_owned(),
        course: Course {
            created: now,
            interval: (minutes > 0).then(|| minutes.saturating_mul(60)),
            failure: failure(header(headers, "storagecontainer").unwrap_or_default()),
        },
        members,
    };
    let answered = Answered::json(&describe(&job, now));
    state.ingestion_2023.start(job, now)?;
    let origin = hosted::origin(headers);
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
    let job = state.ingestion_2023.find(id, now)?;
    let answered = Answered::json(&describe(&job, now));
    Ok(if job.course.is_under_way(now) {
        answered.header("retry-after", "1")
    } else {
        answered
    })
}

/// Every job, the newest first.
pub(crate) fn list(state: &State) -> Answered {
    let now = state.now();
    let jobs = state.ingestion_2023.all(now);
    let value: Value = jobs.iter().map(|job| describe(job, now)).collect();
    Answered::json(&json!({ "value": value }))
}

/// A job that repeats is described by its newest run.
fn describe(job: &Job, now: u64) -> Value {
    let run = job.course.newest(now);
    let mut members = job.members.clone();
    members.insert("status".into(), json!(job.course.status(run, now)));
    members.insert("warnings".into(), json!([]));
    if job.course.is_under_way(now) {
        let stages = job.course.stages(run, now).map(stage);
        members.insert("progress".into(), json!({ "stageProgress": stages }));
    } else if let Some(message) = &job.course.failure {
        members.insert("error".into(), json!({ "code": "BadRequest", "message": message }));
    }
    Value::Object(members)
}

fn stage(stage: Stage) -> Value {
    json!({ "name": stage.name, "totalItems": stage.total, "processedItems": stage.done })
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
