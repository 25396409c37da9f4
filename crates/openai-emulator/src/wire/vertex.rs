//! Vertex AI's OpenAI-compatible endpoints: Gemini models, and models deployed to an endpoint of one's own.

use serde_json::{Map, Value, json};

use super::openai;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};

pub(crate) mod thought;

/// What Google models support; whatever is not here is ignored without a word.
static GEMINI: &[Member] = &[
    required("model", &Shape::Text),
    required("messages", &MESSAGES),
    nullable("extra_body", &Shape::Object(&[optional("google", &GOOGLE)])),
    nullable("google", &GOOGLE),
    nullable("frequency_penalty", &Shape::Number(-2.0, 2.0)),
    nullable("function_call", &openai::FUNCTION_CALL),
    nullable("functions", &openai::FUNCTIONS),
    nullable("max_completion_tokens", &openai::TOKEN_LIMIT),
    nullable("max_tokens", &openai::TOKEN_LIMIT),
    nullable(
        "modalities",
        &Shape::List(&Shape::Word(&["text", "audio", "image"]), 1, 3),
    ),
    nullable("n", &Shape::Integer(1, 8)),
    nullable("presence_penalty", &Shape::Number(-2.0, 2.0)),
    nullable("reasoning_effort", &openai::REASONING_EFFORT),
    nullable("response_format", &RESPONSE_FORMAT),
    nullable("seed", &Shape::Integer(i64::MIN, i64::MAX)),
    nullable("stop", &Shape::Either(&[Shape::Text, Shape::List(&Shape::Text, 1, 5)])),
    nullable("stream", &Shape::Flag),
    nullable("stream_options", &openai::STREAM_OPTIONS),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    nullable("tool_choice", &TOOL_CHOICE),
    nullable("tools", &TOOLS),
    nullable("top_p", &Shape::Number(0.0, 1.0)),
    nullable("web_search_options", &openai::ANY_OBJECT),
];

/// A container of one's own (vLLM, TGI) is close to OpenAI, takes an absent or empty model, and ignores the rest.
static DEPLOYED: &[Member] = &[
    nullable("model", &Shape::Text),
    required("messages", &MESSAGES),
    nullable("frequency_penalty", &Shape::Number(-2.0, 2.0)),
    nullable("logit_bias", &openai::LOGIT_BIAS),
    nullable("logprobs", &Shape::Flag),
    nullable("max_completion_tokens", &openai::TOKEN_LIMIT),
    nullable("max_tokens", &openai::TOKEN_LIMIT),
    nullable("n", &Shape::Integer(1, 128)),
    nullable("parallel_tool_calls", &Shape::Flag),
    nullable("presence_penalty", &Shape::Number(-2.0, 2.0)),
    nullable("response_format", &openai::RESPONSE_FORMAT),
    nullable("seed", &Shape::Integer(i64::MIN, i64::MAX)),
    nullable("stop", &openai::STOP),
    nullable("stream", &Shape::Flag),
    nullable("stream_options", &openai::STREAM_OPTIONS),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    nullable("tool_choice", &TOOL_CHOICE),
    nullable("tools", &TOOLS),
    nullable("top_logprobs", &Shape::Integer(0, 20)),
    nullable("top_p", &Shape::Number(0.0, 1.0)),
];

/// Google's extensions, under `extra_body.google` as its guide writes them.
static GOOGLE: Shape = Shape::Object(&[
    optional("cached_content", &Shape::Text),
    optional("media_resolution", &Shape::Text),
    optional("safety_settings", &Shape::List(&SAFETY_SETTING, 0, usize::MAX)),
    optional("stream_function_call_arguments", &Shape::Flag),
    optional("thinking_config", &THINKING_CONFIG),
    optional("thought_tag_marker", &Shape::Text),
    optional("tools", &Shape::List(&openai::ANY_OBJECT, 0, usize::MAX)),
]);
static SAFETY_SETTING: Shape = Shape::Object(&[
    required("category", &HARM_CATEGORY),
    required("threshold", &HARM_THRESHOLD),
    optional(
        "method",
        &Shape::Word(&["HARM_BLOCK_METHOD_UNSPECIFIED", "SEVERITY", "PROBABILITY"]),
    ),
]);
static HARM_CATEGORY: Shape = Shape::Word(&[
    "HARM_CATEGORY_UNSPECIFIED",
    "HARM_CATEGORY_HATE_SPEECH",
    "HARM_CATEGORY_DANGEROUS_CONTENT",
    "HARM_CATEGORY_HARASSMENT",
    "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "HARM_CATEGORY_CIVIC_INTEGRITY",
    "HARM_CATEGORY_IMAGE_HATE",
    "HARM_CATEGORY_IMAGE_DANGEROUS_CONTENT",
    "HARM_CATEGORY_IMAGE_HARASSMENT",
    "HARM_CATEGORY_IMAGE_SEXUALLY_EXPLICIT",
    "HARM_CATEGORY_JAILBREAK",
]);
static HARM_THRESHOLD: Shape = Shape::Word(&[
    "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
    "BLOCK_LOW_AND_ABOVE",
    "BLOCK_MEDIUM_AND_ABOVE",
    "BLOCK_ONLY_HIGH",
    "BLOCK_NONE",
    "OFF",
]);
static THINKING_CONFIG: Shape = Shape::Object(&[
    optional("include_thoughts", &Shape::Flag),
    optional("thinking_budget", &Shape::Integer(-1, i64::MAX)),
    optional(
        "thinking_level",
        &Shape::Word(&["MINIMAL", "LOW", "MEDIUM", "HIGH", "minimal", "low", "medium", "high"]),
    ),
]);

/// Any other string under `type` is taken as a MIME type, which the guide allows.
static RESPONSE_FORMAT: Shape = Shape::Object(&[
    required("type", &Shape::Text),
    optional(
        "json_schema",
        &Shape::Object(&[optional("name", &Shape::Text), required("schema", &openai::ANY_OBJECT)]),
    ),
]);
static TOOLS: Shape = Shape::List(&Shape::Tagged("type", &[("function", openai::FUNCTION_TOOL)]), 1, 512);
static TOOL_CHOICE: Shape = Shape::Either(&[
    Shape::Word(&["none", "auto", "required", "validated"]),
    Shape::Tagged("type", &[("function", openai::NAMED_FUNCTION)]),
]);
static MESSAGES: Shape = Shape::List(
    &Shape::Tagged(
        "role",
        &[
            ("system", openai::INSTRUCTION),
            ("developer", openai::INSTRUCTION),
            ("user", USER),
            ("assistant", openai::ASSISTANT),
            ("tool", openai::TOOL),
            ("function", openai::FUNCTION_RESULT),
        ],
    ),
    1,
    usize::MAX,
);
static USER: &[Member] = &[
    required("role", &Shape::Text),
    required(
        "content",
        &Shape::Either(&[Shape::Text, Shape::List(&PART, 1, usize::MAX)]),
    ),
];
static PART: Shape = Shape::Tagged(
    "type",
    &[
        ("text", openai::TEXT),
        (
            "image_url",
            &[required("type", &Shape::Text), required("image_url", &IMAGE_URL)],
        ),
        (
            "input_audio",
            &[required("type", &Shape::Text), required("input_audio", &INPUT_AUDIO)],
        ),
        ("file", openai::FILE),
    ],
);
static IMAGE_URL: Shape = Shape::Either(&[Shape::Text, openai::IMAGE_URL]);
/// The format may be any MIME type, and the data an address.
static INPUT_AUDIO: Shape = Shape::Object(&[required("data", &Shape::Text), required("format", &Shape::Text)]);

/// Checks the body of a chat completion for a Gemini model.
pub(crate) fn check_gemini(body: &Map<String, Value>) -> Result<(), Wrong> {
    check::object(GEMINI, body, &At::Body, Unknown::Ignored)?;
    let model = body.get("model").and_then(Value::as_str).unwrap_or_default();
    if model.strip_prefix("google/").is_none_or(str::is_empty) {
        let message =
            format!("Malformed model name '{model}': Google models are named 'google/MODEL_ID' on this endpoint.");
        return Err(Wrong::new("model", message));
    }
    let google = google(body);
    if body.get("reasoning_effort").is_some_and(|effort| !effort.is_null())
        && google.is_some_and(|google| google.get("thinking_config").is_some())
    {
        let message = "Only one of 'reasoning_effort' and 'extra_body.google.thinking_config' may be set.";
        return Err(Wrong::new("reasoning_effort", message));
    }
    thought::check_signatures(body)
}

/// Whether a body is for a model of another publisher's, which Google offers as a service at the address of its own.
pub(crate) fn is_partners(body: &Map<String, Value>) -> bool {
    let model = body.get("model").and_then(Value::as_str).unwrap_or_default();
    check_model(body).is_ok() && !model.starts_with("google/")
}

/// Checks the body of a chat completion for a model in a container: on an endpoint of one's own, or another publisher's.
pub(crate) fn check_deployed(body: &Map<String, Value>) -> Result<(), Wrong> {
    check::object(DEPLOYED, body, &At::Body, Unknown::Ignored)
}

/// Checks that a model of Google's or of another publisher's is named in full, as operations other than chat have it.
pub(crate) fn check_model(body: &Map<String, Value>) -> Result<(), Wrong> {
    let model = body.get("model").and_then(Value::as_str).unwrap_or_default();
    match model.split_once('/') {
        Some((publisher, name)) if !publisher.is_empty() && !name.is_empty() => Ok(()),
        _ => {
            let message =
                format!("Malformed model name '{model}': models are named 'PUBLISHER/MODEL_ID' on this endpoint.");
            Err(Wrong::new("model", message))
        }
    }
}

/// Google's extensions of this request, wherever they stand.
pub(crate) fn google(body: &Map<String, Value>) -> Option<&Map<String, Value>> {
    body.get("extra_body")
        .and_then(|extra| extra.get("google"))
        .or_else(|| body.get("google"))
        .and_then(Value::as_object)
}

/// The parameters of this request that a Gemini model reads.
pub(crate) fn supported(body: &Map<String, Value>) -> Map<String, Value> {
    let known = |name: &str| GEMINI.iter().any(|member| member.name == name);
    body.iter()
        .filter(|(name, _)| known(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Google's error object. A response wraps it in an array on these routes; a stream does not.
pub(crate) fn error(status: u16, message: &str) -> Value {
    let word = match status {
        400 | 411 | 413 | 415 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        405 | 501 => "UNIMPLEMENTED",
        503 => "UNAVAILABLE",
        504 | 408 => "DEADLINE_EXCEEDED",
        500.. => "INTERNAL",
        _ => "UNKNOWN",
    };
    json!({ "error": { "code": status, "message": message, "status": word } })
}
