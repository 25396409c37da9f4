//! Refusals, and each wire's way of writing them.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::check::Wrong;
use crate::schema::Unsatisfiable;
use crate::wire::azure::authoring;
use crate::wire::content_filter::FilterSpelling;
use crate::wire::{Family, content_filter, databricks, openai, vertex};

/// An answer that is an error.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    wrong: Wrong,
    filtered: Option<FilterSpelling>,
    authored: bool,
    relayed: bool,
    named: Option<&'static str>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            wrong: Wrong::plain(message),
            filtered: None,
            authored: false,
            relayed: false,
            named: None,
            headers: Vec::new(),
        }
    }

    /// An error with a code that a caller may act on.
    pub(crate) fn coded(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let mut failure = Self::new(status, message);
        failure.wrong.code = Some(code);
        failure
    }

    /// A body, or a part of it, of this size where a smaller one is the most. Users of OpenAI report these words for audio.
    pub(crate) fn too_large(limit: usize, size: usize) -> Self {
        let message = format!("Maximum content size limit ({limit}) exceeded ({size} bytes read)");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, message).of_kind("server_error")
    }

    /// Something that the request names and that is not there.
    pub(crate) fn not_found(wrong: Wrong) -> Self {
        Self {
            wrong,
            ..Self::new(StatusCode::NOT_FOUND, "")
        }
    }

    /// A prompt that Azure's content filter blocks.
    pub(crate) fn filtered(spelling: FilterSpelling) -> Self {
        Self {
            filtered: Some(spelling),
            ..Self::new(StatusCode::BAD_REQUEST, "")
        }
    }

    /// A fault that was asked for.
    pub(crate) fn injected(status: StatusCode, headers: Vec<(HeaderName, HeaderValue)>) -> Self {
        let reason = status.canonical_reason().unwrap_or("Error");
        let message = format!("{reason}: a fault that the emulator was asked for.");
        Self {
            headers,
            ..Self::new(status, message)
        }
    }

    /// The same in the words of Azure's own operations, which tell the code in a header as well.
    pub(crate) fn authored(self) -> Self {
        let code = authoring::code(self.status, &self.wrong);
        let name = HeaderName::from_static("x-ms-error-code");
        let failure = self.header(name, HeaderValue::from_static(code));
        Self {
            authored: true,
            ..failure
        }
    }

    /// The same as Databricks hands on what an external model's provider says.
    pub(crate) fn relayed(self) -> Self {
        Self { relayed: true, ..self }
    }

    /// The same with another `type`, where OpenAI's wire has one.
    pub(crate) fn of_kind(mut self, kind: &'static str) -> Self {
        self.named = Some(kind);
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The body of a response with this error.
    pub(crate) fn body(&self, family: Family) -> Value {
        match (family, self.filtered) {
            (Family::Azure, Some(spelling)) => content_filter::error(spelling),
            (Family::Vertex, _) => json!([self.object(family)]),
            _ => self.object(family),
        }
    }

    /// The error object, as it stands in a response or in a stream.
    pub(crate) fn object(&self, family: Family) -> Value {
        let status = self.status.as_u16();
        match family {
            Family::OpenAi => openai::error(self.kind(), &self.wrong_with_code()),
            Family::Azure if self.authored => authoring::error(self.status, &self.wrong),
            Family::Azure if self.is_the_models() => openai::error(self.kind(), &self.wrong),
            Family::Azure => {
                let code = self.wrong.code.map_or_else(|| status.to_string(), str::to_owned);
                json!({ "error": { "code": code, "message": self.wrong.message } })
            }
            Family::Vertex => vertex::error(status, &self.wrong.message),
            Family::Databricks if self.relayed => databricks::relayed(status, &self.wrong.message),
            Family::Databricks => databricks::error(status, &self.wrong.message),
        }
    }

    /// The event of this error in a stream of named events, which it stands in at this place.
    pub(crate) fn event(&self, number: usize) -> Bytes {
        let wrong = self.wrong_with_code();
        let code = wrong.code.unwrap_or(self.kind());
        let data = json!({
            "type": "error",
            "code": code,
            "message": wrong.message,
            "param": wrong.param,
            "sequence_number": number,
        });
        Bytes::from(format!("event: error\ndata: {data}\n\n"))
    }

    /// On Azure the gateway writes its own errors, and the model those about the request.
    fn is_the_models(&self) -> bool {
        self.status == StatusCode::BAD_REQUEST || (self.status.is_server_error() && self.wrong.code.is_none())
    }

    fn kind(&self) -> &'static str {
        if let Some(kind) = self.named {
            return kind;
        }
        match self.status.as_u16() {
            429 => "requests",
            500.. => "server_error",
            _ => "invalid_request_error",
        }
    }

    fn wrong_with_code(&self) -> Wrong {
        let code = self.wrong.code.or(match self.status.as_u16() {
            401 => Some("invalid_api_key"),
            429 => Some("rate_limit_exceeded"),
            _ => None,
        });
        Wrong {
            code,
            param: self.wrong.param.clone(),
            message: self.wrong.message.clone(),
        }
    }
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Self {
        Self {
            wrong,
            ..Self::new(StatusCode::BAD_REQUEST, "")
        }
    }
}

impl From<Unsatisfiable> for Failure {
    fn from(unsatisfiable: Unsatisfiable) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            format!("The emulator cannot answer by this JSON schema: {unsatisfiable}"),
        )
    }
}
