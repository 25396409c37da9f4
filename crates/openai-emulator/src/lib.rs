#![doc = include_str!("../README.md")]

mod answer;
mod auth;
mod body;
mod chat;
mod check;
mod completion;
mod config;
mod conversation;
mod failure;
mod fault;
mod payload;
mod random;
mod record;
mod route;
mod schema;
mod server;
mod service;
mod stream;
mod strict_schema;
mod token;
mod tool_call;
mod tool_choice;
mod wire;

pub use config::Config;
pub use fault::{Fault, FaultError};
pub use record::Served;
pub use server::{Emulator, Running};
