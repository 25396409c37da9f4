//! Which cloud is chosen, and what is said where none can be.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends with a panic that names what was expected"
)]

mod choice;
mod logins;
mod redaction;
mod settings;
