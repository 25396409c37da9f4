//! Responses: created, streamed, kept, fetched again, cancelled, counted and compacted.

use http::HeaderMap;
use serde_json::{Map, Value, json};

use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::Wrong;
use crate::failure::Failure;
use crate::page::{self, Page};
use crate::state::State;
use crate::wire::{Family, Wire, content_filter};

mod compaction;
mod context;
mod events;
mod history;
mod identity;
mod item;
mod moderation;
mod output;
mod request;
mod seal;
mod store;
mod table;
mod tool;
mod write;

use identity::Ids;
use request::Request;
pub(crate) use store::Store;
use store::Stored;

/// Answers a request.
///
/// # Errors
/// What the wire refuses, and a JSON schema that the emulator cannot answer by.
pub(crate) fn create(
    state: &State,
    wire: &Wire,
    headers: &HeaderMap,
    body: Map<String, Value>,
) -> Result<Answered, Failure> {
    table::create(wire, &body)?;
    let mut ids = Ids::new(wire, state.next("response"));
    let id = ids.response();
    let request = Request::read(state, wire, body, &mut ids)?;
    let users = request.input.iter().filter(|item| item::text(item, "role") == "user");
    let parts = users.filter_map(|item| item.get("content")?.as_array()).flatten();
    content_filter::screen(wire.family(), headers, parts.map(|part| item::text(part, "text")))?;
    let output = output::make(wire, &request, state.config.seed, &mut ids)?;
    let now = state.config.clock.now();
    let mut whole = write::response(wire, &request, output, &id, now.as_secs());
    if let Some(model) = request.moderation() {
        let report = moderation::report(state.config.seed, model, &request.context, &whole);
        whole.insert("moderation".into(), report);
    }
    if wire.family() == Family::OpenAi && whole.get("status").is_some_and(|status| status == "completed") {
        whole.insert("completed_at".into(), json!(now.as_secs()));
    }
    let model = request.model.clone();
    let options = request.body.get("stream_options");
    let plain = options.and_then(|options| options.get("include_obfuscation")) == Some(&Value::Bool(false));
    let obfuscate = *wire == Wire::OpenAi && !plain;
    let events = request
        .stream
        .then(|| events::events(&whole, request.background, obfuscate));
    let previous = request.body.get("previous_response_id").and_then(Value::as_str);
    let mut input = previous.map(|id| state.responses.items(id, now)).unwrap_or_default();
    input.extend(request.input);
    let stored = Stored {
        whole,
        input,
        context: request.context,
        events: events.clone().filter(|_| request.background),
        background: request.background,
        // What is streamed is done as it is read.
        since: (request.background && !request.stream).then_some(now),
        cancelled: false,
    };
    let answered = match &events {
        Some(_) if wire.is_an_agent(&model) => Answered::events(events::of_an_agent(&stored.whole)),
        Some(events) => stream(events),
        None => Answered::json(&stored.at(now)),
    };
    if request.store {
        state.responses.keep(&id, stored);
    }
    Ok(wire.served_by(&model, answered))
}

/// A response that was kept, as it is now, or its events from some place on.
///
/// # Errors
/// There is no such response, or it cannot be streamed again.
pub(crate) fn retrieve(state: &State, asked: &Asked<'_>, id: &str) -> Result<Answered, Failure> {
    let stored = state.responses.find(id)?;
    table::include(asked)?;
    let after = match asked.query("starting_after") {
        None => None,
        Some(text) => Some(text.parse::<u64>().map_err(|_| {
            let message = "Invalid type for 'starting_after': expected an integer, but got a string instead.";
            Wrong::coded("invalid_type", "starting_after", message)
        })?),
    };
    if asked.query("stream").as_deref() != Some("true") {
        if after.is_some() {
            let message = "'starting_after' is only allowed when 'stream' is true.";
            return Err(Wrong::new("starting_after", message).into());
        }
        return Ok(Answered::json(&stored.at(state.config.clock.now())));
    }
    let Some(events) = stored.events else {
        let message = "This response cannot be streamed: it was not created with both 'background' and 'stream' set to \
                       true.";
        return Err(Wrong::new("stream", message).into());
    };
    let number = |event: &Value| event.get("sequence_number").and_then(Value::as_u64);
    let later: Vec<Value> = events
        .into_iter()
        .filter(|event| after.is_none_or(|after| number(event) > Some(after)))
        .collect();
    Ok(stream(&later))
}

/// Forgets a response.
///
/// # Errors
/// There is no such response.
pub(crate) fn delete(state: &State, wire: &Wire, id: &str) -> Result<Answered, Failure> {
    state.responses.delete(id)?;
    // The two clouds' documents give the deleted thing different names.
    let object = match wire.family() {
        Family::Azure => "response.deleted",
        _ => "response",
    };
    Ok(Answered::json(&json!({ "id": id, "object": object, "deleted": true })))
}

/// Stops a response in the background.
///
/// # Errors
/// There is no such response, or it was not made in the background.
pub(crate) fn cancel(state: &State, id: &str) -> Result<Answered, Failure> {
    let response = state.responses.cancel(id, state.config.clock.now())?;
    Ok(Answered::json(&response))
}

/// The items that a response was made from, page by page: OpenAI's file lists what was "used to generate" it, so what
/// came before `previous_response_id` belongs to them.
///
/// # Errors
/// There is no such response, or a parameter of the page is wrong.
pub(crate) fn input_items(state: &State, asked: &Asked<'_>, id: &str) -> Result<Answered, Failure> {
    let stored = state.responses.find(id)?;
    table::include(asked)?;
    let mut page = Page::read(asked, 20, 100)?;
    page.order = page::order(asked)?;
    Ok(Answered::json(&page.of(stored.input)?))
}

/// How many tokens a request would cost.
///
/// # Errors
/// What the wire refuses.
pub(crate) async fn count(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let mut body = asked.json().await?;
    table::count(&body)?;
    body.entry("model").or_insert_with(|| json!("gpt-4o"));
    let mut ids = Ids::new(wire, state.next("count"));
    let request = Request::read(state, wire, body, &mut ids)?;
    let tokens = crate::answer::prompt_tokens(&request.chat);
    Ok(Answered::json(
        &json!({ "object": "response.input_tokens", "input_tokens": tokens }),
    ))
}

/// A conversation, made short.
///
/// # Errors
/// What the wire refuses.
pub(crate) async fn compact(state: &State, wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let body: Map<String, Value> = asked.json().await?;
    table::compact(&body)?;
    let mut ids = Ids::new(wire, state.next("compaction"));
    let id = ids.response();
    let input = request::read_input(&body, &mut ids)?;
    let items = context::read(state, wire, &body, &input)?;
    let output = compaction::compact(state.config.seed, &items, &mut ids);
    let tokens = |items: &[Value]| {
        items
            .iter()
            .map(|item| crate::token::count(&item.to_string()))
            .sum::<usize>()
    };
    let (before, after) = (tokens(&items), output.len());
    Ok(Answered::json(&json!({
        "id": id,
        "object": "response.compaction",
        "created_at": state.now(),
        "output": output,
        "usage": {
            "input_tokens": before,
            "input_tokens_details": { "cached_tokens": 0, "cache_write_tokens": 0 },
            "output_tokens": after,
            "output_tokens_details": { "reasoning_tokens": 0 },
            "total_tokens": before + after,
        },
    })))
}

fn stream(events: &[Value]) -> Answered {
    Answered::named_events(events.iter().map(events::frame).collect())
}
