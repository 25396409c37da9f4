//! Responses.

use openai_core::Error;
pub use openai_core::responses::Accumulator;
use openai_core::responses::{Cancel, Delete, InputItems, Retrieve};
use openai_types::list::Deleted;
use openai_types::responses::{
    CompactRequest, CompactedConversation, Event, InputTokens, InputTokensRequest, List, ListQuery, Query, Request,
    Response,
};

use crate::{Client, EventStream, Reply};

impl Client {
    /// Asks for a response.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_types::responses::Request;
    ///
    /// let response = client.respond(Request::new("gpt-5", "Tell me a story.")).await?;
    /// println!("{}", response.output_text());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn respond(&self, request: Request) -> Result<Reply<Response>, Error> {
        self.send(request).await
    }

    /// Asks for a response, event by event as it is made. `stream` is set.
    ///
    /// Where the service stores the response, a stream that was cut can be gone on with:
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_client::responses::Accumulator;
    /// use openai_core::ErrorKind;
    /// use openai_types::responses::Request;
    ///
    /// let mut whole = Accumulator::new();
    /// let mut stream = client.respond_stream(Request::new("gpt-5", "Tell me a story.")).await?;
    /// loop {
    ///     match stream.try_next().await {
    ///         Ok(Some(event)) => whole.push(&event),
    ///         Ok(None) => break,
    ///         Err(error) => match whole.rest() {
    ///             Some(rest) if error.kind() == ErrorKind::Truncated => {
    ///                 stream = client.retrieve_response_stream(rest).await?;
    ///             }
    ///             _ => return Err(error),
    ///         },
    ///     }
    /// }
    /// println!("{}", whole.finish().output_text());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn respond_stream(&self, request: Request) -> Result<EventStream<Event>, Error> {
        self.stream(request).await
    }

    /// Asks for a stored response: by its id, or by a [`Retrieve`] that says more.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn retrieve_response(&self, response: impl Into<Retrieve>) -> Result<Reply<Response>, Error> {
        self.send(response.into()).await
    }

    /// Asks for a stored response event by event, as it was or is being made: only where it was begun as a stream.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn retrieve_response_stream(&self, response: impl Into<Retrieve>) -> Result<EventStream<Event>, Error> {
        self.stream(response.into()).await
    }

    /// Goes on with the stream of a stored response after the event with this sequence number.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn resume_response_stream(
        &self,
        id: impl Into<String>,
        starting_after: u64,
    ) -> Result<EventStream<Event>, Error> {
        let query = Query::new().starting_after(starting_after);
        self.stream(Retrieve::new(id).query(query)).await
    }

    /// Deletes a stored response.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn delete_response(&self, id: impl Into<String>) -> Result<Reply<Deleted>, Error> {
        self.send(Delete::new(id)).await
    }

    /// Stops a response that is made in the background.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn cancel_response(&self, id: impl Into<String>) -> Result<Reply<Response>, Error> {
        self.send(Cancel::new(id)).await
    }

    /// Asks for a page of the items that went into a response; without a query, for the first one.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn response_input_items(
        &self,
        id: impl Into<String>,
        query: impl Into<Option<ListQuery>>,
    ) -> Result<Reply<List>, Error> {
        let query = query.into().unwrap_or_else(ListQuery::new);
        self.send(InputItems::new(id).query(query)).await
    }

    /// Asks how many tokens the input of a response would have.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn count_input_tokens(&self, request: InputTokensRequest) -> Result<Reply<InputTokens>, Error> {
        self.send(request).await
    }

    /// Asks for a conversation to be made shorter.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn compact(&self, request: CompactRequest) -> Result<Reply<CompactedConversation>, Error> {
        self.send(request).await
    }
}
