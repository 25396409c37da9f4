#![doc = include_str!("../README.md")]

mod api_key;
mod basic;
mod bearer;
mod cached;
mod cached_token;
mod secret;

pub use api_key::ApiKey;
pub use basic::Basic;
pub use bearer::{Bearer, BearerFrom};
pub use cached::Cached;
pub use cached_token::CachedToken;
