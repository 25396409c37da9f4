//! What no single crate can test about itself.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test ends with a panic that names what was expected"
)]

mod azure;
mod canaries;
mod conformance;
mod credentials;
mod databricks;
#[path = "../../../xtask/src/coverage/dialect.rs"]
mod dialect;
mod filter;
mod judge;
mod layering;
mod nimbus;
mod recorder;
mod requests;
mod schemas;
#[path = "../../requests/specification.rs"]
mod specification;
mod tokens;
mod versions;
mod vertex;
mod wires;
