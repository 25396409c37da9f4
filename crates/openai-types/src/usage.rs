//! What a request cost in tokens.

use crate::wire;

wire! {
    /// What a request cost in tokens.
    pub struct Usage {
        /// Tokens of the prompt.
        pub prompt_tokens: Option<u64>,
        /// Tokens of the answers. Thinking is part of it, but not on Vertex; Vertex leaves it out where it is 0.
        pub completion_tokens: Option<u64>,
        /// All tokens.
        pub total_tokens: Option<u64>,
        /// The prompt's tokens by kind.
        pub prompt_tokens_details: Option<PromptTokensDetails>,
        /// The answers' tokens by kind.
        pub completion_tokens_details: Option<CompletionTokensDetails>,
        /// Databricks: tokens of thinking.
        pub reasoning_tokens: Option<u64>,
    }

    /// A prompt's tokens by kind.
    pub struct PromptTokensDetails {
        /// Read from a cache, and cheaper.
        pub cached_tokens: Option<u64>,
        /// Written to a cache.
        pub cache_write_tokens: Option<u64>,
        /// Of recordings.
        pub audio_tokens: Option<u64>,
        /// Of text.
        pub text_tokens: Option<u64>,
        /// Of images.
        pub image_tokens: Option<u64>,
    }

    /// An answer's tokens by kind.
    pub struct CompletionTokensDetails {
        /// Of thinking.
        pub reasoning_tokens: Option<u64>,
        /// Of recordings.
        pub audio_tokens: Option<u64>,
        /// Of text.
        pub text_tokens: Option<u64>,
        /// Of the prediction that the answer repeats.
        pub accepted_prediction_tokens: Option<u64>,
        /// Of the prediction that the answer does not repeat; paid for all the same.
        pub rejected_prediction_tokens: Option<u64>,
    }
}
