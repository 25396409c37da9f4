//! Calls that the types do not know.

use bytes::Bytes;
use http::response;
use openai_core::{ApiError, Call, Endpoint, Error, Event, Progress, error_in_stream};

use crate::{Client, EventStream, Reply};

impl Client {
    /// Sends a call that the types do not know, and answers with the bytes of its reply.
    ///
    /// Its body or its operation may be new. The provider spells it like any other: the model finds its place, and the
    /// profile checks the parameters.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_core::{Call, Operation};
    ///
    /// let body = r#"{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "Hi"}]}"#;
    /// let reply = client.send_raw(Call::raw(Operation::CHAT, &["chat", "completions"], body)).await?;
    /// println!("{}", String::from_utf8_lossy(reply.raw()));
    /// # assert!(reply.raw().starts_with(b"{"));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send), [`ErrorKind::Decode`](openai_core::ErrorKind::Decode) apart: nothing is decoded, and an
    /// error inside a good answer is for the caller to find.
    pub async fn send_raw(&self, call: Call) -> Result<Reply<Bytes>, Error> {
        self.send(Raw(call)).await
    }

    /// Sends a call that asks for a stream, and answers with its events.
    ///
    /// Nothing is known of them but their names and their data.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_core::{Call, Operation};
    ///
    /// let body = r#"{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "Hi"}], "stream": true}"#;
    /// let mut stream = client.stream_raw(Call::raw(Operation::CHAT, &["chat", "completions"], body)).await?;
    /// # let mut events = 0;
    /// while let Some(event) = stream.try_next().await? {
    ///     println!("{}: {}", event.kind, event.data);
    /// #   events += 1;
    /// }
    /// # assert!(events > 2);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn stream_raw(&self, call: Call) -> Result<EventStream<RawEvent>, Error> {
        self.streaming(call.operation)?;
        self.open(call.with_stream(true), AnyEnd).await
    }
}

struct Raw(Call);

impl Endpoint for Raw {
    type Response = Bytes;

    fn call(&self) -> Result<Call, Error> {
        Ok(self.0.clone())
    }

    fn decode(&self, _: &response::Parts, body: Bytes) -> Result<Bytes, Error> {
        Ok(body)
    }
}

/// An event as it came.
///
/// An error inside the stream is an `Err`, as with every stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawEvent {
    /// The event's name; `message` where it has none.
    pub kind: String,
    /// The event's data, mostly a JSON text.
    pub data: String,
}

impl Event for RawEvent {
    type Progress = AnyEnd;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        match ApiError::in_stream(kind, data.as_bytes()) {
            Some(api) => Err(error_in_stream(api, data)),
            None => Ok(Self {
                kind: kind.to_owned(),
                data: data.to_owned(),
            }),
        }
    }
}

/// Takes every clean close for an end: what the events say is not looked at.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct AnyEnd;

impl Progress<RawEvent> for AnyEnd {
    fn observe(&mut self, _: &RawEvent) {}

    fn is_complete(&self) -> bool {
        true
    }
}
