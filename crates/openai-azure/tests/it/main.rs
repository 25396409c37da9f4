//! Azure OpenAI's requests, pinned, and the types that only Azure has.
#![cfg(test)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]
#![allow(clippy::print_stdout, reason = "counts that `--nocapture` shows")]

#[path = "../../../openai-types/tests/it/bodies.rs"]
mod bodies;
#[path = "../../../../tests/requests/body.rs"]
mod body;
mod chat;
mod command;
mod every;
mod examples;
mod facts;
#[path = "../../../../tests/requests/files.rs"]
mod files;
#[path = "../../../openai-types/tests/it/json.rs"]
mod json;
#[path = "../../../openai-types/tests/it/judge.rs"]
mod judge;
#[path = "../../../openai-types/tests/it/kind.rs"]
mod kind;
mod kinds;
#[path = "../../../openai-types/tests/it/leaf.rs"]
mod leaf;
mod limits;
mod named;
mod nested;
mod newer;
mod on_your_data;
#[path = "../../../../tests/requests/operations.rs"]
mod operations;
mod pages;
#[path = "../../../openai-types/tests/it/places.rs"]
mod places;
mod profile;
mod routes;
mod runs;
#[path = "../../../../tests/requests/samples.rs"]
mod samples;
#[path = "../../../../tests/requests/schema.rs"]
mod schema;
#[path = "../../../openai-types/tests/it/schemas.rs"]
mod schemas;
mod secrets;
mod shapes;
#[path = "../../../../tests/requests/specification.rs"]
mod specification;
#[path = "../../../../tests/requests/spelling.rs"]
mod spelling;
mod vendors;
mod versions;
#[path = "../../../openai-types/tests/it/walk.rs"]
mod walk;
