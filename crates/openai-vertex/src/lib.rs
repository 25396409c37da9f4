#![doc = include_str!("../README.md")]

mod config;
pub mod google;
mod profile;
mod provider;

pub use config::{Version, Vertex};
