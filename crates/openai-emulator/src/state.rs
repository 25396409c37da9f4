//! What all requests of one emulator share: its settings, its clock, and what it keeps.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::batches::Batches;
use crate::config::Config;
use crate::dalle2::ImageOperations;
use crate::files::Files;
use crate::images::hosted::Hosted;
use crate::ingestion;
use crate::models::Models;
use crate::random::Random;
use crate::responses;
use crate::uploads::Uploads;

/// One emulator's memory.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) files: Files,
    pub(crate) images: Hosted,
    pub(crate) image_operations: ImageOperations,
    pub(crate) ingestion_2023: ingestion::Jobs,
    pub(crate) ingestion_2024: ingestion::Jobs,
    pub(crate) batches: Batches,
    pub(crate) uploads: Uploads,
    pub(crate) models: Models,
    pub(crate) responses: responses::Store,
    numbers: Mutex<HashMap<&'static str, u64>>,
}

impl State {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            files: Files::default(),
            images: Hosted::default(),
            image_operations: ImageOperations::default(),
            ingestion_2023: ingestion::Jobs::default(),
            ingestion_2024: ingestion::Jobs::default(),
            batches: Batches::default(),
            uploads: Uploads::default(),
            models: Models::default(),
            responses: responses::Store::default(),
            numbers: Mutex::default(),
        }
    }

    /// Whole seconds since the Unix epoch, by the emulator's clock.
    pub(crate) fn now(&self) -> u64 {
        self.config.clock.now().as_secs()
    }

    /// The source for the next thing of a kind, such as a file's identifier: it depends on the seed and on how many
    /// came before, so that the same requests in the same order get the same identifiers.
    pub(crate) fn next(&self, kind: &'static str) -> Random {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let number = numbers.entry(kind).or_default();
        *number += 1;
        Random::from_parts(self.config.seed, &[kind.as_bytes(), &number.to_le_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, State};

    #[test]
    fn identifiers_follow_the_order_and_the_seed() {
        let three = |seed| {
            let state = State::new(Config::new().seed(seed));
            ["file", "file", "batch"].map(|kind| state.next(kind).identifier(8))
        };
        let [first, second, other] = three(1);
        assert!(first != second && second != other && first != other);
        assert_eq!(three(1), [first.clone(), second, other]);
        assert_ne!(three(2)[0], first);
    }
}
