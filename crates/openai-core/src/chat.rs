//! Chat completions as an endpoint.

use bytes::Bytes;
use http::response;
use openai_types::Object;
use openai_types::chat::{Choice, Chunk, Completion, Request, StreamOptions};
use openai_types::usage::Usage;

use crate::endpoint::{decode_event, decode_json, error_in_stream};
use crate::{ApiError, Call, Endpoint, Error, ErrorKind, Event, Operation, Progress, Streaming, Summary};

impl Endpoint for Request {
    type Response = Completion;

    fn call(&self) -> Result<Call, Error> {
        if self.messages.is_empty() {
            let message = "`messages` is empty: a chat request needs at least one message";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        let numbers = [
            ("temperature", self.temperature),
            ("top_p", self.top_p),
            ("presence_penalty", self.presence_penalty),
            ("frequency_penalty", self.frequency_penalty),
        ];
        // JSON has no word for them: they would go out as null, which is to say not at all.
        if let Some((name, _)) = numbers
            .iter()
            .find(|(_, number)| number.is_some_and(|number| !number.is_finite()))
        {
            return Err(Error::new(
                ErrorKind::Invalid,
                format!("`{name}` is not a finite number"),
            ));
        }
        let call = Call::json(Operation::CHAT, &["chat", "completions"], self)?;
        Ok(call
            .with_model(self.model.as_deref())
            .with_stream(self.stream == Some(true)))
    }

    fn decode(head: &response::Parts, body: Bytes) -> Result<Completion, Error> {
        let completion: Completion = decode_json(head, &body)?;
        match error_member(&completion.extra, &body) {
            Some(api) => Err(Error::from_answer(head.status, head.headers.clone(), body, api)),
            None => Ok(completion),
        }
    }

    fn summary(completion: &Completion) -> Summary {
        let mut summary = summary(&completion.id, &completion.model, completion.usage.as_ref());
        let reasons = completion
            .choices
            .iter()
            .filter_map(|choice: &Choice| choice.finish_reason.as_ref());
        summary.finish_reasons = reasons.map(ToString::to_string).collect();
        summary
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

    fn progress(&self) -> ChatProgress {
        ChatProgress::expecting(self.n.unwrap_or(1))
    }
}

impl Event for Chunk {
    type Progress = ChatProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        if kind == "error"
            && let Some(api) = ApiError::in_stream(kind, data.as_bytes())
        {
            return Err(error_in_stream(api, data));
        }
        let chunk: Self = decode_event(kind, data)?;
        match error_member(&chunk.extra, data.as_bytes()) {
            Some(api) => Err(error_in_stream(api, data)),
            None => Ok(chunk),
        }
    }

    fn summary(&self) -> Summary {
        let mut summary = summary(&self.id, &self.model, self.usage.as_ref());
        let reasons = self.choices.iter().filter_map(|choice| choice.finish_reason.as_ref());
        summary.finish_reasons = reasons
            .map(ToString::to_string)
            .filter(|reason| !reason.is_empty())
            .collect();
        summary
    }
}

/// Which choices of a chat stream have begun and which have finished.
#[derive(Clone, Debug, Default)]
pub struct ChatProgress {
    expected: u64,
    choices: Vec<(u64, bool)>,
}

impl ChatProgress {
    /// Watches a stream that is to bring this many choices: a request's `n`.
    #[must_use]
    pub fn expecting(choices: u64) -> Self {
        Self {
            expected: choices,
            choices: Vec::new(),
        }
    }
}

impl Progress<Chunk> for ChatProgress {
    fn observe(&mut self, chunk: &Chunk) {
        for choice in &chunk.choices {
            let index = choice.index.unwrap_or(0);
            let finished = choice
                .finish_reason
                .as_ref()
                .is_some_and(|reason| !reason.as_str().is_empty());
            match self.choices.iter_mut().find(|known| known.0 == index) {
                Some(known) => known.1 |= finished,
                None => self.choices.push((index, finished)),
            }
        }
    }

    fn is_complete(&self) -> bool {
        let finished = self.choices.iter().filter(|choice| choice.1).count();
        finished == self.choices.len() && u64::try_from(finished).is_ok_and(|finished| finished >= self.expected.max(1))
    }
}

/// An error object beside or in place of the members that were expected.
fn error_member(extra: &Object, body: &[u8]) -> Option<ApiError> {
    (extra.contains_key("error") || extra.contains_key("error_code"))
        .then(|| ApiError::in_stream("", body))
        .flatten()
}

fn summary(id: &Option<String>, model: &Option<String>, usage: Option<&Usage>) -> Summary {
    Summary {
        id: id.clone(),
        model: model.clone(),
        input_tokens: usage.and_then(|usage| usage.prompt_tokens),
        output_tokens: usage.and_then(|usage| usage.completion_tokens),
        finish_reasons: Vec::new(),
    }
}
