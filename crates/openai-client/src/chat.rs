//! Chat completions.

pub use openai_core::chat::Accumulator;
use openai_core::{Error, ErrorKind};
use openai_types::chat::{Chunk, Completion, Request};

use crate::{Client, EventStream, Reply};

impl Client {
    /// Asks for the next message of a conversation, or for `n` of them.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::chat::{Message, Request};
    ///
    /// let messages = [Message::system("Be brief."), Message::user("What is a quince?")];
    /// let reply = client.chat(Request::new("gpt-5-mini", messages)).await?;
    /// println!("{} {:?}", reply.text(), reply.usage);
    /// # assert!(!reply.text().is_empty() && reply.usage.is_some());
    /// # Ok(()) }) }
    /// ```
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
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::chat::{Message, Request};
    ///
    /// let request = Request::new("gpt-5-mini", [Message::user("What is a quince?")]);
    /// let mut stream = client.chat_stream(request).await?;
    /// # let mut text = String::new();
    /// while let Some(chunk) = stream.try_next().await? {
    ///     print!("{}", chunk.text());
    /// #   text += &chunk.text();
    /// }
    /// # assert!(!text.is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn chat_stream(&self, request: Request) -> Result<EventStream<Chunk>, Error> {
        self.stream(request).await
    }
}
