//! Ingestion jobs: the service reads documents, cuts them up and builds the index that On Your Data searches.
//!
//! Two shapes, one after the other: [`v2023`] at `/openai/extensions/on-your-data/ingestion-jobs`, with connections in
//! headers, and [`v2024`] at `/openai/ingestion/jobs`, with connections in the body and a run for every repetition.

pub mod v2023;
pub mod v2024;

use bytes::Bytes;
use http::response;
use openai_core::{ApiError, Error, decode_json};
use serde::de::DeserializeOwned;

/// Reads an answer about jobs. Where nothing of what it should hold is there, it may be an error with a good status.
fn decode<T: DeserializeOwned>(
    head: &response::Parts,
    body: &Bytes,
    is_there: impl FnOnce(&T) -> bool,
) -> Result<T, Error> {
    let value = decode_json(head, body)?;
    if !is_there(&value)
        && let Some(api) = ApiError::in_stream("", body)
    {
        return Err(Error::from_answer(head.status, head.headers.clone(), body.clone(), api));
    }
    Ok(value)
}
