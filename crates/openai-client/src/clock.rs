//! What time it is.

use std::fmt;
use std::time::SystemTime;

/// What time it is: needed to read a `retry-after` date where the answer has no date of its own.
///
/// Waiting is not its business: that is tokio's clock, which tests can pause.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
