//! The emulator, seen from a raw socket.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod answers;
mod audio;
mod azure;
mod batches;
mod completions;
mod dalle2;
mod databricks;
mod embeddings;
mod facts;
mod faults;
mod files;
mod form;
mod gemini;
mod hosted;
mod images;
mod ingestion;
mod models;
mod on_your_data;
mod openai;
mod parity;
mod reference;
mod response_specs;
mod response_store;
mod response_streams;
mod response_tools;
mod responses;
mod server;
mod specs;
mod structured;
mod text_specs;
mod tokens;
mod tools;
mod uploads;
mod vertex;
mod wire;
