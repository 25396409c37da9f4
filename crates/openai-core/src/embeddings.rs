//! Embeddings as an endpoint.

use bytes::Bytes;
use http::response;
use openai_types::embeddings::{Request, Response};

use crate::check::require;
use crate::endpoint::decode_object;
use crate::{Call, Endpoint, Error, Operation, Summary};

impl Endpoint for Request {
    type Response = Response;

    fn call(&self) -> Result<Call, Error> {
        let message = "`input` is an empty list: an embeddings request needs at least one text";
        require(self.input.count() > 0, message)?;
        let message = "`dimensions` is 0: a vector has at least one; leave it out for as many as the model has";
        require(self.dimensions != Some(0), message)?;
        let call = Call::json(Operation::EMBEDDINGS, &["embeddings"], self)?;
        Ok(call.with_model(self.model.as_deref()))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Response, Error> {
        decode_object(head, &body, |response: &Response| &response.extra)
    }

    fn summary(response: &Response) -> Summary {
        let usage = response.usage.as_ref();
        Summary::of_completion(None, response.model.as_deref(), usage, std::iter::empty())
    }
}
