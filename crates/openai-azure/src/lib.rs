#![doc = include_str!("../README.md")]

mod config;
pub mod dalle2;
pub mod enhancements;
pub mod failure;
mod fix;
pub mod ingestion;
pub mod on_your_data;
mod profile;
mod provider;
#[cfg(feature = "schemars")]
pub mod schema;
mod version;

pub use config::Azure;
pub use fix::STRIP_STRICT;
pub use version::ApiVersion;
