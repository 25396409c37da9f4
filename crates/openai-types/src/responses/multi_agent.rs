//! Whether several agents answer. A beta of OpenAI's.

use crate::wire;

wire! {
    /// Whether several agents answer. A beta of OpenAI's, at `/responses?beta=true`.
    pub struct MultiAgent {
        /// Whether the model may start agents of its own, at the service.
        pub enabled: bool,
        /// Most agents at work at once beside the first, at least 1. Default: 3.
        pub max_concurrent_subagents: Option<u64>,
    }
}
