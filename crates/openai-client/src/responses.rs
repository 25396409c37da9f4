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
    /// The service stores it unless `store` is false, so that another can go on from it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::responses::Request;
    ///
    /// let first = client.respond(Request::new("gpt-5-mini", "Name a fruit.")).await?;
    /// println!("{}", first.output_text());
    ///
    /// let id = first.id.clone().ok_or("no id")?;
    /// let second = client.respond(Request::new("gpt-5-mini", "And another one.").previous_response_id(id)).await?;
    /// # assert!(!first.output_text().is_empty() && !second.output_text().is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send). A request with `stream` set is [`Invalid`](openai_core::ErrorKind::Invalid).
    pub async fn respond(&self, request: Request) -> Result<Reply<Response>, Error> {
        self.send(request).await
    }

    /// Asks for a response, event by event as it is made. `stream` is set.
    ///
    /// A stream that was cut can be gone on with where the response is made in the background, and the service stores it:
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated_with("cut=6; times=2", async |client| {
    /// use openai_client::responses::Accumulator;
    /// use openai_core::ErrorKind;
    /// use openai_types::responses::Request;
    ///
    /// let request = Request::new("gpt-5-mini", "Tell me a story.").background(true);
    /// let mut stream = client.respond_stream(request).await?;
    /// let mut whole = Accumulator::new();
    /// # let mut cuts = 0;
    /// loop {
    ///     match stream.try_next().await {
    ///         Ok(Some(event)) => whole.push(&event),
    ///         Ok(None) => break,
    ///         Err(error) => match whole.rest() {
    ///             Some(rest) if error.kind() == ErrorKind::Truncated => {
    ///                 // Where the rest is not to be had, the cut is what went wrong.
    ///                 stream = client.retrieve_response_stream(rest).await.map_err(|_| error)?;
    /// #               cuts += 1;
    ///             }
    ///             _ => return Err(error.into()),
    ///         },
    ///     }
    /// }
    /// let response = whole.finish();
    /// println!("{}", response.output_text());
    /// # assert_eq!((response.output_text().is_empty(), cuts), (false, 2));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn respond_stream(&self, request: Request) -> Result<EventStream<Event>, Error> {
        self.stream(request).await
    }

    /// Asks for a stored response: by its id, or by a [`Retrieve`] that says more.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # use openai_types::responses::Request;
    /// # let first = client.respond(Request::new("gpt-5-mini", "Name a fruit.")).await?;
    /// # let id = first.id.clone().ok_or("no id")?;
    /// let response = client.retrieve_response(&*id).await?;
    /// println!("{:?}: {}", response.status, response.output_text());
    /// # assert_eq!(response.output_text(), first.output_text());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn retrieve_response(&self, response: impl Into<Retrieve>) -> Result<Reply<Response>, Error> {
        self.send(response.into()).await
    }

    /// Asks for a stored response event by event, as it was or is being made.
    ///
    /// Only where it was begun as a stream in the background.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # use openai_types::responses::Request;
    /// # let first = client.respond_stream(Request::new("gpt-5-mini", "Name a fruit.").background(true)).await?.collect().await?;
    /// # let id = first.id.clone().ok_or("no id")?;
    /// let mut stream = client.retrieve_response_stream(&*id).await?;
    /// # let mut text = String::new();
    /// while let Some(event) = stream.try_next().await? {
    ///     print!("{}", event.text_delta().unwrap_or_default());
    /// #   text += event.text_delta().unwrap_or_default();
    /// }
    /// # assert_eq!(text, first.output_text());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub async fn retrieve_response_stream(&self, response: impl Into<Retrieve>) -> Result<EventStream<Event>, Error> {
        self.stream(response.into()).await
    }

    /// Goes on with the stream of a stored response, as of one that was cut.
    ///
    /// The first event is the one after `starting_after`, a sequence number. Only where the response was begun as a
    /// stream in the background.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # use openai_types::responses::Request;
    /// # let first = client.respond_stream(Request::new("gpt-5-mini", "Name a fruit.").background(true)).await?.collect().await?;
    /// # let id = first.id.clone().ok_or("no id")?;
    /// let mut rest = client.resume_response_stream(&id, 3).await?;
    /// let event = rest.try_next().await?.ok_or("nothing is left")?;
    /// assert_eq!(event.sequence_number(), Some(4));
    /// # Ok(()) }) }
    /// ```
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
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # use openai_types::responses::Request;
    /// # let first = client.respond(Request::new("gpt-5-mini", "Name a fruit.")).await?;
    /// # let id = first.id.clone().ok_or("no id")?;
    /// assert!(client.delete_response(&id).await?.deleted);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn delete_response(&self, id: impl Into<String>) -> Result<Reply<Deleted>, Error> {
        self.send(Delete::new(id)).await
    }

    /// Stops a response that is made in the background.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # use openai_types::responses::Request;
    /// # let first = client.respond(Request::new("gpt-5-mini", "Name a fruit.").background(true)).await?;
    /// # let id = first.id.clone().ok_or("no id")?;
    /// use openai_types::responses::Status;
    ///
    /// let response = client.cancel_response(&id).await?;
    /// assert_eq!(response.status, Some(Status::Cancelled));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn cancel_response(&self, id: impl Into<String>) -> Result<Reply<Response>, Error> {
        self.send(Cancel::new(id)).await
    }

    /// Asks for a page of the items that went into a response.
    ///
    /// Without a query it is the first one, of 20. [`pages`](Self::pages) reads them all.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # use openai_types::responses::Request;
    /// # let first = client.respond(Request::new("gpt-5-mini", "Name a fruit.")).await?;
    /// # let id = first.id.clone().ok_or("no id")?;
    /// let page = client.response_input_items(&id, None).await?;
    /// for item in &page.data {
    ///     println!("{item:?}");
    /// }
    /// # assert_eq!(page.data.len(), 1);
    /// # Ok(()) }) }
    /// ```
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
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::responses::InputTokensRequest;
    ///
    /// let counted = client.count_input_tokens(InputTokensRequest::new("gpt-5-mini", "Name a fruit.")).await?;
    /// println!("{} tokens", counted.input_tokens);
    /// # assert!(counted.input_tokens > 0);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn count_input_tokens(&self, request: InputTokensRequest) -> Result<Reply<InputTokens>, Error> {
        self.send(request).await
    }

    /// Asks for a conversation to be made shorter.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::responses::CompactRequest;
    ///
    /// let shorter = client.compact(CompactRequest::new("gpt-5-mini", "A long, long talk about fruit.")).await?;
    /// println!("{} items", shorter.output.len());
    /// # assert!(!shorter.output.is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn compact(&self, request: CompactRequest) -> Result<Reply<CompactedConversation>, Error> {
        self.send(request).await
    }
}
