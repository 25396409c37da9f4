//! What only Azure's dated versions have: chat over one's own data, enhancements, DALL-E 2 by submission, ingestion jobs.

use std::time::Duration;

use conformance::{Check, Outcome, Wire, checks, missing, streamed, whole};
use openai_core::{Error, ErrorKind, Operation, Phase, Rule};
use openai_multicloud::wires::azure::dalle2;
use openai_multicloud::wires::azure::enhancements::{self, Enhancements};
use openai_multicloud::wires::azure::ingestion::v2023::{
    Headers, Interval, Job, JobList, LIST, List, RETRIEVE as JOB, Request as Ingestion, Retrieve as RetrieveJob, START,
    Start,
};
use openai_multicloud::wires::azure::ingestion::v2024 as runs;
use openai_multicloud::wires::azure::on_your_data::{Completion, v2023, v2024};
use openai_types::chat::{ContentPart, Message, Request};

pub(crate) const CHECKS: &[Check] = checks! {
    "one's own data, in the shape of 2023" [whole(CHAT), streamed(CHAT)] data_2023;
    "one's own data, in the shape of 2024" [whole(CHAT), streamed(CHAT)] data_2024;
    "enhancements" [whole(CHAT)] vision;
    "DALL-E 2" [whole(dalle2::SUBMIT), whole(dalle2::RETRIEVE), whole(dalle2::DELETE)] dalle2;
    "DALL-E 2, stopped by the filter" [whole(dalle2::SUBMIT), whole(dalle2::RETRIEVE)] dalle2_filtered;
    "ingestion job" [whole(START), whole(LIST), whole(JOB)] ingestion;
    "ingestion job that fails" [whole(START), whole(JOB)] ingestion_fails;
    "ingestion job with runs" [whole(runs::START), whole(runs::LIST), whole(runs::RETRIEVE)] job_with_runs;
    "runs of an ingestion job" [whole(runs::START), whole(runs::LIST_RUNS), whole(runs::RETRIEVE_RUN)] runs_of_a_job;
    "run that is waited for" [whole(runs::START), whole(runs::RETRIEVE_RUN)] waited_run;
    "run that fails" [whole(runs::START), whole(runs::LIST_RUNS)] run_fails;
};

const CHAT: Operation = Operation::CHAT;

fn question() -> Request {
    Request::without_model([Message::user("How do I reset the thermostat?")])
}

/// Whether the wire takes `dataSources` beside a chat completion: for the resource of enhancements alone.
fn is_early_2024(wire: &Wire) -> bool {
    let profile = wire.profile();
    let chat = profile.operation(CHAT);
    chat.is_some_and(|chat| chat.parameter("dataSources").rule == Rule::Supported)
}

async fn data_2023(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "dataSources") {
        return Ok(skip);
    }
    if is_early_2024(wire) {
        let why = format!("{} has `dataSources` for enhancements alone", wire.name);
        return Ok(Outcome::Skipped(why));
    }
    let request = || {
        let search = v2023::SearchParameters::new("https://docs.search.windows.net", "manuals").key("search-key");
        v2023::Request::new(question(), search.top_n_documents(2_u64))
    };
    let whole = wire.client().send(request()).await?;
    let collected = wire.client().stream(request()).await?.collect().await?;
    Ok(cited(&whole, &collected, 2))
}

async fn data_2024(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "data_sources") {
        return Ok(skip);
    }
    let request = || {
        let search = v2024::SearchParameters::new("https://docs.search.windows.net", "manuals")
            .authentication(v2024::Authentication::api_key("search-key"))
            .top_n_documents(2_u64);
        v2024::Request::new(question(), search)
    };
    let whole = wire.client().send(request()).await?;
    let collected = wire.client().stream(request()).await?.collect().await?;
    Ok(cited(&whole, &collected, 2))
}

/// Every `[docN]` leads to a citation, and the stream comes to the same.
fn cited(whole: &Completion, collected: &Completion, documents: usize) -> Outcome {
    let (text, citations) = (whole.text(), whole.citations());
    let marked = text
        .split("[doc")
        .skip(1)
        .filter_map(|rest| rest.split(']').next()?.parse::<usize>().ok());
    let marked: Vec<usize> = marked.collect();
    let resolved = !marked.is_empty() && marked.iter().all(|number| (1..=citations.len()).contains(number));
    let filled = citations.iter().all(|citation| citation.filepath.is_some());
    let same = collected.text() == text && collected.citations() == citations;
    Outcome::that(
        resolved && filled && same && citations.len() == documents && whole.intent().is_some(),
        format!("{marked:?} of {citations:?} in {text:?}; streamed {collected:?}"),
    )
}

async fn vision(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CHAT, "enhancements") {
        return Ok(skip);
    }
    let parts = [
        ContentPart::text("What is this?"),
        ContentPart::image_url("data:image/png;base64,iVBORw0KGgo="),
    ];
    let vision = v2023::ComputerVisionParameters::new("https://eye.cognitiveservices.azure.com", "vision-key");
    let chat = Request::without_model([Message::user(parts)]);
    let reply = if is_early_2024(wire) {
        let request = enhancements::Request::new(chat, vision);
        wire.client().send(request.enhancements(Enhancements::all())).await?
    } else {
        let request = v2023::Request::new(chat, vision);
        wire.client().send(request.enhancements(Enhancements::all())).await?
    };
    let found = reply
        .choices
        .first()
        .and_then(|choice| choice.enhancements.as_ref()?.grounding.clone());
    let lines = found.map(|grounding| grounding.lines).unwrap_or_default();
    let is_found = lines
        .iter()
        .any(|line| line.spans.iter().any(|span| span.polygon.len() > 2));
    Ok(Outcome::that(is_found, format!("{:?}", reply.value)))
}

async fn dalle2(wire: &Wire) -> Result<Outcome, Error> {
    let request = dalle2::Request::new("A quince on a window sill")
        .n(2_u64)
        .size(dalle2::Size::Medium);
    let mut poller = wire.client().begin(request).await?;
    let early = (poller.phase(), poller.next_delay() > Duration::ZERO);
    let led = poller.ticket().is_some_and(|ticket| ticket.location.is_some());
    wire.advance(Duration::from_secs(2));
    let midway = poller.poll().await?.is_over();
    wire.advance(Duration::from_secs(10));
    poller.poll().await?;
    let done = poller.wait().await?;
    let pictures = done.images().iter().filter(|image| image.url.is_some()).count();
    poller.cancel().await?;
    let is_gone = match poller.poll().await {
        Err(error) => error.kind() == ErrorKind::NotFound,
        Ok(operation) => operation.status == dalle2::Status::Deleted,
    };
    Ok(Outcome::that(
        early == (Phase::Running, true) && led && !midway && pictures == 2 && is_gone,
        format!(
            "{early:?}, located {led}, {midway}, {pictures} pictures, gone {is_gone}: {:?}",
            done.value
        ),
    ))
}

async fn dalle2_filtered(wire: &Wire) -> Result<Outcome, Error> {
    let mut poller = wire
        .client()
        .begin(dalle2::Request::new("trigger content filter"))
        .await?;
    wire.advance(Duration::from_secs(60));
    poller.poll().await?;
    Ok(match poller.wait().await {
        Err(error) => {
            let told = error
                .partial::<dalle2::Operation>()
                .is_some_and(|operation| operation.error.is_some());
            Outcome::that(error.kind() == ErrorKind::Failed && told, format!("{error:?}"))
        }
        Ok(operation) => Outcome::Failed(format!("{:?}", operation.value)),
    })
}

fn job(name: &str, container: &str) -> Start {
    let store = "DefaultEndpointsProtocol=https;AccountName=docs;AccountKey=c2VjcmV0";
    let headers =
        Headers::new("https://docs.search.windows.net", store, container).search_service_admin_key("admin-key");
    Start::new(name, Ingestion::new(Interval::ONCE).chunk_size(512_u64), headers)
}

async fn ingestion(wire: &Wire) -> Result<Outcome, Error> {
    let mut poller = wire.client().begin(job("manuals", "manuals")).await?;
    let early = poller.phase();
    let ticket = poller.ticket().cloned();
    wire.advance(Duration::from_secs(2));
    let stages = poller.poll().await?.progress.is_some();
    wire.advance(Duration::from_secs(60));
    poller.poll().await?;
    let done = poller.wait().await?;
    let listed: JobList = wire.client().send(List::new()).await?.into_inner();
    let asked: Job = wire.client().send(RetrieveJob::new("manuals")).await?.into_inner();
    let Some(ticket) = ticket else {
        return Ok(Outcome::Failed("nothing leads back to the job".to_owned()));
    };
    let resumed = wire.client().resume::<Job>(ticket).await?.phase();
    let holds = early == Phase::Running && stages && resumed == Phase::Succeeded && asked == done.value;
    Ok(Outcome::that(
        holds && listed.value.contains(&asked),
        format!("{early:?}, stages {stages}, {asked:?}, {listed:?}"),
    ))
}

async fn ingestion_fails(wire: &Wire) -> Result<Outcome, Error> {
    let mut poller = wire.client().begin(job("lost", "missing-manuals")).await?;
    wire.advance(Duration::from_secs(60));
    poller.poll().await?;
    Ok(match poller.wait().await {
        Err(error) => Outcome::that(
            error.kind() == ErrorKind::Failed && error.to_string().contains("missing-manuals"),
            error.to_string(),
        ),
        Ok(job) => Outcome::Failed(format!("{:?}", job.value)),
    })
}

/// A job of 2024, which runs every hour where it is told to.
fn repeated(name: &str, container: &str, hours: Option<u64>) -> runs::Start {
    let store = runs::ConnectionStringConnection::new("AccountName=docs;AccountKey=c2VjcmV0");
    let mut documents = runs::Storage::new(container);
    documents.connection = Some(store.into());
    let search = runs::KeyConnection::new("https://docs.search.windows.net", "admin-key");
    let mut job = runs::SystemCompute::new();
    job.search_service_connection = Some(search.into());
    job.datasource = Some(documents.into());
    job.data_refresh_interval_in_hours = hours;
    runs::Start::new(name, job.into())
}

async fn job_with_runs(wire: &Wire) -> Result<Outcome, Error> {
    let started = wire.client().send(repeated("guides", "guides", None)).await?;
    let led = started.headers().contains_key("operation-location");
    let asked = wire.client().send(runs::Retrieve::new("guides")).await?;
    let listed = wire.client().send(runs::List::new()).await?;
    let named = |job: &runs::Job| match job {
        runs::Job::SystemCompute(job) => job.job_id.as_deref() == Some("guides"),
        _ => false,
    };
    let text = format!("{:?}, {:?}, {:?}", started.value, asked.value, listed.value);
    let told = serde_json::to_string(&asked.value).unwrap_or_default();
    let secret = told.contains("admin-key") || told.contains("c2VjcmV0");
    let gone = wire.client().send(runs::Retrieve::new("no-guides")).await;
    let holds = led && asked.value == started.value && named(&asked) && listed.value.value.iter().any(named);
    Ok(match missing(gone) {
        Outcome::Passed => Outcome::that(holds && !secret, text),
        other => other,
    })
}

async fn runs_of_a_job(wire: &Wire) -> Result<Outcome, Error> {
    wire.client().send(repeated("hourly", "hourly", Some(1))).await?;
    let mut seen = Vec::new();
    let mut first = None;
    for seconds in [0, 2, 58, 3540] {
        wire.advance(Duration::from_secs(seconds));
        let listed = wire
            .client()
            .send(runs::ListRuns::new("hourly"))
            .await?
            .into_inner()
            .value;
        seen.push(listed.iter().map(|run| run.status.clone()).collect::<Vec<_>>());
        first = listed.into_iter().next_back();
    }
    let id = first.as_ref().and_then(|run| run.run_id.clone()).unwrap_or_default();
    let alone = wire.client().send(runs::RetrieveRun::new("hourly", id)).await?;
    let words = serde_json::to_value(&seen).unwrap_or_default();
    let wanted = serde_json::json!([["notRunning"], ["running"], ["succeeded"], ["notRunning", "succeeded"]]);
    Ok(Outcome::that(
        words == wanted && Some(&alone.value) == first.as_ref(),
        format!("{seen:?}, {:?} is not {first:?}", alone.value),
    ))
}

/// The address of the first run leads there, also from a list and from a saved ticket.
async fn waited_run(wire: &Wire) -> Result<Outcome, Error> {
    let client = wire.client();
    let mut poller = client
        .begin(runs::FirstRun::new(repeated("leaflets", "leaflets", None)))
        .await?;
    let early = poller.phase();
    let Some(ticket) = poller.ticket().cloned() else {
        return Ok(Outcome::Failed("nothing leads back to the run".to_owned()));
    };
    wire.advance(Duration::from_secs(60));
    poller.poll().await?;
    let run = poller.wait().await?;
    let resumed = client.resume::<runs::Run>(ticket).await?.phase();
    let lost = client
        .begin(runs::FirstRun::new(repeated("waifs", "missing-waifs", None)))
        .await;
    let mut lost = lost?;
    wire.advance(Duration::from_secs(60));
    lost.poll().await?;
    let failed = match lost.wait().await {
        Err(error) => error.kind() == ErrorKind::Failed && error.to_string().contains("missing-waifs"),
        Ok(_) => false,
    };
    Ok(Outcome::that(
        (early, resumed) == (Phase::Running, Phase::Succeeded) && run.job_id.as_deref() == Some("leaflets") && failed,
        format!("{:?}, failed {failed}", run.value),
    ))
}

async fn run_fails(wire: &Wire) -> Result<Outcome, Error> {
    wire.client().send(repeated("strays", "missing-strays", None)).await?;
    wire.advance(Duration::from_secs(60));
    let listed = wire.client().send(runs::ListRuns::new("strays")).await?;
    let [run] = listed.value.value.as_slice() else {
        return Ok(Outcome::Failed(format!("{:?}", listed.value)));
    };
    let why = run.error.as_ref().and_then(|error| error.message.as_deref());
    let told = why.is_some_and(|why| why.contains("missing-strays"));
    let over = run.status.as_ref().is_some_and(runs::RunStatus::is_over);
    Ok(Outcome::that(told && over, format!("{run:?}")))
}
