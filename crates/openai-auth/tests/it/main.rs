//! The credentials as a client meets them. Time is tokio's paused clock, except where programs are run;
//! nothing sleeps and nothing is sent.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod bearer;
mod callback;
mod columns;
#[cfg(unix)]
mod command;
mod concurrency;
mod databricks;
mod databricks_m2m;
mod headers;
mod lifetime;
mod redaction;
mod refresh_token;
mod scripted;
mod server;
mod sources;
