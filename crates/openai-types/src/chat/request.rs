//! The request body of chat completions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    AudioOutput, Content, Function, FunctionCallChoice, Message, ModerationConfig, ResponseFormat, ServiceTier, Tool,
    ToolChoice, WebSearchOptions,
};
use crate::wire;

wire! {
    /// A request for the next message of a conversation.
    ///
    /// Limits are those of OpenAI's published specification; a model or another provider may set narrower ones.
    #[constructor = without_model]
    pub struct Request {
        /// The model that answers; on Azure the name of a deployment, on Databricks that of a serving endpoint.
        ///
        /// Absent where the address already tells: a dated Azure deployment, a self-deployed Vertex endpoint.
        pub model: Option<String>,
        /// The conversation so far, oldest first. The model answers the last message. At least one.
        pub messages: Vec<Message>,
        /// Whether the answer comes as a stream of chunks. Default: false (Databricks' pages say true).
        pub stream: Option<bool>,
        /// What a stream carries beside the answer. Only with `stream`.
        pub stream_options: Option<StreamOptions>,
        /// Most tokens that the answer may take, thinking included. Takes the place of `max_tokens`.
        pub max_completion_tokens: Option<u64>,
        /// Most tokens that the answer may take. OpenAI calls it deprecated and its reasoning models refuse it.
        pub max_tokens: Option<u64>,
        /// Randomness, 0 to 2. Default: 1. Change this or `top_p`, not both.
        pub temperature: Option<f64>,
        /// Share of the probability mass that tokens are drawn from, 0 to 1. Default: 1.
        pub top_p: Option<f64>,
        /// How many answers to give, 1 to 128. Default: 1. Every answer's tokens are paid for.
        pub n: Option<u64>,
        /// Texts at which the answer ends, up to 4; they are not part of it. Reasoning models may refuse it.
        pub stop: Option<Stop>,
        /// Lowers the odds of tokens that have occurred at all, -2 to 2. Default: 0.
        pub presence_penalty: Option<f64>,
        /// Lowers the odds of tokens by how often they have occurred, -2 to 2. Default: 0.
        pub frequency_penalty: Option<f64>,
        /// Bias on single tokens: token id to a number from -100 (never) to 100 (always).
        pub logit_bias: Option<BTreeMap<String, f64>>,
        /// Whether to return the log probability of each token of the answer. Default: false.
        pub logprobs: Option<bool>,
        /// How many likely alternatives to return at each place, 0 to 20. Only with `logprobs`.
        pub top_logprobs: Option<u64>,
        /// Asks for the same answer to the same request, as far as the service can. Deprecated by OpenAI.
        pub seed: Option<i64>,
        /// What the answer must look like: text, any JSON object, or JSON that fits a schema.
        pub response_format: Option<ResponseFormat>,
        /// Tools that the model may call, up to 128.
        pub tools: Option<Vec<Tool>>,
        /// Whether and which tool is called. Default: `none` without tools, `auto` with them.
        pub tool_choice: Option<ToolChoice>,
        /// Whether several tools may be called in one turn. Default: true.
        pub parallel_tool_calls: Option<bool>,
        /// Deprecated form of `tools`, 1 to 128. Azure: from 2023-07-01-preview.
        pub functions: Option<Vec<Function>>,
        /// Deprecated form of `tool_choice`. Azure: from 2023-07-01-preview.
        pub function_call: Option<FunctionCallChoice>,
        /// How long a reasoning model thinks. Each model has its own default and its own set of levels.
        pub reasoning_effort: Option<ReasoningEffort>,
        /// How wordy the answer is. Default: `medium`.
        pub verbosity: Option<Verbosity>,
        /// Kinds of output: `text`, `audio`; Vertex also `image`. Default: text alone.
        pub modalities: Option<Vec<Modality>>,
        /// Voice and format of a spoken answer. Needed when `modalities` holds `audio`.
        pub audio: Option<AudioOutput>,
        /// Text that much of the answer is expected to repeat, such as a file under edit: makes the answer faster.
        pub prediction: Option<Prediction>,
        /// Lets a search model look things up on the web.
        pub web_search_options: Option<WebSearchOptions>,
        /// Whether the service keeps the answer for distillation and evaluation. Default: false.
        pub store: Option<bool>,
        /// Labels kept with a stored answer: up to 16, names up to 64 characters, values up to 512.
        pub metadata: Option<BTreeMap<String, String>>,
        /// Processing tier. The answer tells which one was used.
        pub service_tier: Option<ServiceTier>,
        /// Asks for moderation scores of input and output beside the answer.
        pub moderation: Option<ModerationConfig>,
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
        /// Azure: who and where the end user is, for threat protection. From 2024-12-01-preview, and on v1.
        pub user_security_context: Option<UserSecurityContext>,
    }

    /// What a stream carries beside the answer.
    pub struct StreamOptions {
        /// Whether a last chunk without choices brings the usage of the whole request. Default: false.
        pub include_usage: Option<bool>,
        /// Whether chunks are padded to hide their lengths from an observer of the connection. Default: true.
        pub include_obfuscation: Option<bool>,
    }

    /// Where an answer ends.
    pub either Stop {
        /// One text.
        string => One(String),
        /// Up to four texts.
        array => Any(Vec<String>),
    }

    /// How long a reasoning model thinks before it answers.
    pub enum ReasoningEffort {
        /// No thinking.
        "none" => None,
        /// As little as the model can.
        "minimal" => Minimal,
        /// Little. Gemini on Vertex: about 1,024 tokens.
        "low" => Low,
        /// The middle. Gemini on Vertex: about 8,192 tokens.
        "medium" => Medium,
        /// Much. Gemini on Vertex: about 24,576 tokens.
        "high" => High,
        /// More than `high`.
        "xhigh" => XHigh,
        /// As much as the model can.
        "max" => Max,
    }

    /// How wordy an answer is.
    pub enum Verbosity {
        /// Terse.
        "low" => Low,
        /// The middle.
        "medium" => Medium,
        /// Full.
        "high" => High,
    }

    /// A kind of output.
    pub enum Modality {
        /// Text.
        "text" => Text,
        /// Speech.
        "audio" => Audio,
        /// Images. Vertex.
        "image" => Image,
    }

    /// Text that the answer is expected to repeat.
    pub union Prediction by "type" {
        /// Text known beforehand.
        "content" => Content(TextPrediction),
    }

    /// The text of a prediction.
    pub struct TextPrediction {
        /// The text, or text parts.
        pub content: Content,
    }

    /// How prompts are cached.
    pub struct PromptCacheOptions {
        /// How long a cached prompt stays, such as `30m`.
        pub ttl: Option<String>,
        /// Whether breakpoints are found by the service or set by the caller.
        pub mode: Option<PromptCacheMode>,
    }

    /// How long cached prompts stay.
    pub enum PromptCacheRetention {
        /// A few minutes, in memory, as OpenAI spells it.
        "in_memory" => InMemory,
        /// The same as Azure spells it, on v1.
        "in-memory" => InMemoryOnAzure,
        /// Up to a day.
        "24h" => Day,
    }

    /// Who sets the cache's breakpoints.
    pub enum PromptCacheMode {
        /// The service.
        "implicit" => Implicit,
        /// The caller, on content parts.
        "explicit" => Explicit,
    }

    /// Azure: who and where the end user is.
    pub struct UserSecurityContext {
        /// The application's name.
        pub application_name: Option<String>,
        /// The end user's id, such as an Entra object id.
        pub end_user_id: Option<String>,
        /// The end user's tenant.
        pub end_user_tenant_id: Option<String>,
        /// The address that the end user's request came from.
        pub source_ip: Option<String>,
    }
}

impl Request {
    /// A request to `model` with these messages; the rest is absent.
    ///
    /// ```
    /// use openai_types::chat::{Message, Request};
    ///
    /// let request = Request::new("gpt-4o", [Message::system("Be brief."), Message::user("Hello")]).temperature(0.2);
    /// assert_eq!(request.model.as_deref(), Some("gpt-4o"));
    /// ```
    #[must_use]
    pub fn new(model: impl Into<String>, messages: impl Into<Vec<Message>>) -> Self {
        Self::without_model(messages).model(model)
    }

    /// Sets a [`JsonSchema`](super::JsonSchema) response format that the answer must keep to.
    #[must_use]
    pub fn json_schema(self, name: impl Into<String>, schema: Value) -> Self {
        self.response_format(ResponseFormat::json_schema(name, schema))
    }
}
