//! Chat with data sources as an endpoint.

use bytes::Bytes;
use http::response;
use openai_core::{
    ApiError, Call, Endpoint, Error, ErrorKind, Event, Operation, Progress, Streaming, Summary, decode_event,
    decode_json, error_in_stream,
};
use openai_types::Object;
use openai_types::chat::FinishReason;
use openai_types::usage::Usage;

use super::{Chunk, Completion, Request, Source};

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
        let completion: Completion = decode_json(head, &body)?;
        match error_beside(&completion.extra, &body) {
            Some(api) => Err(Error::from_answer(head.status, head.headers.clone(), body, api)),
            None => Ok(completion),
        }
    }

    fn summary(completion: &Completion) -> Summary {
        let reasons = completion
            .choices
            .iter()
            .filter_map(|choice| choice.finish_reason.as_ref());
        summary(&completion.id, &completion.model, completion.usage.as_ref(), reasons)
    }
}

impl<S: Source> Streaming for Request<S> {
    type Event = Chunk;

    const OPERATION: Operation = Operation::CHAT;

    fn streamed(mut self, usage: bool) -> Self {
        self.chat = self.chat.streamed(usage);
        self
    }
}

impl Event for Chunk {
    type Progress = TurnProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        if kind == "error"
            && let Some(api) = ApiError::in_stream(kind, data.as_bytes())
        {
            return Err(error_in_stream(api, data));
        }
        let chunk: Self = decode_event(kind, data)?;
        match error_beside(&chunk.extra, data.as_bytes()) {
            Some(api) => Err(error_in_stream(api, data)),
            None => Ok(chunk),
        }
    }

    fn summary(&self) -> Summary {
        let reasons = self.choices.iter().filter_map(|choice| choice.finish_reason.as_ref());
        summary(&self.id, &self.model, self.usage.as_ref(), reasons)
    }
}

/// Which answers of a stream have begun and which have ended.
#[derive(Clone, Debug, Default)]
pub struct TurnProgress {
    answers: Vec<(u64, bool)>,
}

impl Progress<Chunk> for TurnProgress {
    fn observe(&mut self, chunk: &Chunk) {
        for choice in &chunk.choices {
            let (index, ended) = (choice.index.unwrap_or(0), choice.is_end());
            match self.answers.iter_mut().find(|known| known.0 == index) {
                Some(known) => known.1 |= ended,
                None => self.answers.push((index, ended)),
            }
        }
    }

    fn is_complete(&self) -> bool {
        !self.answers.is_empty() && self.answers.iter().all(|answer| answer.1)
    }
}

/// An error object beside the members that were expected.
fn error_beside(extra: &Object, body: &[u8]) -> Option<ApiError> {
    extra
        .contains_key("error")
        .then(|| ApiError::in_stream("", body))
        .flatten()
}

fn summary<'a>(
    id: &Option<String>,
    model: &Option<String>,
    usage: Option<&Usage>,
    reasons: impl Iterator<Item = &'a FinishReason>,
) -> Summary {
    let mut summary = Summary::default();
    summary.id.clone_from(id);
    summary.model.clone_from(model);
    summary.input_tokens = usage.and_then(|usage| usage.prompt_tokens);
    summary.output_tokens = usage.and_then(|usage| usage.completion_tokens);
    summary.finish_reasons = reasons
        .map(ToString::to_string)
        .filter(|reason| !reason.is_empty())
        .collect();
    summary
}
