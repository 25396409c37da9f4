//! Chat completions.

pub use openai_core::chat::Accumulator;
use openai_core::{Error, ErrorKind};
use openai_types::chat::{Chunk, Completion, Request};

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
