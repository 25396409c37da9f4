//! A whole response by a plain serde derive.
#![allow(dead_code, reason = "only ever decoded")]

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Rest, ServiceTier, TokenLogprob};

#[derive(Deserialize)]
pub(crate) struct ResponseEvent {
    response: Response,
    sequence_number: Option<u64>,
}

#[derive(Deserialize)]
pub(crate) struct Response {
    id: Option<String>,
    object: Option<String>,
    status: Option<String>,
    created_at: Option<u64>,
    completed_at: Option<u64>,
    model: Option<String>,
    output: Vec<Item>,
    output_text: Option<String>,
    error: Rest,
    incomplete_details: Rest,
    usage: Option<Usage>,
    instructions: Rest,
    max_output_tokens: Option<u64>,
    max_tool_calls: Option<u64>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    top_logprobs: Option<u64>,
    reasoning: Option<Reasoning>,
    text: Option<TextConfig>,
    tools: Option<Vec<Tool>>,
    tool_choice: Option<String>,
    parallel_tool_calls: Option<bool>,
    previous_response_id: Option<String>,
    conversation: Rest,
    prompt: Rest,
    truncation: Option<String>,
    background: Option<bool>,
    store: Option<bool>,
    metadata: Option<BTreeMap<String, String>>,
    service_tier: Option<ServiceTier>,
    moderation: Rest,
    safety_identifier: Option<String>,
    prompt_cache_key: Option<String>,
    prompt_cache_options: Rest,
    prompt_cache_retention: Option<String>,
    user: Option<String>,
    content_filters: Rest,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Item {
    Message(Message),
    Reasoning(ReasoningItem),
    FunctionCall(FunctionCall),
}

#[derive(Deserialize)]
pub(crate) struct Message {
    id: Option<String>,
    role: String,
    content: Vec<Part>,
    phase: Option<String>,
    status: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Part {
    OutputText(OutputText),
    Refusal { refusal: String },
}

#[derive(Deserialize)]
pub(crate) struct OutputText {
    text: String,
    annotations: Option<Vec<Annotation>>,
    logprobs: Option<Vec<TokenLogprob>>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Annotation {
    UrlCitation {
        url: String,
        title: Option<String>,
        start_index: Option<u64>,
        end_index: Option<u64>,
    },
    FilePath {
        file_id: String,
        index: Option<u64>,
    },
}

#[derive(Deserialize)]
pub(crate) struct ReasoningItem {
    id: Option<String>,
    summary: Vec<Summary>,
    content: Rest,
    encrypted_content: Option<String>,
    status: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Summary {
    SummaryText { text: String },
}

#[derive(Deserialize)]
pub(crate) struct FunctionCall {
    id: Option<String>,
    call_id: String,
    caller: Rest,
    namespace: Option<String>,
    name: String,
    arguments: String,
    status: Option<String>,
    created_by: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Reasoning {
    effort: Option<String>,
    summary: Option<String>,
    generate_summary: Option<String>,
    mode: Option<String>,
    context: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct TextConfig {
    format: Option<Format>,
    verbosity: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Format {
    Text {},
    JsonObject {},
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Tool {
    Function(FunctionTool),
    WebSearch(Box<FunctionTool>),
}

#[derive(Deserialize)]
pub(crate) struct FunctionTool {
    name: String,
    description: Option<String>,
    parameters: Rest,
    strict: Option<bool>,
    defer_loading: Option<bool>,
    allowed_callers: Rest,
    output_schema: Rest,
}

#[derive(Deserialize)]
pub(crate) struct Usage {
    input_tokens: Option<u64>,
    input_tokens_details: Option<InputTokensDetails>,
    output_tokens: Option<u64>,
    output_tokens_details: Option<OutputTokensDetails>,
    total_tokens: Option<u64>,
}

#[derive(Deserialize)]
pub(crate) struct InputTokensDetails {
    cached_tokens: Option<u64>,
    cache_write_tokens: Option<u64>,
}

#[derive(Deserialize)]
pub(crate) struct OutputTokensDetails {
    reasoning_tokens: Option<u64>,
}
