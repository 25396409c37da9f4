//! The emulator, seen from a raw socket.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod answers;
mod azure;
mod databricks;
mod faults;
mod openai;
mod parity;
mod server;
mod specs;
mod structured;
mod tools;
mod vertex;
mod wire;
