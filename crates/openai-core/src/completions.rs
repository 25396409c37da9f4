//! Completions, the older operation, as an endpoint, and a stream of them put together.

mod accumulate;

use bytes::Bytes;
use http::response;
use openai_types::chat::StreamOptions;
use openai_types::completions::{Completion, Request};
use openai_types::prompt::Prompt;

pub use self::accumulate::Accumulator;
use crate::check::{finite, require};
use crate::endpoint::{decode_event_object, decode_object};
use crate::{Call, ChoiceProgress, Collect, Endpoint, Error, Event, Operation, Streaming, Summary};

impl Endpoint for Request {
    type Response = Completion;

    fn call(&self) -> Result<Call, Error> {
        let message = "`prompt` is an empty list: give a text, or leave `prompt` out";
        require(self.prompt.as_ref().is_none_or(|prompt| prompt.count() > 0), message)?;
        finite([
            ("temperature", self.temperature),
            ("top_p", self.top_p),
            ("presence_penalty", self.presence_penalty),
            ("frequency_penalty", self.frequency_penalty),
        ])?;
        let call = Call::json(Operation::COMPLETIONS, &["completions"], self)?;
        Ok(call
            .with_model(self.model.as_deref())
            .with_stream(self.stream == Some(true)))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Completion, Error> {
        decode_object(head, &body, |completion: &Completion| &completion.extra)
    }

    fn summary(completion: &Completion) -> Summary {
        Event::summary(completion)
    }
}

impl Streaming for Request {
    const OPERATION: Operation = Operation::COMPLETIONS;

    type Event = Completion;

    fn streamed(mut self, usage: bool) -> Self {
        self.stream = Some(true);
        if usage {
            let options = self.stream_options.get_or_insert_with(StreamOptions::new);
            options.include_usage.get_or_insert(true);
        }
        self
    }

    fn progress(&self) -> ChoiceProgress {
        let prompts = self.prompt.as_ref().map_or(1, Prompt::count);
        let prompts = u64::try_from(prompts).unwrap_or(u64::MAX);
        ChoiceProgress::expecting(prompts.saturating_mul(self.n.unwrap_or(1)))
    }
}

/// A piece of an answer has the shape of a whole one.
impl Event for Completion {
    type Progress = ChoiceProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        decode_event_object(kind, data, |piece: &Self| &piece.extra)
    }

    fn summary(&self) -> Summary {
        let choices = self.choices.iter();
        Summary::of_completion(
            self.id.as_deref(),
            self.model.as_deref(),
            self.usage.as_ref(),
            choices.filter_map(|choice| choice.finish_reason.as_ref()),
        )
    }
}

impl Collect for Completion {
    type Accumulator = Accumulator;
}
