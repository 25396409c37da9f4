#![doc = include_str!("../README.md")]

pub mod audio;
mod batches;
mod body;
mod budget;
mod builder;
pub mod chat;
mod client;
mod clock;
pub mod completions;
mod connection;
mod deadline;
mod download;
mod embeddings;
mod engine;
pub mod file;
mod files;
mod head;
pub mod images;
mod models;
mod moderations;
mod multipart;
mod options;
mod pages;
#[cfg(feature = "schemars")]
mod parse;
mod poller;
mod rate_limit;
mod raw;
mod reply;
pub mod responses;
mod retry;
mod secrets;
mod silence;
mod stream;
mod telemetry;
pub mod tools;
mod transport;
mod upload;
mod uploads;

pub use builder::ClientBuilder;
pub use client::Client;
pub use clock::{Clock, SystemClock};
pub use connection::Connection;
pub use download::Download;
pub use head::Head;
pub use options::Options;
pub use pages::Pages;
#[cfg(feature = "schemars")]
pub use parse::{Parsed, Structured};
pub use poller::Poller;
pub use rate_limit::{RateLimit, RateLimits};
pub use raw::{AnyEnd, RawEvent};
pub use reply::Reply;
pub use retry::RetryPolicy;
pub use stream::EventStream;
pub use transport::HttpTransport;
