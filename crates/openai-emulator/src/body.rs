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

#[cfg(test)]
mod tests {
    use super::{Bytes, Duration, End, Events};
    use http_body_util::BodyExt as _;
    use tokio::time::{Instant, timeout};

    fn events(end: End, delay: Duration) -> Events {
        Events::new(vec![Bytes::from_static(b"a"), Bytes::from_static(b"b")], end, delay)
    }

    #[tokio::test(start_paused = true)]
    async fn a_delay_comes_before_each_event() {
        let start = Instant::now();
        let mut events = events(End::Clean, Duration::from_secs(3));
        assert_eq!(events.frame().await.unwrap().unwrap().into_data().unwrap(), "a");
        assert_eq!(start.elapsed(), Duration::from_secs(3));
        assert_eq!(events.frame().await.unwrap().unwrap().into_data().unwrap(), "b");
        assert_eq!(start.elapsed(), Duration::from_secs(6));
        assert!(events.frame().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_end_never_comes() {
        let mut events = events(End::Silent, Duration::ZERO);
        assert!(events.frame().await.is_some() && events.frame().await.is_some());
        assert!(timeout(Duration::from_secs(3600), events.frame()).await.is_err());
    }

    #[tokio::test]
    async fn a_cut_end_is_an_error() {
        let mut events = events(End::Cut, Duration::ZERO);
        assert!(events.frame().await.is_some() && events.frame().await.is_some());
        assert!(events.frame().await.unwrap().is_err());
    }
}
