//! Batches as endpoints.

use bytes::Bytes;
use http::{Method, response};
use openai_types::batches::{self, Batch, ListQuery, Request};

use crate::check::require;
use crate::endpoint::decode_object;
use crate::{Call, Endpoint, Error, Operation, Segment, Target};

/// Asks for the batches that were begun.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct List {
    /// Which page of which of them; `None` for the first page of all.
    pub query: Option<ListQuery>,
}

/// Asks how far a batch has come.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retrieve {
    /// The batch's id.
    pub id: String,
}

/// Asks for a batch to be stopped.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cancel {
    /// The batch's id.
    pub id: String,
}

impl List {
    /// The first page of all batches, the newest first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets which page of which batches.
    #[must_use]
    pub fn query(mut self, query: ListQuery) -> Self {
        self.query = Some(query);
        self
    }
}

impl Retrieve {
    /// The batch with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Cancel {
    /// The batch with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Endpoint for Request {
    type Response = Batch;

    fn call(&self) -> Result<Call, Error> {
        let message =
            "a batch has its requests in a file (`input_file_id`) or in a blob (`input_blob`): give one of them";
        require(self.input_file_id.is_some() != self.input_blob.is_some(), message)?;
        Call::json(Operation::BATCHES_CREATE, &["batches"], self)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Batch, Error> {
        decode_batch(head, &body)
    }
}

impl Endpoint for List {
    type Response = batches::List;

    fn call(&self) -> Result<Call, Error> {
        let target = Target::Path(vec![Segment::fixed("batches")]);
        let query = self.query.as_ref().map(ListQuery::query).unwrap_or_default();
        Ok(Call::new(Operation::BATCHES_LIST, Method::GET, target).with_query(query))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<batches::List, Error> {
        decode_object(head, &body, |list: &batches::List| &list.extra)
    }
}

impl Endpoint for Retrieve {
    type Response = Batch;

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(
            Operation::BATCHES_RETRIEVE,
            Method::GET,
            target(&self.id, None)?,
        ))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Batch, Error> {
        decode_batch(head, &body)
    }
}

impl Endpoint for Cancel {
    type Response = Batch;

    fn call(&self) -> Result<Call, Error> {
        let target = target(&self.id, Some("cancel"))?;
        Ok(Call::new(Operation::BATCHES_CANCEL, Method::POST, target))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Batch, Error> {
        decode_batch(head, &body)
    }
}

fn decode_batch(head: &response::Parts, body: &Bytes) -> Result<Batch, Error> {
    decode_object(head, body, |batch: &Batch| &batch.extra)
}

fn target(id: &str, below: Option<&'static str>) -> Result<Target, Error> {
    Target::object("batches", "batch id", id, below)
}
