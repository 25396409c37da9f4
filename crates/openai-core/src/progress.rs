//! How far a stream is.

use openai_types::chat::{Chunk, FinishReason};
use openai_types::completions::Completion;

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
