//! An answer, written down as a stream: one event a token, choices taking turns.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::answer::{Answer, Choice, Said};
use crate::chat::Chat;
use crate::completion::{self, Identity};
use crate::conversation;
use crate::tool_call::ToolCall;
use crate::wire::content_filter::asynchronous::{self, Follower};
use crate::wire::vertex::thought::{self, Thoughts};
use crate::wire::{Family, Wire, content_filter};

/// Every event of the stream, framed, the `[DONE]` included where the wire has one.
pub(crate) fn events(wire: &Wire, chat: &Chat, answer: &Answer) -> Vec<Bytes> {
    let identity = Identity::new(wire, answer);
    let writer = Writer {
        wire,
        chat,
        identity: &identity,
        is_asynchronous: asynchronous::is_set(wire, &chat.model),
    };
    let mut events = Vec::new();
    if writer.is_asynchronous {
        events.push(frame(&asynchronous::first_chunk(wire)));
    } else if wire.family() == Family::Azure {
        events.push(frame(&content_filter::first_chunk(wire)));
    }
    let turns: Vec<Vec<Value>> = answer.choices.iter().map(|choice| writer.deltas(choice)).collect();
    let longest = turns.iter().map(Vec::len).max().unwrap_or(0);
    for turn in 0..longest {
        for (index, deltas) in turns.iter().enumerate() {
            if let Some(delta) = deltas.get(turn) {
                events.push(frame(&writer.chunk(index, delta)));
            }
        }
    }
    if chat.include_usage {
        let mut chunk = writer.frameless();
        chunk.insert("choices".into(), json!([]));
        chunk.insert("usage".into(), completion::usage(wire, answer));
        events.push(frame(&Value::Object(chunk)));
    }
    if wire.ends_with_done(&chat.model) {
        events.push(done());
    }
    events
}

/// One event.
pub(crate) fn frame(data: &Value) -> Bytes {
    Bytes::from(format!("data: {data}\n\n"))
}

/// The event that ends a stream.
pub(crate) fn done() -> Bytes {
    Bytes::from_static(b"data: [DONE]\n\n")
}

#[derive(Debug)]
struct Writer<'a> {
    wire: &'a Wire,
    chat: &'a Chat,
    identity: &'a Identity,
    /// Azure's filter speaks in chunks of its own.
    is_asynchronous: bool,
}

impl Writer<'_> {
    /// What every chunk of the stream has.
    fn frameless(&self) -> Map<String, Value> {
        let mut chunk = Map::new();
        chunk.insert("id".into(), json!(self.identity.id));
        chunk.insert("object".into(), json!("chat.completion.chunk"));
        chunk.insert("created".into(), json!(self.identity.created));
        chunk.insert("model".into(), json!(self.chat.model));
        if let Some(fingerprint) = &self.identity.fingerprint {
            chunk.insert("system_fingerprint".into(), json!(fingerprint));
        }
        if *self.wire == Wire::OpenAi {
            chunk.insert("service_tier".into(), json!("default"));
        }
        chunk
    }

    /// A chunk with one choice, whose members (all but the index) stand in `choice`.
    fn chunk(&self, index: usize, choice: &Value) -> Value {
        let mut choice = choice.clone();
        let words = choice
            .pointer("/delta/content")
            .and_then(Value::as_str)
            .map_or(0, str::len);
        if let Some(choice) = choice.as_object_mut() {
            choice.insert("index".into(), json!(index));
        }
        if choice.get("delta").is_none() {
            return asynchronous::chunk(json!([choice]), None);
        }
        let mut chunk = self.frameless();
        chunk.insert("choices".into(), json!([choice]));
        if matches!(self.wire.family(), Family::OpenAi | Family::Azure) && self.chat.include_usage {
            chunk.insert("usage".into(), Value::Null);
        }
        if *self.wire == Wire::OpenAi && self.chat.include_obfuscation {
            // Padding that hides how long each token is.
            chunk.insert("obfuscation".into(), json!("0".repeat(16_usize.saturating_sub(words))));
        }
        Value::Object(chunk)
    }

    /// The choice of each chunk: the role first, then the tokens, then why it ended.
    fn deltas(&self, choice: &Choice) -> Vec<Value> {
        let mut deltas = Vec::new();
        let thoughts = completion::shown_thoughts(self.chat, choice);
        match &choice.said {
            Said::Text(tokens) => {
                deltas.push(self.choice(self.opening(json!("")), None));
                deltas.extend(self.thoughts(thoughts));
                if let Some(item) = completion::reasoning_item(self.wire, self.chat, choice) {
                    deltas.push(self.choice(json!({ "content": [item] }), None));
                }
                let mut follower = self.follower();
                let mut closing = thoughts.map(Thoughts::closing).unwrap_or_default();
                for token in tokens {
                    let text = std::mem::take(&mut closing) + &token.text;
                    let mut delta = self.choice(json!({ "content": text }), None);
                    if self.chat.logprobs.is_some() && *self.wire != Wire::Gemini {
                        set(
                            &mut delta,
                            "logprobs",
                            completion::token_logprobs(std::slice::from_ref(token)),
                        );
                    }
                    deltas.push(delta);
                    deltas.extend(follower.as_mut().and_then(|follower| follower.follow(&token.text)));
                }
                if let Some(mut follower) = follower {
                    let blocked = content_filter::blocked(choice.finish);
                    if blocked.is_empty() {
                        deltas.push(self.choice(json!({}), Some(choice.finish)));
                    }
                    deltas.push(follower.finish((!blocked.is_empty()).then_some(choice.finish), blocked));
                    return deltas;
                }
            }
            Said::Calls(calls) if self.chat.stream_arguments && *self.wire == Wire::Gemini => {
                deltas.extend(self.thoughts_alone(thoughts));
                for call in calls {
                    deltas.extend(gemini_fragments(call).into_iter().map(|delta| self.choice(delta, None)));
                }
            }
            Said::Calls(calls) if *self.wire == Wire::Gemini => {
                deltas.extend(self.thoughts_alone(thoughts));
                let whole: Value = calls
                    .iter()
                    .enumerate()
                    .map(|(index, call)| opening_call(index, call, true))
                    .collect();
                deltas.push(self.choice(json!({ "role": "assistant", "tool_calls": whole }), None));
            }
            Said::Calls(calls) => {
                deltas.push(self.choice(self.opening(Value::Null), None));
                for (index, call) in calls.iter().enumerate() {
                    let opening = json!({ "tool_calls": [opening_call(index, call, false)] });
                    deltas.push(self.choice(opening, None));
                    let pieces = call.pieces.iter().map(|piece| fragment(index, call, piece));
                    deltas.extend(pieces.map(|piece| self.choice(json!({ "tool_calls": [piece] }), None)));
                }
            }
            Said::Function(call) => {
                let mut opening = self.opening(Value::Null);
                set(
                    &mut opening,
                    "function_call",
                    json!({ "name": call.name, "arguments": "" }),
                );
                deltas.push(self.choice(opening, None));
                let pieces = call
                    .pieces
                    .iter()
                    .map(|piece| json!({ "function_call": { "arguments": piece } }));
                deltas.extend(pieces.map(|piece| self.choice(piece, None)));
            }
        }
        let mut last = self.choice(json!({}), Some(choice.finish));
        if !content_filter::blocked(choice.finish).is_empty() {
            let verdict = content_filter::choice_verdict(content_filter::blocked(choice.finish));
            set(&mut last, "content_filter_results", verdict);
        }
        deltas.push(last);
        deltas
    }

    /// What follows a choice for the asynchronous filter, from where the prompt ends.
    fn follower(&self) -> Option<Follower> {
        let texts = self.chat.messages.iter().flat_map(conversation::texts);
        let prompt = texts.map(|text| text.chars().count()).sum();
        self.is_asynchronous.then(|| Follower::new(prompt))
    }

    /// Thoughts are marked; a tag that they stand between is closed by the answer's first piece.
    fn thoughts(&self, thoughts: Option<&Thoughts>) -> Vec<Value> {
        let pieces = thoughts.map(Thoughts::pieces).into_iter().flatten();
        let delta = |piece| {
            let extra = thought::extra_content("thought", true);
            self.choice(
                json!({ "role": "assistant", "content": piece, "extra_content": extra }),
                None,
            )
        };
        pieces.map(delta).collect()
    }

    /// Thoughts that no text follows: their tag is closed at once.
    fn thoughts_alone(&self, thoughts: Option<&Thoughts>) -> Vec<Value> {
        let closing = thoughts.map(Thoughts::closing).filter(|closing| !closing.is_empty());
        let closing = closing.map(|closing| self.choice(json!({ "content": closing }), None));
        self.thoughts(thoughts).into_iter().chain(closing).collect()
    }

    fn opening(&self, content: Value) -> Value {
        let mut delta = json!({ "role": "assistant", "content": content });
        if matches!(self.wire.family(), Family::OpenAi | Family::Azure) {
            set(&mut delta, "refusal", Value::Null);
        }
        delta
    }

    fn choice(&self, delta: Value, finish: Option<&str>) -> Value {
        let says = delta
            .get("content")
            .and_then(Value::as_str)
            .is_some_and(|content| !content.is_empty());
        let mut choice = json!({ "delta": delta, "finish_reason": finish, "logprobs": Value::Null });
        if self.wire.family() == Family::Azure && !self.is_asynchronous {
            let verdict = if says {
                content_filter::choice_verdict(&[])
            } else {
                json!({})
            };
            set(&mut choice, "content_filter_results", verdict);
        }
        choice
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.into(), value);
    }
}

fn opening_call(index: usize, call: &ToolCall, whole: bool) -> Value {
    let input = if whole { call.arguments() } else { String::new() };
    let written = if call.custom {
        json!({ "index": index, "id": call.id, "type": "custom", "custom": { "name": call.name, "input": input } })
    } else {
        json!({ "index": index, "id": call.id, "type": "function", "function": { "name": call.name, "arguments": input } })
    };
    completion::signed(written, call)
}

fn fragment(index: usize, call: &ToolCall, piece: &str) -> Value {
    if call.custom {
        json!({ "index": index, "custom": { "input": piece } })
    } else {
        json!({ "index": index, "function": { "arguments": piece } })
    }
}

/// With `stream_function_call_arguments`, Gemini repeats the role, the id and the name in every chunk, and the index
/// of the first chunk is not that of the others: only the id tells which call a fragment belongs to.
fn gemini_fragments(call: &ToolCall) -> Vec<Value> {
    let fragment = |(number, piece): (usize, &String)| {
        let index = usize::from(number == 0);
        let function = json!({ "name": call.name, "arguments": piece });
        let mut piece = json!({ "index": index, "id": call.id, "type": "function", "function": function });
        if number == 0 {
            piece = completion::signed(piece, call);
        }
        json!({ "role": "assistant", "tool_calls": [piece] })
    };
    call.pieces.iter().enumerate().map(fragment).collect()
}
