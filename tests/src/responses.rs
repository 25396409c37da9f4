//! What a response must do on every wire that has them.

use openai_core::{Error, ErrorKind, Operation, Rule};
use openai_types::responses::{CompactRequest, Event, IncompleteReason, InputTokensRequest, Item, Request, Status};
use serde_json::Value;

use crate::chat::refused_value;
use crate::{Check, Outcome, Wire, checks, streamed, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "response" [whole(RESPONSES)] plain;
    "streamed response is the whole in pieces" [whole(RESPONSES), streamed(RESPONSES)] stream;
    "response cut at its limit" [whole(RESPONSES), streamed(RESPONSES)] limit;
    "response to a conversation" [whole(RESPONSES)] conversation;
    "response that failed" [streamed(RESPONSES)] failed;
    "json schema of a response" [whole(RESPONSES)] json_schema;
    "refused parameter of a response" [whole(RESPONSES)] refused;
    "bad value in a response" [whole(RESPONSES)] bad_value;
    "input tokens" [whole(RESPONSES), whole(Operation::RESPONSES_INPUT_TOKENS)] input_tokens;
    "compacted conversation" [whole(RESPONSES), whole(Operation::RESPONSES_COMPACT)] compact;
};

const RESPONSES: Operation = Operation::RESPONSES;

/// A request to the wire's model.
pub(crate) fn ask(wire: &Wire, text: &str) -> Request {
    Request::new(wire.model(whole(RESPONSES)), text)
}

fn hello(wire: &Wire) -> Request {
    ask(wire, "What is a mixture of experts model?")
}

async fn plain(wire: &Wire) -> Result<Outcome, Error> {
    let reply = wire.client().respond(hello(wire)).await?;
    let spent = reply.usage.as_ref().and_then(|usage| usage.output_tokens);
    let holds = reply.status == Some(Status::Completed) && !reply.output_text().is_empty() && spent > Some(3);
    Ok(Outcome::that(
        holds && reply.attempts() == 1,
        format!("{:?}", reply.value),
    ))
}

async fn stream(wire: &Wire) -> Result<Outcome, Error> {
    let whole = wire.client().respond(hello(wire)).await?;
    let mut stream = wire.client().respond_stream(hello(wire)).await?;
    let (mut text, mut pieces, mut last) = (String::new(), 0, None);
    while let Some(event) = stream.try_next().await? {
        if let Event::OutputTextDelta(delta) = &event {
            text.push_str(&delta.delta);
            pieces += 1;
        }
        let number = event.sequence_number();
        if number.is_none() || number <= last {
            return Ok(Outcome::Failed(format!("{number:?} after {last:?}")));
        }
        last = number;
    }
    let collected = wire.client().respond_stream(hello(wire)).await?.collect().await?;
    let same = text == whole.output_text() && collected.output_text() == whole.output_text();
    let spent = |response: &openai_types::responses::Response| response.usage.as_ref()?.output_tokens;
    Ok(Outcome::that(
        same && pieces > 1 && spent(&collected) == spent(&whole) && collected.output.len() == whole.output.len(),
        format!("{pieces} pieces: {text:?} is not {:?}", whole.output_text()),
    ))
}

async fn limit(wire: &Wire) -> Result<Outcome, Error> {
    let request = || hello(wire).max_output_tokens(16_u64);
    let cut = wire.client().respond(request()).await?;
    let collected = wire.client().respond_stream(request()).await?.collect().await?;
    let reason = |response: &openai_types::responses::Response| response.incomplete_details.clone()?.reason;
    let whys = [reason(&cut), reason(&collected)];
    let held = whys.iter().all(|why| *why == Some(IncompleteReason::MaxOutputTokens));
    Ok(Outcome::that(
        held && cut.status == Some(Status::Incomplete) && cut.output_text() == collected.output_text(),
        format!("{whys:?}: {:?}", cut.value),
    ))
}

async fn conversation(wire: &Wire) -> Result<Outcome, Error> {
    let first = wire.client().respond(hello(wire)).await?;
    let mut items = vec![Item::user("What is a mixture of experts model?")];
    items.extend(first.output.iter().filter(|item| item.as_message().is_some()).cloned());
    items.push(Item::user("And who are the experts?"));
    let request = Request::new(wire.model(whole(RESPONSES)), items).instructions("Be short.");
    let second = wire.client().respond(request).await?;
    let input = |response: &openai_types::responses::Response| response.usage.as_ref()?.input_tokens;
    let holds = second.output_text() != first.output_text() && input(&second) > input(&first);
    Ok(Outcome::that(holds, format!("{:?}", second.value)))
}

async fn failed(wire: &Wire) -> Result<Outcome, Error> {
    let mut stream = wire.client().respond_stream(ask(wire, "trigger failure")).await?;
    while let Some(event) = stream.try_next().await? {
        if let Event::Failed(failed) = event {
            let told = failed.response.error.is_some_and(|error| error.message.is_some());
            return Ok(Outcome::that(told, "no reason is given"));
        }
    }
    Ok(Outcome::Failed("a response that failed passed for done".to_owned()))
}

async fn json_schema(wire: &Wire) -> Result<Outcome, Error> {
    if let Some(skip) = wire.lacks(RESPONSES, "text") {
        return Ok(skip);
    }
    let schema = serde_json::json!({
        "type": "object",
        "properties": {"title": {"type": "string"}, "stars": {"type": "integer", "enum": [1, 2, 3]}},
        "required": ["title", "stars"],
        "additionalProperties": false,
    });
    let reply = wire.client().respond(hello(wire).json_schema("review", schema)).await?;
    let answer: Value = serde_json::from_str(&reply.output_text()).unwrap_or_default();
    let stars = answer["stars"].as_u64().is_some_and(|stars| (1..=3).contains(&stars));
    Ok(Outcome::that(answer["title"].is_string() && stars, format!("{answer}")))
}

async fn refused(wire: &Wire) -> Outcome {
    let Some(parameter) = wire.parameter(RESPONSES, Rule::Rejected) else {
        return Outcome::Skipped("the profile refuses nothing of responses".to_owned());
    };
    let name = parameter.name;
    match wire.client().respond(hello(wire).extra(name.as_ref(), true)).await {
        Err(error) => {
            let told = error.kind() == ErrorKind::Unsupported && error.attempts() == 0;
            Outcome::that(told && error.to_string().contains(name.as_ref()), error.to_string())
        }
        Ok(reply) => Outcome::Failed(format!("`{name}` was not refused before sending: {:?}", reply.value)),
    }
}

async fn bad_value(wire: &Wire) -> Outcome {
    refused_value(wire.client().respond(hello(wire).top_p(9.0)).await, "top_p")
}

async fn input_tokens(wire: &Wire) -> Result<Outcome, Error> {
    let counted = InputTokensRequest::new(wire.model(whole(RESPONSES)), "What is a mixture of experts model?");
    let counted = wire.client().count_input_tokens(counted).await?;
    let spent = wire
        .client()
        .respond(hello(wire))
        .await?
        .usage
        .as_ref()
        .and_then(|usage| usage.input_tokens);
    Ok(Outcome::that(
        Some(counted.input_tokens) == spent,
        format!("{:?} counted, {spent:?} spent", counted.value),
    ))
}

async fn compact(wire: &Wire) -> Result<Outcome, Error> {
    let items = vec![
        Item::user("What is a mixture of experts model?"),
        Item::assistant("A model of many."),
        Item::user("And who are the experts?"),
    ];
    let request = CompactRequest::new(wire.model(whole(RESPONSES)), items);
    let mut short = wire.client().compact(request).await?.into_inner().output;
    let compacted = short.iter().any(|item| matches!(item, Item::Compaction(_)));
    short.push(Item::user("Go on."));
    let reply = wire
        .client()
        .respond(Request::new(wire.model(whole(RESPONSES)), short))
        .await?;
    Ok(Outcome::that(
        compacted && !reply.output_text().is_empty(),
        format!("{:?}", reply.value),
    ))
}
