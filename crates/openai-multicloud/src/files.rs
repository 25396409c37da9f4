//! Files at the service: the wire types.
//!
//! Uploaded, looked up, downloaded, deleted:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::files::{Form, Purpose};
//!
//! let notes = File::bytes("notes.txt", "Quinces ripen late.");
//! let id = client.create_file(Form::new(Purpose::UserData), notes).await?.into_inner().id;
//! println!("{:?} bytes", client.retrieve_file(&id).await?.bytes);
//! assert!(client.delete_file(&id).await?.deleted);
//! # Ok(()) }
//! ```
//!
//! Its bytes, to any writer as they come:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::files::{Form, Purpose};
//!
//! let lines = File::bytes("requests.jsonl", "{}\n");
//! let id = client.create_file(Form::new(Purpose::Batch), lines).await?.into_inner().id;
//! let mut copy = Vec::new();
//! client.file_content(id).await?.write_to(&mut copy).await?;
//! assert_eq!(copy, b"{}\n");
//! # Ok(()) }
//! ```
//!
//! One page of them, or all:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::requests;
//! use openai_multicloud::files::ListQuery;
//!
//! let page = client.list_files(ListQuery::new().limit(10_u64)).await?;
//! println!("{} files, and more: {:?}", page.data.len(), page.has_more);
//! let mut all = client.pages(requests::files::List::new());
//! while let Some(file) = all.try_next().await? {
//!     println!("{}", file.id);
//! }
//! # Ok(()) }
//! ```
//!
//! Fetched by the service from an address, on Azure's dated api-versions:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("azure+{}?api-version=2024-10-21", Config::new()).await?;
//! use openai_multicloud::files::{Import, Purpose};
//!
//! let import = Import::new(Purpose::FineTune, "training.jsonl", "https://example.com/training.jsonl");
//! println!("{}", client.import_file(import).await?.id);
//! # Ok(()) }
//! ```

pub use openai_types::files::*;
