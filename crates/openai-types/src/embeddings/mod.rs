//! Embeddings: texts in, a vector for each out.
//!
//! A [`Request`] goes to `POST …/embeddings`; a [`Response`] comes back.

mod request;
mod response;
mod vector;

pub use request::{EncodingFormat, Request};
pub use response::{Embedding, Response};
pub use vector::Vector;
