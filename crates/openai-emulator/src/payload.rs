//! The body of a request: its type, its size, its JSON, its form.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::multipart::{self, Form, Reader};
use crate::wire::Family;

/// How long the rest of a body is waited for that nobody reads.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most bytes of a form: sixteen images of 50 MB fit.
const LARGEST_FORM: usize = 1024 * 1024 * 1024;

/// Reads a JSON object.
///
/// # Errors
/// Another content type, no length, too many bytes, or no JSON object.
pub(crate) async fn read(
    family: Family,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Map<String, Value>, Failure> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        // Google has no status for a media type.
        let status = if family == Family::Vertex {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::UNSUPPORTED_MEDIA_TYPE
        };
        let message = format!("Unsupported content type '{essence}': send 'Content-Type: application/json'.");
        return Err(Failure::new(status, message));
    }
    let bytes = bytes(family, headers, body).await?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "The request body must be a JSON object.",
        )),
        Err(error) => {
            let message = format!("We could not parse the JSON body of your request: {error}.");
            Err(Failure::new(StatusCode::BAD_REQUEST, message))
        }
    }
}

/// Reads a body of any type.
///
/// # Errors
/// No length, or too many bytes.
pub(crate) async fn bytes(family: Family, headers: &HeaderMap, body: &mut Incoming) -> Result<Bytes, Failure> {
    check_length(headers)?;
    let limit = family.payload_limit();
    let (mut held, mut size) = (BytesMut::new(), 0_usize);
    while let Some(data) = next(body).await? {
        size = size.saturating_add(data.len());
        if size <= limit {
            held.extend_from_slice(&data);
        }
    }
    if size > limit {
        return Err(Failure::too_large(limit, size));
    }
    Ok(held.freeze())
}

/// Reads a form with files, of which no more than `limit` bytes each are held.
///
/// # Errors
/// Another content type, no length, too many bytes, or a form that breaks off.
pub(crate) async fn form(headers: &HeaderMap, body: &mut Incoming, limit: usize) -> Result<Form, Failure> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default();
    let Some(boundary) = multipart::boundary(kind) else {
        let message = format!("Unsupported content type '{kind}': send 'multipart/form-data' with its boundary.");
        return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    };
    check_length(headers)?;
    let (mut reader, mut size) = (Reader::new(&boundary, limit), 0_usize);
    let mut read = Ok(());
    while let Some(data) = next(body).await? {
        size = size.saturating_add(data.len());
        if size <= LARGEST_FORM && read.is_ok() {
            read = reader.push(&data);
        }
    }
    if size > LARGEST_FORM {
        return Err(Failure::too_large(LARGEST_FORM, size));
    }
    read?;
    Ok(reader.finish()?)
}

fn check_length(headers: &HeaderMap) -> Result<(), Failure> {
    if headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING) {
        return Ok(());
    }
    let message = "A POST needs a Content-Length, or a chunked body.";
    Err(Failure::new(StatusCode::LENGTH_REQUIRED, message))
}

/// Reads what is left of a body, for a while: a client that is answered while it still sends sees a broken connection in
/// place of the answer. One that waits to be told to send (`Expect: 100-continue`) has sent nothing.
pub(crate) async fn drain(headers: &HeaderMap, body: &mut Incoming) {
    if !headers.contains_key(EXPECT) {
        let rest = async { while let Ok(Some(_)) = next(body).await {} };
        // Whoever still sends then, is cut off.
        let _ = tokio::time::timeout(PATIENCE, rest).await;
    }
}

/// The next bytes of a body. What is too large is read to its end as well, for the same reason.
async fn next(body: &mut Incoming) -> Result<Option<Bytes>, Failure> {
    match body.frame().await {
        // Trailers say nothing.
        Some(Ok(frame)) => Ok(Some(frame.into_data().unwrap_or_default())),
        Some(Err(_)) => Err(Failure::new(StatusCode::BAD_REQUEST, "The request body broke off.")),
        None => Ok(None),
    }
}
