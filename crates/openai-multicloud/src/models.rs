//! Models: the wire types.
//!
//! Which models there are, one of them, and a fine-tuned one that is no longer needed:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! let models = client.list_models().await?;
//! let first = client.retrieve_model(&models.data[0].id).await?;
//! println!("{} of {:?}", first.id, first.owned_by);
//! let deleted = client.delete_model("ft:gpt-4o-mini-2024-07-18:emulator::9abcdefg").await?;
//! assert!(deleted.deleted);
//! # Ok(()) }
//! ```

pub use openai_types::models::*;
