//! A whole answer.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use openai_core::{Error, Notice};

use crate::{Head, RateLimits};

/// A whole answer: its value, and what came with it.
///
/// It reads like the value itself.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The value.
    pub value: T,
    head: Head,
    raw: Bytes,
}

impl<T> Reply<T> {
    pub(crate) fn new(value: T, head: Head, raw: Bytes) -> Self {
        Self { value, head, raw }
    }

    /// Tells an error that it is about this answer: the bytes are the answer's, unless the error has others.
    pub(crate) fn told(self, error: Error) -> Error
    where
        T: Send + Sync + 'static,
    {
        let error = self.head.told(error);
        let error = match error.body().is_empty() {
            true => error.with_body(self.raw),
            false => error,
        };
        error.with_partial(self.value)
    }

    /// The value, without the rest.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// What came with the value.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// The answer's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// How much may still be asked, where the server says.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        self.head.rate_limits()
    }

    /// The server's id of the request, to be told to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// The model that answered, by Databricks' header `served-model-name`.
    ///
    /// Nothing where the server does not say.
    #[must_use]
    pub fn served_model(&self) -> Option<&str> {
        self.head.served_model()
    }

    /// How many requests were sent: 1, and one for every retry.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.head.attempts()
    }

    /// What the caller should know about the request that was sent.
    ///
    /// For example that the server ignores one of its parameters.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        self.head.notices()
    }

    /// The body as it came. Empty where the value was put together from a stream.
    #[must_use]
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }
}

impl<T> Reply<Option<T>> {
    /// The answer, where it has a value.
    pub(crate) fn transposed(self) -> Option<Reply<T>> {
        let Self { value, head, raw } = self;
        value.map(|value| Reply { value, head, raw })
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
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}
