//! Chat completions as an endpoint, and a stream of them put together.

mod accumulate;
mod merge;

use bytes::Bytes;
use http::response;
use openai_types::chat::{Chunk, Completion, Request, StreamOptions};

pub use self::accumulate::Accumulator;
use crate::check::{finite, require};
use crate::endpoint::{decode_event_object, decode_object};
use crate::{Call, ChoiceProgress, Collect, Endpoint, Error, Event, Operation, Streaming, Summary};

impl Endpoint for Request {
    type Response = Completion;

    fn call(&self) -> Result<Call, Error> {
        let message = "`messages` is empty: a chat request needs at least one message";
        require(!self.messages.is_empty(), message)?;
        finite([
            ("temperature", self.temperature),
            ("top_p", self.top_p),
            ("presence_penalty", self.presence_penalty),
            ("frequency_penalty", self.frequency_penalty),
        ])?;
        let call = Call::json(Operation::CHAT, &["chat", "completions"], self)?;
        Ok(call
            .with_model(self.model.as_deref())
            .with_stream(self.stream == Some(true)))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Completion, Error> {
        decode_object(head, &body, |completion: &Completion| &completion.extra)
    }

    fn summary(completion: &Completion) -> Summary {
        let choices = completion.choices.iter();
        Summary::of_completion(
            completion.id.as_deref(),
            completion.model.as_deref(),
            completion.usage.as_ref(),
            choices.filter_map(|choice| choice.finish_reason.as_ref()),
        )
    }
}

impl Streaming for Request {
    const OPERATION: Operation = Operation::CHAT;

    type Event = Chunk;

    fn streamed(mut self, usage: bool) -> Self {
        self.stream = Some(true);
        if usage {
            let options = self.stream_options.get_or_insert_with(StreamOptions::new);
            options.include_usage.get_or_insert(true);
        }
        self
    }

    fn progress(&self) -> ChoiceProgress {
        ChoiceProgress::expecting(self.n.unwrap_or(1))
    }
}

impl Event for Chunk {
    type Progress = ChoiceProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        decode_event_object(kind, data, |chunk: &Self| &chunk.extra)
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

impl Collect for Chunk {
    type Accumulator = Accumulator;
}
