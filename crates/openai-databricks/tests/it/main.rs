//! Databricks' requests, pinned.
#![cfg(test)]

mod chat;
mod fixes;
mod limits;
#[path = "../../../../tests/requests/samples.rs"]
mod samples;
