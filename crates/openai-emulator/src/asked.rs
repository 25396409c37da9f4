//! A request on its way to an operation.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use hyper::body::Incoming;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::multipart::{self, Form};
use crate::payload;
use crate::route;
use crate::wire::Family;

/// A request whose route, method and credential are in order; its body has not been read.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    family: Family,
    head: &'a Parts,
    body: Incoming,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(family: Family, head: &'a Parts, body: Incoming) -> Self {
        Self { family, head, body }
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The first value of a parameter of the query, decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        route::parameter(self.head.uri.query(), name)
    }

    /// The body, which must be a JSON object.
    ///
    /// # Errors
    /// Another content type, no length, too many bytes, or no JSON object.
    pub(crate) async fn json(self) -> Result<Map<String, Value>, Failure> {
        payload::read(self.family, &self.head.headers, self.body).await
    }

    /// The body, which must be a form with files.
    ///
    /// # Errors
    /// Another content type, no length, too many bytes, or a form that breaks off.
    pub(crate) async fn form(self) -> Result<Form, Failure> {
        let kind = self.head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().to_owned();
        let Some(boundary) = multipart::boundary(&kind) else {
            let message = format!("Unsupported content type '{kind}': send 'multipart/form-data' with its boundary.");
            return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        };
        let bytes = self.bytes().await?;
        Ok(Form::parse(&boundary, &bytes)?)
    }

    /// The body, of any type.
    ///
    /// # Errors
    /// No length, or too many bytes.
    pub(crate) async fn bytes(self) -> Result<Bytes, Failure> {
        payload::bytes(self.family, &self.head.headers, self.body).await
    }
}
