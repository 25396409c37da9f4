//! A whole answer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{AssistantMessage, Logprobs, Moderation, ToolCall};
use crate::content_filter::{FilterOffsets, FilterResults, PromptFilterResults};
use crate::usage::Usage;
use crate::wire;

wire! {
    /// A whole answer: one choice, or `n` of them.
    pub struct Completion {
        /// The answer's id. Opaque: only OpenAI and Azure begin it with `chatcmpl-`.
        pub id: Option<String>,
        /// `chat.completion`; Azure's published examples leave it out.
        pub object: Option<String>,
        /// When the answer was made, in seconds since 1970.
        pub created: Option<u64>,
        /// The model that answered, often more precise than the one asked for.
        pub model: Option<String>,
        /// The answers. Empty where a service sends null or leaves them out, as it may for a blocked prompt.
        #[or_default]
        pub choices: Vec<Choice>,
        /// What the request cost in tokens.
        pub usage: Option<Usage>,
        /// The processing tier that was used.
        pub service_tier: Option<ServiceTier>,
        /// The configuration that the model ran with; changes when the service changes. Empty on Vertex.
        pub system_fingerprint: Option<String>,
        /// The labels of a stored answer.
        pub metadata: Option<BTreeMap<String, String>>,
        /// Moderation of input and output, where it was asked for.
        pub moderation: Option<Moderation>,
        /// Azure: what the content filters found in the prompt.
        pub prompt_filter_results: Option<Vec<PromptFilterResults>>,
    }

    /// One answer.
    pub struct Choice {
        /// Which of the `n` answers this is, from 0.
        pub index: Option<u64>,
        /// The message. Vertex leaves it out where thinking used up the token limit.
        pub message: Option<AssistantMessage>,
        /// Why the answer ended.
        pub finish_reason: Option<FinishReason>,
        /// The tokens' log probabilities, where they were asked for.
        pub logprobs: Option<Logprobs>,
        /// Azure: what the content filters found in the answer.
        pub content_filter_results: Option<Box<FilterResults>>,
        /// Azure: the stretch of text that the results are about.
        pub content_filter_offsets: Option<FilterOffsets>,
    }

    /// Why an answer ended.
    pub enum FinishReason {
        /// The model was done, or met a stop text.
        "stop" => Stop,
        /// The token limit was reached: the answer is cut.
        "length" => Length,
        /// The model wants tools called.
        "tool_calls" => ToolCalls,
        /// A content filter cut the answer or held it back.
        "content_filter" => ContentFilter,
        /// The model wants a function called. Deprecated for `tool_calls`.
        "function_call" => FunctionCall,
    }

    /// A processing tier.
    pub enum ServiceTier {
        /// As the project is set up.
        "auto" => Auto,
        /// Standard price and speed.
        "default" => Default,
        /// Cheaper and slower.
        "flex" => Flex,
        /// Bought capacity.
        "scale" => Scale,
        /// Dearer and faster.
        "priority" => Priority,
        /// Faster still.
        "fast" => Fast,
        /// The fastest. Responses alone.
        "ultrafast" => Ultrafast,
    }
}

impl Completion {
    /// The first answer's message.
    #[must_use]
    pub fn message(&self) -> Option<&AssistantMessage> {
        self.choices.first()?.message.as_ref()
    }

    /// The first answer's text; empty where it has none.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.message().map(AssistantMessage::text).unwrap_or_default()
    }

    /// The tools that the first answer wants called.
    #[must_use]
    pub fn tool_calls(&self) -> &[ToolCall] {
        self.message()
            .and_then(|message| message.tool_calls.as_deref())
            .unwrap_or_default()
    }
}
