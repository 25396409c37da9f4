//! The parameters of embeddings on each wire.

use serde_json::{Map, Value};

use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::wire::{Wire, databricks, vertex};

/// The most inputs of one request. Azure's REST reference once had 16 for text-embedding-ada-002 and one for older
/// models, but none of its OpenAPI files has less than this, and its guide says it of every model that is still served.
const MOST: usize = 2048;
static INPUT: Shape = Shape::Either(&[
    Shape::Text,
    Shape::List(
        &Shape::Either(&[Shape::Text, TOKEN, Shape::List(&TOKEN, 1, 2048)]),
        1,
        MOST,
    ),
]);
const TOKEN: Shape = Shape::Integer(0, i64::MAX);
static FORMAT: Shape = Shape::Word(&["float", "base64"]);
static LENGTH: Shape = Shape::Integer(1, i64::MAX);

static OPENAI: &[Member] = &[
    required("model", &Shape::FilledText),
    required("input", &INPUT),
    optional("dimensions", &LENGTH),
    optional("encoding_format", &FORMAT),
    optional("user", &Shape::Text),
];
/// Dated Azure lets unknown parameters pass: its schema says so of this operation alone.
static DATED: &[Member] = &[
    optional("model", &Shape::Text),
    required("input", &INPUT),
    nullable("dimensions", &LENGTH),
    nullable("encoding_format", &FORMAT),
    optional("input_type", &Shape::Text),
    optional("user", &Shape::Text),
];
static VERTEX: &[Member] = &[
    nullable("model", &Shape::Text),
    required("input", &INPUT),
    nullable("dimensions", &LENGTH),
    nullable("encoding_format", &FORMAT),
    nullable("user", &Shape::Text),
];
static DATABRICKS: &[Member] = &[
    optional("model", &Shape::Text),
    required("input", &TEXTS),
    nullable("client_request_id", &Shape::Text),
    nullable("dimensions", &LENGTH),
    nullable("encoding_format", &FORMAT),
    nullable("extra_params", &Shape::Map(&Shape::Text, usize::MAX, usize::MAX)),
    nullable("instruction", &Shape::Text),
    nullable("usage_context", &Shape::Map(&Shape::Text, usize::MAX, usize::MAX)),
];
static TEXTS: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Text, 1, MOST)]);

/// Checks a body by its wire's table.
pub(super) fn check(wire: &Wire, body: &Map<String, Value>) -> Result<(), Wrong> {
    match wire {
        Wire::OpenAi | Wire::AzureV1 => check::object(OPENAI, body, &At::Body, Unknown::Refused),
        Wire::AzureDated { .. } => check::object(DATED, body, &At::Body, Unknown::Ignored),
        Wire::Deployed { .. } => check::object(VERTEX, body, &At::Body, Unknown::Ignored),
        Wire::Gemini => {
            check::object(VERTEX, body, &At::Body, Unknown::Ignored)?;
            vertex::check_model(body)
        }
        Wire::Databricks { endpoint } => databricks::check_table(DATABRICKS, endpoint.as_deref(), body).map(|_| ()),
    }
}

/// Whether the wire reads `dimensions` and `encoding_format`: older dated versions let them pass and do not.
pub(super) fn has_formats(wire: &Wire) -> bool {
    match wire {
        Wire::AzureDated { version, .. } => version.has_embedding_formats(),
        _ => true,
    }
}
