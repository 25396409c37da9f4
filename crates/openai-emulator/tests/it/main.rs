//! The emulator, seen from a raw socket.

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
