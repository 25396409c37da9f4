#![doc = include_str!("../README.md")]

mod answer;
mod api_key;
mod basic;
mod bearer;
mod blot;
mod cached;
mod cached_token;
mod callback;
#[cfg(feature = "command")]
mod command;
#[cfg(feature = "databricks")]
pub mod databricks;
mod endpoint;
#[cfg(feature = "entra")]
pub mod entra;
#[cfg(feature = "google")]
pub mod google;
mod refresh_token;
mod secret;
#[cfg(feature = "command")]
mod timestamp;
#[cfg(any(feature = "entra", feature = "google"))]
mod unpanicked;
mod within;

pub use api_key::ApiKey;
pub use basic::Basic;
pub use bearer::{Bearer, BearerFrom};
pub use cached::Cached;
pub use cached_token::CachedToken;
pub use callback::{KeyFn, TokenFn};
#[cfg(feature = "command")]
pub use command::Command;
pub use refresh_token::RefreshToken;
