//! Calls that the types do not know.

use bytes::Bytes;
use http::response;
use openai_core::{
    ApiError, Call, ChoiceProgress, Endpoint, Error, ErrorKind, Event, Operation, Part, Payload, Progress, Reaction,
    error_in_stream,
};
use serde_json::Value;

use crate::{Client, EventStream, Options, Reply};

impl Client {
    /// Sends a call that the types do not know, and answers with the bytes of its reply.
    ///
    /// Its body or its operation may be new. The provider spells it like any other: the model finds its place, and the
    /// profile checks the parameters. An operation that is none of [`Operation::KNOWN`], and that the provider does not
    /// name either, goes out with a notice; one that the provider is known to lack is refused.
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
    /// An operation that the types do not know, by its id:
    ///
    /// ```
    /// use http::Method;
    /// use openai_core::{Call, Error, Operation, Segment, Target};
    ///
    /// fn retrieve(store: &str) -> Result<Call, Error> {
    ///     let operation = Operation::new("vector_stores_retrieve").without_model();
    ///     let path = vec![Segment::fixed("vector_stores"), Segment::new("vector store", store)?];
    ///     Ok(Call::new(operation, Method::GET, Target::Path(path)))
    /// }
    /// # assert!(retrieve("vs_1").is_ok() && retrieve("..").is_err());
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send), [`ErrorKind::Decode`] apart: nothing is decoded, and an error inside a good answer is for
    /// the caller to find.
    pub async fn send_raw(&self, call: Call) -> Result<Reply<Bytes>, Error> {
        self.reporting().send(Raw(call)).await
    }

    /// Sends a call that asks for a stream, and answers with its events.
    ///
    /// Nothing is known of them but their names and their data. The call is made to ask for a stream where it does not:
    /// in its JSON body or form, or in its query where it reads a stored response. The operation may be new, as with
    /// [`send_raw`](Self::send_raw).
    ///
    /// The stream of a known operation ends as its typed one does: with `[DONE]`, with the event that is its last, or
    /// with a clean close after everything that was begun has been finished. Of any other operation every clean close
    /// is an end.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_core::{Call, Operation};
    ///
    /// let body = r#"{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "Hi"}]}"#;
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
    /// As [`stream`](Self::stream); [`ErrorKind::Invalid`] where the call says that no stream is to come.
    pub async fn stream_raw(&self, call: Call) -> Result<EventStream<RawEvent>, Error> {
        self.streaming(&call)?;
        let progress = RawProgress::of(call.operation);
        let call = asking_for_events(call)?.with_stream(true);
        self.reporting().open(call, progress).await
    }

    /// A client that sends operations that nobody names, and says so.
    fn reporting(&self) -> Self {
        let mut policy = self.policy().clone();
        if policy.unlisted == Reaction::Refuse {
            policy.unlisted = Reaction::Report;
        }
        self.with(Options::new().policy(policy))
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
    type Progress = RawProgress;

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

/// Tells by what the events say whether a close is an end.
#[derive(Clone, Debug, Default)]
pub struct RawProgress {
    /// Whether it is known how the operation's streams end.
    is_known: bool,
    has_ended: bool,
    choices: ChoiceProgress,
}

impl RawProgress {
    fn of(operation: Operation) -> Self {
        Self {
            is_known: Operation::KNOWN.contains(&operation),
            ..Self::default()
        }
    }
}

impl Progress<RawEvent> for RawProgress {
    fn observe(&mut self, event: &RawEvent) {
        if !self.is_known {
            return;
        }
        let data: Value = serde_json::from_str(&event.data).unwrap_or_default();
        let kind = data.get("type").and_then(Value::as_str).unwrap_or(&event.kind);
        self.has_ended |= LAST.contains(&kind);
        for choice in data.get("choices").and_then(Value::as_array).into_iter().flatten() {
            let index = choice.get("index").and_then(Value::as_u64);
            self.choices.see(index, is_finished(choice));
        }
    }

    fn is_complete(&self) -> bool {
        !self.is_known || self.has_ended || self.choices.is_complete()
    }
}

/// The events that end something.
const LAST: [&str; 7] = [
    "image_edit.completed",
    "image_generation.completed",
    "response.completed",
    "response.failed",
    "response.incomplete",
    "speech.audio.done",
    "transcript.text.done",
];

/// Whether a choice ends here: by a reason, or as Azure's On Your Data says it, in the choice or in its messages.
fn is_finished(choice: &Value) -> bool {
    let ends = |part: &Value| part.get("end_turn").and_then(Value::as_bool) == Some(true);
    let reason = choice.get("finish_reason").and_then(Value::as_str);
    let mut messages = choice.get("messages").and_then(Value::as_array).into_iter().flatten();
    reason.is_some_and(|reason| !reason.is_empty())
        || ends(choice)
        || choice.get("delta").is_some_and(ends)
        || messages.any(ends)
}

/// The same call, asking for a stream: the server would make a whole answer else, and charge for it.
fn asking_for_events(mut call: Call) -> Result<Call, Error> {
    let (name, wanted) = match call.operation {
        Operation::AUDIO_SPEECH => ("stream_format", Value::from("sse")),
        _ => ("stream", Value::Bool(true)),
    };
    let text = wanted.as_str().map_or_else(|| wanted.to_string(), str::to_owned);
    match said(&call, name)? {
        Some(said) if said == text => return Ok(call),
        Some(_) => {
            let message =
                format!("`{name}` is not {wanted}, and a stream is asked for: leave it out, or use `Client::send_raw`");
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        None => {}
    }
    match &mut call.body {
        Payload::Json(_) => {
            let mut members = call.members()?;
            members.set(name, &wanted)?;
            call.body = Payload::Json(members.to_bytes().into());
        }
        Payload::Multipart(parts) => parts.insert(0, Part::text(name, text)),
        _ if call.operation == Operation::RESPONSES_RETRIEVE => call.query.push((name.to_owned(), text)),
        _ => {}
    }
    Ok(call)
}

/// What a call says of a parameter: in its body, or in its query where it has none.
fn said(call: &Call, name: &str) -> Result<Option<String>, Error> {
    Ok(match &call.body {
        Payload::Json(_) => {
            let members = call.members()?;
            let value = members.raw(name).map(|value| value.get().trim_matches('"').to_owned());
            value.filter(|value| value != "null")
        }
        Payload::Multipart(parts) => {
            let mut fields = parts.iter().filter(|part| part.name == name);
            fields.next().map(|part| part.as_text().unwrap_or_default().to_owned())
        }
        _ => call
            .query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone()),
    })
}
