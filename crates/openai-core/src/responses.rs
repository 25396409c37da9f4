//! Responses as endpoints, and a stream of one put together.

mod accumulate;
mod beta;
mod growth;

use bytes::Bytes;
use http::{Method, response};
use openai_types::list::Deleted;
use openai_types::responses::{
    self, CompactRequest, CompactedConversation, InputTokens, InputTokensRequest, ListQuery, Query, Request, Response,
};

pub use self::accumulate::Accumulator;
pub use self::beta::Beta;
use crate::check::{finite, require};
use crate::endpoint::{decode_event_union, decode_object, error_in_stream};
use crate::progress::ItemProgress;
use crate::{ApiError, Call, Collect, Endpoint, Error, Event, Operation, Streaming, Summary, Target, deleted};

/// Asks for a stored response, or for the rest of its stream.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retrieve {
    /// The response's id.
    pub id: String,
    /// How it is asked for.
    pub query: Query,
}

/// Asks for a stored response to be deleted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delete {
    /// The response's id.
    pub id: String,
}

/// Asks for a response that is made in the background to be stopped.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cancel {
    /// The response's id.
    pub id: String,
}

/// Asks for the items that went into a response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InputItems {
    /// The response's id.
    pub id: String,
    /// Which page of them.
    pub query: ListQuery,
}

impl Retrieve {
    /// The response with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            query: Query::new(),
        }
    }

    /// Sets how it is asked for.
    #[must_use]
    pub fn query(mut self, query: Query) -> Self {
        self.query = query;
        self
    }
}

impl<T: Into<String>> From<T> for Retrieve {
    fn from(id: T) -> Self {
        Self::new(id)
    }
}

impl Delete {
    /// The response with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Cancel {
    /// The response with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl InputItems {
    /// The items of the response with this id, the newest first.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            query: ListQuery::new(),
        }
    }

    /// Sets which page of them.
    #[must_use]
    pub fn query(mut self, query: ListQuery) -> Self {
        self.query = query;
        self
    }
}

impl Endpoint for Request {
    type Response = Response;

    fn call(&self) -> Result<Call, Error> {
        let says_something = self.input.is_some()
            || self.prompt.is_some()
            || self.conversation.is_some()
            || self.previous_response_id.is_some();
        let message = "`input` is missing: give a text or items, or name a prompt template or a conversation to go on";
        require(says_something, message)?;
        require(
            self.conversation.is_none() || self.previous_response_id.is_none(),
            TWO_PASTS,
        )?;
        finite([("temperature", self.temperature), ("top_p", self.top_p)])?;
        let call = Call::json(Operation::RESPONSES, &["responses"], self)?;
        Ok(call
            .with_model(self.model.as_deref())
            .with_stream(self.stream == Some(true)))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Response, Error> {
        decode_response(head, &body)
    }

    fn summary(response: &Response) -> Summary {
        summary(response)
    }
}

impl Streaming for Request {
    const OPERATION: Operation = Operation::RESPONSES;

    type Event = responses::Event;

    fn streamed(mut self, _: bool) -> Self {
        self.stream = Some(true);
        self
    }
}

impl Event for responses::Event {
    type Progress = ItemProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        let event = decode_event_union(kind, data, |event| match event {
            Self::Other(members) => Some(members),
            _ => None,
        })?;
        if matches!(event, Self::Error(_))
            && let Some(api) = ApiError::in_stream("error", data.as_bytes())
        {
            return Err(error_in_stream(api, data));
        }
        Ok(event)
    }

    fn is_last(&self) -> bool {
        self.is_last()
    }

    fn summary(&self) -> Summary {
        match self.response() {
            Some(response) if self.is_last() => summary(response),
            _ => Summary::default(),
        }
    }
}

impl Collect for responses::Event {
    type Accumulator = Accumulator;
}

impl Endpoint for Retrieve {
    type Response = Response;

    fn call(&self) -> Result<Call, Error> {
        let stream = self.query.stream == Some(true);
        let message = "`starting_after` goes with a stream: ask for one, or leave it out";
        require(stream || self.query.starting_after.is_none(), message)?;
        let call = Call::new(Operation::RESPONSES_RETRIEVE, Method::GET, target(&self.id, None)?);
        Ok(call.with_query(self.query.query()).with_stream(stream))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Response, Error> {
        decode_response(head, &body)
    }

    fn summary(response: &Response) -> Summary {
        summary(response)
    }
}

impl Streaming for Retrieve {
    const OPERATION: Operation = Operation::RESPONSES_RETRIEVE;

    type Event = responses::Event;

    fn streamed(mut self, _: bool) -> Self {
        self.query.stream = Some(true);
        self
    }
}

impl Endpoint for Delete {
    type Response = Deleted;

    fn call(&self) -> Result<Call, Error> {
        let target = target(&self.id, None)?;
        Ok(Call::new(Operation::RESPONSES_DELETE, Method::DELETE, target))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Deleted, Error> {
        deleted::decode(&self.id, head, &body)
    }
}

impl Endpoint for Cancel {
    type Response = Response;

    fn call(&self) -> Result<Call, Error> {
        let target = target(&self.id, Some("cancel"))?;
        Ok(Call::new(Operation::RESPONSES_CANCEL, Method::POST, target))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Response, Error> {
        decode_response(head, &body)
    }

    fn summary(response: &Response) -> Summary {
        summary(response)
    }
}

impl Endpoint for InputItems {
    type Response = responses::List;

    fn call(&self) -> Result<Call, Error> {
        let target = target(&self.id, Some("input_items"))?;
        let call = Call::new(Operation::RESPONSES_INPUT_ITEMS, Method::GET, target);
        Ok(call.with_query(self.query.query()))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<responses::List, Error> {
        decode_object(head, &body, |list: &responses::List| &list.extra)
    }
}

impl Endpoint for InputTokensRequest {
    type Response = InputTokens;

    fn call(&self) -> Result<Call, Error> {
        require(
            self.conversation.is_none() || self.previous_response_id.is_none(),
            TWO_PASTS,
        )?;
        let call = Call::json(Operation::RESPONSES_INPUT_TOKENS, &["responses", "input_tokens"], self)?;
        Ok(call.with_model(self.model.as_deref()))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<InputTokens, Error> {
        decode_object(head, &body, |tokens: &InputTokens| &tokens.extra)
    }
}

impl Endpoint for CompactRequest {
    type Response = CompactedConversation;

    fn call(&self) -> Result<Call, Error> {
        let message = "nothing is there to be made shorter: give `input` or `previous_response_id`";
        require(self.input.is_some() || self.previous_response_id.is_some(), message)?;
        let call = Call::json(Operation::RESPONSES_COMPACT, &["responses", "compact"], self)?;
        Ok(call.with_model(self.model.as_deref()))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<CompactedConversation, Error> {
        decode_object(head, &body, |compacted: &CompactedConversation| &compacted.extra)
    }
}

const TWO_PASTS: &str = "`conversation` and `previous_response_id` do not go together: leave one of them out";

fn target(id: &str, below: Option<&'static str>) -> Result<Target, Error> {
    Target::object("responses", "response id", id, below)
}

/// A response has an `error` of its own, which says that it failed: not that the call did.
fn decode_response(head: &response::Parts, body: &Bytes) -> Result<Response, Error> {
    decode_object(head, body, |response: &Response| &response.extra)
}

fn summary(response: &Response) -> Summary {
    let reason = response.incomplete_details.as_ref();
    let reason = reason
        .and_then(|details| details.reason.as_ref())
        .map(ToString::to_string);
    let status = || response.status.as_ref().map(ToString::to_string);
    Summary {
        id: response.id.clone(),
        model: response.model.clone(),
        input_tokens: response.usage.as_ref().and_then(|usage| usage.input_tokens),
        output_tokens: response.usage.as_ref().and_then(|usage| usage.output_tokens),
        finish_reasons: reason.or_else(status).into_iter().collect(),
    }
}
