//! Response bodies: whole, or written event by event.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use std::vec;

use bytes::Bytes;
use http_body::{Body, Frame};
use http_body_util::{Either, Full};
use tokio::time::Sleep;

/// The body of any response.
pub(crate) type Reply = Either<Full<Bytes>, Events>;

/// How a stream ends after its last event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum End {
    /// As it should.
    Clean,
    /// The connection closes inside the body.
    Cut,
    /// Nothing comes any more, and the connection stays open.
    Silent,
}

/// Events, each handed to the socket before the next one is made. Dropped with its connection, it does no more work.
#[derive(Debug)]
pub(crate) struct Events {
    events: vec::IntoIter<Bytes>,
    end: End,
    delay: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    due: bool,
}

impl Events {
    pub(crate) fn new(events: Vec<Bytes>, end: End, delay: Duration) -> Self {
        Self {
            events: events.into_iter(),
            end,
            delay,
            waiting: None,
            due: false,
        }
    }
}

/// The error that makes the server drop a connection in the middle of a body.
#[derive(Debug)]
pub(crate) struct CutOff;

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the stream is cut, as was asked")
    }
}

impl std::error::Error for CutOff {}

impl Body for Events {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        if !self.due {
            self.due = true;
            if self.delay.is_zero() {
                // The server flushes what it has when the body is not ready: each event goes out alone.
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.waiting = Some(Box::pin(tokio::time::sleep(self.delay)));
        }
        if let Some(sleep) = &mut self.waiting {
            std::task::ready!(sleep.as_mut().poll(context));
            self.waiting = None;
        }
        match (self.events.next(), self.end) {
            (Some(event), _) => {
                self.due = false;
                Poll::Ready(Some(Ok(Frame::data(event))))
            }
            (None, End::Clean) => Poll::Ready(None),
            (None, End::Cut) => Poll::Ready(Some(Err(CutOff))),
            (None, End::Silent) => Poll::Pending,
        }
    }
}
