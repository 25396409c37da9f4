//! Chat with data sources as an endpoint.

use bytes::Bytes;
use http::response;
use openai_core::{
    Call, ChoiceProgress, Collect, Endpoint, Error, ErrorKind, Event, Operation, Progress, Streaming, Summary,
    decode_event_object, decode_object,
};

use super::{Accumulator, Chunk, Completion, Request, Source};

impl<S: Source> Endpoint for Request<S> {
    type Response = Completion;

    fn call(&self) -> Result<Call, Error> {
        let empty = match (self.chat.messages.is_empty(), self.data_sources.is_empty()) {
            (true, _) => "`messages` is empty: a chat request needs at least one message".to_owned(),
            (_, true) => format!(
                "`{}` is empty: without a source, send the chat request itself",
                S::MEMBER
            ),
            _ => {
                let call = Call::json(Operation::CHAT, S::PATH, self)?;
                return Ok(call
                    .with_model(self.chat.model.as_deref())
                    .with_stream(self.chat.stream == Some(true)));
            }
        };
        Err(Error::new(ErrorKind::Invalid, empty))
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

impl<S: Source> Streaming for Request<S> {
    type Event = Chunk;

    const OPERATION: Operation = Operation::CHAT;

    fn streamed(mut self, usage: bool) -> Self {
        // No document of the extensions has `stream_options`, and no client is known to send it there.
        self.chat = self.chat.streamed(usage && !S::PATH.contains(&"extensions"));
        self
    }

    fn progress(&self) -> TurnProgress {
        TurnProgress(self.chat.progress())
    }
}

impl Event for Chunk {
    type Progress = TurnProgress;

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

/// Which answers of a stream have begun and which have ended.
#[derive(Clone, Debug, Default)]
pub struct TurnProgress(ChoiceProgress);

impl Progress<Chunk> for TurnProgress {
    fn observe(&mut self, chunk: &Chunk) {
        for choice in &chunk.choices {
            self.0.see(choice.index, choice.is_end());
        }
    }

    fn is_complete(&self) -> bool {
        self.0.is_complete()
    }
}
