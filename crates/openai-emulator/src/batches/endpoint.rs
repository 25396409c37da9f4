//! The operations that a batch may be for.

use crate::check::{self, At, Wrong};
use crate::wire::{Family, Wire};

const ENDPOINTS: [&str; 5] = [
    "/v1/chat/completions",
    "/v1/embeddings",
    "/v1/completions",
    "/v1/moderations",
    "/v1/responses",
];
/// OpenAI has videos too, which the emulator does not make.
const OF_OPENAI: [&str; 2] = ["/v1/images/generations", "/v1/images/edits"];

/// Whether requests to this address may stand in a batch.
///
/// # Errors
/// An address that is none of those.
pub(super) fn check(wire: &Wire, endpoint: &str) -> Result<(), Wrong> {
    let more = match wire.family() {
        Family::OpenAi => &OF_OPENAI[..],
        _ => &[],
    };
    let mut words = ENDPOINTS.iter().chain(more).copied();
    let asked = operation(wire, endpoint);
    if words
        .clone()
        .any(|word| asked.is_some() && word.strip_prefix("/v1") == asked)
    {
        return Ok(());
    }
    let at = At::Member(&At::Body, "endpoint");
    Err(check::invalid_value(endpoint, &mut words, &at))
}

/// The part of an address that operations share: OpenAI writes `/v1` before it, Azure may leave that out.
pub(super) fn operation<'a>(wire: &Wire, endpoint: &'a str) -> Option<&'a str> {
    let plain = endpoint.strip_prefix("/v1");
    match wire.family() {
        Family::Azure => Some(plain.unwrap_or(endpoint)),
        _ => plain,
    }
}
