//! Completions, the older operation.

use openai_core::Error;
pub use openai_core::completions::Accumulator;
use openai_types::completions::{Completion, Request};

use crate::{Client, EventStream, Reply};

impl Client {
    /// Asks for the continuation of a text.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_types::completions::Request;
    ///
    /// let completion = client.complete(Request::new("gpt-3.5-turbo-instruct", "Once upon a time")).await?;
    /// println!("{}", completion.text());
    /// # Ok(())
    /// # }
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
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn complete_stream(&self, request: Request) -> Result<EventStream<Completion>, Error> {
        self.stream(request).await
    }
}
