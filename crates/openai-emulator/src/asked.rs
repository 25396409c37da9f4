//! A request on its way to an operation.

use http::HeaderMap;
use http::request::Parts;
use hyper::body::Incoming;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::multipart::Form;
use crate::payload;
use crate::route;
use crate::wire::Family;

/// A request whose route, method and credential are in order; its body has not been read.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    family: Family,
    head: &'a Parts,
    body: &'a mut Incoming,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(family: Family, head: &'a Parts, body: &'a mut Incoming) -> Self {
        Self { family, head, body }
    }

    pub(crate) fn headers(&self) -> &'a HeaderMap {
        &self.head.headers
    }

    /// The first value of a parameter of the query, decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        route::parameter(self.head.uri.query(), name)
    }

    /// Every value of a list in the query, decoded: `name=a&name=b`, or `name[]=a&name[]=b` as OpenAI's clients write it.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        route::parameters(self.head.uri.query())
            .filter(|(key, _)| key.strip_suffix("[]").unwrap_or(key) == name)
            .map(|(_, value)| value)
            .collect()
    }

    /// The body, which must be a JSON object.
    ///
    /// # Errors
    /// Another content type, no length, too many bytes, or no JSON object.
    pub(crate) async fn json(self) -> Result<Map<String, Value>, Failure> {
        payload::read(self.family, &self.head.headers, self.body).await
    }

    /// The body, which must be a form with files: of a larger one than `limit` the rest is counted, but not held.
    ///
    /// # Errors
    /// Another content type, no length, too many bytes, or a form that breaks off.
    pub(crate) async fn form(self, limit: usize) -> Result<Form, Failure> {
        payload::form(&self.head.headers, self.body, limit).await
    }
}
