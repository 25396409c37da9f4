//! The time that stored things live by: the real one, or one that a test moves.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What the emulator takes for the time of day: background responses, batches, image operations and ingestion jobs
/// move through their states by it.
///
/// Clones show the same time, so a test keeps one and hands another to [`Config::clock`](crate::Config::clock).
#[derive(Clone, Debug, Default)]
pub struct Clock(Kind);

#[derive(Clone, Debug, Default)]
enum Kind {
    #[default]
    System,
    Manual(Arc<Mutex<Duration>>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until [`advance`](Self::advance) moves it; it begins in November 2023, at the Unix
    /// time 1,700,000,000.
    #[must_use]
    pub fn manual() -> Self {
        Self(Kind::Manual(Arc::new(Mutex::new(Duration::from_secs(1_700_000_000)))))
    }

    /// Moves a manual clock forward. The machine's clock cannot be moved and stays as it is.
    pub fn advance(&self, by: Duration) {
        if let Kind::Manual(time) = &self.0 {
            let mut time = time.lock().unwrap_or_else(PoisonError::into_inner);
            *time = time.saturating_add(by);
        }
    }

    /// The time since the Unix epoch.
    #[must_use]
    pub fn now(&self) -> Duration {
        match &self.0 {
            Kind::System => SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            Kind::Manual(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Duration};

    #[test]
    fn clones_show_the_same_time() {
        let clock = Clock::manual();
        let other = clock.clone();
        let before = other.now();
        clock.advance(Duration::from_secs(5));
        assert_eq!(other.now() - before, Duration::from_secs(5));
    }

    #[test]
    fn the_machines_clock_goes_by_itself() {
        let clock = Clock::system();
        clock.advance(Duration::from_secs(1 << 40));
        assert!(clock.now() < Duration::from_secs(1 << 40));
    }
}
