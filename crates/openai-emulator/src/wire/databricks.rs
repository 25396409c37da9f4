//! Databricks model serving, from its REST reference and the fields of its SDK.

use serde_json::{Map, Value, json};

use super::openai;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};

static REQUEST: &[Member] = &[
    optional("model", &Shape::Text),
    required("messages", &MESSAGES),
    nullable("client_request_id", &Shape::Text),
    nullable("extra_params", &Shape::Map(&Shape::Text, usize::MAX, usize::MAX)),
    nullable("logprobs", &Shape::Flag),
    nullable("max_tokens", &openai::TOKEN_LIMIT),
    nullable("n", &Shape::Integer(1, 5)),
    nullable("reasoning_effort", &Shape::Word(&["minimal", "low", "medium", "high"])),
    nullable("response_format", &openai::RESPONSE_FORMAT),
    nullable("service_tier", &Shape::Word(&["priority", "default"])),
    nullable("stop", &STOP),
    nullable("stream", &Shape::Flag),
    nullable("stream_options", &openai::STREAM_OPTIONS),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    nullable("tool_choice", &TOOL_CHOICE),
    nullable("tools", &TOOLS),
    nullable("top_k", &Shape::Integer(1, i64::MAX)),
    nullable("top_logprobs", &Shape::Integer(0, 20)),
    nullable("top_p", &Shape::NumberAbove(0.0, 1.0)),
    nullable("usage_context", &Shape::Map(&Shape::Text, usize::MAX, usize::MAX)),
];
static STOP: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Text, 1, usize::MAX)]);
static TOOLS: Shape = Shape::List(&Shape::Tagged("type", &[("function", FUNCTION_TOOL)]), 1, usize::MAX);
static FUNCTION_TOOL: &[Member] = &[
    required("type", &Shape::Text),
    required(
        "function",
        &Shape::Object(&[
            required("name", &Shape::Name),
            optional("description", &Shape::Text),
            required("parameters", &openai::ANY_OBJECT),
            nullable("strict", &Shape::Flag),
        ]),
    ),
];
static TOOL_CHOICE: Shape = Shape::Either(&[
    Shape::Word(&["none", "auto", "required"]),
    Shape::Tagged("type", &[("function", openai::NAMED_FUNCTION)]),
]);
static MESSAGES: Shape = Shape::List(
    &Shape::Tagged(
        "role",
        &[
            ("system", openai::INSTRUCTION),
            ("user", USER),
            ("assistant", ASSISTANT),
            ("tool", openai::TOOL),
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
    optional("name", &Shape::Text),
];
static PART: Shape = Shape::Tagged(
    "type",
    &[
        ("text", openai::TEXT),
        (
            "image_url",
            &[
                required("type", &Shape::Text),
                required("image_url", &openai::IMAGE_URL),
            ],
        ),
    ],
);
static ASSISTANT: &[Member] = &[
    required("role", &Shape::Text),
    nullable(
        "content",
        &Shape::Either(&[Shape::Text, Shape::List(&ASSISTANT_PART, 1, usize::MAX)]),
    ),
    nullable("refusal", &Shape::Text),
    optional("name", &Shape::Text),
    nullable(
        "tool_calls",
        &Shape::List(
            &Shape::Tagged(
                "type",
                &[(
                    "function",
                    &[
                        required("id", &Shape::Text),
                        required("type", &Shape::Text),
                        required("function", &openai::CALLED),
                    ],
                )],
            ),
            1,
            usize::MAX,
        ),
    ),
];
static ASSISTANT_PART: Shape = Shape::Tagged(
    "type",
    &[
        ("text", openai::TEXT),
        (
            "reasoning",
            &[
                required("type", &Shape::Text),
                required("summary", &SUMMARY),
                optional("id", &Shape::Text),
            ],
        ),
    ],
);
static SUMMARY: Shape = Shape::List(&openai::ANY_OBJECT, 0, usize::MAX);

/// Limits that the reference states for pay-per-token models; external ones have those of their provider.
const MOST_TOOLS: usize = 32;
const MOST_PROPERTIES: usize = 15;

/// Checks the body of a chat completion. `endpoint` is the serving endpoint where the path names one.
pub(crate) fn check(endpoint: Option<&str>, body: &Map<String, Value>) -> Result<(), Wrong> {
    let model = check_table(REQUEST, endpoint, body)?;
    check_messages(model, body)?;
    check_tools(model, body)
}

/// Checks a body by its operation's table, and says which model it is for.
pub(crate) fn check_table<'a>(
    table: &'static [Member],
    endpoint: Option<&'a str>,
    body: &'a Map<String, Value>,
) -> Result<&'a str, Wrong> {
    let model = match (endpoint, body.get("model").and_then(Value::as_str)) {
        (Some(endpoint), _) => endpoint,
        (None, Some(model)) if !model.is_empty() => model,
        _ => {
            return Err(Wrong::new(
                "model",
                "Missing required parameter: 'model' names the serving endpoint.",
            ));
        }
    };
    let unknown = if is_pay_per_token(model) {
        Unknown::Refused
    } else {
        Unknown::Ignored
    };
    let is_unknown = |name: &&String| table.iter().all(|member| member.name != name.as_str());
    if unknown == Unknown::Refused
        && let Some(name) = body.keys().find(is_unknown)
    {
        return Err(unknown_field(name));
    }
    check::object(table, body, &At::Body, unknown)?;
    Ok(model)
}

/// External models hand further parameters on to their own provider; Databricks' own know only these.
pub(crate) fn is_pay_per_token(model: &str) -> bool {
    model.starts_with("databricks-") || model.starts_with("system.ai.")
}

fn check_messages(model: &str, body: &Map<String, Value>) -> Result<(), Wrong> {
    let messages = body.get("messages").and_then(Value::as_array).into_iter().flatten();
    for (index, message) in messages.enumerate() {
        if index > 0 && is_pay_per_token(model) && message.get("role").is_some_and(|role| role == "system") {
            let at = format!("messages[{index}]");
            return Err(Wrong::new(
                at,
                "The system message may appear only once, and only as the first message.",
            ));
        }
        let calls = message.get("tool_calls").is_some_and(Value::is_array);
        if calls && model.contains("claude") && is_empty_text(message.get("content")) {
            let at = format!("messages[{index}].content");
            return Err(Wrong::new(
                at,
                "messages: text content blocks must be non-empty beside tool calls.",
            ));
        }
    }
    Ok(())
}

fn is_empty_text(content: Option<&Value>) -> bool {
    match content {
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(parts)) => parts.iter().any(|part| part.get("text").is_some_and(|text| text == "")),
        _ => false,
    }
}

fn check_tools(model: &str, body: &Map<String, Value>) -> Result<(), Wrong> {
    let tools = body
        .get("tools")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let is_limited = is_pay_per_token(model);
    if is_limited && tools.len() > MOST_TOOLS {
        let message = format!(
            "Too many tools in 'tools': at most {MOST_TOOLS} are supported, and there are {}.",
            tools.len()
        );
        return Err(Wrong::new("tools", message));
    }
    for (index, function) in tools.iter().filter_map(|tool| tool.get("function")).enumerate() {
        if function.get("strict").is_some() && !model.contains("gpt") {
            return Err(unknown_field("strict"));
        }
        let properties = function.pointer("/parameters/properties").and_then(Value::as_object);
        if is_limited && properties.is_some_and(|properties| properties.len() > MOST_PROPERTIES) {
            let at = format!("tools[{index}].function.parameters");
            let message = format!("Too many properties in '{at}': at most {MOST_PROPERTIES} are supported.");
            return Err(Wrong::new(at, message));
        }
    }
    Ok(())
}

fn unknown_field(name: &str) -> Wrong {
    Wrong::new(name, format!("json: unknown field \"{name}\""))
}

/// Whether a request is handed on to the provider of an external model.
pub(crate) fn is_external(endpoint: Option<&str>, body: &Map<String, Value>) -> bool {
    let named = endpoint.or_else(|| body.get("model").and_then(Value::as_str));
    named.is_some_and(|model| !model.is_empty() && !is_pay_per_token(model))
}

/// The flat error object of this wire; where a limit was exceeded, the one that tells which.
pub(crate) fn error(status: u16, message: &str) -> Value {
    match status {
        429 => exceeded(message),
        _ => flat(status, message),
    }
}

/// The error of an external model's provider, handed on.
pub(crate) fn relayed(status: u16, message: &str) -> Value {
    json!({ "error": "Received error from openai", "external_model_message": flat(status, message) })
}

fn exceeded(message: &str) -> Value {
    json!({
        "error": {
            "message": message,
            "type": "rate_limit_exceeded",
            "code": 429,
            "limit_type": "input_tokens_per_minute",
            "limit": 200_000,
            "current": 200_150,
            "retry_after": 1,
        }
    })
}

fn flat(status: u16, message: &str) -> Value {
    let code = match status {
        400 | 405 | 411 | 413 | 415 => "BAD_REQUEST",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "RESOURCE_DOES_NOT_EXIST",
        409 => "ABORTED",
        429 => "REQUEST_LIMIT_EXCEEDED",
        503 => "TEMPORARILY_UNAVAILABLE",
        504 | 408 => "DEADLINE_EXCEEDED",
        500.. => "INTERNAL_ERROR",
        _ => "UNKNOWN",
    };
    json!({ "error_code": code, "message": message })
}
