//! When a call has to be over.

use std::time::Duration;

use openai_core::{Error, ErrorKind};
use tokio::time::{Instant, timeout_at};

/// When a call has to be over, retries and waits included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    at: Option<Instant>,
    allowed: Duration,
}

impl Deadline {
    /// From now on; `None`, or more than the clock can count, is no deadline.
    pub(crate) fn after(allowed: Option<Duration>) -> Self {
        let at = allowed.and_then(|allowed| Instant::now().checked_add(allowed));
        Self {
            at,
            allowed: allowed.unwrap_or_default(),
        }
    }

    /// What the future comes to, or `None` where the deadline is first.
    pub(crate) async fn bound<F: Future>(&self, future: F) -> Option<F::Output> {
        match self.at {
            Some(at) => timeout_at(at, future).await.ok(),
            None => Some(future.await),
        }
    }

    /// Whether something can still be done after waiting so long.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        self.at
            .is_none_or(|at| Instant::now().checked_add(wait).is_some_and(|end| end < at))
    }

    /// The error of a call that is not over in time; `last` is what its last try came to.
    pub(crate) fn passed(&self, last: Option<Error>) -> Error {
        let message = format!("the call was not over within its deadline of {:?}", self.allowed);
        let error = Error::new(ErrorKind::Deadline, message);
        match last {
            Some(last) => error.with_retry_after(last.retry_after()).with_source(last),
            None => error,
        }
    }
}
