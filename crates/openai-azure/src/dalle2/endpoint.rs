//! The three requests: submit, ask, delete.

use bytes::Bytes;
use http::{Method, response};
use openai_core::{Call, Endpoint, Error, ErrorKind, Segment, Target, decode_json};

use super::{Operation, Request};

/// Starts an operation that makes pictures.
pub const SUBMIT: openai_core::Operation = openai_core::Operation::new("dalle2_submit").without_model();
/// Asks how an operation stands.
pub const RETRIEVE: openai_core::Operation = openai_core::Operation::new("dalle2_retrieve").without_model();
/// Deletes an operation that is over, pictures and all.
pub const DELETE: openai_core::Operation = openai_core::Operation::new("dalle2_delete").without_model();

/// Asks how an operation stands.
///
/// Where the answer to the submission gave an address, [`at`](Self::at) goes there as it is written: on the origin of the
/// resource alone, and in the api-version that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retrieve(Place);

/// Deletes an operation that is over, pictures and all. The answer is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delete(Place);

/// Where an operation is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Id(String),
    Address(String),
}

impl Retrieve {
    /// The operation with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self(Place::Id(id.into()))
    }

    /// The operation at this address: the header `operation-location` of the answer to the submission.
    #[must_use]
    pub fn at(address: impl Into<String>) -> Self {
        Self(Place::Address(address.into()))
    }
}

impl Delete {
    /// The operation with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self(Place::Id(id.into()))
    }

    /// The operation at this address: the header `operation-location` of the answer to the submission.
    #[must_use]
    pub fn at(address: impl Into<String>) -> Self {
        Self(Place::Address(address.into()))
    }
}

impl Endpoint for Request {
    type Response = Operation;

    fn call(&self) -> Result<Call, Error> {
        if self.prompt.trim().is_empty() {
            let message = "`prompt` is empty: say what the pictures show";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        Call::json(SUBMIT, &["images", "generations:submit"], self)
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Operation, Error> {
        decode_json(head, &body)
    }
}

impl Endpoint for Retrieve {
    type Response = Operation;

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(RETRIEVE, Method::GET, self.0.target()?))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Operation, Error> {
        decode_json(head, &body)
    }
}

impl Endpoint for Delete {
    type Response = ();

    fn call(&self) -> Result<Call, Error> {
        Ok(Call::new(DELETE, Method::DELETE, self.0.target()?))
    }

    fn decode(&self, _: &response::Parts, _: Bytes) -> Result<(), Error> {
        Ok(())
    }
}

impl Place {
    fn target(&self) -> Result<Target, Error> {
        match self {
            Self::Id(id) => Ok(Target::Path(vec![
                Segment::fixed("operations"),
                Segment::fixed("images"),
                Segment::new("operation id", id)?,
            ])),
            Self::Address(address) => Target::given("`operation-location`", address),
        }
    }
}
