//! Completions, the older operation.

use openai_core::Error;
pub use openai_core::completions::Accumulator;
use openai_types::completions::{Completion, Request};

use crate::{Client, EventStream, Reply};

impl Client {
    /// Asks for the continuation of a text.
    ///
    /// It has up to 16 tokens, unless the request says otherwise.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::completions::Request;
    ///
    /// let request = Request::new("gpt-3.5-turbo-instruct", "Once upon a time").max_tokens(40_u64);
    /// let completion = client.complete(request).await?;
    /// println!("{}", completion.text());
    /// # assert!(!completion.text().is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn complete(&self, request: Request) -> Result<Reply<Completion>, Error> {
        self.send(request).await
    }

    /// Asks for the continuation of a text, in pieces as they come.
    ///
    /// `stream` is set, and `stream_options.include_usage` where the wire supports it and the request does not say
    /// otherwise.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::completions::Request;
    ///
    /// let request = Request::new("gpt-3.5-turbo-instruct", "Once upon a time");
    /// let mut stream = client.complete_stream(request).await?;
    /// # let mut text = String::new();
    /// while let Some(piece) = stream.try_next().await? {
    ///     print!("{}", piece.text());
    /// #   text += &piece.text();
    /// }
    /// # assert!(!text.is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn complete_stream(&self, request: Request) -> Result<EventStream<Completion>, Error> {
        self.stream(request).await
    }
}
