#![doc = include_str!("../README.md")]

mod config;
mod fix;
mod profile;
mod provider;

pub use config::Databricks;
pub use fix::{CLAUDE_EMPTY_CONTENT, STRIP_STRICT};
