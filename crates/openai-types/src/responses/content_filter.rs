//! What Azure's content filters found in a response.

use crate::content_filter::{FilterOffsets, FilterResults};
use crate::wire;

wire! {
    /// What Azure's content filters found in one stretch of input or output. Azure v1.
    pub struct ContentFilter {
        /// Whether the response was blocked for it.
        pub blocked: Option<bool>,
        /// Where the stretch is from, such as `prompt` or `completion`.
        pub source_type: Option<String>,
        /// The findings.
        pub content_filter_results: Option<FilterResults>,
        /// Which stretch it is.
        pub content_filter_offsets: Option<FilterOffsets>,
    }
}
