//! What no single crate can test about itself.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test ends with a panic that names what was expected"
)]

mod canaries;
mod conformance;
mod credentials;
mod layering;
mod nimbus;
mod schemas;
mod tokens;
