//! The one error of all crates.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{ApiError, BadSegment, CredentialError, TransportError, TransportErrorKind};

/// Why a call failed.
///
/// Ask [`kind`](Self::kind) what sort of failure it is, [`is_retryable`](Self::is_retryable) whether another try may
/// help, and [`api`](Self::api) what the server said. `Display` is one line without the cause, which
/// [`source`](StdError::source) has; neither ever holds a secret, a whole body or a query.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    api: Option<ApiError>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    partial: Option<Box<dyn Any + Send + Sync>>,
    may_pass: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What sort of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not set up right: a missing key, endpoint or model, a malformed address. Nothing was sent. Not
    /// retried.
    Config,
    /// The request is not right, and nothing was sent. Not retried.
    Invalid,
    /// This provider does not have the operation, or would refuse a parameter; nothing was sent. Not retried. A
    /// [`Policy`](crate::Policy) can send it all the same.
    Unsupported,
    /// No credential could be had. Retried where the cause may pass.
    Credential,
    /// No connection came about. Retried.
    Connect,
    /// The connection broke. Retried, but not once a stream has begun.
    Transport,
    /// The server was silent for too long. Retried, but not once a stream has begun.
    Timeout,
    /// The call's own deadline passed. Not retried.
    Deadline,
    /// The server found the request wrong (400, 422). Not retried.
    BadRequest,
    /// A content filter refused the prompt. Not retried.
    ContentFilter,
    /// The server does not accept the credential (401). One more try is made with a fresh token, where tokens can be
    /// had.
    Authentication,
    /// The credential does not allow this (403). Not retried.
    Permission,
    /// There is no such model, deployment, endpoint or path (404). Not retried.
    NotFound,
    /// The server's state forbids it (409). Retried where the operation can safely be repeated.
    Conflict,
    /// Too many requests or tokens (429). Retried, after the time that the server asks for.
    RateLimit,
    /// The server failed (5xx). Retried.
    Server,
    /// Another status, or an error inside an answer that began well. A request timeout (408) is retried.
    Api,
    /// The answer cannot be read. The bytes are kept. Not retried.
    Decode,
    /// The stream ended before its end. What came is in [`Error::partial`] where it was accumulated. Not retried.
    Truncated,
    /// An event or a body is larger than the client allows. Not retried.
    TooLarge,
    /// A file or a stream of the caller's own cannot be read or written. Not retried.
    Io,
    /// Work that the service took on ended without a result. [`Error::partial`] has its last state. Not retried.
    Failed,
    /// The model ran out of tokens before its answer was whole, or calls tools first, where only a whole answer is of
    /// use. [`Error::partial`] has what came. Not retried.
    Incomplete,
    /// The model refused to answer, and said so. [`Error::partial`] has the answer. Not retried.
    Refused,
    /// A loop of tool calls did not come to an end within its bound. Not retried.
    TooManyTurns,
}

impl Error {
    /// An error with a message that says what is wrong, where, and how to mend it.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            api: None,
            request_id: None,
            retry_after: None,
            attempts: 0,
            partial: None,
            may_pass: false,
            source: None,
        }))
    }

    /// The error that an answer's status and body amount to.
    #[must_use]
    pub fn from_answer(status: StatusCode, headers: HeaderMap, body: Bytes, api: ApiError) -> Self {
        let kind = match status.as_u16() {
            _ if api.is_content_filter() => ErrorKind::ContentFilter,
            400 | 422 => ErrorKind::BadRequest,
            401 => ErrorKind::Authentication,
            403 => ErrorKind::Permission,
            404 => ErrorKind::NotFound,
            409 => ErrorKind::Conflict,
            429 => ErrorKind::RateLimit,
            500..=599 => ErrorKind::Server,
            _ => ErrorKind::Api,
        };
        let message = if status.is_success() {
            format!("the server reports an error inside a {} answer: {api}", status.as_u16())
        } else {
            format!("{}: {api}", status.as_u16())
        };
        let mut error = Self::new(kind, message).with_api(api);
        error.0.status = Some(status);
        error.0.headers = headers;
        error.0.body = body;
        error
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds what the server said.
    #[must_use]
    pub fn with_api(mut self, api: ApiError) -> Self {
        self.0.request_id = self.0.request_id.or_else(|| api.request_id().map(str::to_owned));
        self.0.api = Some(api);
        self
    }

    /// Adds the head of the answer that the failure is about.
    #[must_use]
    pub fn with_head(mut self, status: StatusCode, headers: HeaderMap, request_id: Option<String>) -> Self {
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.request_id = self.0.request_id.or(request_id);
        self
    }

    /// Adds the bytes that the failure is about.
    #[must_use]
    pub fn with_body(mut self, body: Bytes) -> Self {
        self.0.body = body;
        self
    }

    /// Adds how long the server asks to wait.
    #[must_use]
    pub fn with_retry_after(mut self, delay: Option<Duration>) -> Self {
        self.0.retry_after = delay;
        self
    }

    /// Adds how many requests were sent.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds what had come of an answer when it failed.
    #[must_use]
    pub fn with_partial(mut self, partial: impl Any + Send + Sync) -> Self {
        self.0.partial = Some(Box::new(partial));
        self
    }

    /// What sort of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The answer's status, where one came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The answer's headers; empty where none came.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The bytes that the failure is about: an error's body, or what could not be decoded.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// What the server said.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// The server's id of the request, to be told to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long the server asks to wait before another try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many requests were sent before giving up; 0 where none was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// What had come of an answer when it failed, such as a `chat::Completion`.
    #[must_use]
    pub fn partial<T: 'static>(&self) -> Option<&T> {
        self.0.partial.as_ref()?.downcast_ref()
    }

    /// Whether the same request may well succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect
            | ErrorKind::Transport
            | ErrorKind::Timeout
            | ErrorKind::Conflict
            | ErrorKind::RateLimit
            | ErrorKind::Server => true,
            ErrorKind::Api => self.0.status == Some(StatusCode::REQUEST_TIMEOUT),
            ErrorKind::Credential => self.0.may_pass,
            _ => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.message)?;
        if let Some(id) = &self.0.request_id {
            write!(out, " [request {id}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut out = out.debug_struct("Error");
        out.field("kind", &inner.kind).field("message", &inner.message);
        if let Some(status) = inner.status {
            out.field("status", &status.as_u16());
        }
        if let Some(id) = &inner.request_id {
            out.field("request_id", id);
        }
        if let Some(delay) = inner.retry_after {
            out.field("retry_after", &delay);
        }
        if let Some(source) = &inner.source {
            out.field("source", source);
        }
        out.finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl From<BadSegment> for Error {
    fn from(bad: BadSegment) -> Self {
        Self::new(ErrorKind::Invalid, bad.to_string())
    }
}

impl From<CredentialError> for Error {
    fn from(error: CredentialError) -> Self {
        let mut whole = Self::new(ErrorKind::Credential, error.to_string());
        whole.0.may_pass = error.is_retryable();
        whole.0.source = error.into_source();
        whole
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Broken => ErrorKind::Transport,
            TransportErrorKind::Unsendable => ErrorKind::Invalid,
            TransportErrorKind::Setup => ErrorKind::Config,
        };
        let mut whole = Self::new(kind, error.to_string());
        whole.0.source = error.into_source();
        whole
    }
}
