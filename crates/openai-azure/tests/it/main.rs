//! Azure OpenAI's requests, pinned.
#![cfg(test)]

mod chat;
#[path = "../../../../tests/requests/example.rs"]
mod example;
mod examples;
mod profile;
#[path = "../../../../tests/requests/samples.rs"]
mod samples;
#[path = "../../../../tests/requests/schema.rs"]
mod schema;
#[path = "../../../../tests/requests/specification.rs"]
mod specification;
mod versions;
