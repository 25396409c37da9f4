//! Reading a whole body.

use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use openai_core::{Error, ErrorKind, Incoming};
use tokio::time::timeout;

use crate::silence::too_long;

/// The most that is read of an error's body.
const ERROR_LIMIT: usize = 1024 * 1024;

/// Reads a body to its end.
///
/// # Errors
/// [`ErrorKind::TooLarge`] past `limit` bytes; [`ErrorKind::Timeout`] where nothing comes for `idle`; or why the
/// connection broke.
pub(crate) async fn read(incoming: Incoming, limit: usize, idle: Duration) -> Result<Bytes, Error> {
    let mut whole = Whole::default();
    read_into(&mut whole, incoming, limit, idle).await?;
    Ok(whole.into_bytes())
}

/// Reads an error's body as far as it comes: half an explanation is better than none.
pub(crate) async fn read_what_comes(incoming: Incoming, limit: usize, idle: Duration) -> Bytes {
    let mut whole = Whole::default();
    // Why the body broke off matters less than what the server has said so far.
    let _ = read_into(&mut whole, incoming, limit.min(ERROR_LIMIT), idle).await;
    whole.into_bytes()
}

/// What has come so far. A body that comes in one piece is not copied.
#[derive(Default)]
struct Whole {
    first: Bytes,
    joined: BytesMut,
}

impl Whole {
    fn len(&self) -> usize {
        self.first.len().max(self.joined.len())
    }

    fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.joined.extend_from_slice(&piece);
    }

    fn into_bytes(self) -> Bytes {
        if self.joined.is_empty() {
            self.first
        } else {
            self.joined.freeze()
        }
    }
}

async fn read_into(whole: &mut Whole, mut incoming: Incoming, limit: usize, idle: Duration) -> Result<(), Error> {
    loop {
        let piece = std::future::poll_fn(|context| Pin::new(&mut incoming).poll_next(context));
        match timeout(idle, piece).await {
            Err(_) => return Err(too_long(idle)),
            Ok(None) => return Ok(()),
            Ok(Some(piece)) => {
                let mut piece = piece?;
                let room = limit.saturating_sub(whole.len());
                if piece.len() > room {
                    piece.truncate(room);
                    whole.push(piece);
                    let message = format!("the answer is larger than {limit} bytes, the client's limit");
                    return Err(Error::new(ErrorKind::TooLarge, message));
                }
                whole.push(piece);
            }
        }
    }
}
