//! The lines of a batch's files: JSON, one object a line.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Endpoint;
use crate::{DecodeError, ErrorCode, wire};

wire! {
    /// A line of the file of requests.
    pub struct Input {
        /// The caller's own name for it, different on every line: answers come in any order and bear it.
        pub custom_id: String,
        /// The HTTP method.
        pub method: Method,
        /// The operation: the batch's own endpoint.
        pub url: Endpoint,
        /// The request's body. On Azure its `model` is the deployment, the same on every line.
        pub body: Value,
    }

    /// The HTTP method of a request in a batch.
    pub enum Method {
        /// The only one so far.
        "POST" => Post,
    }

    /// A line of the files with the answers.
    pub struct Output {
        /// The id of this request in the batch.
        pub id: Option<String>,
        /// The caller's own name for the request.
        pub custom_id: String,
        /// The answer. Absent where the request was not carried out.
        pub response: Option<Response>,
        /// Why the request was not carried out. An answer that is itself an error stands in `response`.
        pub error: Option<LineError>,
    }

    /// An answer in a batch.
    pub struct Response {
        /// The HTTP status.
        pub status_code: Option<u64>,
        /// The id of the request in the service's logs: support asks for it.
        pub request_id: Option<String>,
        /// The answer's body: that of the operation, or an error.
        pub body: Option<Value>,
    }

    /// Why a request in a batch was not carried out.
    pub struct LineError {
        /// A code for programs, such as `batch_expired`.
        pub code: Option<ErrorCode>,
        /// What happened, in words.
        pub message: Option<String>,
    }
}

impl Input {
    /// A line that posts `body` to `url`.
    ///
    /// ```
    /// use openai_types::batches::{Endpoint, Input};
    /// use openai_types::chat::{Message, Request};
    ///
    /// let request = Request::new("gpt-4o", [Message::user("Hello")]);
    /// let line = Input::post("a", Endpoint::ChatCompletions, &request)?;
    /// let text = serde_json::to_string(&line)? + "\n";
    /// assert!(text.starts_with(r#"{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"#));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where `body` cannot be JSON, which no wire type is guilty of.
    pub fn post(
        custom_id: impl Into<String>,
        url: impl Into<Endpoint>,
        body: &impl Serialize,
    ) -> Result<Self, serde_json::Error> {
        Ok(Self::new(custom_id, Method::Post, url, serde_json::to_value(body)?))
    }
}

impl Response {
    /// The body as the operation's answer, such as [`chat::Completion`](crate::chat::Completion).
    ///
    /// # Errors
    /// Where there is no body, it is an error's, or it does not fit `T`: look at `status_code` first.
    pub fn decode_body<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        let members = self.body.as_ref().and_then(Value::as_object);
        if members.is_some_and(|members| members.len() == 1 && members.contains_key("error")) {
            return Err(DecodeError::new("error", "the body is an error, not an answer"));
        }
        crate::decode_str(&self.body.as_ref().unwrap_or(&Value::Null).to_string())
    }
}

/// Decodes a file of lines, each as an [`Input`] or [`Output`]; blank ones are passed over.
///
/// ```
/// use openai_types::{batches, chat::Completion};
///
/// let file = r#"{"custom_id":"b","response":{"status_code":200,"body":{"choices":[]}}}
/// {"custom_id":"a","error":{"code":"batch_expired","message":"Too late."}}
/// "#;
/// for line in batches::decode_lines::<batches::Output>(file) {
///     match line?.response {
///         Some(answer) => assert_eq!(answer.decode_body::<Completion>()?.choices, []),
///         None => println!("not carried out"),
///     }
/// }
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
pub fn decode_lines<T: DeserializeOwned>(file: &str) -> impl Iterator<Item = Result<T, DecodeError>> {
    let lines = file.lines().filter(|line| !line.trim().is_empty());
    lines.map(crate::decode_str)
}
