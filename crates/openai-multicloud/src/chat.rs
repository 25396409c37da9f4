//! Chat completions: the wire types, and what puts a stream together.
//!
//! A message and its answer:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::chat::{Message, Request};
//!
//! let request = Request::new("gpt-5-mini", [Message::system("Be brief."), Message::user("What is a quince?")]);
//! let reply = client.chat(request).await?;
//! println!("{} ({:?} tokens)", reply.text(), reply.usage.as_ref().and_then(|usage| usage.total_tokens));
//! # assert!(!reply.text().is_empty());
//! # Ok(()) }
//! ```
//!
//! In pieces as they come, put together on the way:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::chat::{Accumulator, Message, Request};
//!
//! let mut stream = client.chat_stream(Request::new("gpt-5-mini", [Message::user("What is a quince?")])).await?;
//! let mut whole = Accumulator::new();
//! while let Some(chunk) = stream.try_next().await? {
//!     print!("{}", chunk.text());
//!     whole.push(&chunk);
//! }
//! let completion = whole.finish();
//! # assert!(!completion.text().is_empty());
//! # Ok(()) }
//! ```

pub use openai_core::chat::Accumulator;
pub use openai_types::chat::*;
