//! What keeps a long conversation within what a model can read.

use crate::wire;

wire! {
    /// What keeps a long conversation within what a model can read.
    pub union ContextManagement by "type" {
        /// What was said is compacted into an item that only the service can read.
        "compaction" => Compaction(AutoCompaction),
    }

    /// Compaction once a conversation has grown long.
    pub struct AutoCompaction {
        /// How many tokens are long. At least 1,000.
        pub compact_threshold: Option<u64>,
    }
}
