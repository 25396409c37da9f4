//! What a response cost in tokens.

use crate::wire;

wire! {
    /// What a response cost in tokens.
    pub struct Usage {
        /// Tokens of the input.
        pub input_tokens: Option<u64>,
        /// The input's tokens by kind.
        pub input_tokens_details: Option<InputTokensDetails>,
        /// Tokens of the output, thinking included.
        pub output_tokens: Option<u64>,
        /// The output's tokens by kind.
        pub output_tokens_details: Option<OutputTokensDetails>,
        /// All tokens.
        pub total_tokens: Option<u64>,
    }

    /// An input's tokens by kind.
    pub struct InputTokensDetails {
        /// Read from a cache, and cheaper.
        pub cached_tokens: Option<u64>,
        /// Written to a cache.
        pub cache_write_tokens: Option<u64>,
    }

    /// An output's tokens by kind.
    pub struct OutputTokensDetails {
        /// Of thinking.
        pub reasoning_tokens: Option<u64>,
    }
}
