//! Models as endpoints.

use bytes::Bytes;
use http::{Method, response};
use openai_types::list::Deleted;
use openai_types::models;

use crate::endpoint::decode_object;
use crate::{Call, Endpoint, Error, Operation, Segment, Target, deleted};

/// Asks for the models that can be used.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct List;

/// Asks for one model.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retrieve {
    /// The model's name.
    pub model: String,
}

/// Asks for a fine-tuned model to be deleted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delete {
    /// The model's name.
    pub model: String,
}

impl List {
    /// All models that the caller can use.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Retrieve {
    /// The model of this name.
    #[must_use]
    pub fn new(model: impl Into<String>) -> Self {
        Self { model: model.into() }
    }
}

impl Delete {
    /// The model of this name.
    #[must_use]
    pub fn new(model: impl Into<String>) -> Self {
        Self { model: model.into() }
    }
}

impl Endpoint for List {
    type Response = models::List;

    fn call(&self) -> Result<Call, Error> {
        let target = Target::Path(vec![Segment::fixed("models")]);
        Ok(Call::new(Operation::MODELS_LIST, Method::GET, target))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<models::List, Error> {
        decode_object(head, &body, |list: &models::List| &list.extra)
    }
}

impl Endpoint for Retrieve {
    type Response = models::Model;

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(Operation::MODELS_RETRIEVE, Method::GET, target(&self.model)?))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<models::Model, Error> {
        decode_object(head, &body, |model: &models::Model| &model.extra)
    }
}

impl Endpoint for Delete {
    type Response = Deleted;

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(
            Operation::MODELS_DELETE,
            Method::DELETE,
            target(&self.model)?,
        ))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Deleted, Error> {
        deleted::decode(&self.model, head, &body)
    }
}

fn target(model: &str) -> Result<Target, Error> {
    Target::object("models", "model", model, None)
}
