//! Sources that a stretch of output text cites.

use crate::{Address, wire};

wire! {
    /// A source that the text cites.
    pub union Annotation by "type" {
        /// A file that file search found.
        "file_citation" => FileCitation(FileCitation),
        /// A page that web search found.
        "url_citation" => UrlCitation(UrlCitation),
        /// A file that the model made in a container.
        "container_file_citation" => ContainerFileCitation(ContainerFileCitation),
        /// A file, by its id alone.
        "file_path" => FilePath(FilePath),
    }

    /// A file that file search found.
    pub struct FileCitation {
        /// The file's id.
        pub file_id: String,
        /// Where the text cites it, in characters.
        pub index: Option<u64>,
        /// The file's name.
        pub filename: Option<String>,
    }

    /// A page that web search found.
    pub struct UrlCitation {
        /// The page's address.
        pub url: Address,
        /// The page's title.
        pub title: Option<String>,
        /// Where the citation begins, in characters of the text.
        pub start_index: Option<u64>,
        /// Where the citation ends, in characters of the text.
        pub end_index: Option<u64>,
    }

    /// A file that the model made in a container.
    pub struct ContainerFileCitation {
        /// The container's id.
        pub container_id: String,
        /// The file's id within the container.
        pub file_id: String,
        /// The file's name.
        pub filename: Option<String>,
        /// Where the citation begins, in characters of the text.
        pub start_index: Option<u64>,
        /// Where the citation ends, in characters of the text.
        pub end_index: Option<u64>,
    }

    /// A file, by its id alone.
    pub struct FilePath {
        /// The file's id.
        pub file_id: String,
        /// Where the text cites it, in characters.
        pub index: Option<u64>,
    }
}
