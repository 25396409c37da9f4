//! The credentials as a client meets them. Time is tokio's paused clock; nothing sleeps and nothing is sent.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod bearer;
mod concurrency;
mod headers;
mod lifetime;
mod redaction;
mod scripted;
