//! What an operation answers, before faults and HTTP.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

/// An answer that is no error.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) content: Content,
}

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum Content {
    /// Sent at once, with this content type; none where there is no body.
    Whole(Option<&'static str>, Bytes),
    /// Framed events, sent one by one.
    Events(Vec<Bytes>),
    /// The same of a stream whose events have names, errors included.
    NamedEvents(Vec<Bytes>),
}

impl Answered {
    pub(crate) fn json(value: &Value) -> Self {
        Self::bytes("application/json", value.to_string())
    }

    pub(crate) fn bytes(kind: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self::new(Content::Whole(Some(kind), bytes.into()))
    }

    /// No body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        let content = Content::Whole(None, Bytes::new());
        Self {
            status,
            ..Self::new(content)
        }
    }

    pub(crate) fn events(events: Vec<Bytes>) -> Self {
        Self::new(Content::Events(events))
    }

    pub(crate) fn named_events(events: Vec<Bytes>) -> Self {
        Self::new(Content::NamedEvents(events))
    }

    fn new(content: Content) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            content,
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }
}
