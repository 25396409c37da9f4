#![doc = include_str!("../README.md")]

mod body;
mod budget;
mod builder;
pub mod chat;
mod client;
mod clock;
mod connection;
mod deadline;
mod engine;
mod options;
mod rate_limit;
mod reply;
mod retry;
mod secrets;
mod stream;
mod telemetry;
mod transport;

pub use builder::ClientBuilder;
pub use client::Client;
pub use clock::{Clock, SystemClock};
pub use connection::Connection;
pub use options::Options;
pub use rate_limit::{RateLimit, RateLimits};
pub use reply::Reply;
pub use retry::RetryPolicy;
pub use stream::EventStream;
pub use transport::HttpTransport;
