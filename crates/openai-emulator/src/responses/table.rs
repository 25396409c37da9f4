//! The parameters of responses on each wire, from the create schemas of OpenAI's and Azure's OpenAPI files.

use serde_json::{Map, Value};

use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::wire::openai::{ANY_OBJECT, METADATA, REASONING_EFFORT, VERBOSITY};
use crate::wire::{Family, Wire, databricks, vertex};

static CREATE: &[Member] = &[
    nullable("background", &Shape::Flag),
    nullable("context_management", &Shape::List(&CONTEXT_MANAGEMENT, 1, usize::MAX)),
    nullable("conversation", &CONVERSATION),
    nullable("include", &Shape::List(&INCLUDE, 0, usize::MAX)),
    nullable("input", &INPUT),
    nullable("instructions", &Shape::Text),
    nullable("max_output_tokens", &Shape::Integer(16, i64::MAX)),
    nullable("max_tool_calls", &Shape::Integer(1, i64::MAX)),
    nullable("metadata", &METADATA),
    nullable("model", &Shape::FilledText),
    nullable("moderation", &MODERATION),
    nullable("parallel_tool_calls", &Shape::Flag),
    nullable("previous_response_id", &Shape::Text),
    nullable("prompt", &PROMPT),
    nullable("prompt_cache_key", &Shape::Text),
    nullable("prompt_cache_options", &PROMPT_CACHE_OPTIONS),
    nullable(
        "prompt_cache_retention",
        &Shape::Word(&["in_memory", "in-memory", "24h"]),
    ),
    nullable("reasoning", &REASONING),
    nullable("safety_identifier", &Shape::TextUpTo(64)),
    nullable("service_tier", &SERVICE_TIER),
    nullable("store", &Shape::Flag),
    nullable("stream", &Shape::Flag),
    nullable(
        "stream_options",
        &Shape::Object(&[optional("include_obfuscation", &Shape::Flag)]),
    ),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    nullable("text", &TEXT),
    nullable(
        "tool_choice",
        &Shape::Either(&[Shape::Word(&["none", "auto", "required"]), ANY]),
    ),
    nullable("tools", &Shape::List(&ANY_OBJECT, 0, 128)),
    nullable("top_logprobs", &Shape::Integer(0, 20)),
    nullable("top_p", &Shape::Number(0.0, 1.0)),
    nullable("truncation", &Shape::Word(&["auto", "disabled"])),
    nullable("user", &Shape::Text),
];
static COUNT: &[Member] = &[
    nullable("conversation", &CONVERSATION),
    nullable("input", &INPUT),
    nullable("instructions", &Shape::Text),
    nullable("model", &Shape::FilledText),
    nullable("parallel_tool_calls", &Shape::Flag),
    nullable("personality", &Shape::Text),
    nullable("previous_response_id", &Shape::Text),
    nullable("reasoning", &REASONING),
    nullable("text", &TEXT),
    nullable(
        "tool_choice",
        &Shape::Either(&[Shape::Word(&["none", "auto", "required"]), ANY]),
    ),
    nullable("tools", &Shape::List(&ANY_OBJECT, 0, 128)),
    nullable("truncation", &Shape::Word(&["auto", "disabled"])),
];
static COMPACT: &[Member] = &[
    required("model", &Shape::FilledText),
    nullable("input", &INPUT),
    nullable("instructions", &Shape::Text),
    nullable("previous_response_id", &Shape::Text),
    nullable("prompt_cache_key", &Shape::TextUpTo(64)),
    nullable("prompt_cache_options", &PROMPT_CACHE_OPTIONS),
    nullable("prompt_cache_retention", &Shape::Word(&["in_memory", "24h"])),
    nullable("service_tier", &SERVICE_TIER),
];
const ANY: Shape = Shape::Map(&Shape::Any, usize::MAX, usize::MAX);

static INPUT: Shape = Shape::Either(&[Shape::TextUpTo(10_485_760), Shape::List(&ANY_OBJECT, 0, usize::MAX)]);
static CONVERSATION: Shape = Shape::Either(&[Shape::Text, Shape::Object(&[required("id", &Shape::Text)])]);
static CONTEXT_MANAGEMENT: Shape = Shape::Object(&[
    required("type", &Shape::Text),
    nullable("compact_threshold", &Shape::Integer(1000, i64::MAX)),
]);
static INCLUDE: Shape = Shape::Word(&[
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
]);
static MODERATION: Shape = Shape::Object(&[required("model", &Shape::FilledText), nullable("policy", &POLICY)]);
static POLICY: Shape = Shape::Object(&[nullable("input", &MODERATED), nullable("output", &MODERATED)]);
static MODERATED: Shape = Shape::Object(&[required("mode", &Shape::Word(&["score", "block"]))]);
static PROMPT: Shape = Shape::Object(&[
    required("id", &Shape::Text),
    nullable("variables", &ANY_OBJECT),
    nullable("version", &Shape::Text),
]);
static PROMPT_CACHE_OPTIONS: Shape = Shape::Object(&[
    optional("mode", &Shape::Word(&["implicit", "explicit"])),
    optional("ttl", &Shape::Word(&["30m"])),
]);
static SUMMARY: Shape = Shape::Word(&["auto", "concise", "detailed"]);
static REASONING: Shape = Shape::Object(&[
    nullable("context", &Shape::Word(&["auto", "current_turn", "all_turns"])),
    nullable("effort", &REASONING_EFFORT),
    nullable("generate_summary", &SUMMARY),
    nullable("mode", &Shape::Text),
    nullable("summary", &SUMMARY),
]);
static SERVICE_TIER: Shape = Shape::Word(&["auto", "default", "flex", "scale", "priority", "fast", "ultrafast"]);
static TEXT: Shape = Shape::Object(&[nullable("format", &FORMAT), nullable("verbosity", &VERBOSITY)]);
static FORMAT: Shape = Shape::Tagged(
    "type",
    &[
        ("text", &[required("type", &Shape::Text)]),
        ("json_object", &[required("type", &Shape::Text)]),
        (
            "json_schema",
            &[
                required("type", &Shape::Text),
                required("name", &Shape::Name),
                required("schema", &ANY_OBJECT),
                nullable("description", &Shape::Text),
                nullable("strict", &Shape::Flag),
            ],
        ),
    ],
);

/// In OpenAI's file, not in Azure's.
const NOT_AZURES: &[&str] = &[
    "context_management",
    "moderation",
    "prompt_cache_options",
    "service_tier",
];
/// What Databricks' own models refuse.
const NOT_PAY_PER_TOKEN: &[&str] = &[
    "background",
    "store",
    "previous_response_id",
    "conversation",
    "service_tier",
];

/// Checks the body of a new response.
pub(super) fn create(wire: &Wire, body: &Map<String, Value>) -> Result<(), Wrong> {
    match wire {
        Wire::Databricks { endpoint } => return on_databricks(endpoint.as_deref(), body),
        Wire::Gemini => vertex::check_model(body)?,
        _ => {}
    }
    if wire.family() == Family::Vertex {
        return check::object(CREATE, body, &At::Body, Unknown::Ignored);
    }
    let foreign = |name: &&String| wire.family() == Family::Azure && NOT_AZURES.contains(&name.as_str());
    if let Some(name) = body.keys().find(foreign) {
        return Err(unknown(name));
    }
    known(CREATE, body)?;
    // Each cloud has its own spelling, and refuses the other's.
    let retention = if wire.family() == Family::Azure {
        &["in-memory", "24h"]
    } else {
        &["in_memory", "24h"]
    };
    match body.get("prompt_cache_retention").and_then(Value::as_str) {
        Some(word) if !retention.contains(&word) => {
            let at = At::Member(&At::Body, "prompt_cache_retention");
            Err(check::invalid_value(word, retention.iter().copied(), &at))
        }
        _ => Ok(()),
    }
}

fn on_databricks(endpoint: Option<&str>, body: &Map<String, Value>) -> Result<(), Wrong> {
    let model = endpoint.or_else(|| body.get("model")?.as_str()).unwrap_or_default();
    if databricks::is_pay_per_token(model) {
        let set = |name: &&&str| body.get(**name).is_some_and(|value| !value.is_null());
        if let Some(name) = NOT_PAY_PER_TOKEN.iter().find(set) {
            let message = format!("The parameter '{name}' is not supported for pay-per-token foundation models.");
            return Err(Wrong::new(*name, message));
        }
        if !model.contains("gpt") {
            let message =
                format!("The Responses API is not supported for the model '{model}': it serves OpenAI models.");
            return Err(Wrong::new("model", message));
        }
    }
    databricks::check_table(CREATE, endpoint, body).map(|_| ())
}

/// Checks what a query wants included.
pub(super) fn include(asked: &Asked<'_>) -> Result<(), Wrong> {
    let at = At::Member(&At::Body, "include");
    let words = asked.list("include").into_iter().map(Value::String).enumerate();
    for (index, word) in words {
        check::check(&INCLUDE, &word, &At::Item(&at, index), Unknown::Refused)?;
    }
    Ok(())
}

/// Checks the body of a count.
pub(super) fn count(body: &Map<String, Value>) -> Result<(), Wrong> {
    known(COUNT, body)
}

/// Checks the body of a compaction.
pub(super) fn compact(body: &Map<String, Value>) -> Result<(), Wrong> {
    known(COMPACT, body)
}

/// The words for a parameter that is not known differ from those of the older operations.
fn known(table: &'static [Member], body: &Map<String, Value>) -> Result<(), Wrong> {
    let strange = |name: &&String| table.iter().all(|member| member.name != name.as_str());
    match body.keys().find(strange) {
        Some(name) => Err(unknown(name)),
        None => check::object(table, body, &At::Body, Unknown::Refused),
    }
}

fn unknown(name: &str) -> Wrong {
    Wrong::coded("unknown_parameter", name, format!("Unknown parameter: '{name}'."))
}
