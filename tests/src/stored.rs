//! What responses that the service keeps must do: fetched, gone on with, cancelled, deleted, made in the background.

use std::time::Duration;

use openai_client::responses::Accumulator;
use openai_core::{Error, ErrorKind, Operation, Phase, responses};
use openai_types::responses::{Item, ListQuery, Request, Response, Status};

use crate::failing::faulty;
use crate::models::missing;
use crate::responses::ask;
use crate::{Check, Outcome, Wire, checks, streamed, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "stored response" [whole(CREATE), whole(RETRIEVE), whole(DELETE)] stored;
    "response that goes on" [whole(CREATE), whole(RETRIEVE)] goes_on;
    "input items page by page" [whole(CREATE), whole(Operation::RESPONSES_INPUT_ITEMS)] input_items;
    "no such response" [whole(RETRIEVE), whole(DELETE)] no_such_response;
    "background response" [whole(CREATE), whole(RETRIEVE)] background;
    "background response, cancelled" [whole(CREATE), whole(Operation::RESPONSES_CANCEL)] cancelled;
    "cut response, gone on with" [streamed(CREATE), streamed(RETRIEVE)] resumed;
    "response, streamed again" [streamed(CREATE), streamed(RETRIEVE)] again;
};

const CREATE: Operation = Operation::RESPONSES;
const RETRIEVE: Operation = Operation::RESPONSES_RETRIEVE;
const DELETE: Operation = Operation::RESPONSES_DELETE;

fn id(response: &Response) -> Result<String, Error> {
    let missing = || Error::new(ErrorKind::Decode, "the response has no id");
    response.id.clone().ok_or_else(missing)
}

async fn stored(wire: &Wire) -> Result<Outcome, Error> {
    let client = wire.client();
    let made = client.respond(ask(wire, "Remember this.")).await?;
    let id = id(&made)?;
    let fetched = client.retrieve_response(id.as_str()).await?;
    if fetched.output != made.output || fetched.id != made.id {
        return Ok(Outcome::Failed(format!("{:?} is not {:?}", fetched.value, made.value)));
    }
    let receipt = client.delete_response(&id).await?;
    let is_gone = missing(client.retrieve_response(id.as_str()).await);
    Ok(match receipt.deleted && receipt.id == id {
        true => is_gone,
        false => Outcome::Failed(format!("{:?}", receipt.value)),
    })
}

async fn goes_on(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CREATE, "previous_response_id") {
        return Ok(skip);
    }
    let first = wire
        .client()
        .respond(ask(wire, "A long question about a small thing, with many words."))
        .await?;
    let alone = wire.client().respond(ask(wire, "And?")).await?;
    let second = ask(wire, "And?").previous_response_id(id(&first)?);
    let second = wire.client().respond(second).await?;
    let input = |response: &Response| response.usage.as_ref()?.input_tokens;
    Ok(Outcome::that(
        input(&second) > input(&alone) && second.previous_response_id == first.id,
        format!("{:?}", second.value),
    ))
}

async fn input_items(wire: &Wire) -> Result<Outcome, Error> {
    let words = ["one", "two", "three", "four", "five"];
    let items: Vec<Item> = words.iter().map(|word| Item::user(*word)).collect();
    let made = wire
        .client()
        .respond(Request::new(wire.model(whole(CREATE)), items))
        .await?;
    let query = ListQuery::new()
        .limit(2_u64)
        .order(openai_types::list::Order::Ascending);
    let first = wire.client().response_input_items(id(&made)?, query.clone()).await?;
    let mut pages = wire.client().pages(responses::InputItems::new(id(&made)?).query(query));
    let mut seen = Vec::new();
    while let Some(item) = pages.try_next().await? {
        seen.push(
            item.as_message()
                .map(|message| message.text().into_owned())
                .unwrap_or_default(),
        );
    }
    Ok(Outcome::that(
        seen == words && first.data.len() == 2,
        format!("{seen:?}, {} on the first page", first.data.len()),
    ))
}

async fn no_such_response(wire: &Wire) -> Outcome {
    match missing(wire.client().retrieve_response("resp_none").await) {
        Outcome::Passed => missing(wire.client().delete_response("resp_none").await),
        other => other,
    }
}

async fn background(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CREATE, "background") {
        return Ok(skip);
    }
    let request = || ask(wire, "Take your time.").background(true);
    let mut poller = wire.client().begin(request()).await?.every(Duration::from_millis(1));
    let early = (poller.phase(), poller.latest().output_text().into_owned());
    let ticket = serde_json::to_string(&poller.ticket()).unwrap_or_default();
    wire.advance(Duration::from_secs(2));
    let midway = poller.poll().await?.status.clone();
    wire.advance(Duration::from_secs(5));
    let whole = poller.wait().await?;
    let ticket = openai_types::decode_str(&ticket).map_err(|error| Error::new(ErrorKind::Decode, error.to_string()))?;
    let resumed = wire.client().resume::<Response>(ticket).await?;
    let took_its_time = early == (Phase::Running, String::new()) && midway == Some(Status::InProgress);
    Ok(Outcome::that(
        took_its_time && !whole.output_text().is_empty() && resumed.latest().output == whole.output,
        format!("{early:?}, {midway:?}, {:?}", whole.value),
    ))
}

async fn cancelled(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CREATE, "background") {
        return Ok(skip);
    }
    let request = || ask(wire, "Take your time.").background(true);
    let mut poller = wire.client().begin(request()).await?.every(Duration::from_millis(1));
    poller.cancel().await?;
    poller.poll().await?;
    let by_poller = poller.wait().await.is_err_and(|error| {
        error.kind() == ErrorKind::Failed && error.partial::<Response>().is_some_and(|partial| partial.id.is_some())
    });
    let begun = wire.client().respond(request()).await?;
    let stopped = wire.client().cancel_response(id(&begun)?).await?;
    Ok(Outcome::that(
        by_poller && stopped.status == Some(Status::Cancelled),
        format!("by the poller {by_poller}, {:?}", stopped.value),
    ))
}

/// The connection closes in the middle; the rest is asked for, in the same accumulator.
async fn resumed(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CREATE, "background") {
        return Ok(skip);
    }
    let request = ask(wire, "Tell me a story.").background(true);
    let mut stream = faulty(wire, "cut=8", "resume").respond_stream(request).await?;
    let (mut whole, mut numbers, mut cuts) = (Accumulator::new(), Vec::new(), 0);
    loop {
        match stream.try_next().await {
            Ok(Some(event)) => {
                numbers.extend(event.sequence_number());
                whole.push(&event);
            }
            Ok(None) => break,
            Err(error) if cuts == 0 && matches!(error.kind(), ErrorKind::Truncated | ErrorKind::Transport) => {
                cuts += 1;
                let Some(rest) = whole.rest() else {
                    return Ok(Outcome::Failed(format!("nothing leads to the rest: {error:?}")));
                };
                stream = wire.client().retrieve_response_stream(rest).await?;
            }
            Err(error) => return Err(error),
        }
    }
    let in_order = numbers.iter().zip(0..).all(|(number, place)| *number == place);
    let complete = whole.is_complete();
    let whole = whole.finish();
    let stored = wire.client().retrieve_response(id(&whole)?).await?;
    Ok(Outcome::that(
        cuts == 1 && in_order && complete && whole.output == stored.output,
        format!("{cuts} cuts, {numbers:?}, {whole:?}"),
    ))
}

async fn again(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(CREATE, "background") {
        return Ok(skip);
    }
    let request = ask(wire, "Tell me a story.").background(true);
    let first = wire.client().respond_stream(request).await?.collect().await?;
    let id = id(&first)?;
    let again = wire
        .client()
        .retrieve_response_stream(id.as_str())
        .await?
        .collect()
        .await?;
    let mut late = wire.client().resume_response_stream(id, 3).await?;
    let next = late.try_next().await?.and_then(|event| event.sequence_number());
    Ok(Outcome::that(
        again.output == first.output && next == Some(4),
        format!("{next:?} after 3, {:?}", again.value),
    ))
}
