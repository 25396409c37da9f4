//! What Vertex AI's endpoints support, and where that is written down.

use openai_core::{Members, Operation, OperationProfile, Parameter, Profile, Rule};

const LIST: &str = "Vertex AI, Using OpenAI libraries with Vertex AI: supported parameters";
const OVERVIEW: &str = "Vertex AI, Chat Completions API overview";
const OBSERVED: &str = "no document; official clients send it, and the service acts on it";
const DISCOVERY: &str = "Vertex AI, discovery document of aiplatform v1, revision 20261106: the path alone";
const CONTAINER: &str = "the model's own documents";

/// What Google's discovery document has and no other document describes. All of them ask the endpoint itself.
const RESPONSES: [(Operation, bool); 3] = [
    (Operation::RESPONSES, true),
    (Operation::RESPONSES_RETRIEVE, true),
    (Operation::RESPONSES_DELETE, false),
];

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
pub(crate) fn gemini(unverified: bool) -> Profile {
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
    let note = "models as a service, such as intfloat/multilingual-e5-small-maas; Google's own embed elsewhere";
    let embeddings = whole(Operation::EMBEDDINGS, DISCOVERY).parameters([
        Parameter::new("input", Rule::Supported, "", DISCOVERY),
        Parameter::new("model", Rule::Supported, note, DISCOVERY),
    ]);
    profile("Vertex AI (Gemini)", [chat, embeddings], unverified)
}

/// Models in a container of their own, or of other publishers: each has its own documents.
pub(crate) fn deployed(unverified: bool) -> Profile {
    let named = |names: &'static [&'static str], source| {
        let supported = move |name: &&'static str| Parameter::new(*name, Rule::Supported, "", source);
        names.iter().map(supported)
    };
    let chat =
        OperationProfile::new(Operation::CHAT, CONTAINER).parameters(named(&["messages", "model", "stream"], LIST));
    let completions = OperationProfile::new(Operation::COMPLETIONS, CONTAINER)
        .parameters(named(&["model", "prompt", "stream"], DISCOVERY));
    let embeddings = whole(Operation::EMBEDDINGS, CONTAINER).parameters(named(&["input", "model"], DISCOVERY));
    profile("Vertex AI (self-deployed)", [chat, completions, embeddings], unverified)
}

/// Whether an operation has a path here and nothing more is known of it.
pub(crate) fn is_unverified(operation: Operation) -> bool {
    RESPONSES.iter().any(|(known, _)| *known == operation)
}

fn profile<const N: usize>(wire: &str, operations: [OperationProfile; N], unverified: bool) -> Profile {
    let responses = RESPONSES.iter().filter(|_| unverified).map(|(operation, streaming)| {
        let mut profile = OperationProfile::new(*operation, DISCOVERY);
        profile.streaming = *streaming;
        profile
    });
    Profile::new(wire, operations.into_iter().chain(responses).collect::<Vec<_>>())
}

fn whole(operation: Operation, source: &'static str) -> OperationProfile {
    let mut profile = OperationProfile::new(operation, source);
    profile.streaming = false;
    profile
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
