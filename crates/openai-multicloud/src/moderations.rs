//! Moderations: the wire types.
//!
//! Whether content is harmful:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::moderations::Request;
//!
//! let moderation = client.moderate(Request::new("I like quinces.")).await?;
//! assert!(moderation.results.iter().all(|finding| !finding.flagged));
//! # Ok(()) }
//! ```

pub use openai_types::moderations::*;
