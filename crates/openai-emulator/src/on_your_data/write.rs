//! Answers on one's own data, in the three forms that the versions have, whole and streamed.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::document::Document;
use super::{Form, Request};
use crate::random::Random;
use crate::{stream, token};

/// Writes one answer.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    request: &'a Request,
    id: String,
    created: u64,
    /// What is said, token by token, with its markers.
    tokens: Vec<String>,
    finish: &'static str,
}

impl<'a> Writer<'a> {
    pub(super) fn new(request: &'a Request, seed: u64) -> Self {
        let mut random = Random::from_parts(
            seed,
            &[b"on your data", request.model.as_bytes(), request.question.as_bytes()],
        );
        let text = speak(&request.documents, &request.question);
        let all = token::tokens(&text);
        let finish = if all.len() > request.limit { "length" } else { "stop" };
        Self {
            id: random.uuid(),
            created: 1_700_000_000 + random.below(31_536_000),
            tokens: all.into_iter().take(request.limit).map(str::to_owned).collect(),
            finish,
            request,
        }
    }

    /// The answer that is not streamed.
    pub(super) fn whole(&self) -> Value {
        let text = self.tokens.concat();
        let mut choice = match self.request.form {
            Form::Messages => json!({
                "index": 0,
                "messages": [
                    { "index": 0, "role": "tool", "content": self.tool_content(), "end_turn": false },
                    { "index": 1, "role": "assistant", "content": text, "end_turn": true },
                ],
            }),
            Form::ContextMessages | Form::Context => {
                let mut message = json!({ "role": "assistant", "content": text, "end_turn": true });
                self.add_context(&mut message);
                if self.request.form == Form::Context {
                    set(&mut message, "refusal", Value::Null);
                }
                json!({ "index": 0, "finish_reason": self.finish, "logprobs": Value::Null, "message": message })
            }
        };
        if let Some(grounding) = &self.request.grounding {
            set(&mut choice, "enhancements", json!({ "grounding": grounding }));
        }
        let mut answer = self.frame("chat.completion", choice);
        if self.request.form != Form::Messages {
            set(&mut answer, "usage", self.usage());
        }
        answer
    }

    /// Every event of the stream: what was found, the words, the end of the turn.
    pub(super) fn events(&self) -> Vec<Bytes> {
        match self.request.form {
            Form::Messages => self.message_events(),
            Form::ContextMessages => self.delta_events("extensions.chat.completion.chunk"),
            Form::Context => self.delta_events("chat.completion.chunk"),
        }
    }

    fn message_events(&self) -> Vec<Bytes> {
        let event = |index: u64, delta: Value, end_turn: bool| {
            let message = json!({ "index": index, "delta": delta, "end_turn": end_turn });
            stream::frame(&self.frame("chat.completion.chunk", json!({ "index": 0, "messages": [message] })))
        };
        let mut events = vec![
            event(0, json!({ "role": "tool", "content": self.tool_content() }), false),
            event(1, json!({ "role": "assistant" }), false),
        ];
        events.extend(
            self.tokens
                .iter()
                .map(|text| event(1, json!({ "content": text }), false)),
        );
        events.push(event(2, json!({ "content": "[DONE]" }), true));
        events
    }

    fn delta_events(&self, object: &str) -> Vec<Bytes> {
        let event = |delta: Value, finish: Option<&str>| {
            let choice = json!({ "index": 0, "delta": delta, "end_turn": finish.is_some(), "finish_reason": finish });
            stream::frame(&self.frame(object, choice))
        };
        let mut opening = json!({ "role": "assistant" });
        self.add_context(&mut opening);
        let mut events = vec![event(opening, None)];
        events.extend(self.tokens.iter().map(|text| event(json!({ "content": text }), None)));
        events.push(event(json!({}), Some(self.finish)));
        if self.request.include_usage {
            let mut usage = self.frame(object, Value::Null);
            set(&mut usage, "choices", json!([]));
            set(&mut usage, "usage", self.usage());
            events.push(stream::frame(&usage));
        }
        events.push(Bytes::from_static(b"data: [DONE]\n\n"));
        events
    }

    fn frame(&self, object: &str, choice: Value) -> Value {
        json!({
            "id": self.id,
            "object": object,
            "created": self.created,
            "model": self.request.model,
            "choices": [choice],
        })
    }

    /// Puts what was found into a message, or into the first piece of one.
    fn add_context(&self, message: &mut Value) {
        let context = match self.request.form {
            // Nothing was searched: only an image was looked at.
            _ if self.request.documents.is_empty() && self.request.grounding.is_some() => return,
            Form::Messages => return,
            Form::ContextMessages => {
                let tool = json!({ "role": "tool", "content": self.tool_content(), "end_turn": false });
                json!({ "messages": [tool] })
            }
            Form::Context => self.context(),
        };
        set(message, "context", context);
    }

    fn context(&self) -> Value {
        let (documents, intent) = (&self.request.documents, self.intent());
        let mut context = Map::new();
        for name in &self.request.contexts {
            let value = match name.as_str() {
                "citations" => documents.iter().map(Document::citation).collect(),
                "intent" => json!(intent),
                _ => documents
                    .iter()
                    .map(|document| document.retrieved(&self.request.question))
                    .collect(),
            };
            context.insert(name.clone(), value);
        }
        Value::Object(context)
    }

    /// What the tool of the 2023 previews says: JSON in a string.
    fn tool_content(&self) -> String {
        let citations: Value = self.request.documents.iter().map(Document::early_citation).collect();
        json!({ "citations": citations, "intent": self.intent() }).to_string()
    }

    /// What the question was taken for: a list of searches, as JSON in a string.
    fn intent(&self) -> String {
        json!([self.request.question]).to_string()
    }

    fn usage(&self) -> Value {
        let (prompt, said) = (self.request.prompt_tokens, self.tokens.len());
        json!({ "prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said })
    }
}

/// A sentence from each document, with the marker that leads to it.
fn speak(documents: &[Document], question: &str) -> String {
    let mut text = "This answer comes from the openai emulator.".to_owned();
    if documents.is_empty() {
        text.push_str(&format!(" No document was found for \"{question}\"."));
    }
    for (number, document) in (1..).zip(documents) {
        text.push_str(&format!(" {} [doc{number}].", document.content.trim_end_matches('.')));
    }
    text
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}
