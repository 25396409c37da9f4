//! Structs by a plain serde derive, with the members that ours name.
#![allow(dead_code, reason = "only ever decoded")]
#![allow(clippy::large_enum_variant, reason = "ours are not boxed either")]

mod response;

use serde::Deserialize;
use serde_json::Value;

use response::ResponseEvent;

/// A member that the bodies leave out, or raw JSON.
type Rest = Option<Value>;

#[derive(Deserialize)]
#[serde(tag = "type")]
pub(super) enum Event {
    #[serde(rename = "response.output_text.delta")]
    TextDelta(TextDelta),
    #[serde(rename = "response.output_text.done")]
    TextDone(TextDone),
    #[serde(rename = "response.completed")]
    Completed(ResponseEvent),
}

impl Event {
    /// Looks for the type, then decodes the struct that has it.
    pub(super) fn by_hand(text: &str) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Tag<'a> {
            #[serde(borrow, rename = "type")]
            kind: std::borrow::Cow<'a, str>,
        }
        match &*serde_json::from_str::<Tag<'_>>(text)?.kind {
            "response.output_text.delta" => serde_json::from_str(text).map(Self::TextDelta),
            "response.output_text.done" => serde_json::from_str(text).map(Self::TextDone),
            "response.completed" => serde_json::from_str(text).map(Self::Completed),
            _ => serde_json::from_str(text),
        }
    }
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToolCall {
    Function(FunctionToolCall),
    Custom(CustomToolCall),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Developer,
    System,
    User,
    Assistant,
    Tool,
    Function,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FinishReason {
    Stop,
    Length,
    ToolCalls,
    ContentFilter,
    FunctionCall,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ServiceTier {
    Auto,
    Default,
    Flex,
    Scale,
    Priority,
    Fast,
}

#[derive(Deserialize)]
pub(super) struct ToolCallDelta {
    index: Option<u64>,
    id: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    function: Option<FunctionDelta>,
    custom: Option<CustomDelta>,
}

#[derive(Deserialize)]
pub(super) struct FunctionDelta {
    name: Option<String>,
    arguments: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct CustomDelta {
    name: Option<String>,
    input: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct TextDelta {
    item_id: String,
    output_index: Option<u64>,
    content_index: Option<u64>,
    delta: String,
    logprobs: Option<Vec<TokenLogprob>>,
    sequence_number: Option<u64>,
    obfuscation: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct TextDone {
    item_id: String,
    output_index: u64,
    content_index: u64,
    text: String,
    logprobs: Option<Vec<TokenLogprob>>,
    sequence_number: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct Chunk {
    id: Option<String>,
    object: Option<String>,
    created: Option<u64>,
    model: Option<String>,
    choices: Vec<ChunkChoice>,
    usage: Option<Usage>,
    service_tier: Option<ServiceTier>,
    system_fingerprint: Option<String>,
    obfuscation: Option<String>,
    moderation: Rest,
    prompt_filter_results: Rest,
    prompt_annotations: Rest,
}

#[derive(Deserialize)]
pub(super) struct ChunkChoice {
    index: Option<u64>,
    delta: Option<Delta>,
    finish_reason: Option<FinishReason>,
    logprobs: Option<Logprobs>,
    content_filter_results: Rest,
    content_filter_offsets: Rest,
}

#[derive(Deserialize)]
pub(super) struct Delta {
    role: Option<Role>,
    content: Option<String>,
    reasoning_content: Option<String>,
    refusal: Option<String>,
    tool_calls: Option<Vec<ToolCallDelta>>,
    function_call: Rest,
    audio: Rest,
}

#[derive(Deserialize)]
pub(super) struct Completion {
    id: Option<String>,
    object: Option<String>,
    created: Option<u64>,
    model: Option<String>,
    choices: Vec<Choice>,
    usage: Option<Usage>,
    service_tier: Option<ServiceTier>,
    system_fingerprint: Option<String>,
    metadata: Rest,
    moderation: Rest,
    prompt_filter_results: Rest,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    index: Option<u64>,
    message: Option<Message>,
    finish_reason: Option<FinishReason>,
    logprobs: Option<Logprobs>,
    content_filter_results: Rest,
    content_filter_offsets: Rest,
}

#[derive(Deserialize)]
pub(super) struct Message {
    role: Option<Role>,
    content: Option<String>,
    reasoning_content: Option<String>,
    refusal: Option<String>,
    name: Option<String>,
    tool_calls: Option<Vec<ToolCall>>,
    function_call: Rest,
    audio: Rest,
    annotations: Option<Vec<Annotation>>,
}

#[derive(Deserialize)]
pub(super) struct FunctionToolCall {
    id: String,
    function: FunctionCall,
}

#[derive(Deserialize)]
pub(super) struct CustomToolCall {
    id: String,
    custom: CustomCall,
}

#[derive(Deserialize)]
pub(super) struct CustomCall {
    name: String,
    input: String,
}

#[derive(Deserialize)]
pub(super) struct FunctionCall {
    name: String,
    arguments: String,
}

#[derive(Deserialize)]
pub(super) struct Annotation {
    #[serde(rename = "type")]
    kind: String,
    url_citation: UrlCitation,
}

#[derive(Deserialize)]
pub(super) struct UrlCitation {
    url: String,
    title: Option<String>,
    start_index: Option<u64>,
    end_index: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct Logprobs {
    content: Option<Vec<TokenLogprob>>,
    refusal: Option<Vec<TokenLogprob>>,
}

#[derive(Deserialize)]
pub(super) struct TokenLogprob {
    token: String,
    logprob: f64,
    bytes: Option<Vec<u8>>,
    top_logprobs: Option<Vec<TopLogprob>>,
}

#[derive(Deserialize)]
pub(super) struct TopLogprob {
    token: String,
    logprob: f64,
    bytes: Option<Vec<u8>>,
}

#[derive(Deserialize)]
pub(super) struct Usage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    total_tokens: Option<u64>,
    prompt_tokens_details: Option<PromptTokensDetails>,
    completion_tokens_details: Option<CompletionTokensDetails>,
    reasoning_tokens: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct PromptTokensDetails {
    cached_tokens: Option<u64>,
    cache_write_tokens: Option<u64>,
    audio_tokens: Option<u64>,
    text_tokens: Option<u64>,
    image_tokens: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct CompletionTokensDetails {
    reasoning_tokens: Option<u64>,
    audio_tokens: Option<u64>,
    text_tokens: Option<u64>,
    accepted_prediction_tokens: Option<u64>,
    rejected_prediction_tokens: Option<u64>,
}
