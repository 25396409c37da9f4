//! An answer that comes in events.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use openai_core::sse::{Decoder, TooLarge};
use openai_core::{
    Accumulate, Collect, Ending, Error, ErrorKind, Event, Incoming, Progress as _, TransportError, TransportErrorKind,
};
use serde_json::Value;

use crate::secrets;
use crate::silence::Silence;
use crate::telemetry::CallSpan;
use crate::{Head, Reply};

/// An answer that comes in events, decoded where they lie: nothing runs in the background.
///
/// It is a [`Stream`] and has [`try_next`](Self::try_next) of its own. After its end, and after an error, it yields
/// nothing more. Dropping it closes the connection. Between two pieces the server may be silent for the client's idle
/// timeout. An end that is none is [`ErrorKind::Truncated`]; nothing is tried again once the stream has begun.
#[must_use = "a stream does nothing unless it is read"]
pub struct EventStream<T: Event> {
    head: Head,
    /// `None` once the connection is let go.
    incoming: Option<Incoming>,
    /// The headers of the request: an error must not repeat the secrets among them.
    sent: HeaderMap,
    /// Nothing more is to come.
    finished: bool,
    /// The connection's task has had its turn after the end.
    released: bool,
    decoder: Decoder,
    progress: T::Progress,
    ending: Ending,
    silence: Silence,
    /// Ends with the stream.
    trace: Option<CallSpan>,
    event: PhantomData<fn() -> T>,
}

/// What a stream may not exceed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) event_bytes: usize,
    pub(crate) idle: Duration,
}

impl<T: Event> EventStream<T> {
    pub(crate) fn new(
        head: Head,
        incoming: Incoming,
        sent: HeaderMap,
        ending: Ending,
        limits: Limits,
        trace: CallSpan,
    ) -> Self {
        Self {
            head,
            incoming: Some(incoming),
            sent,
            finished: false,
            released: false,
            decoder: Decoder::with_limit(limits.event_bytes),
            progress: T::Progress::default(),
            ending,
            silence: Silence::new(limits.idle),
            trace: Some(trace),
            event: PhantomData,
        }
    }

    /// The same stream, watched by what knows the request.
    pub(crate) fn watched_by(mut self, progress: T::Progress) -> Self {
        self.progress = progress;
        self
    }

    /// The next event; `None` after the last.
    ///
    /// Dropping the future loses nothing: the next call goes on where it was.
    ///
    /// # Errors
    /// [`ErrorKind::Api`] or [`ErrorKind::ContentFilter`] where the server reports an error inside the stream;
    /// [`ErrorKind::Truncated`] where the stream breaks off; [`ErrorKind::Timeout`] where the server falls silent;
    /// [`ErrorKind::Decode`] and [`ErrorKind::TooLarge`] where an event cannot be read.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_event(context)).await.transpose()
    }

    /// What came with the answer.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        while !self.finished {
            let outcome = ready!(self.poll_open(context));
            self.silence.stop();
            match outcome {
                Some(Ok(event)) => {
                    self.progress.observe(&event);
                    if let Some(trace) = &mut self.trace {
                        trace.summary(|| event.summary());
                    }
                    return Poll::Ready(Some(Ok(event)));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(self.fail(error)))),
                None => self.finished = true,
            }
        }
        ready!(self.poll_released(context));
        self.incoming = None;
        self.trace = None;
        Poll::Ready(None)
    }

    /// The next event of a stream that is not finished: `None` at its proper end.
    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            match self.next_decoded() {
                Err(error) => return Poll::Ready(Some(Err(error))),
                Ok(Next::End) => return Poll::Ready(None),
                Ok(Next::Event(event)) => return Poll::Ready(Some(Ok(event))),
                Ok(Next::Skipped) => continue,
                Ok(Next::Nothing) => {}
            }
            let Some(incoming) = &mut self.incoming else {
                return Poll::Ready(None);
            };
            match Pin::new(incoming).poll_next(context) {
                Poll::Ready(Some(Ok(bytes))) => {
                    self.silence.stop();
                    self.decoder.push(&bytes);
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(broken(error, "the stream")))),
                Poll::Ready(None) => {
                    self.incoming = None;
                    return Poll::Ready(self.closed());
                }
                Poll::Pending => return self.silence.poll(context).map(|error| Some(Err(error))),
            }
        }
    }
}

impl<T: Event> EventStream<T> {
    /// What the bytes that have come amount to.
    fn next_decoded(&mut self) -> Result<Next<T>, Error> {
        let Some(event) = self.decoder.next_event().map_err(too_large)? else {
            return Ok(Next::Nothing);
        };
        if event.is_done() {
            return match self.ending {
                Ending::Done if self.progress.is_unfinished() => Err(cut()),
                Ending::Done => Ok(Next::End),
                _ if self.progress.is_complete() => Ok(Next::End),
                _ => Err(cut()),
            };
        }
        if is_sign_of_life(event.kind, event.data) {
            return Ok(Next::Skipped);
        }
        let last = matches!(self.ending, Ending::Events(kinds) if kinds.contains(&event.kind));
        let item = T::decode(event.kind, event.data).map_err(|error| {
            let data = Bytes::copy_from_slice(event.data.as_bytes());
            secrets::keep_out(error, data, &self.sent, |clean| {
                T::decode(event.kind, &String::from_utf8_lossy(&clean))
            })
        })?;
        self.finished = last || item.is_last();
        Ok(Next::Event(item))
    }

    /// What a close amounts to: an end, if all that was begun has been finished.
    fn closed(&mut self) -> Option<Result<T, Error>> {
        let is_marked = self.decoder.finish().is_some() && !self.progress.is_unfinished();
        let is_done = self.ending == Ending::Done && (is_marked || self.progress.is_complete());
        (!is_done).then(|| Err(cut()))
    }

    /// Lets a body end whose last bytes are here already, so that its connection can be used again. It waits for none:
    /// it lets the connection's own task have one turn.
    fn poll_released(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(incoming) = &mut self.incoming else {
            return Poll::Ready(());
        };
        if Pin::new(incoming).poll_next(context).is_pending() && !std::mem::replace(&mut self.released, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    }

    /// Ends the stream with an error, and tells it which answer it is about.
    fn fail(&mut self, error: Error) -> Error {
        self.finished = true;
        self.incoming = None;
        let error = self.head.told(error);
        if let Some(trace) = self.trace.take() {
            trace.error(&error);
        }
        error
    }
}

impl<T: Collect> EventStream<T> {
    /// Reads the rest of the stream and puts it together: the answer that would have come without a stream.
    ///
    /// Events that were taken before are not part of it. For a look at every event, use the accumulator of its kind,
    /// such as [`chat::Accumulator`](crate::chat::Accumulator).
    ///
    /// # Errors
    /// As [`try_next`](Self::try_next). What came before is in [`Error::partial`], as the whole would have been.
    pub async fn collect(mut self) -> Result<Reply<<T::Accumulator as Accumulate<T>>::Whole>, Error> {
        let mut whole = T::Accumulator::default();
        loop {
            let error = match self.try_next().await {
                Ok(Some(event)) => whole.add(&event).err().map(|error| self.fail(error)),
                Ok(None) => return Ok(Reply::new(whole.whole(), self.head, Bytes::new())),
                Err(error) => Some(error),
            };
            if let Some(error) = error {
                return Err(error.with_partial(whole.whole()));
            }
        }
    }
}

impl<T: Event> Deref for EventStream<T> {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

impl<T: Event> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

impl<T: Event> fmt::Debug for EventStream<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("EventStream")
            .field("head", &self.head)
            .field("finished", &self.finished)
            .finish_non_exhaustive()
    }
}

enum Next<T> {
    Event(T),
    End,
    /// It was no event of the answer.
    Skipped,
    /// More bytes are needed.
    Nothing,
}

/// What a server sends to keep a connection open: an event that is named so, or one that says nothing at all.
fn is_sign_of_life(kind: &str, data: &str) -> bool {
    const NAMES: [&str; 4] = ["ping", "keepalive", "keep-alive", "heartbeat"];
    const LONGEST: usize = 100;
    let data = data.trim();
    if NAMES.contains(&kind) || data.is_empty() || data == "{}" {
        return true;
    }
    if data.len() > LONGEST || !NAMES.iter().any(|name| data.contains(name)) {
        return false;
    }
    let data: Value = serde_json::from_str(data).unwrap_or_default();
    data.get("type")
        .and_then(Value::as_str)
        .is_some_and(|kind| NAMES.contains(&kind))
}

fn cut() -> Error {
    Error::new(ErrorKind::Truncated, "the server closed the stream before its end")
}

fn too_large(error: TooLarge) -> Error {
    Error::new(ErrorKind::TooLarge, error.to_string())
}

/// The error of a connection that failed in the middle of `what`.
pub(crate) fn broken(error: TransportError, what: &str) -> Error {
    match error.kind() {
        TransportErrorKind::Timeout => Error::from(error),
        _ => Error::new(ErrorKind::Truncated, format!("{what} broke off before its end")).with_source(error),
    }
}
