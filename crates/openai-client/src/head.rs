//! What comes with an answer apart from its body.

use http::{HeaderMap, StatusCode, response};
use openai_core::{Error, Notice, request_id};

use crate::RateLimits;

/// What comes with an answer apart from its body. [`Reply`](crate::Reply), [`EventStream`](crate::EventStream) and
/// [`Download`](crate::Download) have it.
#[derive(Clone)]
pub struct Head {
    status: StatusCode,
    headers: HeaderMap,
    attempts: u32,
    notices: Vec<Notice>,
}

impl Head {
    pub(crate) fn new(head: response::Parts, attempts: u32, notices: Vec<Notice>) -> Self {
        Self {
            status: head.status,
            headers: head.headers,
            attempts,
            notices,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The answer's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How much may still be asked, where the server says.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::read(&self.headers)
    }

    /// The server's id of the request, to be told to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The model that answered, by Databricks' header `served-model-name`; nothing where the server does not say.
    #[must_use]
    pub fn served_model(&self) -> Option<&str> {
        self.headers.get("served-model-name")?.to_str().ok()
    }

    /// How many requests were sent until the answer began: 1, and one for every retry.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What the caller should know about the request that was sent, such as parameters that the server ignores.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Tells an error which answer it is about.
    pub(crate) fn told(&self, error: Error) -> Error {
        let id = self.request_id().map(str::to_owned);
        error
            .with_head(self.status, self.headers.clone(), id)
            .with_attempts(self.attempts)
    }
}

/// Leaves out the headers: they may hold anything.
impl std::fmt::Debug for Head {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Head")
            .field("status", &self.status.as_u16())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .field("notices", &self.notices)
            .finish_non_exhaustive()
    }
}
