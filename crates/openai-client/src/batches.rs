//! Batches.

use openai_core::Error;
use openai_core::batches::{Cancel, List, Retrieve};
use openai_types::batches::{self, Batch, ListQuery, Request};

use crate::{Client, Reply};

impl Client {
    /// Begins a batch. [`begin`](Self::begin) does so too, and waits for its end.
    ///
    /// ```no_run
    /// # async fn example(client: openai_client::Client) -> Result<(), openai_core::Error> {
    /// use openai_types::batches::{Endpoint, Request};
    ///
    /// let batch = client.create_batch(Request::new("file-abc", Endpoint::ChatCompletions)).await?;
    /// println!("{}", batch.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn create_batch(&self, request: Request) -> Result<Reply<Batch>, Error> {
        self.send(request).await
    }

    /// Asks for a page of the batches that were begun; without a query, for the first one.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn list_batches(&self, query: impl Into<Option<ListQuery>>) -> Result<Reply<batches::List>, Error> {
        let mut list = List::new();
        list.query = query.into();
        self.send(list).await
    }

    /// Asks how far a batch has come.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn retrieve_batch(&self, id: impl Into<String>) -> Result<Reply<Batch>, Error> {
        self.send(Retrieve::new(id)).await
    }

    /// Stops a batch. That takes up to 10 minutes; what was answered until then is kept.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn cancel_batch(&self, id: impl Into<String>) -> Result<Reply<Batch>, Error> {
        self.send(Cancel::new(id)).await
    }
}
