//! Moderations as an endpoint.

use bytes::Bytes;
use http::response;
use openai_types::moderations::{Input, Moderation, Request};

use crate::check::require;
use crate::endpoint::decode_object;
use crate::{Call, Endpoint, Error, Operation, Summary};

impl Endpoint for Request {
    type Response = Moderation;

    fn call(&self) -> Result<Call, Error> {
        let is_empty = matches!(&self.input, Input::Items(items) if items.is_empty());
        require(!is_empty, "`input` is an empty list: give a text or a part to judge")?;
        let call = Call::json(Operation::MODERATIONS, &["moderations"], self)?;
        Ok(call.with_model(self.model.as_deref()))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Moderation, Error> {
        decode_object(head, &body, |moderation: &Moderation| &moderation.extra)
    }

    fn summary(moderation: &Moderation) -> Summary {
        Summary::of_completion(
            moderation.id.as_deref(),
            moderation.model.as_deref(),
            None,
            std::iter::empty(),
        )
    }
}
