//! The emulator, seen from a raw socket.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod answers;
mod audio;
mod azure;
mod batch_ends;
mod batches;
mod completions;
mod dalle2;
mod data_versions;
mod databricks;
mod embeddings;
mod facts;
mod faults;
mod files;
mod filtered;
mod form;
mod gemini;
mod hosted;
mod images;
mod ingestion;
mod models;
mod on_your_data;
mod openai;
mod parity;
mod partners;
mod reference;
mod response_seals;
mod response_specs;
mod response_store;
mod response_streams;
mod response_tools;
mod responses;
mod samples;
mod server;
mod specs;
mod structured;
mod text_specs;
mod thoughts;
mod tokens;
mod tools;
mod transcription_rules;
mod uploads;
mod vertex;
mod wire;
