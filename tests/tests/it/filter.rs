//! What only Azure has on every version of chat: a content filter that cuts answers, at once or beside the stream.

use conformance::{Check, Outcome, Wire, checks, streamed, whole};
use openai_core::{Error, Operation};
use openai_types::chat::{Completion, FinishReason, Message, Request};

pub(crate) const CHECKS: &[Check] = checks! {
    "answer cut by the content filter" [whole(CHAT)] cut;
    "stream cut by the content filter" [whole(CHAT), streamed(CHAT)] cut_stream;
    "stream beside the content filter" [whole(CHAT), streamed(CHAT)] beside;
    "stream cut beside the content filter" [streamed(CHAT)] cut_beside;
    "completion cut by the content filter" [whole(COMPLETIONS), streamed(COMPLETIONS)] cut_completion;
};

const CHAT: Operation = Operation::CHAT;
const COMPLETIONS: Operation = Operation::COMPLETIONS;

const PROMPT: &str = "Please trigger output filter.";

/// A deployment whose filter works beside the stream.
const BESIDE: &str = "prod-4o-async-filter";

/// How an answer ended, and whether the filter says that it found violence.
fn end(answer: &Completion) -> (Option<FinishReason>, bool) {
    let choice = answer.choices.first();
    let found = choice.and_then(|choice| choice.content_filter_results.as_ref()?.violence.as_ref());
    let reason = choice.and_then(|choice| choice.finish_reason.clone());
    (reason, found.is_some_and(|violence| violence.filtered))
}

fn is_cut(answer: &Completion) -> bool {
    end(answer) == (Some(FinishReason::ContentFilter), true)
}

async fn cut(wire: &Wire) -> Result<Outcome, Error> {
    let reply = wire
        .client()
        .chat(Request::without_model([Message::user(PROMPT)]))
        .await?;
    Ok(Outcome::that(
        is_cut(&reply) && reply.text().is_empty(),
        format!("{:?}", reply.value),
    ))
}

async fn cut_stream(wire: &Wire) -> Result<Outcome, Error> {
    let request = || Request::without_model([Message::user(PROMPT)]);
    let reply = wire.client().chat_stream(request()).await?.collect().await?;
    Ok(Outcome::that(
        is_cut(&reply) && !reply.text().is_empty(),
        format!("what came before the cut is lost: {:?}", reply.value),
    ))
}

async fn beside(wire: &Wire) -> Result<Outcome, Error> {
    let request = || Request::new(BESIDE, [Message::user("What is a mixture of experts model?")]);
    let whole = wire.client().chat(request()).await?;
    let mut stream = wire.client().chat_stream(request()).await?;
    let mut looked_at = Vec::new();
    while let Some(chunk) = stream.try_next().await? {
        let choice = chunk.choices.first().filter(|choice| choice.delta.is_none());
        looked_at.extend(choice.and_then(|choice| choice.content_filter_offsets.as_ref()?.end_offset));
    }
    let collected = wire.client().chat_stream(request()).await?.collect().await?;
    let choice = collected.choices.first();
    let offsets = choice.and_then(|choice| choice.content_filter_offsets.as_ref());
    let holds = end(&collected) == (Some(FinishReason::Stop), false)
        && collected.text() == whole.text()
        && collected.id == whole.id
        && collected.model == whole.model;
    let told = looked_at.len() > 1 && offsets.and_then(|offsets| offsets.end_offset) == looked_at.last().copied();
    Ok(Outcome::that(
        holds && told,
        format!("{looked_at:?}, {:?} is not {:?}", collected.value, whole.value),
    ))
}

async fn cut_beside(wire: &Wire) -> Result<Outcome, Error> {
    let request = Request::new(BESIDE, [Message::user(PROMPT)]);
    let reply = wire.client().chat_stream(request).await?.collect().await?;
    Ok(Outcome::that(
        is_cut(&reply) && !reply.text().is_empty(),
        format!("{:?}", reply.value),
    ))
}

async fn cut_completion(wire: &Wire) -> Result<Outcome, Error> {
    let request = || openai_types::completions::Request::new(wire.model(whole(COMPLETIONS)), PROMPT);
    let whole = wire.client().complete(request()).await?;
    let collected = wire.client().complete_stream(request()).await?.collect().await?;
    let is_cut = |choices: &[openai_types::completions::Choice]| {
        let reason = choices.first().and_then(|choice| choice.finish_reason.clone());
        reason == Some(FinishReason::ContentFilter)
    };
    Ok(Outcome::that(
        is_cut(&whole.choices) && is_cut(&collected.choices) && collected.text() == whole.text(),
        format!("{:?} is not {:?}", collected.value, whole.value),
    ))
}
