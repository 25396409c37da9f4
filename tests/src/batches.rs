//! What batches must do on every wire that has them.

use std::time::Duration;

use openai_core::{Error, ErrorKind, File, Operation, Phase, batches};
use openai_types::batches::{Batch, Endpoint, Input, ListQuery, Output, Request, Status, decode_lines};
use openai_types::files::{Form, Purpose};
use openai_types::{ErrorCode, chat};

use crate::models::missing;
use crate::{Check, Outcome, Wire, checks, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "batch" [whole(CREATE), whole(RETRIEVE), whole(Operation::FILES_CREATE), whole(Operation::FILES_CONTENT)] to_its_end;
    "batch, cancelled" [whole(CREATE), whole(RETRIEVE), whole(CANCEL), whole(Operation::FILES_CREATE)] cancelled;
    "batch, cancelled half-way" [whole(CREATE), whole(CANCEL), whole(Operation::FILES_CREATE), whole(Operation::FILES_CONTENT)] kept;
    "batches page by page" [whole(CREATE), whole(Operation::BATCHES_LIST), whole(Operation::FILES_CREATE)] pages;
    "no such batch" [whole(RETRIEVE), whole(CANCEL)] no_such_batch;
};

const CREATE: Operation = Operation::BATCHES_CREATE;
const RETRIEVE: Operation = Operation::BATCHES_RETRIEVE;
const CANCEL: Operation = Operation::BATCHES_CANCEL;

fn undecodable(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Decode, error.to_string())
}

/// A request for a batch of these questions; the temperature of the last one is too high.
async fn asked(wire: &Wire, questions: &[&str]) -> Result<Request, Error> {
    let model = wire.model(whole(Operation::CHAT));
    let mut lines = String::new();
    for (number, question) in questions.iter().enumerate() {
        let mut request = chat::Request::new(&model, [chat::Message::user(*question)]);
        if number + 1 == questions.len() {
            request = request.temperature(9.0);
        }
        let line = Input::post(format!("line-{number}"), Endpoint::ChatCompletions, &request).map_err(undecodable)?;
        lines.push_str(&serde_json::to_string(&line).map_err(undecodable)?);
        lines.push('\n');
    }
    let file = File::bytes("questions.jsonl", lines).media_type("application/jsonl");
    let file = wire.client().create_file(Form::new(Purpose::Batch), file).await?;
    Ok(Request::new(&file.id, Endpoint::ChatCompletions))
}

/// The lines of a file that the service has made.
async fn lines(wire: &Wire, id: Option<&str>) -> Result<Vec<Output>, Error> {
    let file = wire
        .client()
        .file_content(id.unwrap_or("file-none"))
        .await?
        .bytes()
        .await?;
    let text = String::from_utf8_lossy(&file).into_owned();
    decode_lines(&text).collect::<Result<_, _>>().map_err(undecodable)
}

async fn to_its_end(wire: &Wire) -> Result<Outcome, Error> {
    let request = asked(wire, &["Where is Oslo?", "Where is Rome?", "Where is Ur?"]).await?;
    let poller = wire.client().begin(request).await?;
    let mut poller = poller.every(Duration::from_millis(1));
    let early = poller.phase();
    wire.advance(Duration::from_secs(60));
    poller.poll().await?;
    let batch = poller.wait().await?;
    let answers = lines(wire, batch.output_file_id.as_deref()).await?;
    let mut texts = Vec::new();
    for line in &answers {
        let response = line
            .response
            .as_ref()
            .ok_or_else(|| undecodable("a line without a response"))?;
        let completion: chat::Completion = response.decode_body().map_err(undecodable)?;
        texts.push((line.custom_id.as_str(), completion.text().into_owned()));
    }
    texts.sort();
    let failed = lines(wire, batch.error_file_id.as_deref()).await?;
    let statuses: Vec<_> = failed
        .iter()
        .filter_map(|line| line.response.as_ref()?.status_code)
        .collect();
    let counts = batch
        .request_counts
        .as_ref()
        .map(|counts| [counts.total, counts.completed, counts.failed]);
    let holds = matches!(texts.as_slice(), [("line-0", oslo), ("line-1", rome)] if oslo != rome && !oslo.is_empty());
    Ok(Outcome::that(
        holds && early == Phase::Running && statuses == [400] && counts == Some([Some(3), Some(2), Some(1)]),
        format!("{early:?}, {texts:?}, {statuses:?}, {counts:?}"),
    ))
}

async fn cancelled(wire: &Wire) -> Result<Outcome, Error> {
    let request = asked(wire, &["Where is Oslo?", "Where is Ur?"]).await?;
    let mut poller = wire.client().begin(request).await?.every(Duration::from_millis(1));
    poller.cancel().await?;
    wire.advance(Duration::from_secs(60));
    poller.poll().await?;
    let told = poller.wait().await.is_err_and(|error| {
        let partial = error.partial::<Batch>().and_then(|batch| batch.status.as_ref());
        error.kind() == ErrorKind::Failed && partial.is_some_and(Status::is_final)
    });
    let late = wire.client().cancel_batch(&poller.latest().id).await;
    let conflict = late.is_err_and(|error| error.kind() == ErrorKind::Conflict);
    Ok(Outcome::that(
        told && conflict,
        format!(
            "told {told}, a second time refused {conflict}: {:?}",
            poller.latest().value
        ),
    ))
}

/// What is answered before a cancellation can be read: every line is in one of the two files, as the counts say.
async fn kept(wire: &Wire) -> Result<Outcome, Error> {
    let request = asked(wire, &["Where is Oslo?", "Where is Rome?", "Where is Ur?"]).await?;
    let mut poller = wire.client().begin(request).await?.every(Duration::from_millis(1));
    wire.advance(Duration::from_secs(3));
    poller.cancel().await?;
    wire.advance(Duration::from_secs(60));
    poller.poll().await?;
    let batch = &poller.latest().value;
    let answers = match &batch.output_file_id {
        Some(id) => lines(wire, Some(id)).await?,
        None => Vec::new(),
    };
    let texts: Vec<_> = answers
        .iter()
        .filter_map(|line| line.response.as_ref()?.decode_body::<chat::Completion>().ok())
        .map(|completion| completion.text().into_owned())
        .collect();
    let left = match &batch.error_file_id {
        Some(id) => lines(wire, Some(id)).await?,
        None => Vec::new(),
    };
    let codes: Vec<_> = left
        .iter()
        .filter_map(|line| line.error.as_ref()?.code.as_ref())
        .map(ErrorCode::text)
        .collect();
    let completed = batch.request_counts.as_ref().and_then(|counts| counts.completed);
    let holds = batch.status == Some(Status::Cancelled)
        && !texts.is_empty()
        && texts.iter().all(|text| !text.is_empty())
        && completed == u64::try_from(texts.len()).ok()
        && answers.len() + left.len() == 3
        && codes == ["batch_cancelled"];
    Ok(Outcome::that(holds, format!("{batch:?}, {texts:?}, {codes:?}")))
}

async fn pages(wire: &Wire) -> Result<Outcome, Error> {
    let request = asked(wire, &["Where is Ur?"]).await?;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(wire.client().create_batch(request.clone()).await?.into_inner().id);
    }
    let list = batches::List::new().query(ListQuery::new().limit(2_u64));
    let mut pages = wire.client().pages(list);
    let mut seen = Vec::new();
    while let Some(batch) = pages.try_next().await? {
        seen.push(batch.id);
    }
    let first = wire.client().list_batches(ListQuery::new().limit(2_u64)).await?;
    // Batches cannot be deleted: those of other checks are there too.
    let holds = ids.iter().all(|id| seen.iter().filter(|seen| *seen == id).count() == 1);
    Ok(Outcome::that(
        holds && first.data.len() == 2 && first.has_more == Some(true),
        format!("{seen:?} lacks some of {ids:?}"),
    ))
}

async fn no_such_batch(wire: &Wire) -> Outcome {
    match missing(wire.client().retrieve_batch("batch_none").await) {
        Outcome::Passed => missing(wire.client().cancel_batch("batch_none").await),
        other => other,
    }
}
