//! Answers that are a value of a type (feature `schemars`).

use openai_core::{Endpoint, Error, ErrorKind, Job as _, Phase};
use openai_types::chat::{self, AssistantMessage, FinishReason};
use openai_types::responses::{self, IncompleteReason};
use openai_types::strict;
use schemars::JsonSchema;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::tools::Dialogue;
use crate::{Client, Reply};

impl Client {
    /// Asks for an answer that is a value of type `T`, and reads it.
    ///
    /// The type's strict schema goes out with the request, in place of a format that it names. `R` is
    /// [`chat::Request`] or [`responses::Request`], and follows from the argument: where nothing else tells `T`,
    /// `client.parse::<Fruit, _>(request)` does.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::chat::{Message, Request};
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize, JsonSchema)]
    /// struct Fruit {
    ///     name: String,
    ///     months: Vec<u8>,
    /// }
    ///
    /// let request = Request::new("gpt-5-mini", [Message::user("When are quinces ripe?")]);
    /// let fruit: Fruit = client.parse(request).await?.value;
    /// println!("{}: {:?}", fruit.name, fruit.months);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the type has values that no strict schema describes, with their place;
    /// [`ErrorKind::Incomplete`] where the model ran out of tokens, or calls tools before it answers;
    /// [`ErrorKind::ContentFilter`] where a filter cut the answer; [`ErrorKind::Refused`] where the model declined;
    /// [`ErrorKind::Failed`] where a response failed; [`ErrorKind::Decode`] where there is no text, or none that is such
    /// a value; and as [`send`](Self::send). Where an answer came, [`Error::partial`] has it, and the error has its
    /// status, its headers and its request id.
    pub async fn parse<T, R>(&self, request: R) -> Result<Parsed<T, R::Response>, Error>
    where
        T: JsonSchema + DeserializeOwned,
        R: Structured,
    {
        let schema =
            strict::of::<T>().map_err(|error| Error::new(ErrorKind::Invalid, error.to_string()).with_source(error))?;
        let reply = self.send(request.shaped(&strict::name_of::<T>(), schema)).await?;
        let read = R::text(&reply.value).and_then(|text| {
            openai_types::decode_str(&text).map_err(|error| {
                let message = format!("the answer is no {}: {error}", T::schema_name());
                Error::new(ErrorKind::Decode, message).with_body(text.into())
            })
        });
        match read {
            Ok(value) => Ok(Parsed { value, reply }),
            Err(error) => Err(reply.told(error)),
        }
    }
}

/// A value that a model answered with, and the answer that it came in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parsed<T, A> {
    /// The value.
    pub value: T,
    /// The whole answer: usage, id, headers.
    pub reply: Reply<A>,
}

/// A request whose answer can be held to a schema.
pub trait Structured: Endpoint<Response: Send + Sync + 'static> {
    /// The same request, for an answer that keeps to a strict schema.
    #[must_use]
    fn shaped(self, name: &str, schema: Value) -> Self;

    /// The text of an answer.
    ///
    /// # Errors
    /// Where the answer is cut, was held back, is a refusal, or holds no text; or where the model calls tools first.
    fn text(response: &Self::Response) -> Result<String, Error>;
}

impl Structured for chat::Request {
    fn shaped(self, name: &str, schema: Value) -> Self {
        self.response_format(chat::ResponseFormat::json_schema(name, schema))
    }

    fn text(completion: &chat::Completion) -> Result<String, Error> {
        let Some(choice) = completion.choices.first() else {
            let message =
                "the answer holds no choices, so there is no value to read: a filter may have blocked the prompt";
            return Err(Error::new(ErrorKind::Decode, message));
        };
        match choice.finish_reason {
            Some(FinishReason::Length) => return Err(cut()),
            Some(FinishReason::ContentFilter) => return Err(filtered()),
            _ => {}
        }
        let message = choice.message.as_ref();
        if let Some(refusal) = message.and_then(refusal) {
            return Err(refused(refusal));
        }
        let calls = !Self::wanted(completion).is_empty() || message.is_some_and(|said| said.function_call.is_some());
        said(completion.text().into_owned(), calls)
    }
}

impl Structured for responses::Request {
    fn shaped(self, name: &str, schema: Value) -> Self {
        self.json_schema(name, schema)
    }

    fn text(response: &responses::Response) -> Result<String, Error> {
        if let Phase::Failed(why) = response.phase() {
            return Err(Error::new(
                ErrorKind::Failed,
                format!("the response came to nothing: {why}"),
            ));
        }
        if response.phase() == Phase::Running {
            let message = "the response is not done yet: leave `background` out, or wait for it with `Client::begin`";
            return Err(Error::new(ErrorKind::Incomplete, message));
        }
        let details = response.incomplete_details.as_ref();
        match details.and_then(|details| details.reason.as_ref()) {
            Some(IncompleteReason::MaxOutputTokens) => return Err(cut()),
            Some(IncompleteReason::ContentFilter) => return Err(filtered()),
            Some(other) => {
                let message = format!("the answer is not whole: {other}");
                return Err(Error::new(ErrorKind::Incomplete, message));
            }
            None => {}
        }
        let messages = || response.output.iter().filter_map(responses::Item::as_message);
        let mut refusals = messages().filter_map(responses::Message::refusal);
        if let Some(refusal) = refusals.find(|refusal| !refusal.is_empty()) {
            return Err(refused(refusal));
        }
        // What a model says before its answer is no part of the value.
        let text = messages().next_back().map(|message| message.text().into_owned());
        said(text.unwrap_or_default(), !Self::wanted(response).is_empty())
    }
}

/// Why the model declined, if it did: some services write an empty reason beside a good answer.
fn refusal(message: &AssistantMessage) -> Option<&str> {
    let parts = match &message.content {
        Some(chat::Content::Parts(parts)) => parts.as_slice(),
        _ => &[],
    };
    let in_parts = parts.iter().filter_map(|part| match part {
        chat::ContentPart::Refusal(part) => Some(part.refusal.as_str()),
        _ => None,
    });
    let mut refusals = message.refusal.as_deref().into_iter().chain(in_parts);
    refusals.find(|refusal| !refusal.is_empty())
}

/// The text of an answer. What a model says before it calls tools is none, unless it is a value already.
fn said(text: String, calls: bool) -> Result<String, Error> {
    if calls && serde_json::from_str::<IgnoredAny>(&text).is_err() {
        let message =
            "the model calls tools before it answers: answer its calls, as `Client::run_tools` does, or offer none";
        return Err(Error::new(ErrorKind::Incomplete, message));
    }
    if text.trim().is_empty() {
        let message = "the answer holds no text, so there is no value to read";
        return Err(Error::new(ErrorKind::Decode, message));
    }
    Ok(text)
}

fn cut() -> Error {
    let message = "the answer was cut at the token limit, so it is no whole value: allow more tokens";
    Error::new(ErrorKind::Incomplete, message)
}

fn filtered() -> Error {
    Error::new(
        ErrorKind::ContentFilter,
        "a content filter cut the answer, so it is no whole value",
    )
}

fn refused(refusal: &str) -> Error {
    let message = "the model declined to answer; its words are in the body";
    Error::new(ErrorKind::Refused, message).with_body(refusal.to_owned().into())
}
