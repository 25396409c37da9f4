//! Requests that know the call they make and how the answer is read.

use bytes::Bytes;
use http::response;

use openai_types::Object;
use openai_types::chat::FinishReason;
use openai_types::usage::Usage;

use crate::{ApiError, Call, Error, ErrorKind, Operation};

/// What a request type promises: the call it makes, and how the answer is read.
pub trait Endpoint {
    /// What comes back.
    type Response;

    /// The call that this request makes.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the request cannot be right on any cloud; nothing is sent then.
    fn call(&self) -> Result<Call, Error>;

    /// Reads an answer with a good status.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] with the bytes and the path of the member that does not fit, or [`ErrorKind::Api`] where
    /// the answer is an error object after all.
    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Self::Response, Error>;

    /// What a trace tells of an answer. The default tells nothing.
    fn summary(response: &Self::Response) -> Summary {
        let _ = response;
        Summary::default()
    }
}

/// A request whose answer can come as a stream of events.
pub trait Streaming: Endpoint + Sized {
    /// The operation that is streamed.
    const OPERATION: Operation;

    /// One event of the stream.
    type Event: Event;

    /// The same request, asking for a stream; and for usage at its end where `usage` is set and the request does not
    /// say otherwise.
    #[must_use]
    fn streamed(self, usage: bool) -> Self;

    /// What watches the stream of this request. The default knows nothing of the request.
    fn progress(&self) -> <Self::Event as Event>::Progress {
        Default::default()
    }
}

/// One event of a stream.
pub trait Event: Sized + Send + 'static {
    /// Watches the stream to tell whether a close without an end marker is an end.
    type Progress: Progress<Self> + Default + Send + Unpin;

    /// Reads an event from its type and its data. An event of an unknown type is an item too, not an error.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] where the data does not fit; [`ErrorKind::Api`] where it is an error object.
    fn decode(kind: &str, data: &str) -> Result<Self, Error>;

    /// Whether it is by its nature the last event of its stream. The default is never.
    fn is_last(&self) -> bool {
        false
    }

    /// What a trace tells of the event. The default tells nothing.
    fn summary(&self) -> Summary {
        Summary::default()
    }
}

/// An event whose stream can be put together to the answer that would have come without a stream.
pub trait Collect: Event {
    /// What puts it together.
    type Accumulator: Accumulate<Self>;
}

/// Puts the events of a stream together: events in, whole out, nothing else.
pub trait Accumulate<E>: Default + Send {
    /// What they amount to.
    type Whole: Send + Sync + 'static;

    /// Adds an event.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] where what the event brings cannot be read.
    fn add(&mut self, event: &E) -> Result<(), Error>;

    /// What came so far.
    fn whole(self) -> Self::Whole;
}

/// Tells whether a stream is complete.
pub trait Progress<E> {
    /// Sees an event.
    fn observe(&mut self, event: &E);

    /// Whether everything that was begun has been finished.
    fn is_complete(&self) -> bool;

    /// Whether something is known to be unfinished, so that even `[DONE]` is no end. The default is never.
    fn is_unfinished(&self) -> bool {
        false
    }
}

/// What a trace tells of an answer: numbers and names, no content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The answer's id.
    pub id: Option<String>,
    /// The model that answered.
    pub model: Option<String>,
    /// Tokens of the prompt.
    pub input_tokens: Option<u64>,
    /// Tokens of the answer.
    pub output_tokens: Option<u64>,
    /// Why each choice ended.
    pub finish_reasons: Vec<String>,
}

impl Summary {
    /// What chat completions and completions tell, whole or in pieces. Reasons that are empty texts are left out.
    #[must_use]
    pub fn of_completion<'a>(
        id: Option<&str>,
        model: Option<&str>,
        usage: Option<&Usage>,
        reasons: impl Iterator<Item = &'a FinishReason>,
    ) -> Self {
        Self {
            id: id.map(str::to_owned),
            model: model.map(str::to_owned),
            input_tokens: usage.and_then(|usage| usage.prompt_tokens),
            output_tokens: usage.and_then(|usage| usage.completion_tokens),
            finish_reasons: reasons
                .map(ToString::to_string)
                .filter(|reason| !reason.is_empty())
                .collect(),
        }
    }

    /// Takes over what a later event tells.
    pub fn merge(&mut self, later: Self) {
        let keep = |old: &mut Option<String>, new: Option<String>| {
            if new.as_ref().is_some_and(|new| !new.is_empty()) {
                *old = new;
            }
        };
        keep(&mut self.id, later.id);
        keep(&mut self.model, later.model);
        self.input_tokens = later.input_tokens.or(self.input_tokens);
        self.output_tokens = later.output_tokens.or(self.output_tokens);
        self.finish_reasons.extend(later.finish_reasons);
    }
}

/// Decodes a JSON answer, keeping the bytes where it does not fit.
///
/// # Errors
/// As [`Endpoint::decode`].
pub fn decode_json<T: serde::de::DeserializeOwned>(head: &response::Parts, body: &Bytes) -> Result<T, Error> {
    openai_types::decode(body).map_err(|error| match ApiError::in_stream("", body) {
        Some(api) => Error::from_answer(head.status, head.headers.clone(), body.clone(), api),
        None => Error::new(ErrorKind::Decode, format!("the answer cannot be read: {error}")).with_body(body.clone()),
    })
}

/// Decodes a JSON object that may hold an error beside or in place of the members that were expected; `extra` are the
/// members that its type does not name.
///
/// # Errors
/// As [`Endpoint::decode`].
pub fn decode_object<T: serde::de::DeserializeOwned>(
    head: &response::Parts,
    body: &Bytes,
    extra: impl FnOnce(&T) -> &Object,
) -> Result<T, Error> {
    let object = decode_json(head, body)?;
    match error_member(extra(&object), body) {
        Some(api) => Err(Error::from_answer(head.status, head.headers.clone(), body.clone(), api)),
        None => Ok(object),
    }
}

/// Decodes an event's data, keeping it where it does not fit.
///
/// # Errors
/// As [`Event::decode`].
pub fn decode_event<T: serde::de::DeserializeOwned>(kind: &str, data: &str) -> Result<T, Error> {
    openai_types::decode_str(data).map_err(|error| match ApiError::in_stream(kind, data.as_bytes()) {
        Some(api) => error_in_stream(api, data),
        None => Error::new(ErrorKind::Decode, format!("an event cannot be read: {error}"))
            .with_body(Bytes::copy_from_slice(data.as_bytes())),
    })
}

/// The error that an error object inside a stream amounts to.
#[must_use]
pub fn error_in_stream(api: ApiError, data: &str) -> Error {
    let kind = if api.is_content_filter() {
        ErrorKind::ContentFilter
    } else {
        ErrorKind::Api
    };
    Error::new(kind, format!("the server reports an error inside its answer: {api}"))
        .with_api(api)
        .with_body(Bytes::copy_from_slice(data.as_bytes()))
}

/// Decodes an event whose data may hold an error beside or in place of the members that were expected; `extra` are the
/// members that its type does not name.
///
/// # Errors
/// As [`Event::decode`].
pub fn decode_event_object<T: serde::de::DeserializeOwned>(
    kind: &str,
    data: &str,
    extra: impl FnOnce(&T) -> &Object,
) -> Result<T, Error> {
    refuse_error(kind, data)?;
    let event = decode_event(kind, data)?;
    match error_member(extra(&event), data.as_bytes()) {
        Some(api) => Err(error_in_stream(api, data)),
        None => Ok(event),
    }
}

/// Decodes an event that is one of several types; `unknown` are its members where its type is none of these. An error
/// may be among them.
///
/// # Errors
/// As [`Event::decode`].
pub fn decode_event_union<T: serde::de::DeserializeOwned>(
    kind: &str,
    data: &str,
    unknown: impl FnOnce(&T) -> Option<&Object>,
) -> Result<T, Error> {
    refuse_error(kind, data)?;
    let event = decode_event(kind, data)?;
    if let Some(members) = unknown(&event) {
        let kind = members.get("type").and_then(|kind| kind.as_str()).unwrap_or_default();
        match error_member(members, data.as_bytes()) {
            Some(api) => return Err(error_in_stream(api, data)),
            None => refuse_error(kind, data)?,
        }
    }
    Ok(event)
}

/// Refuses an event that calls itself an error.
fn refuse_error(kind: &str, data: &str) -> Result<(), Error> {
    if kind == "error"
        && let Some(api) = ApiError::in_stream(kind, data.as_bytes())
    {
        return Err(error_in_stream(api, data));
    }
    Ok(())
}

fn error_member(extra: &Object, body: &[u8]) -> Option<ApiError> {
    let hints = ["error", "error_code", "message"];
    let hinted = hints.iter().any(|hint| extra.contains_key(*hint));
    hinted.then(|| ApiError::in_stream("", body)).flatten()
}
