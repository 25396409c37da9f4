//! An answer that comes in events.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use openai_core::sse::{Decoder, TooLarge};
use openai_core::{
    Ending, Error, ErrorKind, Event, Incoming, Notice, Progress as _, TransportError, TransportErrorKind, request_id,
};
use tokio::time::{Instant, Sleep, sleep};

use crate::RateLimits;
use crate::body::silence;
use crate::reply::About;
use crate::secrets;
use crate::telemetry::CallSpan;

/// An answer that comes in events, decoded where they lie: nothing runs in the background.
///
/// It is a [`Stream`] and has [`try_next`](Self::try_next) of its own. After its end, and after an error, it yields
/// nothing more. Dropping it closes the connection. Between two pieces the server may be silent for the client's idle
/// timeout. An end that is none is [`ErrorKind::Truncated`]; nothing is tried again once the stream has begun.
#[must_use = "a stream does nothing unless it is read"]
pub struct EventStream<T: Event> {
    about: About,
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
        about: About,
        incoming: Incoming,
        sent: HeaderMap,
        ending: Ending,
        limits: Limits,
        trace: CallSpan,
    ) -> Self {
        Self {
            about,
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

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.about.status
    }

    /// The answer's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.about.headers
    }

    /// How much may still be asked, where the server says.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::read(&self.about.headers)
    }

    /// The server's id of the request, to be told to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.about.headers)
    }

    /// How many requests were sent until the stream began: 1, and one for every retry.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.about.attempts
    }

    /// What the caller should know about the request that was sent, such as parameters that the server ignores.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.about.notices
    }

    pub(crate) fn about(&self) -> &About {
        &self.about
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
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(broken(error)))),
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
        let (done, last) = match self.ending {
            Ending::Events(kinds) => (false, kinds.contains(&event.kind)),
            _ => (event.is_done(), false),
        };
        if done {
            return Ok(Next::End);
        }
        let item = T::decode(event.kind, event.data).map_err(|error| {
            let data = Bytes::copy_from_slice(event.data.as_bytes());
            secrets::keep_out(error, data, &self.sent, |clean| {
                T::decode(event.kind, &String::from_utf8_lossy(&clean))
            })
        })?;
        self.finished = last;
        Ok(Next::Event(item))
    }

    /// What a close amounts to: an end, if all that was begun has been finished.
    fn closed(&mut self) -> Option<Result<T, Error>> {
        let is_done = self.ending == Ending::Done && (self.decoder.finish().is_some() || self.progress.is_complete());
        (!is_done).then(|| {
            Err(Error::new(
                ErrorKind::Truncated,
                "the server closed the stream before its end",
            ))
        })
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
        let About {
            status,
            headers,
            attempts,
            ..
        } = &self.about;
        let id = request_id(headers).map(str::to_owned);
        let error = error.with_head(*status, headers.clone(), id).with_attempts(*attempts);
        if let Some(trace) = self.trace.take() {
            trace.error(&error);
        }
        error
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
            .field("status", &self.about.status.as_u16())
            .field("request_id", &self.request_id())
            .field("finished", &self.finished)
            .finish_non_exhaustive()
    }
}

enum Next<T> {
    Event(T),
    End,
    /// More bytes are needed.
    Nothing,
}

/// How long the server has been silent, counted only while somebody waits for it.
struct Silence {
    allowed: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    counting: bool,
}

impl Silence {
    fn new(allowed: Duration) -> Self {
        Self {
            allowed,
            timer: None,
            counting: false,
        }
    }

    fn stop(&mut self) {
        self.counting = false;
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Error> {
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(self.allowed)));
        if !std::mem::replace(&mut self.counting, true) {
            // The clock cannot count without end.
            timer.as_mut().reset(Instant::now() + self.allowed.min(YEAR));
        }
        ready!(timer.as_mut().poll(context));
        Poll::Ready(silence(self.allowed))
    }
}

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

fn too_large(error: TooLarge) -> Error {
    Error::new(ErrorKind::TooLarge, error.to_string())
}

/// The error of a connection that failed in the middle of a stream.
fn broken(error: TransportError) -> Error {
    match error.kind() {
        TransportErrorKind::Timeout => Error::from(error),
        _ => Error::new(ErrorKind::Truncated, "the stream broke off before its end").with_source(error),
    }
}
