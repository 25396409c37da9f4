//! Responses that are kept, and how those in the background go on.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::item::text;
use super::{identity, write};
use crate::check::Wrong;
use crate::failure::Failure;

/// How long a response waits in the background before it is worked on.
const QUEUED: Duration = Duration::from_secs(1);
/// How long it takes from the start until it is done.
const DONE: Duration = Duration::from_secs(3);

/// The responses of one emulator.
#[derive(Debug, Default)]
pub(crate) struct Store {
    responses: Mutex<HashMap<String, Stored>>,
}

/// One response that is kept.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// As it is when all is done.
    pub(super) whole: Map<String, Value>,
    /// The items that it was made from: those of what it follows, and those of its request.
    pub(super) input: Vec<Value>,
    /// All that the model read.
    pub(super) context: Vec<Value>,
    /// Its events, where it can be streamed again.
    pub(super) events: Option<Vec<Value>>,
    pub(super) background: bool,
    /// When it began to be worked on; `None` where it was done at once.
    pub(super) since: Option<Duration>,
    pub(super) cancelled: bool,
}

impl Stored {
    /// The response at this time.
    pub(super) fn at(&self, now: Duration) -> Value {
        match self.since.map(|since| now.saturating_sub(since)) {
            _ if self.cancelled => write::early(&self.whole, "cancelled"),
            Some(age) if age < QUEUED => write::early(&self.whole, "queued"),
            Some(age) if age < DONE => write::early(&self.whole, "in_progress"),
            _ => Value::Object(self.whole.clone()),
        }
    }

    fn is_under_way(&self, now: Duration) -> bool {
        !self.cancelled && self.since.is_some_and(|since| now.saturating_sub(since) < DONE)
    }

    /// The items that have been answered by this time.
    fn output(&self, now: Duration) -> impl Iterator<Item = &Value> {
        let whole = (!self.cancelled && !self.is_under_way(now)).then_some(&self.whole);
        let output = whole.and_then(|whole| whole.get("output")?.as_array());
        output.into_iter().flatten()
    }
}

impl Store {
    pub(super) fn keep(&self, id: &str, stored: Stored) {
        self.lock().insert(id.to_owned(), stored);
    }

    pub(super) fn find(&self, id: &str) -> Result<Stored, Failure> {
        self.lock().get(id).cloned().ok_or_else(|| missing(id))
    }

    pub(super) fn delete(&self, id: &str) -> Result<(), Failure> {
        self.lock().remove(id).map(|_| ()).ok_or_else(|| missing(id))
    }

    /// Stops a response in the background; one that has ended stays as it is.
    pub(super) fn cancel(&self, id: &str, now: Duration) -> Result<Value, Failure> {
        let mut responses = self.lock();
        let stored = responses.get_mut(id).ok_or_else(|| missing(id))?;
        if !stored.background {
            let message = "Cannot cancel a synchronous response.";
            return Err(Wrong::new("response_id", message).into());
        }
        if stored.is_under_way(now) {
            stored.cancelled = true;
        }
        Ok(stored.at(now))
    }

    /// What a response that follows this one reads first: all that it read, and its output.
    ///
    /// # Errors
    /// There is no such response, or it is not done: what it will say is not known yet.
    pub(super) fn context(&self, id: &str, now: Duration) -> Result<Vec<Value>, Failure> {
        let responses = self.lock();
        let stored = responses.get(id).ok_or_else(|| {
            let message = format!("Previous response with id '{id}' not found.");
            Wrong::coded("previous_response_not_found", "previous_response_id", message)
        })?;
        if stored.is_under_way(now) {
            let message = format!("Previous response with id '{id}' is not completed yet.");
            return Err(Wrong::new("previous_response_id", message).into());
        }
        Ok(stored.context.iter().chain(stored.output(now)).cloned().collect())
    }

    /// The items that a response was made from, and its own: what one that follows it is made from.
    pub(super) fn items(&self, id: &str, now: Duration) -> Vec<Value> {
        let responses = self.lock();
        let stored = responses.get(id).into_iter();
        stored
            .flat_map(|stored| stored.input.iter().chain(stored.output(now)))
            .cloned()
            .collect()
    }

    /// An item of any response that is kept.
    pub(super) fn item(&self, id: &str, now: Duration) -> Option<Value> {
        let responses = self.lock();
        let mut items = responses
            .values()
            .flat_map(|stored| stored.input.iter().chain(stored.output(now)));
        items.find(|item| text(item, "id") == id).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Stored>> {
        self.responses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was asked for and is not there.
fn missing(id: &str) -> Failure {
    match identity::check(id, "resp", "response_id") {
        Err(wrong) => wrong.into(),
        Ok(()) => Failure::new(StatusCode::NOT_FOUND, format!("Response with id '{id}' not found.")),
    }
}
