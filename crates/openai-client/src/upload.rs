//! Watching the files of a request while they are sent.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use openai_core::{Error, ErrorKind, File, Part, PartContent, Payload, Pieces, Source};
use tokio::time::{Instant, timeout_at};

use crate::silence::too_long;

/// Watches the files of one request: when the last piece was taken, and whether one could not be read.
#[derive(Debug)]
pub(crate) struct Upload {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    last: Instant,
    failure: Option<Error>,
}

impl Upload {
    /// A request that begins now, and its payload to be watched.
    pub(crate) fn watch(payload: Payload) -> (Arc<Self>, Payload) {
        let state = State {
            last: Instant::now(),
            failure: None,
        };
        let upload = Arc::new(Self {
            state: Mutex::new(state),
        });
        let payload = match payload {
            Payload::Multipart(parts) => Payload::Multipart(parts.into_iter().map(|part| upload.part(part)).collect()),
            payload => payload,
        };
        (upload, payload)
    }

    /// Waits for the server, but not while it says nothing for longer than `idle`. While it takes pieces it is not idle.
    pub(crate) async fn within<F: Future>(&self, idle: Duration, answer: F) -> Result<F::Output, Error> {
        let mut answer = std::pin::pin!(answer);
        loop {
            let last = self.state().last;
            let Some(end) = last.checked_add(idle) else {
                return Ok(answer.await);
            };
            match timeout_at(end, answer.as_mut()).await {
                Ok(answer) => return Ok(answer),
                Err(_) if self.state().last > last => {}
                Err(_) => return Err(too_long(idle)),
            }
        }
    }

    /// Why a file could not be read, where one could not.
    pub(crate) fn failure(&self) -> Option<Error> {
        self.state().failure.take()
    }

    fn part(self: &Arc<Self>, mut part: Part) -> Part {
        if let PartContent::File(file) = &part.content {
            let watched = Watched {
                file: file.clone(),
                upload: Arc::clone(self),
            };
            let name = file.name();
            let media_type = file.as_media_type().unwrap_or("application/octet-stream");
            part.content = PartContent::File(File::new(name, watched).media_type(media_type));
        }
        part
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps why a file cannot be read; what the transport makes of it says less.
    fn fail(&self, name: &str, error: io::Error) -> io::Error {
        let kind = error.kind();
        let error = Error::new(ErrorKind::Io, format!("the file {name:?} cannot be sent: {error}")).with_source(error);
        self.state().failure.get_or_insert(error);
        kind.into()
    }
}

/// A file that tells of its pieces.
struct Watched {
    file: File,
    upload: Arc<Upload>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.file.fmt(out)
    }
}

impl Source for Watched {
    fn len(&self) -> Option<u64> {
        self.file.len()
    }

    fn open(&self) -> io::Result<Pieces> {
        let name = self.file.name().to_owned();
        let pieces = self.file.open().map_err(|error| self.upload.fail(&name, error))?;
        let length = Length::new(self.file.len());
        let upload = Arc::clone(&self.upload);
        let pieces = stream::unfold(Some((pieces, length)), move |state| {
            let (upload, name) = (Arc::clone(&upload), name.clone());
            async move {
                let (mut pieces, mut length) = state?;
                let piece = match pieces.next().await {
                    Some(piece) => piece.and_then(|piece| length.count(piece.len()).map(|()| piece)),
                    None => match length.check() {
                        Ok(()) => return None,
                        Err(error) => Err(error),
                    },
                };
                upload.state().last = Instant::now();
                match piece {
                    Ok(piece) => Some((Ok(piece), Some((pieces, length)))),
                    Err(error) => Some((Err(upload.fail(&name, error)), None)),
                }
            }
        });
        Ok(Box::pin(pieces))
    }

    fn is_available(&self) -> bool {
        self.file.is_available()
    }
}

/// Holds a file to the length that was announced: a request cannot take it back.
struct Length {
    announced: Option<u64>,
    sent: u64,
}

impl Length {
    fn new(announced: Option<u64>) -> Self {
        Self { announced, sent: 0 }
    }

    fn count(&mut self, bytes: usize) -> io::Result<()> {
        self.sent = self.sent.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if self.announced.is_some_and(|announced| self.sent > announced) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "it is longer than it was at first",
            ));
        }
        Ok(())
    }

    fn check(&self) -> io::Result<()> {
        if self.announced.is_some_and(|announced| self.sent < announced) {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "it is shorter than it was at first",
            ));
        }
        Ok(())
    }
}
