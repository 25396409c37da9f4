#![doc = include_str!("../README.md")]

mod config;
mod fix;
mod profile;
mod provider;

pub use config::{Databricks, ModelKind};
pub use fix::{CLAUDE_EMPTY_CONTENT, CUT_ITEM_IDS, MAX_TOKENS, STRIP_STRICT};
