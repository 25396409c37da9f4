//! Completions, the older operation: the wire types, and what puts a stream together.
//!
//! A text and what follows it:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::completions::Request;
//!
//! let completion = client.complete(Request::new("gpt-3.5-turbo-instruct", "Once upon a time").max_tokens(20_u64)).await?;
//! println!("{}", completion.text());
//! # assert!(!completion.text().is_empty());
//! # Ok(()) }
//! ```
//!
//! In pieces as they come:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::completions::Request;
//!
//! let mut stream = client.complete_stream(Request::new("gpt-3.5-turbo-instruct", "Once upon a time")).await?;
//! while let Some(piece) = stream.try_next().await? {
//!     print!("{}", piece.text());
//! }
//! # Ok(()) }
//! ```

pub use openai_core::completions::Accumulator;
pub use openai_types::completions::*;
