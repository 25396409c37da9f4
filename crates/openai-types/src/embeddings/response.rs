//! The answer of embeddings.

use super::Vector;
use crate::usage::Usage;
use crate::wire;

wire! {
    /// Vectors, one for each text.
    pub struct Response {
        /// `list`; Azure's published examples leave it out.
        pub object: Option<String>,
        /// The vectors, in the order of the texts.
        pub data: Vec<Embedding>,
        /// The model that was used; Azure's published examples leave it out.
        pub model: Option<String>,
        /// What the request cost in tokens. Azure's REST reference shows an answer without it.
        pub usage: Option<Usage>,
    }

    /// The vector of one text.
    pub struct Embedding {
        /// `embedding`; Azure's published examples leave it out.
        pub object: Option<String>,
        /// Which text this is the vector of, from 0.
        pub index: Option<u64>,
        /// The vector.
        pub embedding: Vector,
    }
}

impl Response {
    /// The vectors alone, in the order in which they came.
    pub fn vectors(&self) -> impl Iterator<Item = &[f32]> {
        self.data.iter().map(|item| item.embedding.as_slice())
    }
}
