//! What OpenAI supports, and where that is written down.

use openai_core::{BaseUrl, Operation, OperationProfile, Parameter, Profile, Rule};

const SOURCE: &str = "OpenAI OpenAPI file 2.3.0";

/// The members of a chat request in OpenAI's published specification.
pub(crate) const CHAT: &[&str] = &[
    "audio",
    "frequency_penalty",
    "function_call",
    "functions",
    "logit_bias",
    "logprobs",
    "max_completion_tokens",
    "max_tokens",
    "messages",
    "metadata",
    "modalities",
    "model",
    "moderation",
    "n",
    "parallel_tool_calls",
    "prediction",
    "presence_penalty",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
    "reasoning_effort",
    "response_format",
    "safety_identifier",
    "seed",
    "service_tier",
    "stop",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "user",
    "verbosity",
    "web_search_options",
];

pub(crate) fn openai() -> Profile {
    let supported = |name: &&'static str| Parameter::new(*name, Rule::Supported, "", SOURCE);
    let chat = OperationProfile::new(Operation::CHAT, SOURCE).parameters(CHAT.iter().map(supported));
    Profile::new("OpenAI", [chat])
}

/// A server of which no more is known than its address.
pub(crate) fn compatible(base: &BaseUrl) -> Profile {
    let chat = OperationProfile::new(Operation::CHAT, "nowhere: each server has documents of its own");
    Profile::new(format!("the server at {}", base.host()), [chat])
}
