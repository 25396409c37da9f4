//! Responses: the wire types, and what puts a stream together.
//!
//! A response, and one that goes on from it:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::responses::Request;
//!
//! let first = client.respond(Request::new("gpt-5-mini", "Name a fruit.")).await?;
//! let id = first.id.clone().ok_or("no id")?;
//! let second = client.respond(Request::new("gpt-5-mini", "And another one.").previous_response_id(id)).await?;
//! println!("{}", second.output_text());
//! # assert!(!second.output_text().is_empty());
//! # Ok(()) }
//! ```
//!
//! Event by event, put together:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::responses::Request;
//!
//! let mut stream = client.respond_stream(Request::new("gpt-5-mini", "Name a fruit.")).await?;
//! while let Some(event) = stream.try_next().await? {
//!     print!("{}", event.text_delta().unwrap_or_default());
//! }
//! let whole = client.respond_stream(Request::new("gpt-5-mini", "Name a fruit.")).await?.collect().await?;
//! # assert!(!whole.output_text().is_empty());
//! # Ok(()) }
//! ```
//!
//! In the background: begun, fetched, stopped, deleted:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::responses::Request;
//!
//! let begun = client.respond(Request::new("gpt-5-mini", "Write a novel.").background(true)).await?;
//! let id = begun.id.as_deref().ok_or("no id")?;
//! println!("{:?}", client.retrieve_response(id).await?.status);
//! client.cancel_response(id).await?;
//! assert!(client.delete_response(id).await?.deleted);
//! # Ok(()) }
//! ```
//!
//! The stream of a stored response, from the start or from a place in it:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::responses::Request;
//!
//! let request = Request::new("gpt-5-mini", "Name a fruit.").background(true);
//! let first = client.respond_stream(request).await?.collect().await?;
//! let id = first.id.clone().ok_or("no id")?;
//! let again = client.retrieve_response_stream(id.as_str()).await?.collect().await?;
//! assert_eq!(again.output_text(), first.output_text());
//! let mut rest = client.resume_response_stream(id, 3).await?;
//! assert_eq!(rest.try_next().await?.and_then(|event| event.sequence_number()), Some(4));
//! # Ok(()) }
//! ```
//!
//! What went into a response:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::requests::responses::InputItems;
//! use openai_multicloud::responses::Request;
//!
//! let first = client.respond(Request::new("gpt-5-mini", "Name a fruit.")).await?;
//! let id = first.id.clone().ok_or("no id")?;
//! let page = client.response_input_items(id.as_str(), None).await?;
//! assert_eq!(page.data.len(), 1);
//! let mut all = client.pages(InputItems::new(id));
//! while let Some(item) = all.try_next().await? {
//!     println!("{item:?}");
//! }
//! # Ok(()) }
//! ```
//!
//! How many tokens an input has, and a conversation made shorter:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::responses::{CompactRequest, InputTokensRequest};
//!
//! let counted = client.count_input_tokens(InputTokensRequest::new("gpt-5-mini", "Name a fruit.")).await?;
//! println!("{} tokens", counted.input_tokens);
//! let shorter = client.compact(CompactRequest::new("gpt-5-mini", "A long, long talk about fruit.")).await?;
//! println!("{} items", shorter.output.len());
//! # assert!(counted.input_tokens > 0 && !shorter.output.is_empty());
//! # Ok(()) }
//! ```

pub use openai_core::responses::Accumulator;
pub use openai_types::responses::*;
