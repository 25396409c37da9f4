#![doc = include_str!("../README.md")]

pub mod chat;
pub mod content_filter;
#[cfg(feature = "schemars")]
pub mod schema;
pub mod usage;
pub mod wire;

pub use wire::{DecodeError, Object, Unknowns, decode, decode_str, unknowns};
