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
mod chat;
#[path = "../../../../tests/requests/example.rs"]
mod example;
mod examples;
#[path = "../../../openai-types/tests/it/json.rs"]
mod json;
mod kinds;
#[path = "../../../openai-types/tests/it/leaf.rs"]
mod leaf;
mod on_your_data;
#[path = "../../../openai-types/tests/it/places.rs"]
mod places;
mod profile;
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
mod vendors;
mod versions;
#[path = "../../../openai-types/tests/it/walk.rs"]
mod walk;
