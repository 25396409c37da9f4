//! The second form: connections stand in the body, and every repetition is a run.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::course::{Course, Stage};
use super::{Job, check_name, failure};
use crate::answered::Answered;
use crate::asked::Asked;
use crate::failure::Failure;
use crate::images::hosted;
use crate::random::Random;
use crate::state::State;

mod table;

/// Starts a job, and tells where its first run is.
///
/// # Errors
/// A name that no index may have, a body that the table does not allow, and a job of that name that is under way.
pub(crate) async fn start(state: &State, asked: Asked<'_>, id: &str) -> Result<Answered, Failure> {
    let origin = hosted::origin(asked.headers());
    let version = asked.query("api-version").unwrap_or_default();
    check_name(id)?;
    let body = asked.json().await?;
    table::check(&body)?;
    let now = state.now();
    let hours = body.get("dataRefreshIntervalInHours").and_then(Value::as_u64);
    let container = body
        .get("datasource")
        .and_then(|source| source.get("containerName")?.as_str());
    let course = Course {
        created: now,
        interval: hours.map(|hours| hours.saturating_mul(3600)),
        failure: failure(container.unwrap_or_default()),
    };
    let mut members = without_secrets(body);
    members.insert("jobId".into(), json!(id));
    let job = Job {
        id: id.to_owned(),
        course,
        members,
    };
    let run = run_id(state, &job, 0);
    let answered = Answered::json(&Value::Object(job.members.clone()));
    state.ingestion_2024.start(job, now)?;
    let location = format!("{origin}/openai/ingestion/jobs/{id}/runs/{run}?api-version={version}");
    Ok(answered.header("operation-location", &location))
}

/// A job, as it was asked for.
///
/// # Errors
/// No such job, or none any more.
pub(crate) fn retrieve(state: &State, id: &str) -> Result<Answered, Failure> {
    let job = state.ingestion_2024.find(id, state.now())?;
    Ok(Answered::json(&Value::Object(job.members)))
}

/// The name and the kind of every job, the newest first.
pub(crate) fn list(state: &State) -> Answered {
    let jobs = state.ingestion_2024.all(state.now());
    let short = |mut job: Job| {
        let told = ["jobId", "kind", "workspaceId"];
        job.members.retain(|name, _| told.contains(&name.as_str()));
        Value::Object(job.members)
    };
    let value: Value = jobs.into_iter().map(short).collect();
    Answered::json(&json!({ "value": value }))
}

/// The runs of a job, the newest first.
///
/// # Errors
/// No such job, or none any more.
pub(crate) fn runs(state: &State, id: &str) -> Result<Answered, Failure> {
    let now = state.now();
    let job = state.ingestion_2024.find(id, now)?;
    let numbers = (0..=job.course.newest(now)).rev();
    let value: Value = numbers.map(|run| describe(state, &job, run, now)).collect();
    Ok(Answered::json(&json!({ "value": value })))
}

/// How a run stands.
///
/// # Errors
/// No such job, or no such run of it.
pub(crate) fn run(state: &State, id: &str, run: &str) -> Result<Answered, Failure> {
    let now = state.now();
    let job = state.ingestion_2024.find(id, now)?;
    let mut numbers = 0..=job.course.newest(now);
    let found = numbers.find(|number| run_id(state, &job, *number) == run);
    let number = found.ok_or_else(|| {
        let message = format!("The run '{run}' of the ingestion job '{id}' was not found.");
        Failure::new(StatusCode::NOT_FOUND, message)
    })?;
    let answered = Answered::json(&describe(state, &job, number, now));
    Ok(match job.course.status(number, now) {
        "notRunning" | "running" => answered.header("retry-after", "1"),
        _ => answered,
    })
}

fn describe(state: &State, job: &Job, number: u64, now: u64) -> Value {
    let status = job.course.status(number, now);
    let mut run = Map::new();
    run.insert("jobId".into(), json!(job.id));
    run.insert("runId".into(), json!(run_id(state, job, number)));
    run.insert("status".into(), json!(status));
    run.insert("warnings".into(), json!([]));
    if let Some(message) = job.course.failure.as_ref().filter(|_| status == "failed") {
        run.insert("error".into(), json!({ "message": message, "innerErrors": [] }));
    } else {
        let stages = job.course.stages(number, now).map(stage);
        run.insert("progress".into(), json!({ "stageProgress": stages }));
    }
    Value::Object(run)
}

fn stage(stage: Stage) -> Value {
    json!({
        "name": stage.name,
        "totalItems": stage.total,
        "processedItems": stage.done,
        "state": stage.status,
        "subStageProgress": [],
    })
}

fn run_id(state: &State, job: &Job, number: u64) -> String {
    let parts = [
        b"run",
        job.id.as_bytes(),
        &job.course.created.to_le_bytes(),
        &number.to_le_bytes(),
    ];
    Random::from_parts(state.config.seed, &parts).uuid()
}

/// Keys and connection strings are not told again.
fn without_secrets(members: Map<String, Value>) -> Map<String, Value> {
    let hide = |(name, value): (String, Value)| {
        let value = match value {
            _ if matches!(name.as_str(), "key" | "connectionString") => json!("***"),
            Value::Object(inner) => Value::Object(without_secrets(inner)),
            Value::Array(items) => items.into_iter().map(in_item).collect(),
            value => value,
        };
        (name, value)
    };
    members.into_iter().map(hide).collect()
}

fn in_item(item: Value) -> Value {
    match item {
        Value::Object(inner) => Value::Object(without_secrets(inner)),
        item => item,
    }
}
