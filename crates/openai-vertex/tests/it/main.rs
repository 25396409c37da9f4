//! Vertex AI's requests, pinned.
#![cfg(test)]

mod chat;
#[path = "../../../../tests/requests/example.rs"]
mod example;
mod examples;
mod parameters;
#[path = "../../../../tests/requests/samples.rs"]
mod samples;
#[path = "../../../../tests/requests/specification.rs"]
mod specification;
