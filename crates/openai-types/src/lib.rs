#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod address;
pub mod audio;
pub mod batches;
pub mod chat;
pub mod completions;
pub mod content_filter;
pub mod embeddings;
mod error_code;
pub mod files;
mod form;
pub mod images;
pub mod list;
pub mod models;
pub mod moderations;
pub mod prompt;
pub mod responses;
#[cfg(feature = "schemars")]
pub mod schema;
mod secret;
#[cfg(feature = "schemars")]
pub mod strict;
mod text;
pub mod uploads;
pub mod usage;
pub mod wire;

pub use address::Address;
pub use error_code::ErrorCode;
pub use secret::Secret;
pub use wire::{DecodeError, Object, Unknowns, decode, decode_str, unknowns};

/// The examples of the guide to embedding, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/embedding.md")]
struct Embedding;
