//! A stream of a response put together.

use openai_types::responses::{Event, Response, Status};

use super::Retrieve;
use super::growth::Growth;
use crate::{Accumulate, Error, ItemProgress, Progress as _};

/// Puts the events of a stream together to the response that would have come without a stream.
///
/// The last event brings the whole response. Until then, or where the stream is cut, the items that have begun stand
/// here as far as they have come: text, refusals, thinking, arguments of tools, output of commands. A stream that was cut
/// goes on with what [`rest`](Self::rest) asks for, in the same accumulator. An unfinished image is no result, and stands
/// in no item: its events, [`Event::ImageGenerationCallPartialImage`], bring it.
///
/// The streams of agents on Databricks may bring no whole response, but items alone: they make the response then, and its
/// status is not told, as it is not without a stream.
///
/// ```
/// use openai_core::responses::Accumulator;
/// use openai_types::responses::Event;
///
/// let mut whole = Accumulator::new();
/// for data in [
///     r#"{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress","output":[]}}"#,
///     r#"{"type":"response.output_text.delta","sequence_number":1,"item_id":"m","output_index":0,"content_index":0,"delta":"Hel"}"#,
///     r#"{"type":"response.output_text.delta","sequence_number":2,"item_id":"m","output_index":0,"content_index":0,"delta":"lo"}"#,
/// ] {
///     let event: Event = openai_types::decode_str(data)?;
///     whole.push(&event);
/// }
/// assert_eq!(whole.snapshot().output_text(), "Hello");
/// assert_eq!(whole.sequence_number(), Some(2));
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Accumulator {
    response: Response,
    growth: Growth,
    sequence_number: Option<u64>,
    progress: ItemProgress,
}

impl Accumulator {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            response: Response::new(Vec::new()),
            growth: Growth::default(),
            sequence_number: None,
            progress: ItemProgress::default(),
        }
    }

    /// Adds an event.
    pub fn push(&mut self, event: &Event) {
        self.sequence_number = event.sequence_number().or(self.sequence_number);
        self.progress.observe(event);
        match event.response() {
            Some(response) => {
                self.response.clone_from(response);
                if event.is_last() && !response.output.is_empty() {
                    self.growth = Growth::default();
                }
            }
            None => self.growth.push(event),
        }
    }

    /// Whether the last event has come.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.progress.is_complete()
    }

    /// The place of the latest event in the stream: a stream that was cut goes on after it.
    #[must_use]
    pub fn sequence_number(&self) -> Option<u64> {
        self.sequence_number
    }

    /// What asks for the rest of a stream that was cut; nothing where the response's id is not known yet.
    ///
    /// The service must have stored the response, which was begun as a stream in the background, and the stream must not
    /// be complete.
    #[must_use]
    pub fn rest(&self) -> Option<Retrieve> {
        let id = self.response.id.as_deref().filter(|id| !id.is_empty())?;
        let mut rest = Retrieve::new(id);
        rest.query.stream = Some(true);
        rest.query.starting_after = self.sequence_number;
        (!self.is_complete()).then_some(rest)
    }

    /// The response as far as it has come.
    #[must_use]
    pub fn snapshot(&self) -> Response {
        self.clone().finish()
    }

    /// The response.
    #[must_use]
    pub fn finish(self) -> Response {
        let is_complete = self.is_complete();
        let mut response = self.response;
        let grown = self.growth.into_items();
        if !grown.is_empty() && (!is_complete || response.output.is_empty()) {
            response.output = grown;
        }
        if self.progress.is_unfinished() {
            response.status.get_or_insert(Status::InProgress);
        }
        response
    }
}

impl Default for Accumulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Accumulate<Event> for Accumulator {
    type Whole = Response;

    fn add(&mut self, event: &Event) -> Result<(), Error> {
        self.push(event);
        Ok(())
    }

    fn whole(self) -> Response {
        self.finish()
    }
}
