//! Images: the wire types, and what puts a stream together.
//!
//! Images from a text:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::images::{GenerationRequest, Size};
//!
//! let request = GenerationRequest::new("dall-e-3", "An avocado chair").size(Size::Square1024);
//! let reply = client.generate_images(request).await?;
//! for image in reply.images() {
//!     println!("{:?}, drawn as {:?}", image.url, image.revised_prompt);
//! }
//! # assert_eq!(reply.images().len(), 1);
//! # Ok(()) }
//! ```
//!
//! Unfinished images on the way to the finished one:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::images::{GenerationEvent, GenerationRequest};
//!
//! let request = GenerationRequest::new("gpt-image-1", "An avocado chair").partial_images(2_u64);
//! let mut stream = client.generate_images_stream(request).await?;
//! while let Some(event) = stream.try_next().await? {
//!     match event {
//!         GenerationEvent::Partial(image) => println!("{} characters of base64, not done", image.b64_json.len()),
//!         event => println!("{event:?}"),
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! Images changed as a text says, and whole or in a stream:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::images::{Edit, EditRequest};
//!
//! let chair = File::bytes("chair.png", png()).media_type("image/png");
//! let edit = Edit::new(EditRequest::new("gpt-image-1", "Put the chair on a beach."), [chair]);
//! let reply = client.edit_images(edit.clone()).await?;
//! let streamed = client.edit_images_stream(edit).await?.collect().await?;
//! assert_eq!(reply.images().len(), streamed.images().len());
//! # fn png() -> Vec<u8> {
//! #     b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".to_vec()
//! # }
//! # Ok(()) }
//! ```
//!
//! Variations of an image, by DALL-E 2:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cloud/mod.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (client, _emulator) = emulated("openai+{}/v1", Config::new()).await?;
//! use openai_multicloud::File;
//! use openai_multicloud::images::VariationRequest;
//!
//! let chair = File::bytes("chair.png", png()).media_type("image/png");
//! let reply = client.vary_image(VariationRequest::new("dall-e-2").n(2_u64), chair).await?;
//! assert_eq!(reply.images().len(), 2);
//! # fn png() -> Vec<u8> {
//! #     b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".to_vec()
//! # }
//! # Ok(()) }
//! ```

pub use openai_core::images::{Accumulator, Edit, Vary};
pub use openai_types::images::*;
