//! The request body of responses.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    ContextManagement, ConversationRef, Include, Input, MultiAgent, Prompt, Reasoning, TextConfig, TextFormat, Tool,
    ToolChoice,
};
use crate::chat::{ModerationConfig, PromptCacheOptions, PromptCacheRetention, ServiceTier};
use crate::wire;

wire! {
    /// A request for a response.
    ///
    /// Limits are those of OpenAI's published specification; a model or another provider may set narrower ones.
    /// Databricks' pay-per-token models refuse `background`, `store`, `previous_response_id`, `conversation` and
    /// `service_tier`.
    #[constructor = empty]
    pub struct Request {
        /// The model that answers; on Azure the name of a deployment, on Databricks that of a serving endpoint.
        ///
        /// Absent where the prompt template or the address tells.
        pub model: Option<String>,
        /// What the model answers: text of the user's, or items, oldest first. Absent where the prompt template or the
        /// conversation has it all.
        pub input: Option<Input>,
        /// What stands before everything else, as a developer's message. The next turn does not inherit it.
        pub instructions: Option<String>,
        /// Whether the answer comes as a stream of events. Default: false.
        pub stream: Option<bool>,
        /// How a stream comes. Only with `stream`.
        pub stream_options: Option<StreamOptions>,
        /// Most tokens that the answer may take, thinking included. At least 16.
        pub max_output_tokens: Option<u64>,
        /// Most calls of tools that run at the service, all such tools together.
        pub max_tool_calls: Option<u64>,
        /// Randomness, 0 to 2. Default: 1. Change this or `top_p`, not both.
        pub temperature: Option<f64>,
        /// Share of the probability mass that tokens are drawn from, 0 to 1. Default: 1.
        pub top_p: Option<f64>,
        /// How many likely alternatives to return at each place, 0 to 20. Needs `message.output_text.logprobs` in
        /// `include`.
        pub top_logprobs: Option<u64>,
        /// How the model thinks. Reasoning models only.
        pub reasoning: Option<Reasoning>,
        /// What the text of the answer must look like.
        pub text: Option<TextConfig>,
        /// Tools that the model may call.
        pub tools: Option<Vec<Tool>>,
        /// Whether and which tool is called. Default: `auto`.
        pub tool_choice: Option<ToolChoice>,
        /// Whether several tools may be called in one turn. Default: true.
        pub parallel_tool_calls: Option<bool>,
        /// What the answer tells beside what it tells anyway.
        pub include: Option<Vec<Include>>,
        /// The response that this one goes on from. Not with `conversation`.
        pub previous_response_id: Option<String>,
        /// The conversation that this response belongs to: its items come first, and it gets the new ones.
        pub conversation: Option<ConversationRef>,
        /// A prompt template made before, and what fills it.
        pub prompt: Option<Prompt>,
        /// What happens when the input is longer than the model can read. Default: the request fails. Deprecated by
        /// OpenAI for `context_management`.
        pub truncation: Option<Truncation>,
        /// What keeps a long conversation within what the model can read. At least one entry.
        pub context_management: Option<Vec<ContextManagement>>,
        /// Whether the service goes on by itself while the caller asks for the result later. Default: false.
        pub background: Option<bool>,
        /// Whether the service keeps the response so that it can be asked for. Default: true.
        pub store: Option<bool>,
        /// Labels kept with the response: up to 16, names up to 64 characters, values up to 512.
        pub metadata: Option<BTreeMap<String, String>>,
        /// Processing tier. The answer tells which one was used.
        pub service_tier: Option<ServiceTier>,
        /// Asks for moderation of input and output beside the answer. OpenAI.
        pub moderation: Option<ModerationConfig>,
        /// Whether several agents answer. A beta of OpenAI's, at `/responses?beta=true`.
        pub multi_agent: Option<MultiAgent>,
        /// A stable, pseudonymous id of the end user, up to 64 characters, to find abuse by. Takes the place of `user`.
        pub safety_identifier: Option<String>,
        /// Groups requests that share a prefix, so that they find one another's cached prompts.
        pub prompt_cache_key: Option<String>,
        /// How prompts are cached.
        pub prompt_cache_options: Option<PromptCacheOptions>,
        /// How long cached prompts stay. Deprecated by OpenAI for `prompt_cache_options`.
        pub prompt_cache_retention: Option<PromptCacheRetention>,
        /// A pseudonymous id of the end user. Deprecated by OpenAI for `safety_identifier` and `prompt_cache_key`.
        pub user: Option<String>,
    }

    /// How a stream comes.
    pub struct StreamOptions {
        /// Whether events are padded to hide their lengths from an observer of the connection. Default: true.
        pub include_obfuscation: Option<bool>,
    }

    /// What happens when the input is longer than the model can read.
    pub enum Truncation {
        /// The oldest items are left out.
        "auto" => Auto,
        /// The request fails with status 400.
        "disabled" => Disabled,
    }
}

impl Request {
    /// A request to `model` with this input, a text or items; the rest is absent.
    ///
    /// ```
    /// use openai_types::responses::Request;
    ///
    /// let request = Request::new("gpt-5", "Tell me a story.").max_output_tokens(256);
    /// let body = r#"{"model":"gpt-5","input":"Tell me a story.","max_output_tokens":256}"#;
    /// assert_eq!(serde_json::to_string(&request).unwrap(), body);
    /// ```
    #[must_use]
    pub fn new(model: impl Into<String>, input: impl Into<Input>) -> Self {
        Self::without_model(input).model(model)
    }

    /// A request with this input to the model that the connection, the address or the prompt template names.
    #[must_use]
    pub fn without_model(input: impl Into<Input>) -> Self {
        Self::empty().input(input)
    }

    /// Asks for JSON that keeps to this schema exactly. Drops what [`text`](Self#structfield.text) had as its format.
    #[must_use]
    pub fn json_schema(self, name: impl Into<String>, schema: Value) -> Self {
        let text = self.text.clone().unwrap_or_else(TextConfig::new);
        self.text(text.format(TextFormat::json_schema(name, schema)))
    }
}
