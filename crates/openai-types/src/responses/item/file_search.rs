//! Searches in vector stores.

use super::ItemStatus;
use crate::{Object, wire};

wire! {
    /// A search in vector stores, run by the service.
    pub struct FileSearchCall {
        /// The item's id.
        pub id: Option<String>,
        /// How far the search has come.
        pub status: Option<ItemStatus>,
        /// What was searched for.
        pub queries: Vec<String>,
        /// What was found, where `include` asked for it.
        pub results: Option<Vec<FileSearchResult>>,
    }

    /// A stretch of a file that a search found.
    pub struct FileSearchResult {
        /// The file's id.
        pub file_id: Option<String>,
        /// The file's name.
        pub filename: Option<String>,
        /// What the file says there.
        pub text: Option<String>,
        /// How well it fits: 0 to 1.
        pub score: Option<f64>,
        /// The file's attributes in the vector store: up to 16 strings, numbers or booleans.
        pub attributes: Option<Object>,
    }
}
