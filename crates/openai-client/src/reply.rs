//! A whole answer.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, response};
use openai_core::{Notice, request_id};

use crate::RateLimits;

/// A whole answer: its value, and what came with it. It reads like the value itself.
#[non_exhaustive]
pub struct Reply<T> {
    /// The value.
    pub value: T,
    pub(crate) about: About,
    pub(crate) raw: Bytes,
}

/// What is known of an answer apart from its body.
#[derive(Clone)]
pub(crate) struct About {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) attempts: u32,
    pub(crate) notices: Vec<Notice>,
}

impl About {
    pub(crate) fn new(head: response::Parts, attempts: u32, notices: Vec<Notice>) -> Self {
        Self {
            status: head.status,
            headers: head.headers,
            attempts,
            notices,
        }
    }
}

impl<T> Reply<T> {
    pub(crate) fn new(value: T, about: About, raw: Bytes) -> Self {
        Self { value, about, raw }
    }

    /// The value, without the rest.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.about.status
    }

    /// The answer's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.about.headers
    }

    /// How much may still be asked, where the server says.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::read(&self.about.headers)
    }

    /// The server's id of the request, to be told to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.about.headers)
    }

    /// How many requests were sent: 1, and one for every retry.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.about.attempts
    }

    /// What the caller should know about the request that was sent, such as parameters that the server ignores.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.about.notices
    }

    /// The body as it came. Empty where the value was put together from a stream.
    #[must_use]
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }
}

impl<T> Deref for Reply<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Leaves out headers and body: they may hold anything.
impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Reply")
            .field("value", &self.value)
            .field("status", &self.about.status.as_u16())
            .field("request_id", &self.request_id())
            .field("attempts", &self.about.attempts)
            .field("notices", &self.about.notices)
            .finish_non_exhaustive()
    }
}
