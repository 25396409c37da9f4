//! Answers that are a value of a type (feature `schemars`).

use openai_core::{Endpoint, Error, ErrorKind, Job as _, Phase};
use openai_types::chat::{self, FinishReason};
use openai_types::responses::{self, IncompleteReason};
use openai_types::strict;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Client, Reply};

impl Client {
    /// Asks for an answer that is a value of type `T`, and reads it.
    ///
    /// The type's strict schema goes out with the request, in place of a format that it names. `R` is
    /// [`chat::Request`] or [`responses::Request`], and follows from the argument.
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
    /// [`ErrorKind::Incomplete`] where the model ran out of tokens, [`ErrorKind::ContentFilter`] where a filter cut the
    /// answer, and [`ErrorKind::Refused`] where the model declined: [`Error::partial`] has the answer then;
    /// [`ErrorKind::Failed`] where a response failed; [`ErrorKind::Decode`] where the text is no such value; and as [`send`](Self::send).
    pub async fn parse<T, R>(&self, request: R) -> Result<Parsed<T, R::Response>, Error>
    where
        T: JsonSchema + DeserializeOwned,
        R: Structured,
    {
        let schema =
            strict::of::<T>().map_err(|error| Error::new(ErrorKind::Invalid, error.to_string()).with_source(error))?;
        let reply = self.send(request.shaped(&strict::name_of::<T>(), schema)).await?;
        let text = match R::text(&reply.value) {
            Ok(text) => text,
            Err(error) => return Err(error.with_partial(reply.value)),
        };
        match openai_types::decode_str(&text) {
            Ok(value) => Ok(Parsed { value, reply }),
            Err(error) => {
                let message = format!("the answer is no {}: {error}", T::schema_name());
                Err(Error::new(ErrorKind::Decode, message)
                    .with_body(text.into())
                    .with_partial(reply.value))
            }
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
    /// Where the answer is cut, was held back, or is a refusal.
    fn text(response: &Self::Response) -> Result<String, Error>;
}

impl Structured for chat::Request {
    fn shaped(self, name: &str, schema: Value) -> Self {
        self.response_format(chat::ResponseFormat::json_schema(name, schema))
    }

    fn text(completion: &chat::Completion) -> Result<String, Error> {
        let choice = completion.choices.first();
        match choice.and_then(|choice| choice.finish_reason.as_ref()) {
            Some(FinishReason::Length) => return Err(cut()),
            Some(FinishReason::ContentFilter) => return Err(filtered()),
            _ => {}
        }
        match completion.message().and_then(|message| message.refusal.as_deref()) {
            Some(refusal) => Err(refused(refusal)),
            None => Ok(completion.text().into_owned()),
        }
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
        match messages().find_map(responses::Message::refusal) {
            Some(refusal) => Err(refused(refusal)),
            // What a model says before its answer is no part of the value.
            None => Ok(messages()
                .next_back()
                .map(|message| message.text().into_owned())
                .unwrap_or_default()),
        }
    }
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
