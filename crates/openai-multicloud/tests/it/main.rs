//! Which cloud is chosen, and what is said where none can be.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends with a panic that names what was expected"
)]
#![allow(
    clippy::duplicate_mod,
    reason = "each example brings the cloud that all of them talk to"
)]

mod choice;
mod examples;
mod facts;
mod logins;
mod moving;
mod raw;
mod redaction;
mod settings;
