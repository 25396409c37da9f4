//! A whole response.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{
    ContentFilter, ContentPart, Conversation, Input, Item, Moderation, Prompt, Reasoning, ResponseError, TextConfig,
    Tool, ToolChoice, Truncation, Usage,
};
use crate::chat::{PromptCacheOptions, PromptCacheRetention, ServiceTier};
use crate::text::joined;
use crate::wire;

wire! {
    /// A response: what the model put out, and what it was asked.
    pub struct Response {
        /// The response's id.
        pub id: Option<String>,
        /// `response`.
        pub object: Option<String>,
        /// How far it is.
        pub status: Option<Status>,
        /// When it was begun, in seconds since 1970. OpenAI's file says any number, and servers written in Python send
        /// `1741476542.0`, or a fraction.
        pub created_at: Option<f64>,
        /// When it was done, in seconds since 1970: only where it is completed.
        pub completed_at: Option<f64>,
        /// The model that answered, often more precise than the one asked for.
        pub model: Option<String>,
        /// What the model put out: messages, reasoning, calls of tools. Not every item is a message. Empty where a
        /// service sends null or leaves it out, as it may before there is any.
        #[or_default]
        pub output: Vec<Item>,
        /// All text of the output joined. Services leave it out: [`output_text`](Self::output_text) joins it.
        #[name = "output_text"]
        pub joined_text: Option<String>,
        /// Why it failed, where it did.
        pub error: Option<ResponseError>,
        /// Why it is incomplete, where it is.
        pub incomplete_details: Option<IncompleteDetails>,
        /// What the response cost in tokens: once it is done.
        pub usage: Option<Usage>,
        /// What stood before everything else.
        pub instructions: Option<Input>,
        /// The request's limit on output tokens.
        pub max_output_tokens: Option<u64>,
        /// The request's limit on calls of tools that run at the service.
        pub max_tool_calls: Option<u64>,
        /// The temperature used.
        pub temperature: Option<f64>,
        /// The share of the probability mass used.
        pub top_p: Option<f64>,
        /// How many likely alternatives each place has.
        pub top_logprobs: Option<u64>,
        /// How the model thought.
        pub reasoning: Option<Reasoning>,
        /// What the text had to look like.
        pub text: Option<TextConfig>,
        /// Tools that the model could call.
        pub tools: Option<Vec<Tool>>,
        /// Whether and which tool was called.
        pub tool_choice: Option<ToolChoice>,
        /// Whether several tools could be called in one turn.
        pub parallel_tool_calls: Option<bool>,
        /// The response that this one goes on from.
        pub previous_response_id: Option<String>,
        /// The conversation that this response belongs to.
        pub conversation: Option<Conversation>,
        /// The prompt template, and what filled it.
        pub prompt: Option<Prompt>,
        /// What happened to input longer than the model can read.
        pub truncation: Option<Truncation>,
        /// Whether the service went on by itself.
        pub background: Option<bool>,
        /// Whether the service keeps the response. In examples of OpenAI's file, though not in its schema.
        pub store: Option<bool>,
        /// The response's labels.
        pub metadata: Option<BTreeMap<String, String>>,
        /// The processing tier that was used.
        pub service_tier: Option<ServiceTier>,
        /// Moderation of input and output, where it was asked for. OpenAI.
        pub moderation: Option<Moderation>,
        /// The request's id of the end user.
        pub safety_identifier: Option<String>,
        /// The request's key for cached prompts.
        pub prompt_cache_key: Option<String>,
        /// How prompts were cached.
        pub prompt_cache_options: Option<PromptCacheOptions>,
        /// How long cached prompts stay.
        pub prompt_cache_retention: Option<PromptCacheRetention>,
        /// The request's id of the end user. Deprecated.
        pub user: Option<String>,
        /// Azure v1: what the content filters found.
        pub content_filters: Option<Vec<ContentFilter>>,
    }

    /// How far a response is.
    pub enum Status {
        /// It waits for its turn: with `background`.
        "queued" => Queued,
        /// It is at work.
        "in_progress" => InProgress,
        /// It is done.
        "completed" => Completed,
        /// It ended early: `incomplete_details` says why.
        "incomplete" => Incomplete,
        /// It failed: `error` says why.
        "failed" => Failed,
        /// The caller called it off.
        "cancelled" => Cancelled,
    }

    /// Why a response is incomplete.
    pub struct IncompleteDetails {
        /// The reason.
        pub reason: Option<IncompleteReason>,
    }

    /// Why a response is incomplete.
    pub enum IncompleteReason {
        /// The token limit was reached.
        "max_output_tokens" => MaxOutputTokens,
        /// A content filter cut it or held it back.
        "content_filter" => ContentFilter,
    }
}

impl Response {
    /// The text of the answer: every text part of every message, joined; empty where there is none.
    ///
    /// ```
    /// let text = r#"{"output":[
    ///     {"type":"reasoning","id":"rs_1","summary":[]},
    ///     {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[
    ///         {"type":"output_text","text":"Hi ","annotations":[]},
    ///         {"type":"output_text","text":"there!","annotations":[]}]}]}"#;
    /// let response: openai_types::responses::Response = openai_types::decode_str(text)?;
    /// assert_eq!(response.output_text(), "Hi there!");
    /// # Ok::<(), openai_types::DecodeError>(())
    /// ```
    #[must_use]
    pub fn output_text(&self) -> Cow<'_, str> {
        let messages = self.output.iter().filter_map(Item::as_message);
        let texts = messages
            .flat_map(|message| message.content.parts())
            .filter_map(|part| match part {
                ContentPart::OutputText(part) => Some(part.text.as_str()),
                _ => None,
            });
        joined(texts)
    }
}
