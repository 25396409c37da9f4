//! The body of a request: its type, its size, its JSON.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::wire::Family;

/// Reads a JSON object.
///
/// # Errors
/// Another content type, no length, too many bytes, or no JSON object.
pub(crate) async fn read(family: Family, headers: &HeaderMap, body: Incoming) -> Result<Map<String, Value>, Failure> {
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
pub(crate) async fn bytes(family: Family, headers: &HeaderMap, body: Incoming) -> Result<Bytes, Failure> {
    if !headers.contains_key(CONTENT_LENGTH) && !headers.contains_key(TRANSFER_ENCODING) {
        return Err(Failure::new(
            StatusCode::LENGTH_REQUIRED,
            "A POST needs a Content-Length, or a chunked body.",
        ));
    }
    let limit = family.payload_limit();
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            let message = format!("The request body is larger than {limit} bytes.");
            Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, message))
        }
        Err(_) => Err(Failure::new(StatusCode::BAD_REQUEST, "The request body broke off.")),
    }
}
