//! The parameters of completions on each wire.

use serde_json::{Map, Value};

use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::wire::openai::{LOGIT_BIAS, STOP, STREAM_OPTIONS};
use crate::wire::{Wire, databricks, vertex};

static PROMPT: Shape = Shape::Either(&[
    Shape::Text,
    Shape::List(
        &Shape::Either(&[Shape::Text, TOKEN, Shape::List(&TOKEN, 1, usize::MAX)]),
        1,
        2048,
    ),
]);
const TOKEN: Shape = Shape::Integer(0, i64::MAX);

/// What all of OpenAI's own models take, apart from the model and the prompt.
macro_rules! sampling {
    ($($more:expr),* $(,)?) => {
        &[
            $($more,)*
            nullable("best_of", &Shape::Integer(0, 20)),
            nullable("echo", &Shape::Flag),
            nullable("frequency_penalty", &Shape::Number(-2.0, 2.0)),
            nullable("logit_bias", &LOGIT_BIAS),
            nullable("logprobs", &Shape::Integer(0, 5)),
            nullable("max_tokens", &Shape::Integer(0, i64::MAX)),
            nullable("n", &Shape::Integer(1, 128)),
            nullable("presence_penalty", &Shape::Number(-2.0, 2.0)),
            nullable("seed", &Shape::Integer(i64::MIN, i64::MAX)),
            nullable("stop", &STOP),
            nullable("stream", &Shape::Flag),
            nullable("stream_options", &STREAM_OPTIONS),
            nullable("suffix", &Shape::Text),
            nullable("temperature", &Shape::Number(0.0, 2.0)),
            nullable("top_p", &Shape::Number(0.0, 1.0)),
            optional("user", &Shape::Text),
        ]
    };
}

static OPENAI: &[Member] = sampling![required("model", &Shape::FilledText), nullable("prompt", &PROMPT)];
static DATED: &[Member] = sampling![nullable("model", &Shape::Text), nullable("prompt", &PROMPT)];
/// A container of one's own (vLLM) is close to OpenAI, takes an absent or empty model, and ignores the rest.
static DEPLOYED: &[Member] = sampling![nullable("model", &Shape::Text), required("prompt", &PROMPT)];
static DATABRICKS: &[Member] = &[
    optional("model", &Shape::Text),
    required("prompt", &DATABRICKS_PROMPT),
    nullable("client_request_id", &Shape::Text),
    nullable("echo", &Shape::Flag),
    nullable("error_behavior", &Shape::Word(&["truncate", "error"])),
    nullable("extra_params", &Shape::Map(&Shape::Text, usize::MAX, usize::MAX)),
    nullable("max_tokens", &Shape::Integer(1, i64::MAX)),
    nullable("n", &Shape::Integer(1, 5)),
    nullable("stop", &STOP),
    nullable("stream", &Shape::Flag),
    nullable("stream_options", &STREAM_OPTIONS),
    nullable("suffix", &Shape::Text),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    nullable("top_k", &Shape::Integer(1, i64::MAX)),
    nullable("top_p", &Shape::NumberAbove(0.0, 1.0)),
    nullable("usage_context", &Shape::Map(&Shape::Text, usize::MAX, usize::MAX)),
    nullable("use_raw_prompt", &Shape::Flag),
];
static DATABRICKS_PROMPT: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Text, 1, 2048)]);

/// Checks a body by its wire's table.
pub(super) fn check(wire: &Wire, body: &Map<String, Value>) -> Result<(), Wrong> {
    match wire {
        Wire::OpenAi => {
            check::object(OPENAI, body, &At::Body, Unknown::Refused)?;
            present(body)
        }
        // Nothing has to be there but the model: the prompt has a default.
        Wire::AzureV1 => check::object(OPENAI, body, &At::Body, Unknown::Refused),
        Wire::AzureDated { version, .. } => {
            if body.contains_key("seed") && !version.has_completion_seed() {
                return Err(Wrong::unrecognized("seed"));
            }
            check::object(DATED, body, &At::Body, Unknown::Refused)?;
            if version.has_completion_seed() {
                present(body)
            } else {
                Ok(())
            }
        }
        Wire::Gemini => {
            vertex::check_model(body)?;
            let message = "The model does not support completions: models of other publishers do, and Google's chat.";
            Err(Wrong::new("model", message))
        }
        Wire::Deployed { .. } => check::object(DEPLOYED, body, &At::Body, Unknown::Ignored),
        Wire::Databricks { endpoint } => databricks::check_table(DATABRICKS, endpoint.as_deref(), body).map(|_| ()),
    }
}

/// The prompt may be null, which is its default, but it has to be there.
fn present(body: &Map<String, Value>) -> Result<(), Wrong> {
    if body.contains_key("prompt") {
        return Ok(());
    }
    let message = "Missing required parameter: 'prompt'.";
    Err(Wrong::coded("missing_required_parameter", "prompt", message))
}
