//! What the wire types promise: nothing is lost, nothing real is refused, and a mistake is an error at its place.
#![allow(missing_docs, reason = "the made-up types of a test")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]
#![allow(clippy::print_stdout, reason = "counts that `--nocapture` shows")]

mod batches;
mod bodies;
mod either;
mod enumeration;
mod examples;
#[path = "../../../../tests/requests/files.rs"]
mod files;
mod generic;
mod items;
mod json;
mod judge;
mod kind;
mod kinds;
mod leaf;
mod marked;
mod named;
mod object;
mod places;
mod recursion;
mod responses;
mod schemas;
mod secrets;
#[path = "../../../../tests/requests/specification.rs"]
mod specification;
mod union;
mod walk;
