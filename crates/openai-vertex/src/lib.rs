#![doc = include_str!("../README.md")]

mod config;
mod profile;
mod provider;

pub use config::{Version, Vertex};
