//! The binary as a user meets it: what it prints, where, and how it ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends with a panic that names what was expected"
)]

mod auth;
mod bad_input;
mod chat;
mod ending;
mod run;
mod vertex;
