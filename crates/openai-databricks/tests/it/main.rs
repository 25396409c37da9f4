//! Databricks' requests, pinned.
#![cfg(test)]

#[path = "../../../../tests/requests/body.rs"]
mod body;
mod chat;
mod every;
#[path = "../../../../tests/requests/example.rs"]
mod example;
mod examples;
mod fixes;
mod hosted;
mod limits;
#[path = "../../../../tests/requests/operations.rs"]
mod operations;
mod responses;
#[path = "../../../../tests/requests/samples.rs"]
mod samples;
#[path = "../../../../tests/requests/specification.rs"]
mod specification;
#[path = "../../../../tests/requests/spelling.rs"]
mod spelling;
