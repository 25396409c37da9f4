//! Azure OpenAI: dated api-versions and v1, from the REST reference and its OpenAPI files.

use serde_json::{Map, Value};

use super::openai;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};

pub(crate) mod authoring;
mod version;

use version::{NEVER, Since};
pub(crate) use version::{Version, ever_has, has};

const TOOLING: Since = Since("2023-12-01", "2024-02-01");
const JSON_SCHEMA: Since = Since("2024-08-01", "2024-10-21");
const DEVELOPER: Since = Since("2024-12-01", NEVER);

/// Parameters that came later than the operation. `stream_options` is left out on purpose: the schemas date it to
/// 2024-09-01-preview, but official clients send it on every one.
const LATER: &[(&str, Since)] = &[
    ("function_call", Since("2023-07-01", "2024-02-01")),
    ("functions", Since("2023-07-01", "2024-02-01")),
    ("response_format", TOOLING),
    ("seed", TOOLING),
    ("tool_choice", TOOLING),
    ("tools", TOOLING),
    ("logprobs", Since("2024-02-15", "2024-06-01")),
    ("top_logprobs", Since("2024-02-15", "2024-06-01")),
    ("max_completion_tokens", Since("2024-09-01", "2024-10-21")),
    ("parallel_tool_calls", Since("2024-09-01", "2024-10-21")),
    ("metadata", Since("2024-12-01", NEVER)),
    ("reasoning_effort", Since("2024-12-01", NEVER)),
    ("store", Since("2024-12-01", NEVER)),
    ("user_security_context", Since("2024-12-01", NEVER)),
    ("audio", Since("2025-01-01", NEVER)),
    ("modalities", Since("2025-01-01", NEVER)),
    ("prediction", Since("2025-01-01", NEVER)),
];

/// The request of the newest dated version; older ones lack what [`LATER`] names.
static DATED: &[Member] = &[
    optional("model", &Shape::Text),
    required("messages", &MESSAGES),
    nullable("audio", &openai::AUDIO),
    nullable("frequency_penalty", &Shape::Number(-2.0, 2.0)),
    optional("function_call", &openai::FUNCTION_CALL),
    optional("functions", &openai::FUNCTIONS),
    nullable("logit_bias", &openai::LOGIT_BIAS),
    nullable("logprobs", &Shape::Flag),
    nullable("max_completion_tokens", &openai::TOKEN_LIMIT),
    nullable("max_tokens", &openai::TOKEN_LIMIT),
    nullable("metadata", &openai::METADATA),
    nullable("modalities", &openai::MODALITIES),
    nullable("n", &Shape::Integer(1, 128)),
    nullable("parallel_tool_calls", &Shape::Flag),
    nullable("prediction", &openai::PREDICTION),
    nullable("presence_penalty", &Shape::Number(-2.0, 2.0)),
    nullable("reasoning_effort", &Shape::Word(&["low", "medium", "high"])),
    optional("response_format", &openai::RESPONSE_FORMAT),
    nullable("seed", &Shape::Integer(i64::MIN, i64::MAX)),
    nullable("stop", &openai::STOP),
    nullable("store", &Shape::Flag),
    nullable("stream", &Shape::Flag),
    nullable("stream_options", &openai::STREAM_OPTIONS),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    optional("tool_choice", &TOOL_CHOICE),
    optional("tools", &TOOLS),
    nullable("top_logprobs", &Shape::Integer(0, 20)),
    nullable("top_p", &Shape::Number(0.0, 1.0)),
    optional("user", &Shape::Text),
    optional("user_security_context", &USER_SECURITY_CONTEXT),
];

static V1: &[Member] = &[
    required("model", &Shape::FilledText),
    required("messages", &MESSAGES),
    nullable("audio", &openai::AUDIO),
    nullable("frequency_penalty", &Shape::Number(-2.0, 2.0)),
    optional("function_call", &openai::FUNCTION_CALL),
    optional("functions", &openai::FUNCTIONS),
    nullable("logit_bias", &openai::LOGIT_BIAS),
    nullable("logprobs", &Shape::Flag),
    nullable("max_completion_tokens", &openai::TOKEN_LIMIT),
    nullable("max_tokens", &openai::TOKEN_LIMIT),
    nullable("metadata", &openai::METADATA),
    nullable("modalities", &openai::MODALITIES),
    nullable("n", &Shape::Integer(1, 128)),
    optional("parallel_tool_calls", &Shape::Flag),
    optional("prediction", &openai::PREDICTION),
    nullable("presence_penalty", &Shape::Number(-2.0, 2.0)),
    optional("prompt_cache_key", &Shape::Text),
    nullable("prompt_cache_retention", &Shape::Word(&["in-memory", "24h"])),
    nullable("reasoning_effort", &openai::REASONING_EFFORT),
    optional("response_format", &openai::RESPONSE_FORMAT),
    optional("safety_identifier", &Shape::TextUpTo(64)),
    nullable("seed", &Shape::Integer(i64::MIN, i64::MAX)),
    nullable("stop", &openai::STOP),
    nullable("store", &Shape::Flag),
    nullable("stream", &Shape::Flag),
    nullable("stream_options", &openai::STREAM_OPTIONS),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    optional("tool_choice", &openai::TOOL_CHOICE),
    optional("tools", &openai::TOOLS),
    nullable("top_logprobs", &Shape::Integer(0, 20)),
    nullable("top_p", &Shape::Number(0.0, 1.0)),
    optional("user", &Shape::Text),
    optional("user_security_context", &USER_SECURITY_CONTEXT),
    nullable("verbosity", &openai::VERBOSITY),
];

static USER_SECURITY_CONTEXT: Shape = Shape::Object(&[
    optional("application_name", &Shape::Text),
    optional("end_user_id", &Shape::Text),
    optional("end_user_tenant_id", &Shape::Text),
    optional("source_ip", &Shape::Text),
]);
static TOOLS: Shape = Shape::List(&Shape::Tagged("type", &[("function", openai::FUNCTION_TOOL)]), 1, 128);
static TOOL_CHOICE: Shape = Shape::Either(&[
    Shape::Word(&["none", "auto", "required"]),
    Shape::Tagged("type", &[("function", openai::NAMED_FUNCTION)]),
]);
static MESSAGES: Shape = Shape::List(
    &Shape::Tagged(
        "role",
        &[
            ("system", openai::INSTRUCTION),
            ("developer", openai::INSTRUCTION),
            ("user", USER),
            ("assistant", ASSISTANT),
            ("tool", openai::TOOL),
            ("function", openai::FUNCTION_RESULT),
        ],
    ),
    1,
    usize::MAX,
);
/// `context` is what an answer on one's own data rested on: it comes back with the next turn.
static ASSISTANT: &[Member] = &[
    required("role", &Shape::Text),
    nullable("content", openai::SAID),
    nullable("refusal", &Shape::Text),
    optional("name", &Shape::Text),
    nullable("audio", &Shape::Object(&[required("id", &Shape::Text)])),
    optional("tool_calls", &openai::TOOL_CALLS),
    nullable("function_call", &openai::CALLED),
    nullable("annotations", &Shape::List(&Shape::Any, 0, usize::MAX)),
    nullable("context", &Shape::Map(&Shape::Any, usize::MAX, usize::MAX)),
];
static USER: &[Member] = &[
    required("role", &Shape::Text),
    required(
        "content",
        &Shape::Either(&[Shape::Text, Shape::List(&PART, 1, usize::MAX)]),
    ),
    optional("name", &Shape::Text),
];
static PART: Shape = Shape::Tagged(
    "type",
    &[
        ("text", openai::TEXT),
        ("image_url", IMAGE),
        ("input_audio", openai::INPUT_AUDIO),
        ("file", openai::FILE),
    ],
);
/// The REST reference once prints `image_url` as a bare string; here both are taken.
static IMAGE: &[Member] = &[
    required("type", &Shape::Text),
    required("image_url", &Shape::Either(&[Shape::Text, openai::IMAGE_URL])),
];

/// Checks the body of a chat completion for a dated version.
pub(crate) fn check_dated(version: Version, body: &Map<String, Value>) -> Result<(), Wrong> {
    let is_later = |name: &str| {
        LATER
            .iter()
            .any(|(later, since)| *later == name && !version.has(*since))
    };
    if let Some(name) = body.keys().find(|name| is_later(name)) {
        return Err(Wrong::unrecognized(name));
    }
    check::object(DATED, body, &At::Body, Unknown::Refused)?;
    check_names(body)?;
    let format = body.get("response_format").and_then(|format| format.get("type"));
    if format.is_some_and(|format| format == "json_schema") && !version.has(JSON_SCHEMA) {
        let message =
            "Invalid value: response_format of type 'json_schema' needs api-version 2024-08-01-preview or later.";
        return Err(Wrong::coded("invalid_value", "response_format.type", message));
    }
    let developer = |message: &Value| message.get("role").is_some_and(|role| role == "developer");
    let at = body
        .get("messages")
        .and_then(Value::as_array)
        .and_then(|messages| messages.iter().position(developer));
    match at {
        Some(index) if !version.has(DEVELOPER) => {
            let roles = ["system", "assistant", "user", "function", "tool"];
            let at = format!("messages[{index}].role");
            let words: Vec<String> = roles.iter().map(|role| format!("'{role}'")).collect();
            let message = format!(
                "Invalid value: 'developer'. Supported values are: {}.",
                words.join(", ")
            );
            Err(Wrong::coded("invalid_value", at, message))
        }
        _ => Ok(()),
    }
}

/// Checks the names of those who speak: the REST reference of the dated versions allows fewer characters than OpenAI's
/// does. A function's result has the function's name, which may hold hyphens.
fn check_names(body: &Map<String, Value>) -> Result<(), Wrong> {
    let messages = body.get("messages").and_then(Value::as_array).into_iter().flatten();
    for (index, message) in messages.enumerate() {
        let is_function = message.get("role").is_some_and(|role| role == "function");
        let name = message.get("name").and_then(Value::as_str).filter(|_| !is_function);
        if let Some(name) = name.filter(|name| !is_name(name)) {
            let message = format!("'{name}' does not match '^[a-zA-Z0-9_]{{1,64}}$' - 'messages.{index}.name'");
            return Err(Wrong::plain(message));
        }
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=64).contains(&name.len()) && name.bytes().all(fits)
}

/// Checks the body of a chat completion for v1.
pub(crate) fn check_v1(body: &Map<String, Value>) -> Result<(), Wrong> {
    check::object(V1, body, &At::Body, Unknown::Refused)
}

#[cfg(test)]
mod tests {
    use super::version::VERSIONS;
    use super::{LATER, Since, Version, check_dated};
    use serde_json::json;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap().unwrap()
    }

    #[test]
    fn each_later_parameter_has_its_first_versions() {
        for (name, Since(preview, stable)) in LATER {
            for known in VERSIONS {
                let has = known.has(Since(preview, stable));
                let first = if known.preview { preview } else { stable };
                assert_eq!(has, known.date >= *first, "{name} {known:?}");
                let body = json!({ "messages": [{ "role": "user", "content": "hi" }], *name: null });
                let refused = check_dated(*known, body.as_object().unwrap());
                let unrecognized = refused.is_err_and(|wrong| wrong.message.starts_with("Unrecognized"));
                assert_eq!(unrecognized, !has, "{name} {known:?}");
            }
        }
    }

    #[test]
    fn a_late_role_and_a_late_format_are_refused() {
        let body = json!({ "messages": [{ "role": "developer", "content": "hi" }] });
        let check = |name: &str| check_dated(version(name), body.as_object().unwrap());
        assert_eq!(
            check("2024-10-21").unwrap_err().param.as_deref(),
            Some("messages[0].role")
        );
        assert_eq!(check("2024-12-01-preview"), Ok(()));
        let format = json!({ "type": "json_schema", "json_schema": { "name": "x" } });
        let body = json!({ "messages": [{ "role": "user", "content": "hi" }], "response_format": format });
        let check = |name: &str| check_dated(version(name), body.as_object().unwrap());
        assert_eq!(
            check("2024-06-01").unwrap_err().param.as_deref(),
            Some("response_format.type")
        );
        assert_eq!(check("2024-10-21"), Ok(()));
    }
}
