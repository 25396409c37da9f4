//! What a token endpoint answers.

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, PRAGMA};
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use http_body_util::{Either, Full};
use serde_json::{Value, json};

use crate::body::Reply;
use crate::fault::FaultError;

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    status: StatusCode,
    kind: &'static str,
    body: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Answer {
    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(status, "application/json; charset=utf-8", body.to_string())
    }

    pub(crate) fn text(status: StatusCode, body: impl Into<String>) -> Self {
        Self::new(status, "application/text", body.into())
    }

    /// An error in the words of OAuth (RFC 6749, section 5.2).
    pub(crate) fn error(status: StatusCode, code: &str, description: &str) -> Self {
        Self::json(status, &json!({ "error": code, "error_description": description }))
    }

    /// A fault that was asked for.
    pub(crate) fn injected(status: StatusCode, headers: Vec<(HeaderName, HeaderValue)>) -> Self {
        let code = match status.as_u16() {
            429 | 503 => "temporarily_unavailable",
            500.. => "server_error",
            _ => "invalid_request",
        };
        Self {
            headers,
            ..Self::error(status, code, "A fault that the emulator was asked for.")
        }
    }

    /// A fault that cannot be read.
    pub(crate) fn malformed(fault: &FaultError) -> Self {
        Self::error(StatusCode::BAD_REQUEST, "invalid_request", &fault.to_string())
    }

    /// A request by another method than this one.
    pub(crate) fn not_allowed(expected: &Method) -> Self {
        let description = format!("This is asked by {expected}.");
        let mut answer = Self::error(StatusCode::METHOD_NOT_ALLOWED, "invalid_request", &description);
        if let Ok(expected) = HeaderValue::from_str(expected.as_str()) {
            answer.headers.push((ALLOW, expected));
        }
        answer
    }

    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        let pair = (HeaderName::from_static(name), HeaderValue::from_static(value));
        self.headers.push(pair);
        self
    }

    pub(crate) fn into_response(self) -> Response<Reply> {
        let mut response = Response::new(Either::Left(Full::new(Bytes::from(self.body))));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
        headers.extend(self.headers);
        response
    }

    fn new(status: StatusCode, kind: &'static str, body: String) -> Self {
        Self {
            status,
            kind,
            body,
            headers: Vec::new(),
        }
    }
}
