//! Chat completions.

mod accumulate;
mod merge;

use bytes::Bytes;
use openai_core::{Error, ErrorKind};
use openai_types::chat::{Chunk, Completion, Request};

pub use self::accumulate::Accumulator;
use crate::{Client, EventStream, Reply};

impl Client {
    /// Asks for the next message of a conversation.
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`ErrorKind::Invalid`].
    pub async fn chat(&self, request: Request) -> Result<Reply<Completion>, Error> {
        if request.stream == Some(true) {
            let message = "`stream` is true, and `chat` answers with a whole completion: use `chat_stream`, \
                           or leave `stream` out";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        self.send(request).await
    }

    /// Asks for the next message of a conversation, in pieces as they come.
    ///
    /// `stream` is set, and `stream_options.include_usage` where the wire supports it and the request does not say
    /// otherwise.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn chat_stream(&self, request: Request) -> Result<EventStream<Chunk>, Error> {
        self.stream(request).await
    }
}

impl EventStream<Chunk> {
    /// Reads the rest of the stream and puts it together: the completion that would have come without a stream.
    ///
    /// Chunks that were taken before are not part of it. For a look at every chunk, use an [`Accumulator`].
    ///
    /// # Errors
    /// As [`try_next`](Self::try_next). What came before is in [`Error::partial`], as a [`Completion`].
    pub async fn collect(mut self) -> Result<Reply<Completion>, Error> {
        let mut whole = Accumulator::new();
        loop {
            match self.try_next().await {
                Ok(Some(chunk)) => whole.push(&chunk),
                Ok(None) => return Ok(Reply::new(whole.finish(), self.about().clone(), Bytes::new())),
                Err(error) => return Err(error.with_partial(whole.finish())),
            }
        }
    }
}
