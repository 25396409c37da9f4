//! Embeddings: the wire types.
//!
//! The vectors of texts, and how close they are:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::embeddings::Request;
//!
//! let texts = ["a ripe quince", "a quince, ripe", "the tax on cars"];
//! let reply = client.embed(Request::new("text-embedding-3-small", texts)).await?;
//! let vectors: Vec<_> = reply.vectors().collect();
//! let closeness = |a: usize, b: usize| vectors[a].iter().zip(vectors[b].iter()).map(|(a, b)| a * b).sum::<f32>();
//! assert!(closeness(0, 1) > closeness(0, 2));
//! # Ok(()) }
//! ```

pub use openai_types::embeddings::*;
