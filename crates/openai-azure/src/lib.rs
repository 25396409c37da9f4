#![doc = include_str!("../README.md")]

mod config;
mod profile;
mod provider;
mod version;

pub use config::Azure;
pub use version::ApiVersion;
