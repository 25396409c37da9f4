//! Batches.

use openai_core::Error;
use openai_core::batches::{Cancel, List, Retrieve};
use openai_types::batches::{self, Batch, ListQuery, Request};

use crate::{Client, Reply};

impl Client {
    /// Begins a batch: requests in a file, answered within a day.
    ///
    /// The file has up to 50,000 lines and 200 MB. [`begin`](Self::begin) begins one too, and waits for its end.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// use openai_client::file;
    /// use openai_types::batches::{Endpoint, Request};
    /// use openai_types::files::{Form, Purpose};
    ///
    /// let file = client.create_file(Form::new(Purpose::Batch), file::open("requests.jsonl").await?).await?;
    /// let batch = client.create_batch(Request::new(&file.id, Endpoint::ChatCompletions)).await?;
    /// println!("{}", batch.id);
    /// # assert!(batch.id.starts_with("batch_"));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn create_batch(&self, request: Request) -> Result<Reply<Batch>, Error> {
        self.send(request).await
    }

    /// Asks for a page of the batches that were begun.
    ///
    /// Without a query it is the first one, of 20. [`pages`](Self::pages) reads them all.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// # let lines = openai_client::file::open("requests.jsonl").await?;
    /// # let file = client.create_file(openai_types::files::Form::new("batch"), lines).await?;
    /// # let request = openai_types::batches::Request::new(&file.id, openai_types::batches::Endpoint::ChatCompletions);
    /// # client.create_batch(request).await?;
    /// use openai_types::batches::ListQuery;
    ///
    /// let page = client.list_batches(ListQuery::new().limit(10_u64)).await?;
    /// for batch in &page.data {
    ///     println!("{}: {:?}", batch.id, batch.status);
    /// }
    /// # assert_eq!(page.data.len(), 1);
    /// # Ok(()) }) }
    /// ```
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
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// # let lines = openai_client::file::open("requests.jsonl").await?;
    /// # let file = client.create_file(openai_types::files::Form::new("batch"), lines).await?;
    /// # let request = openai_types::batches::Request::new(&file.id, openai_types::batches::Endpoint::ChatCompletions);
    /// # let id = client.create_batch(request).await?.into_inner().id;
    /// let batch = client.retrieve_batch(&id).await?;
    /// println!("{:?}, its answers are in {:?}", batch.status, batch.output_file_id);
    /// # assert_eq!(batch.id, id);
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn retrieve_batch(&self, id: impl Into<String>) -> Result<Reply<Batch>, Error> {
        self.send(Retrieve::new(id)).await
    }

    /// Stops a batch.
    ///
    /// That takes up to 10 minutes; what was answered until then is kept.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// # let _folder = samples()?;
    /// # let lines = openai_client::file::open("requests.jsonl").await?;
    /// # let file = client.create_file(openai_types::files::Form::new("batch"), lines).await?;
    /// # let request = openai_types::batches::Request::new(&file.id, openai_types::batches::Endpoint::ChatCompletions);
    /// # let id = client.create_batch(request).await?.into_inner().id;
    /// use openai_types::batches::Status;
    ///
    /// let batch = client.cancel_batch(&id).await?;
    /// assert_eq!(batch.status, Some(Status::Cancelling));
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn cancel_batch(&self, id: impl Into<String>) -> Result<Reply<Batch>, Error> {
        self.send(Cancel::new(id)).await
    }
}
