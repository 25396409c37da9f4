//! An answer that is a file.

use std::fmt;
use std::future::poll_fn;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};
use http::{HeaderMap, header, response};
use openai_core::{Endpoint, Error, ErrorKind, Incoming};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;
use tracing::Instrument as _;

use crate::engine::{Answer, Begun, with_head};
use crate::silence::{Silence, too_long};
use crate::stream::broken;
use crate::telemetry::CallSpan;
use crate::{Client, Head, Reply, secrets};

/// What breaks off, in an error.
const WHAT: &str = "the file";

/// The most of a JSON answer that is looked through for an error before it is handed out.
const LOOKED_THROUGH: usize = 1024 * 1024;

impl Client {
    /// Sends a request and answers with the bytes that come back, as they come.
    ///
    /// The call is tried again until its head arrives, never after. The limit on whole answers does not apply: only
    /// [`Download::bytes`] keeps to it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let lines = openai_core::File::bytes("answers.jsonl", "{}\n");
    /// # let id = client.create_file(openai_types::files::Form::new("fine-tune"), lines).await?.into_inner().id;
    /// use openai_core::files::Content;
    ///
    /// let mut download = client.download(Content::new(&id)).await?;
    /// # let mut bytes = 0;
    /// while let Some(piece) = download.try_next().await? {
    ///     println!("{} bytes", piece.len());
    /// #   bytes += piece.len();
    /// }
    /// # assert_eq!(bytes, 3);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). What goes wrong later is an error of the download.
    pub async fn download<E: Endpoint<Response = Bytes>>(&self, endpoint: E) -> Result<Download, Error> {
        let call = endpoint.call()?;
        if call.stream {
            let message = "the request asks for a stream of events: send it with `Client::stream`";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        let prepared = self.prepare(call)?;
        let idle = self.idle_timeout();
        let begin = async {
            let Answer {
                head,
                body,
                sent,
                attempts,
            } = self.deliver::<Begun>(prepared.request).await?;
            let mut incoming = body;
            if is_json(&head) {
                incoming = looked_through(&endpoint, &head, incoming, &sent, idle)
                    .await
                    .map_err(|error| error.with_attempts(attempts))?;
            }
            Ok((Head::new(head, attempts, prepared.notices), incoming))
        };
        match begin.instrument(prepared.trace.span()).await {
            Ok((head, incoming)) => {
                prepared.trace.status(head.status());
                Ok(Download {
                    expected: length(head.headers()),
                    head,
                    incoming: Some(incoming),
                    received: 0,
                    limit: self.shared.settings.max_body_bytes,
                    silence: Silence::new(idle),
                    trace: Some(prepared.trace),
                })
            }
            Err(error) => {
                prepared.trace.error(&error);
                Err(error)
            }
        }
    }
}

/// An answer that is a file: a stream of its bytes, with the answer's [`Head`].
///
/// Dropping it closes the connection. Between two pieces the server may be silent for the client's idle timeout. A file
/// that ends before the length that was announced is [`ErrorKind::Truncated`].
#[must_use = "a download does nothing unless it is read"]
pub struct Download {
    head: Head,
    /// `None` once the connection is let go.
    incoming: Option<Incoming>,
    expected: Option<u64>,
    received: u64,
    limit: usize,
    silence: Silence,
    /// Ends with the download.
    trace: Option<CallSpan>,
}

impl Download {
    /// The next piece; `None` after the last.
    ///
    /// Dropping the future loses nothing: the next call goes on where it was.
    ///
    /// # Errors
    /// [`ErrorKind::Truncated`] where the file breaks off; [`ErrorKind::Timeout`] where the server falls silent.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll_piece(context)).await.transpose()
    }

    /// How many bytes the whole file has, where the server says.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.expected
    }

    /// Reads the rest of the file into memory.
    ///
    /// # Errors
    /// As [`try_next`](Self::try_next); [`ErrorKind::TooLarge`] past the client's limit for whole answers.
    pub async fn bytes(mut self) -> Result<Reply<Bytes>, Error> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.try_next().await? {
            if piece.len() > self.limit.saturating_sub(whole.len()) {
                let message = format!(
                    "the file is larger than {} bytes, the client's limit: stream it",
                    self.limit
                );
                return Err(self.fail(Error::new(ErrorKind::TooLarge, message)));
            }
            whole.extend_from_slice(&piece);
        }
        let whole = whole.freeze();
        Ok(Reply::new(whole.clone(), self.head, whole))
    }

    /// Writes the rest of the file as it comes, and flushes.
    ///
    /// The answer is how many bytes that was.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// # let lines = openai_core::File::bytes("answers.jsonl", "{}\n");
    /// # let id = client.create_file(openai_types::files::Form::new("fine-tune"), lines).await?.into_inner().id;
    /// let mut file = tokio::fs::File::create("answers.jsonl").await?;
    /// let bytes = client.file_content(&id).await?.write_to(&mut file).await?;
    /// assert_eq!(bytes, 3);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`try_next`](Self::try_next); [`ErrorKind::Io`] where the writer fails.
    pub async fn write_to(mut self, writer: &mut (impl AsyncWrite + Unpin + ?Sized)) -> Result<u64, Error> {
        let before = self.received;
        while let Some(piece) = self.try_next().await? {
            if let Err(error) = writer.write_all(&piece).await {
                return Err(self.fail(unwritable(error)));
            }
        }
        match writer.flush().await {
            Ok(()) => Ok(self.received.saturating_sub(before)),
            Err(error) => Err(self.fail(unwritable(error))),
        }
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(incoming) = &mut self.incoming else {
            return Poll::Ready(None);
        };
        let error = match Pin::new(incoming).poll_next(context) {
            Poll::Ready(Some(Ok(piece))) => {
                self.silence.stop();
                let bytes = u64::try_from(piece.len()).unwrap_or(u64::MAX);
                self.received = self.received.saturating_add(bytes);
                return Poll::Ready(Some(Ok(piece)));
            }
            Poll::Ready(Some(Err(error))) => broken(error, WHAT),
            Poll::Ready(None) if self.expected.is_none_or(|expected| self.received >= expected) => {
                self.incoming = None;
                self.trace = None;
                return Poll::Ready(None);
            }
            Poll::Ready(None) => {
                let (received, expected) = (self.received, self.expected.unwrap_or_default());
                let message = format!("the file broke off after {received} of {expected} bytes");
                Error::new(ErrorKind::Truncated, message)
            }
            Poll::Pending => ready!(self.silence.poll(context)),
        };
        Poll::Ready(Some(Err(self.fail(error))))
    }

    /// Ends the download with an error, and tells it which answer it is about.
    fn fail(&mut self, error: Error) -> Error {
        self.incoming = None;
        let error = self.head.told(error);
        if let Some(trace) = self.trace.take() {
            trace.error(&error);
        }
        error
    }
}

impl Deref for Download {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Download")
            .field("head", &self.head)
            .field("expected", &self.expected)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

fn unwritable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the file cannot be written: {error}")).with_source(error)
}

/// The length of the bytes as they are handed out: what was announced, unless a coding lies over it.
fn length(headers: &HeaderMap) -> Option<u64> {
    if headers.contains_key(header::CONTENT_ENCODING) {
        return None;
    }
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

fn is_json(head: &response::Parts) -> bool {
    let kind = head
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase().ends_with("json")
}

/// Reads the beginning of a JSON answer: a short one may be an error where a file was to come.
async fn looked_through<E: Endpoint>(
    endpoint: &E,
    head: &response::Parts,
    mut incoming: Incoming,
    sent: &HeaderMap,
    idle: Duration,
) -> Result<Incoming, Error> {
    let mut begin = BytesMut::new();
    while begin.len() <= LOOKED_THROUGH {
        match timeout(idle, incoming.next()).await {
            Err(_) => return Err(with_head(too_long(idle), head)),
            Ok(Some(Err(error))) => return Err(with_head(broken(error, WHAT), head)),
            Ok(Some(Ok(piece))) => begin.extend_from_slice(&piece),
            Ok(None) => {
                let whole = begin.freeze();
                let decode = |body| endpoint.decode(head, body);
                return match decode(whole.clone()) {
                    Ok(_) => Ok(Incoming::new(stream::iter([Ok(whole)]))),
                    Err(error) => Err(with_head(secrets::keep_out(error, whole, sent, decode), head)),
                };
            }
        }
    }
    Ok(Incoming::new(stream::iter([Ok(begin.freeze())]).chain(incoming)))
}
