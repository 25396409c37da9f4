//! Uploads: the wire types for large files in parts.
//!
//! A file in memory, part by part:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::files::Purpose;
//! use openai_multicloud::uploads::{Complete, Request};
//!
//! let request = Request::new("requests.jsonl", Purpose::Batch, 4_u64, "application/jsonl");
//! let upload = client.create_upload(request).await?.into_inner().id;
//! let first = client.add_upload_part(&upload, File::bytes("1", "{}")).await?.into_inner().id;
//! let second = client.add_upload_part(&upload, File::bytes("2", "\n\n")).await?.into_inner().id;
//! let done = client.complete_upload(&upload, Complete::new(vec![first, second])).await?;
//! assert_eq!(done.file.as_ref().and_then(|file| file.bytes), Some(4));
//! # Ok(()) }
//! ```
//!
//! A file on disk, in parts of 64 MB; and one that is given up:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::file;
//! use openai_multicloud::files::{Form, Purpose};
//! use openai_multicloud::uploads::{InParts, Request, Status};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("requests.jsonl");
//! # std::fs::write(&path, "{}\n")?;
//! let how = InParts::new(Form::new(Purpose::Batch)).md5("8a80554c91d9fca8acb82f023de02f11");
//! let done = client.upload_in_parts(how, file::open(&path).await?).await?;
//! assert_eq!(done.status, Some(Status::Completed));
//! let begun = client.create_upload(Request::new("b.jsonl", Purpose::Batch, 9_u64, "application/jsonl")).await?;
//! assert_eq!(client.cancel_upload(&begun.id).await?.status, Some(Status::Cancelled));
//! # Ok(()) }
//! ```

pub use openai_client::InParts;
pub use openai_types::uploads::*;
