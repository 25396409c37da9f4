//! How far a stream is.

use openai_types::chat::{Chunk, FinishReason};
use openai_types::completions::Completion;
use openai_types::responses;

use crate::{Event, Progress};

/// Which choices of a stream have begun and which have finished.
#[derive(Clone, Debug, Default)]
pub struct ChoiceProgress {
    expected: u64,
    choices: Vec<(u64, bool)>,
}

impl ChoiceProgress {
    /// Watches a stream that is to bring this many choices: a request's `n`, for each of its prompts.
    #[must_use]
    pub fn expecting(choices: u64) -> Self {
        Self {
            expected: choices,
            choices: Vec::new(),
        }
    }

    /// Sees a piece of a choice.
    pub fn see(&mut self, index: Option<u64>, finished: bool) {
        let index = index.unwrap_or(0);
        match self.choices.iter_mut().find(|known| known.0 == index) {
            Some(known) => known.1 |= finished,
            None => self.choices.push((index, finished)),
        }
    }

    /// Whether every choice has begun and has finished.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let finished = self.choices.iter().filter(|choice| choice.1).count();
        finished == self.choices.len() && u64::try_from(finished).is_ok_and(|finished| finished >= self.expected.max(1))
    }
}

impl Progress<Chunk> for ChoiceProgress {
    fn observe(&mut self, chunk: &Chunk) {
        for choice in &chunk.choices {
            self.see(choice.index, says_something(choice.finish_reason.as_ref()));
        }
    }

    fn is_complete(&self) -> bool {
        self.is_complete()
    }
}

impl Progress<Completion> for ChoiceProgress {
    fn observe(&mut self, piece: &Completion) {
        for choice in &piece.choices {
            self.see(choice.index, says_something(choice.finish_reason.as_ref()));
        }
    }

    fn is_complete(&self) -> bool {
        self.is_complete()
    }
}

/// Counts the events that end something, such as an image: a stream is complete once there are as many as expected.
#[derive(Clone, Copy, Debug, Default)]
pub struct EndProgress {
    expected: u64,
    seen: u64,
}

impl EndProgress {
    /// Watches a stream that is to bring this many ends; at least one.
    #[must_use]
    pub fn expecting(ends: u64) -> Self {
        Self {
            expected: ends,
            seen: 0,
        }
    }

    /// Sees an event that ends something.
    pub fn see(&mut self) {
        self.seen = self.seen.saturating_add(1);
    }

    /// Whether as many ends came as were expected.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.seen >= self.expected.max(1)
    }
}

/// Tells a stream's end by its last event.
#[derive(Clone, Copy, Debug, Default)]
pub struct LastProgress {
    is_complete: bool,
}

impl<E: Event> Progress<E> for LastProgress {
    fn observe(&mut self, event: &E) {
        self.is_complete |= event.is_last();
    }

    fn is_complete(&self) -> bool {
        self.is_complete
    }
}

/// Which items of a streamed response have begun and which are done.
///
/// The stream is complete with its last event. One that brings none, as of an MLflow agent on Databricks, can end with
/// `[DONE]` once there are items and all of them are done.
#[derive(Clone, Debug, Default)]
pub struct ItemProgress {
    is_complete: bool,
    any_done: bool,
    /// Place and id of each item that has begun and is not done; either may be missing.
    open: Vec<(Option<u64>, String)>,
}

impl ItemProgress {
    fn begin(&mut self, place: Option<u64>, id: &str) {
        if self.position(place, id).is_none() {
            self.open.push((place, id.to_owned()));
        }
    }

    fn end(&mut self, place: Option<u64>, id: &str) {
        self.any_done = true;
        if let Some(position) = self.position(place, id) {
            self.open.swap_remove(position);
        }
    }

    fn position(&self, place: Option<u64>, id: &str) -> Option<usize> {
        let is_it =
            |open: &(Option<u64>, String)| (place.is_some() && open.0 == place) || (!id.is_empty() && open.1 == id);
        self.open.iter().position(is_it)
    }
}

impl Progress<responses::Event> for ItemProgress {
    fn observe(&mut self, event: &responses::Event) {
        use openai_types::responses::Event;
        self.is_complete |= event.is_last();
        match event {
            Event::OutputItemAdded(event) => self.begin(event.output_index, event.item.id().unwrap_or_default()),
            // Agents begin a message with its text.
            Event::OutputTextDelta(event) => self.begin(event.output_index, &event.item_id),
            Event::OutputItemDone(event) => self.end(event.output_index, event.item.id().unwrap_or_default()),
            _ => {}
        }
    }

    fn is_complete(&self) -> bool {
        self.is_complete
    }

    fn is_unfinished(&self) -> bool {
        let all_done = self.any_done && self.open.is_empty();
        !self.is_complete && !all_done
    }
}

fn says_something(reason: Option<&FinishReason>) -> bool {
    reason.is_some_and(|reason| !reason.as_str().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expected_choice_has_to_finish() {
        let mut progress = ChoiceProgress::expecting(2);
        progress.see(None, true);
        assert!(!progress.is_complete(), "the second has not begun");
        progress.see(Some(1), false);
        assert!(!progress.is_complete(), "the second has not finished");
        progress.see(Some(1), true);
        progress.see(Some(1), false);
        assert!(progress.is_complete());
        progress.see(Some(7), false);
        assert!(!progress.is_complete(), "more may come than was expected");
    }

    #[test]
    fn items_are_told_apart_by_place_or_id() {
        let mut progress = ItemProgress::default();
        let mut see = |event: &str| {
            progress.observe(&openai_types::decode_str(event).unwrap());
            (progress.is_complete(), progress.is_unfinished())
        };
        let open = (false, true);
        let item = |kind: &str, place: &str, id: &str| {
            format!(
                r#"{{"type":"response.output_item.{kind}"{place},"item":{{"type":"message","id":"{id}","role":"assistant","content":[]}}}}"#
            )
        };
        assert_eq!(see(&item("added", r#","output_index":0"#, "a")), open);
        assert_eq!(
            see(r#"{"type":"response.output_text.delta","item_id":"b","delta":"Hi"}"#),
            open
        );
        assert_eq!(
            see(r#"{"type":"response.output_text.delta","item_id":"b","delta":"!"}"#),
            open
        );
        assert_eq!(see(&item("done", r#","output_index":0"#, "other")), open, "b is open");
        assert_eq!(see(&item("done", "", "b")), (false, false));
        assert_eq!(see(&item("done", "", "c")), (false, false), "it never began");
        assert_eq!(see(&item("added", "", "d")), open);
        assert_eq!(
            see(r#"{"type":"response.completed","response":{"output":[]}}"#),
            (true, false)
        );
        assert!(ItemProgress::default().is_unfinished(), "nothing has come");
    }

    #[test]
    fn nothing_is_not_complete() {
        assert!(!ChoiceProgress::default().is_complete());
        assert!(!EndProgress::expecting(0).is_complete());
        let mut progress = EndProgress::expecting(2);
        progress.see();
        assert!(!progress.is_complete());
        progress.see();
        assert!(progress.is_complete());
    }
}
