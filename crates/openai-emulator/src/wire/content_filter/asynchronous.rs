//! The asynchronous filter: text streams at once, and what the filter finds of it follows in chunks without text.

use serde_json::{Value, json};

use crate::wire::{Family, Wire};

/// Whether a deployment has this filter. It is a setting of the deployment, which the emulator reads from the name.
pub(crate) fn is_set(wire: &Wire, model: &str) -> bool {
    wire.family() == Family::Azure && model.ends_with("-async-filter")
}

/// The chunk before all others: such streams have the older name for what was found in the prompt.
pub(crate) fn first_chunk(wire: &Wire) -> Value {
    chunk(json!([]), Some(super::prompt_filter_results(wire)))
}

/// A chunk that names neither answer nor model.
pub(crate) fn chunk(choices: Value, annotations: Option<Value>) -> Value {
    let mut chunk = json!({ "id": "", "object": "", "created": 0, "model": "", "choices": choices });
    if let (Some(annotations), Some(chunk)) = (annotations, chunk.as_object_mut()) {
        chunk.insert("prompt_annotations".into(), annotations);
    }
    chunk
}

/// The choices of one stream, as the filter follows them: which characters it has looked at, counted from where the
/// prompt begins.
#[derive(Debug)]
pub(crate) struct Follower {
    start: usize,
    end: usize,
    tokens: usize,
}

impl Follower {
    /// Begins after a prompt of so many characters.
    pub(crate) fn new(prompt: usize) -> Self {
        Self {
            start: prompt,
            end: prompt,
            tokens: 0,
        }
    }

    /// Goes on by a token; what was found comes now and then.
    pub(crate) fn follow(&mut self, token: &str) -> Option<Value> {
        const EVERY: usize = 10;
        self.end += token.chars().count();
        self.tokens += 1;
        self.tokens.is_multiple_of(EVERY).then(|| self.annotation(None, &[]))
    }

    /// What was found of the rest.
    pub(crate) fn finish(&mut self, finish: Option<&str>, blocked: &[&str]) -> Value {
        self.annotation(finish, blocked)
    }

    /// All before `check_offset` has been looked at for good.
    fn annotation(&mut self, finish: Option<&str>, blocked: &[&str]) -> Value {
        let start = std::mem::replace(&mut self.start, self.end);
        json!({
            "finish_reason": finish,
            "content_filter_results": super::choice_verdict(blocked),
            "content_filter_offsets": { "check_offset": start, "start_offset": start, "end_offset": self.end },
        })
    }
}
