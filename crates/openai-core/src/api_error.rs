//! What a server says when it refuses or fails: one reader for every shape.

mod limit;
mod page;

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use openai_types::content_filter::FilterResults;
use serde_json::{Map, Value};

pub use self::limit::ExceededLimit;
use crate::members::Members;

/// The most characters that are kept of a message, a code and the other texts of an error.
const LONGEST: usize = 2_000;

/// How many layers of JSON inside a JSON text are opened.
const LAYERS: usize = 4;

/// What a server said about an error, read from whatever it sent.
///
/// [`read`](Self::read) knows the `error` objects of OpenAI, of Azure (with `innererror`, `inner_error` and the flat
/// form of the v1 API), of Google (plain or inside a list) and of Databricks (`error_code`, external models, JSON
/// inside the message), those of API Management and of common model servers (`detail`, `error` as a text), plain
/// text and HTML pages. Any bytes give an error with a message; none are refused.
///
/// The texts are cut at 2,000 characters. Members that have no accessor here are to be found in the body itself.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    message: String,
    code: Option<String>,
    kind: Option<String>,
    param: Option<String>,
    status_text: Option<String>,
    details: Option<Value>,
    inner: Option<Value>,
    external: Option<Value>,
    exceeded: Option<ExceededLimit>,
    retry_after: Option<Duration>,
    request_id: Option<String>,
}

impl ApiError {
    /// An error of which no more than a message is known.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: bounded(&message.into()),
            ..Self::default()
        }
    }

    /// Sets the code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(bounded(&code.into()));
        self
    }

    /// Sets the request id from the headers of a response, where they name one.
    #[must_use]
    pub fn with_headers(mut self, headers: &HeaderMap) -> Self {
        self.request_id = request_id(headers).map(bounded).or(self.request_id);
        self
    }

    /// Reads the body of a response whose status says that the request failed.
    ///
    /// Where the body says nothing, the message is the name of the status.
    #[must_use]
    pub fn read(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let mut error = Self::from_body(body).with_headers(headers);
        if error.message.is_empty() {
            error.message = match status.canonical_reason() {
                Some(reason) if !status.is_success() => reason.to_owned(),
                _ => format!(
                    "the server reported an error without a message (HTTP status {})",
                    status.as_u16()
                ),
            };
        }
        error
    }

    /// Reads the error that an event of a stream carries, if it carries one.
    ///
    /// It does where the event's name `kind` is `error`, or where `data` is a JSON object (or a list that begins
    /// with one) whose member `error`, or `error_code` as Databricks has it, says something: not null, false, zero,
    /// nor an empty text, object or list; or whose member `object` is `error`. Data without such a member are passed
    /// over without parsing them. The request id of the stream is in the headers of its response: add it by
    /// [`with_headers`](Self::with_headers).
    #[must_use]
    pub fn in_stream(kind: &str, data: &[u8]) -> Option<Self> {
        if kind != "error" && !(may_hold_error(data) && holds_error(data)) {
            return None;
        }
        let mut error = Self::from_body(data);
        if error.message.is_empty() {
            error.message = "the server reported an error without a message".to_owned();
        }
        Some(error)
    }

    /// The message for a human, perhaps of several lines. Never empty in an error that was read.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The code: `code`, or Databricks' `error_code`. A number becomes decimal text.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The `type`, such as `invalid_request_error`.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// The parameter at fault: `param`, or `target` in the Microsoft REST guidelines.
    #[must_use]
    pub fn param(&self) -> Option<&str> {
        self.param.as_deref()
    }

    /// The `status` where it is a name in capitals, such as Google's `RESOURCE_EXHAUSTED`.
    #[must_use]
    pub fn status_text(&self) -> Option<&str> {
        self.status_text.as_deref()
    }

    /// The `details`, as Google and the Microsoft REST guidelines give them, in the server's own form.
    #[must_use]
    pub fn details(&self) -> Option<&Value> {
        self.details.as_ref()
    }

    /// Azure's inner error, whole, whether it was spelled `innererror` or `inner_error`.
    #[must_use]
    pub fn inner(&self) -> Option<&Value> {
        self.inner.as_ref()
    }

    /// Databricks' `external_model_message`, whole: what the provider behind the endpoint answered.
    #[must_use]
    pub fn external_model_message(&self) -> Option<&Value> {
        self.external.as_ref()
    }

    /// The results of Azure's content filter in the inner error.
    ///
    /// The published specification says `content_filter_results`, services also send `content_filter_result`.
    #[must_use]
    pub fn content_filter(&self) -> Option<&Value> {
        let inner = self.inner.as_ref()?;
        ["content_filter_results", "content_filter_result"]
            .iter()
            .find_map(|name| some(inner.get(name)))
    }

    /// The same results, typed; nothing where there are none, or where they have another shape.
    #[must_use]
    pub fn filter_results(&self) -> Option<FilterResults> {
        let results = self.content_filter()?;
        openai_types::decode_str(&results.to_string()).ok()
    }

    /// Whether a content filter or a moderation refused the prompt or the answer.
    #[must_use]
    pub fn is_content_filter(&self) -> bool {
        let inner_code = self
            .inner
            .as_ref()
            .and_then(|inner| inner.get("code"))
            .and_then(Value::as_str);
        let code = self.code.as_deref().unwrap_or_default();
        matches!(
            code,
            "content_filter" | "contentFilter" | "content_policy_violation" | "moderation_blocked"
        ) || inner_code == Some("ResponsibleAIPolicyViolation")
            || self.content_filter().is_some()
    }

    /// How long the body asks to wait: `retry_after` in seconds, or the `retryDelay` of Google's `RetryInfo`.
    ///
    /// The header `retry-after` is not considered here.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The limit that was exceeded, where the body tells more than a message, as Databricks' does.
    ///
    /// What is left of the limits of OpenAI and Azure stands in the headers of every answer instead.
    #[must_use]
    pub fn exceeded_limit(&self) -> Option<&ExceededLimit> {
        self.exceeded.as_ref()
    }

    /// The request id by which the provider's support finds the request: of the headers, else of the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Everything but the headers; the message may still be empty.
    fn from_body(body: &[u8]) -> Self {
        if let Ok(value) = serde_json::from_slice::<Value>(body) {
            let error = Self::from_value(&value, LAYERS);
            let unknown = error == Self::default() && value.as_object().is_some_and(|members| !members.is_empty());
            return if unknown { Self::new(value.to_string()) } else { error };
        }
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        if let Some(message) = page::text(text) {
            return Self::new(message);
        }
        match text.split_once(": ") {
            Some((code, message)) if is_constant(code) => Self::new(message).with_code(code),
            _ => Self::new(text),
        }
    }

    fn from_value(value: &Value, layers: usize) -> Self {
        match value {
            Value::Object(outer) => match outer.get("error") {
                Some(Value::Object(error)) => {
                    let mut error = Self::from_members(error, layers);
                    error.fill(Self::from_members(outer, layers));
                    error
                }
                _ => Self::from_members(outer, layers),
            },
            Value::Array(list) => match list.first() {
                Some(first @ Value::Object(_)) => Self::from_value(first, layers),
                _ => Self::new(plain(value).unwrap_or_default()),
            },
            _ => Self::from_text(&plain(value).unwrap_or_default(), layers),
        }
    }

    /// The members that lie side by side: those of an `error` object, or of a body without one.
    fn from_members(members: &Map<String, Value>, layers: usize) -> Self {
        let text = |names: &[&str]| names.iter().find_map(|name| plain(members.get(*name)?));
        let label = |names: &[&str]| text(names).map(|label| bounded(&label));
        let value = |names: &[&str]| names.iter().find_map(|name| some(members.get(*name))).cloned();
        let title = members
            .get("error")
            .filter(|error| error.is_string() || error.is_number())
            .and_then(plain);
        let said = text(&["message", "error_description", "detail", "msg", "title"]);
        let mut error = Self {
            code: label(&["code", "error_code", "statusCode"]),
            kind: label(&["type", "error_type"]).filter(|kind| kind != "error"),
            param: label(&["param", "target"]),
            status_text: label(&["status"]).filter(|status| is_constant(status)),
            details: value(&["details"]),
            inner: value(&["innererror", "inner_error"]),
            external: value(&["external_model_message"]),
            exceeded: ExceededLimit::read(members),
            request_id: label(&["request_id", "requestId"]),
            ..Self::default()
        };
        error.retry_after = members
            .get("retry_after")
            .and_then(seconds)
            .or_else(|| retry_delay(error.details.as_ref()?));
        if error.code.is_none() && said.is_some() {
            error.code = title
                .as_deref()
                .filter(|title| !title.contains(char::is_whitespace))
                .map(bounded);
        }
        error.fill(Self::from_text(&said.or(title).unwrap_or_default(), layers));
        let below = layers.checked_sub(1);
        if let Some(external) = below.and_then(|layers| Some(Self::from_value(error.external.as_ref()?, layers))) {
            if !error.message.is_empty() && !external.message.is_empty() {
                error.message = bounded(&format!("{}: {}", error.message, external.message));
            }
            error.fill(external);
        }
        error
    }

    /// A message, or an error in JSON that travels as a message.
    fn from_text(text: &str, layers: usize) -> Self {
        if layers > 0
            && text.trim_start().starts_with(['{', '['])
            && let Ok(value) = serde_json::from_str::<Value>(text)
        {
            let wrapped = ["external_model_error", "external_model_message"]
                .iter()
                .find_map(|name| value.get(name));
            let error = Self::from_value(wrapped.unwrap_or(&value), layers - 1);
            if !error.message.is_empty() {
                return error;
            }
        }
        Self::new(text)
    }

    /// Takes from `other` what is missing here.
    fn fill(&mut self, other: Self) {
        if self.message.is_empty() {
            self.message = other.message;
        }
        self.code = self.code.take().or(other.code);
        self.kind = self.kind.take().or(other.kind);
        self.param = self.param.take().or(other.param);
        self.status_text = self.status_text.take().or(other.status_text);
        self.details = self.details.take().or(other.details);
        self.inner = self.inner.take().or(other.inner);
        self.external = self.external.take().or(other.external);
        self.exceeded = self.exceeded.take().or(other.exceeded);
        self.retry_after = self.retry_after.or(other.retry_after);
        self.request_id = self.request_id.take().or(other.request_id);
    }
}

/// One line: the message, and in parentheses the most telling of status text, code and type.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blank = |c: char| c.is_whitespace() || c.is_control();
        for (index, word) in self.message.split(blank).filter(|word| !word.is_empty()).enumerate() {
            write!(f, "{}{word}", if index == 0 { "" } else { " " })?;
        }
        match self.status_text.as_ref().or(self.code.as_ref()).or(self.kind.as_ref()) {
            Some(label) => write!(f, " ({})", label.escape_debug()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ApiError {}

/// The request id in the headers of a response, under whichever name the provider sends it.
///
/// In this order: `x-request-id` (OpenAI and most), `apim-request-id` and `x-ms-request-id` (Azure), then any
/// `x-databricks-…request-id`.
#[must_use]
pub fn request_id(headers: &HeaderMap) -> Option<&str> {
    let known = ["x-request-id", "apim-request-id", "x-ms-request-id"]
        .into_iter()
        .filter_map(|name| headers.get(name));
    let databricks = headers.iter().filter_map(|(name, value)| {
        (name.as_str().starts_with("x-databricks-") && name.as_str().ends_with("request-id")).then_some(value)
    });
    known
        .chain(databricks)
        .filter_map(|value| value.to_str().ok())
        .map(str::trim)
        .find(|id| !id.is_empty())
}

/// The members that hold an error: `error`, and `error_code` in the flat objects of Databricks.
const ERROR_MEMBERS: [&str; 2] = ["error", "error_code"];

/// A quick no for the many data that hold no such member; inside a text the quotes would be escaped.
fn may_hold_error(data: &[u8]) -> bool {
    data.windows(6).any(|window| window == b"\"error")
}

fn holds_error(data: &[u8]) -> bool {
    let error = match Members::parse(data) {
        // The flat form of vLLM's servers, which self-deployed endpoints run.
        Ok(members) if matches!(members.read::<String>("object"), Ok(Some(kind)) if kind == "error") => return true,
        Ok(members) => ERROR_MEMBERS
            .iter()
            .find_map(|name| members.read::<Value>(name).ok().flatten()),
        Err(_) => match serde_json::from_slice::<Value>(data) {
            Ok(Value::Array(mut list)) => list
                .first_mut()
                .and_then(|first| first.get_mut("error"))
                .map(Value::take),
            _ => None,
        },
    };
    match error {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(Value::Object(members)) => !members.is_empty(),
        Some(Value::Bool(true)) => true,
    }
}

/// A value that says something.
fn some(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    })
}

/// A value as text for a human; `None` where it says nothing.
fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null | Value::Bool(false) => return None,
        Value::String(text) => bounded_end(text, 8 * LONGEST).trim().to_owned(),
        Value::Array(list) => list.iter().take(20).filter_map(plain).collect::<Vec<_>>().join("; "),
        // A list of `{loc, msg, type}` is how FastAPI, and so vLLM, reports a body that fails validation.
        Value::Object(members) => match (members.get("msg").or(members.get("message")), members.get("loc")) {
            (Some(Value::String(said)), Some(Value::Array(path))) => {
                let path: Vec<_> = path.iter().filter_map(plain).collect();
                format!("{}: {said}", path.join("."))
            }
            (Some(Value::String(said)), _) => said.clone(),
            _ => value.to_string(),
        },
        _ => value.to_string(),
    };
    (!text.is_empty()).then_some(text)
}

/// Seconds as a number, or as a text that holds one.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// The `retryDelay` of a `google.rpc.RetryInfo`, such as `"34.5s"`.
fn retry_delay(details: &Value) -> Option<Duration> {
    let delay = details.as_array()?.iter().find_map(|detail| detail.get("retryDelay"))?;
    Duration::try_from_secs_f64(delay.as_str()?.strip_suffix('s')?.parse().ok()?).ok()
}

/// Whether this is a name like `RESOURCE_DOES_NOT_EXIST`.
fn is_constant(text: &str) -> bool {
    text.len() >= 3
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn bounded(text: &str) -> String {
    bounded_end(text.trim(), LONGEST).to_owned()
}

/// The beginning of a text, of at most so many characters.
fn bounded_end(text: &str, characters: usize) -> &str {
    text.char_indices()
        .nth(characters)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests;
