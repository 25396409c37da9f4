//! Conversations made shorter: `POST …/responses/compact`. OpenAI.

use super::{Input, Item, Usage};
use crate::chat::{PromptCacheOptions, PromptCacheRetention, ServiceTier};
use crate::wire;

wire! {
    /// Asks for a conversation to be made shorter.
    #[constructor = empty]
    pub struct CompactRequest {
        /// The model that will go on with the conversation. The service needs it.
        pub model: Option<String>,
        /// The conversation.
        pub input: Option<Input>,
        /// The response whose conversation is meant, in place of or before `input`.
        pub previous_response_id: Option<String>,
        /// What stands before everything else.
        pub instructions: Option<String>,
        /// Groups requests that share a prefix, so that they find one another's cached prompts. Up to 64 characters.
        pub prompt_cache_key: Option<String>,
        /// How prompts are cached.
        pub prompt_cache_options: Option<PromptCacheOptions>,
        /// How long cached prompts stay.
        pub prompt_cache_retention: Option<PromptCacheRetention>,
        /// Processing tier.
        pub service_tier: Option<ServiceTier>,
    }

    /// A conversation made shorter. Its output is the next request's input.
    pub struct CompactedConversation {
        /// The compaction's id.
        pub id: Option<String>,
        /// `response.compaction`.
        pub object: Option<String>,
        /// When it was made, in seconds since 1970.
        pub created_at: Option<u64>,
        /// The items: messages of the user's, and one that stands for the rest and that only the service can read.
        pub output: Vec<Item>,
        /// What it cost in tokens.
        pub usage: Option<Usage>,
    }
}

impl CompactRequest {
    /// Asks for a conversation to be made shorter for `model`.
    #[must_use]
    pub fn new(model: impl Into<String>, input: impl Into<Input>) -> Self {
        Self::empty().model(model).input(input)
    }

    /// Asks for the conversation up to this response to be made shorter for `model`.
    #[must_use]
    pub fn of_response(model: impl Into<String>, previous_response_id: impl Into<String>) -> Self {
        Self::empty().model(model).previous_response_id(previous_response_id)
    }
}
