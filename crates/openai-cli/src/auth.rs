//! `oai auth`: who is calling the clouds, and how.

pub(crate) mod check;
mod claims;
pub(crate) mod list;
mod metadata;
