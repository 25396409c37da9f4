//! What Vertex AI's endpoints support, and where that is written down.

use openai_core::{Members, Operation, OperationProfile, Parameter, Profile, Rule};

const LIST: &str = "Vertex AI, Using OpenAI libraries with Vertex AI: supported parameters";
const OVERVIEW: &str = "Vertex AI, Chat Completions API overview";
const OBSERVED: &str = "no document; official clients send it, and the service acts on it";

const CHAT: &[(&str, &str)] = &[
    ("extra_body", OVERVIEW),
    ("frequency_penalty", LIST),
    ("function_call", LIST),
    ("functions", LIST),
    ("max_completion_tokens", OVERVIEW),
    ("max_tokens", LIST),
    ("messages", LIST),
    ("modalities", OVERVIEW),
    ("model", LIST),
    ("n", LIST),
    ("presence_penalty", OVERVIEW),
    ("reasoning_effort", OVERVIEW),
    ("response_format", LIST),
    ("seed", OVERVIEW),
    ("stop", LIST),
    ("stream", LIST),
    ("stream_options", OBSERVED),
    ("temperature", LIST),
    ("tool_choice", LIST),
    ("tools", LIST),
    ("top_p", LIST),
    ("web_search_options", OVERVIEW),
];

/// The Gemini models: what is not listed is ignored without a word.
pub(crate) fn gemini() -> Profile {
    let supported = CHAT
        .iter()
        .map(|(name, source)| Parameter::new(*name, Rule::Supported, "", source));
    let chat = OperationProfile::new(Operation::CHAT, LIST)
        .parameters(supported)
        .parameters([Parameter::new(
            "google",
            Rule::Unknown,
            "seen in place of `extra_body.google`",
            OBSERVED,
        )])
        .others(Rule::Ignored);
    Profile::new("Vertex AI (Gemini)", [chat])
}

/// Models in a container of their own, or of other publishers: each has its own documents.
pub(crate) fn deployed() -> Profile {
    let named = ["messages", "model", "stream"].map(|name| Parameter::new(name, Rule::Supported, "", LIST));
    let chat = OperationProfile::new(Operation::CHAT, "the model's own documents").parameters(named);
    Profile::new("Vertex AI (self-deployed)", [chat])
}

/// What Gemini does not take of the values of this very body.
pub(crate) fn found(body: &Members<'_>) -> Vec<Parameter> {
    let inner = |value: Option<&str>, name: &str| {
        Members::parse(value?.as_bytes())
            .ok()?
            .raw(name)
            .map(|value| value.get().to_owned())
    };
    let google = inner(body.raw("extra_body").map(|value| value.get()), "google");
    let thinking = inner(google.as_deref(), "thinking_config").is_some_and(|config| config != "null");
    if !thinking || body.raw("reasoning_effort").is_none_or(|effort| effort.get() == "null") {
        return Vec::new();
    }
    let note = "only one of it and `extra_body.google.thinking_config` may be set";
    vec![Parameter::new("reasoning_effort", Rule::Rejected, note, OVERVIEW)]
}
