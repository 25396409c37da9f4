//! How long the server has been silent.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use openai_core::{Error, ErrorKind};
use tokio::time::{Instant, Sleep, sleep};

/// How long the server has been silent, counted only while somebody waits for it.
pub(crate) struct Silence {
    allowed: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    counting: bool,
}

impl Silence {
    pub(crate) fn new(allowed: Duration) -> Self {
        Self {
            allowed,
            timer: None,
            counting: false,
        }
    }

    /// The server has spoken, or nobody waits for it.
    pub(crate) fn stop(&mut self) {
        self.counting = false;
    }

    /// Ready with an error once the server has been silent for too long.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Error> {
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(self.allowed)));
        if !std::mem::replace(&mut self.counting, true) {
            // The clock cannot count without end.
            timer.as_mut().reset(Instant::now() + self.allowed.min(YEAR));
        }
        ready!(timer.as_mut().poll(context));
        Poll::Ready(too_long(self.allowed))
    }
}

/// The error of a server that has been silent for too long.
pub(crate) fn too_long(allowed: Duration) -> Error {
    let message = format!("the server sent nothing for {allowed:?}, the client's idle timeout");
    Error::new(ErrorKind::Timeout, message)
}

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
