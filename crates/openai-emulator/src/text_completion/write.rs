//! A completion, written down whole or as a stream.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{Choice, Request, Whole};
use crate::answer::Token;
use crate::completion::Identity;
use crate::stream::{self, frame};
use crate::wire::{Family, Wire, content_filter};

/// The response to a request that does not stream.
pub(super) fn whole(wire: &Wire, request: &Request, whole: &Whole) -> Value {
    let mut completion = frameless(request, &Identity::of(wire, "cmpl", &whole.random));
    let choices = whole.choices.iter().enumerate().map(|(index, choice)| {
        let finish = json!(choice.finish);
        let logprobs = logprobs(request, choice, 0, &choice.tokens);
        let mut written = self::choice(wire, index, &choice.text(), logprobs, finish);
        match wire {
            Wire::AzureDated { .. } | Wire::AzureV1 => {
                let verdict = content_filter::choice_verdict(content_filter::blocked(choice.finish));
                written.insert("content_filter_results".into(), verdict);
            }
            Wire::Deployed { .. } => {
                written.insert("stop_reason".into(), Value::Null);
                written.insert("prompt_logprobs".into(), Value::Null);
            }
            _ => {}
        }
        Value::Object(written)
    });
    completion.insert("choices".into(), choices.collect());
    completion.insert("usage".into(), usage(whole));
    if wire.family() == Family::Azure {
        let verdicts = (0..request.prompts.len()).map(|index| content_filter::prompt_result(wire, index));
        completion.insert("prompt_filter_results".into(), verdicts.collect());
    }
    Value::Object(completion)
}

/// Every event of the stream, framed: one a token, choices taking turns, and the `[DONE]` where the wire has one.
pub(super) fn events(wire: &Wire, request: &Request, whole: &Whole) -> Vec<Bytes> {
    let identity = Identity::of(wire, "cmpl", &whole.random);
    let mut events = Vec::new();
    if wire.family() == Family::Azure {
        events.push(frame(&content_filter::first_chunk(wire)));
    }
    let chunk = |choices: Value, usage: Option<Value>| {
        let mut chunk = frameless(request, &identity);
        chunk.insert("choices".into(), choices);
        if let Some(usage) = usage {
            chunk.insert("usage".into(), usage);
        }
        frame(&Value::Object(chunk))
    };
    let unknown = request.include_usage.then_some(Value::Null);
    let longest = whole
        .choices
        .iter()
        .map(|choice| choice.tokens.len())
        .max()
        .unwrap_or(0);
    for turn in 0..=longest {
        for (index, choice) in whole.choices.iter().enumerate() {
            let piece = match choice.tokens.get(turn) {
                Some(token) => {
                    let logprobs = logprobs(request, choice, turn, std::slice::from_ref(token));
                    self::choice(wire, index, &token.text, logprobs, Value::Null)
                }
                None if turn == choice.tokens.len() => last(wire, index, choice),
                None => continue,
            };
            events.push(chunk(json!([piece]), unknown.clone()));
        }
    }
    if request.include_usage {
        events.push(chunk(json!([]), Some(usage(whole))));
    }
    if wire.ends_with_done(&request.model) {
        events.push(stream::done());
    }
    events
}

/// What the whole and every chunk have.
fn frameless(request: &Request, identity: &Identity) -> Map<String, Value> {
    let mut completion = Map::new();
    completion.insert("id".into(), json!(identity.id));
    completion.insert("object".into(), json!("text_completion"));
    completion.insert("created".into(), json!(identity.created));
    completion.insert("model".into(), json!(request.model));
    if let Some(fingerprint) = &identity.fingerprint {
        completion.insert("system_fingerprint".into(), json!(fingerprint));
    }
    completion
}

fn choice(wire: &Wire, index: usize, text: &str, logprobs: Value, finish: Value) -> Map<String, Value> {
    let mut choice = Map::new();
    choice.insert("text".into(), json!(text));
    choice.insert("index".into(), json!(index));
    choice.insert("logprobs".into(), logprobs);
    choice.insert("finish_reason".into(), finish);
    if wire.family() == Family::Azure {
        choice.insert("content_filter_results".into(), json!({}));
    }
    choice
}

/// The choice of the chunk that tells why it ended.
fn last(wire: &Wire, index: usize, choice: &Choice) -> Map<String, Value> {
    let mut last = self::choice(wire, index, "", Value::Null, json!(choice.finish));
    if !content_filter::blocked(choice.finish).is_empty() {
        let verdict = content_filter::choice_verdict(content_filter::blocked(choice.finish));
        last.insert("content_filter_results".into(), verdict);
    }
    last
}

fn usage(whole: &Whole) -> Value {
    let (prompt, completion) = (whole.prompt_tokens, whole.completion_tokens);
    json!({
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    })
}

/// The log probabilities of some of a choice's tokens, `before` of which came earlier. Nothing comes before the first
/// token of a prompt, so that it has none.
fn logprobs(request: &Request, choice: &Choice, before: usize, tokens: &[Token]) -> Value {
    if request.logprobs.is_none() {
        return Value::Null;
    }
    let earlier = choice.tokens.iter().take(before);
    let mut offset = choice.offset + earlier.map(|token| token.text.chars().count()).sum::<usize>();
    let mut offsets = Vec::new();
    for token in tokens {
        offsets.push(offset);
        offset += token.text.chars().count();
    }
    let first = |position: usize| choice.echoed > 0 && before + position == 0;
    let chosen = tokens
        .iter()
        .enumerate()
        .map(|(position, token)| match first(position) {
            true => Value::Null,
            false => json!(token.logprob),
        });
    let top = tokens
        .iter()
        .enumerate()
        .map(|(position, token)| match first(position) {
            true => Value::Null,
            false => alternatives(token),
        });
    json!({
        "tokens": tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>(),
        "token_logprobs": chosen.collect::<Value>(),
        "top_logprobs": top.collect::<Value>(),
        "text_offset": offsets,
    })
}

/// The likeliest tokens at a place; the chosen one is always among them.
fn alternatives(token: &Token) -> Value {
    let mut map = Map::new();
    map.insert(token.text.clone(), json!(token.logprob));
    for (text, logprob) in &token.top {
        map.entry(text.clone()).or_insert_with(|| json!(logprob));
    }
    Value::Object(map)
}
