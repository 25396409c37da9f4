//! OpenAI's requests, pinned.
#![cfg(test)]

mod chat;
mod every;
#[path = "../../../../tests/requests/operations.rs"]
mod operations;
mod profile;
#[path = "../../../../tests/requests/samples.rs"]
mod samples;
#[path = "../../../../tests/requests/schema.rs"]
mod schema;
#[path = "../../../../tests/requests/specification.rs"]
mod specification;
#[path = "../../../../tests/requests/spelling.rs"]
mod spelling;
