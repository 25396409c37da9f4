//! A call: one operation with its body, before any cloud has spelled it.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, Uri, header};
use serde::Serialize;

use crate::{BaseUrl, Contents, Error, ErrorKind, Members, Operation, Part, PartContent, Segment};

/// One operation with everything it sends, before a provider spells it for its cloud.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call {
    /// What is wanted.
    pub operation: Operation,
    /// The HTTP method.
    pub method: Method,
    /// Where the call goes below the provider's base URL.
    pub target: Target,
    /// Query parameters of the operation itself; a provider adds its own.
    pub query: Vec<(String, String)>,
    /// Headers of the operation itself; never credentials.
    pub headers: HeaderMap,
    /// The model that is asked for. A provider may put it into the path or into the body.
    pub model: Option<String>,
    /// Whether the answer is to come as an event stream.
    pub stream: bool,
    /// What only one provider understands, such as an api-version for this call alone.
    pub extensions: Extensions,
    /// The body.
    pub body: Payload,
}

impl Call {
    /// A `POST` of `body` as JSON to a path below the base URL.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the body cannot be written as JSON, as with a map whose keys are not strings.
    pub fn json(operation: Operation, path: &[&'static str], body: &impl Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(body).map_err(|error| {
            Error::new(
                ErrorKind::Invalid,
                format!("the {operation} request cannot be written as JSON"),
            )
            .with_source(error)
        })?;
        Ok(Self::raw(operation, path, bytes))
    }

    /// A `POST` of a JSON text to a path below the base URL, for a body that the types do not know.
    #[must_use]
    pub fn raw(operation: Operation, path: &[&'static str], json: impl Into<Bytes>) -> Self {
        let target = Target::Path(path.iter().map(|part| Segment::fixed(part)).collect());
        Self::new(operation, Method::POST, target).with_body(Payload::Json(json.into()))
    }

    /// A `POST` of a form with files to a path below the base URL.
    #[must_use]
    pub fn multipart(operation: Operation, path: &[&'static str], parts: impl IntoIterator<Item = Part>) -> Self {
        let target = Target::Path(path.iter().map(|part| Segment::fixed(part)).collect());
        Self::new(operation, Method::POST, target).with_body(Payload::Multipart(parts.into_iter().collect()))
    }

    /// A call without a body.
    #[must_use]
    pub fn new(operation: Operation, method: Method, target: Target) -> Self {
        Self {
            operation,
            method,
            target,
            query: Vec::new(),
            headers: HeaderMap::new(),
            model: None,
            stream: false,
            extensions: Extensions::new(),
            body: Payload::Empty,
        }
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: Payload) -> Self {
        self.body = body;
        self
    }

    /// Sets the query parameters of the operation itself.
    #[must_use]
    pub fn with_query(mut self, query: Vec<(String, String)>) -> Self {
        self.query = query;
        self
    }

    /// Sets the model.
    #[must_use]
    pub fn with_model(mut self, model: Option<impl Into<String>>) -> Self {
        self.model = model.map(Into::into);
        self
    }

    /// Sets whether the answer is to come as an event stream.
    #[must_use]
    pub fn with_stream(mut self, stream: bool) -> Self {
        self.stream = stream;
        self
    }

    /// The body, where it is JSON.
    #[must_use]
    pub fn json_body(&self) -> Option<&[u8]> {
        match &self.body {
            Payload::Json(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The members of the JSON body.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the body is not one JSON object.
    pub fn members(&self) -> Result<Members<'_>, Error> {
        let body = self.json_body().unwrap_or_default();
        Members::parse(body).map_err(|error| {
            let message = format!("the body of the {} call is not a JSON object: {error}", self.operation);
            Error::new(ErrorKind::Invalid, message)
        })
    }

    /// What the call carries, for a provider to read and edit.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the body is JSON, and not one object.
    pub fn contents(&self) -> Result<Contents<'_>, Error> {
        Contents::of(self)
    }

    /// The model that is asked for: the call's own, else that of its body. A blank name is none.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the body's `model` is neither a string nor null.
    pub fn model_in(&self, contents: &Contents<'_>) -> Result<Option<String>, Error> {
        let model = match &self.model {
            Some(model) => Some(model.clone()),
            None => contents.model()?.map(Cow::into_owned),
        };
        Ok(model.filter(|model| !model.trim().is_empty()))
    }

    /// The address of the call below `base`: `prefix`, then the target's path, then the query.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the target is an address of its own that lies on another origin than `base`.
    pub fn address(&self, base: &BaseUrl, prefix: &[Segment], query: &[(&str, &str)]) -> Result<Uri, Error> {
        let own = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let query: Vec<_> = own.chain(query.iter().copied()).collect();
        match &self.target {
            Target::Path(path) => base.join(prefix.iter().chain(path), &query),
            Target::Url(uri) if base.has_origin_of(uri) => Ok(uri.clone()),
            Target::Url(_) => Err(Error::new(
                ErrorKind::Invalid,
                format!(
                    "the {} call leads to another origin than {base}: refused",
                    self.operation
                ),
            )),
        }
    }

    /// The HTTP request for `address` with this call's method and headers, and with a body of the provider's making.
    #[must_use]
    pub fn spell(&self, address: Uri, body: Payload) -> http::Request<Payload> {
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = address;
        let headers = request.headers_mut();
        headers.extend(self.headers.clone());
        let accept = if self.stream {
            "text/event-stream"
        } else {
            "application/json"
        };
        headers
            .entry(header::ACCEPT)
            .or_insert(header::HeaderValue::from_static(accept));
        if matches!(request.body(), Payload::Json(_)) {
            let json = header::HeaderValue::from_static("application/json");
            request.headers_mut().entry(header::CONTENT_TYPE).or_insert(json);
        }
        request
    }
}

/// Where a call goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A path below the provider's base URL.
    Path(Vec<Segment>),
    /// An address that the server gave, such as an `operation-location`: followed only on the provider's own origin.
    Url(Uri),
}

impl Target {
    /// An address that the server gave, followed as it is. `what` names it in an error: `operation-location`.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where it cannot be read as an address.
    pub fn given(what: &str, address: &str) -> Result<Self, Error> {
        address.parse().map(Self::Url).map_err(|error| {
            let message = format!("{what} cannot be read as an address: give it as the server gave it");
            Error::new(ErrorKind::Invalid, message).with_source(error)
        })
    }

    /// An object of a collection by its id, or what is below it: `files/{id}/content`. `what` names the id in an error.
    pub(crate) fn object(
        collection: &'static str,
        what: &'static str,
        id: &str,
        below: Option<&'static str>,
    ) -> Result<Self, Error> {
        let mut path = vec![Segment::fixed(collection), Segment::new(what, id)?];
        path.extend(below.map(Segment::fixed));
        Ok(Self::Path(path))
    }
}

/// The body of a request. Cloning is cheap, so that a request can be sent again; files are then opened again.
#[derive(Clone)]
#[non_exhaustive]
pub enum Payload {
    /// No body.
    Empty,
    /// A JSON text.
    Json(Bytes),
    /// A form as `application/x-www-form-urlencoded`, such as a token endpoint takes. It may hold secrets.
    Form(Bytes),
    /// A form as `multipart/form-data`, in this order. The transport writes it and sets its content type.
    Multipart(Vec<Part>),
}

impl Payload {
    /// Whether it can be sent, for the first time or again. What is read from a plain reader can be sent once.
    #[must_use]
    pub fn is_available(&self) -> bool {
        match self {
            Self::Empty | Self::Json(_) | Self::Form(_) => true,
            Self::Multipart(parts) => parts.iter().all(|part| match &part.content {
                PartContent::Text(_) => true,
                PartContent::File(file) => file.is_available(),
            }),
        }
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("Empty"),
            Self::Json(bytes) => write!(out, "Json({} bytes)", bytes.len()),
            Self::Form(bytes) => write!(out, "Form({} bytes)", bytes.len()),
            Self::Multipart(parts) => out.debug_tuple("Multipart").field(parts).finish(),
        }
    }
}
