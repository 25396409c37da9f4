//! Batches: the wire types.
//!
//! Work that takes hours is followed by a [`Poller`](crate::Poller), which [`begin`](crate::Client::begin) answers with.
//!
//! Begun, asked for, listed, stopped:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::batches::{Endpoint, Input, Request};
//! use openai_multicloud::chat::{self, Message};
//! use openai_multicloud::files::{Form, Purpose};
//!
//! let question = chat::Request::new("gpt-5-mini", [Message::user("What is a quince?")]);
//! let line = serde_json::to_string(&Input::post("first", Endpoint::ChatCompletions, &question)?)?;
//! let file = client.create_file(Form::new(Purpose::Batch), File::bytes("requests.jsonl", line)).await?;
//! let batch = client.create_batch(Request::new(&file.id, Endpoint::ChatCompletions)).await?;
//! println!("{:?}", client.retrieve_batch(&batch.id).await?.status);
//! assert_eq!(client.list_batches(None).await?.data.len(), 1);
//! client.cancel_batch(&batch.id).await?;
//! # Ok(()) }
//! ```

pub use openai_types::batches::*;
