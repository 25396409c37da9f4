//! `data_sources` since 2024: names in snake case, and which version has which source.

use serde_json::Value;

use super::{Found, check_semantic, first, unknown};
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::wire::Wire;

mod dated;

pub(super) use dated::is_known;

static SOURCES: Shape = Shape::List(
    &Shape::Tagged(
        "type",
        &[
            ("azure_search", SEARCH),
            ("azure_cosmos_db", COSMOS),
            ("azure_ml_index", MACHINE_LEARNING),
            ("elasticsearch", ELASTIC),
            ("pinecone", PINECONE),
            ("mongo_db", MONGO),
        ],
    ),
    1,
    1,
);

/// A source: its own parameters, beside those that all have.
macro_rules! source {
    ($($member:expr),* $(,)?) => {{
        static PARAMETERS: Shape = Shape::Object(&[
            optional("allow_partial_result", &Shape::Flag),
            optional("in_scope", &Shape::Flag),
            optional("include_contexts", &CONTEXTS),
            optional("max_search_queries", &Shape::Integer(1, i32::MAX as i64)),
            optional("role_information", &Shape::Text),
            optional("strictness", &Shape::Integer(1, 5)),
            optional("top_n_documents", &Shape::Integer(1, i32::MAX as i64)),
            $($member),*
        ]);
        &[required("type", &Shape::Text), required("parameters", &PARAMETERS)]
    }};
}

static CONTEXTS: Shape = Shape::List(&Shape::Word(&["citations", "intent", "all_retrieved_documents"]), 1, 3);

const SEARCH: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("endpoint", &Shape::FilledText),
    required("index_name", &Shape::FilledText),
    optional("embedding_dependency", &EMBEDDING),
    optional("fields_mapping", &FIELDS),
    nullable("filter", &Shape::Text),
    optional("query_type", &QUERY_TYPE),
    optional("semantic_configuration", &Shape::Text),
];
const COSMOS: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("database_name", &Shape::FilledText),
    required("container_name", &Shape::FilledText),
    required("index_name", &Shape::FilledText),
    required("embedding_dependency", &EMBEDDING),
    required("fields_mapping", &BOTH_FIELDS),
];
const MACHINE_LEARNING: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("project_resource_id", &Shape::FilledText),
    required("name", &Shape::FilledText),
    required("version", &Shape::FilledText),
    optional("filter", &Shape::Text),
];
const ELASTIC: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("endpoint", &Shape::FilledText),
    required("index_name", &Shape::FilledText),
    optional("embedding_dependency", &EMBEDDING),
    optional("fields_mapping", &FIELDS),
    optional("query_type", &Shape::Word(&["simple", "vector"])),
];
const PINECONE: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("environment", &Shape::FilledText),
    required("index_name", &Shape::FilledText),
    required("embedding_dependency", &EMBEDDING),
    required("fields_mapping", &CONTENT_FIELDS),
];
const MONGO: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("endpoint", &Shape::FilledText),
    required("database_name", &Shape::FilledText),
    required("collection_name", &Shape::FilledText),
    required("app_name", &Shape::FilledText),
    required("index_name", &Shape::FilledText),
    required("embedding_dependency", &EMBEDDING),
    required("fields_mapping", &BOTH_FIELDS),
];

static QUERY_TYPE: Shape = Shape::Word(&[
    "simple",
    "semantic",
    "vector",
    "vector_simple_hybrid",
    "vector_semantic_hybrid",
]);
static NAMES: Shape = Shape::List(&Shape::Text, 1, usize::MAX);
static FIELDS: Shape = Shape::Object(&[
    optional("content_fields", &NAMES),
    optional("content_fields_separator", &Shape::Text),
    optional("filepath_field", &Shape::Text),
    optional("image_vector_fields", &NAMES),
    optional("title_field", &Shape::Text),
    optional("url_field", &Shape::Text),
    optional("vector_fields", &NAMES),
]);
static BOTH_FIELDS: Shape = Shape::Object(&[
    required("content_fields", &NAMES),
    required("vector_fields", &NAMES),
    optional("content_fields_separator", &Shape::Text),
    optional("filepath_field", &Shape::Text),
    optional("title_field", &Shape::Text),
    optional("url_field", &Shape::Text),
]);
static CONTENT_FIELDS: Shape = Shape::Object(&[
    required("content_fields", &NAMES),
    optional("content_fields_separator", &Shape::Text),
    optional("filepath_field", &Shape::Text),
    optional("title_field", &Shape::Text),
    optional("url_field", &Shape::Text),
]);
static EMBEDDING: Shape = Shape::Tagged(
    "type",
    &[
        (
            "deployment_name",
            &[
                required("type", &Shape::Text),
                required("deployment_name", &Shape::FilledText),
                optional("dimensions", &Shape::Integer(1, i32::MAX as i64)),
            ],
        ),
        (
            "endpoint",
            &[
                required("type", &Shape::Text),
                required("endpoint", &Shape::FilledText),
                required("authentication", &AUTHENTICATION),
                optional("dimensions", &Shape::Integer(1, i32::MAX as i64)),
            ],
        ),
        ("integrated", &[required("type", &Shape::Text)]),
        (
            "model_id",
            &[required("type", &Shape::Text), required("model_id", &Shape::FilledText)],
        ),
    ],
);
static AUTHENTICATION: Shape = Shape::Tagged(
    "type",
    &[
        (
            "api_key",
            &[required("type", &Shape::Text), required("key", &Shape::FilledText)],
        ),
        (
            "connection_string",
            &[
                required("type", &Shape::Text),
                required("connection_string", &Shape::FilledText),
            ],
        ),
        (
            "key_and_key_id",
            &[
                required("type", &Shape::Text),
                required("key", &Shape::FilledText),
                required("key_id", &Shape::FilledText),
            ],
        ),
        (
            "encoded_api_key",
            &[
                required("type", &Shape::Text),
                required("encoded_api_key", &Shape::FilledText),
            ],
        ),
        (
            "access_token",
            &[
                required("type", &Shape::Text),
                required("access_token", &Shape::FilledText),
            ],
        ),
        (
            "username_and_password",
            &[
                required("type", &Shape::Text),
                required("username", &Shape::FilledText),
                required("password", &Shape::FilledText),
            ],
        ),
        ("system_assigned_managed_identity", &[required("type", &Shape::Text)]),
        (
            "user_assigned_managed_identity",
            &[
                required("type", &Shape::Text),
                required("managed_identity_resource_id", &Shape::FilledText),
            ],
        ),
    ],
);

/// Checks the value of `data_sources`.
///
/// # Errors
/// What the tables do not allow, and what the version does not have.
pub(super) fn check(wire: &Wire, sources: &Value) -> Result<(), Wrong> {
    let Wire::AzureDated { version, .. } = wire else {
        return Err(unknown(&At::Member(&At::Body, "data_sources")));
    };
    let at = At::Member(&At::Body, "data_sources");
    check::check(&SOURCES, sources, &at, Unknown::Refused)?;
    let (kind, parameters) = first(Some(sources));
    let parameters = parameters.cloned().unwrap_or_default();
    let source = At::Item(&at, 0);
    dated::check(*version, kind, &parameters, &source)?;
    let configuration = ("query_type", "semantic_configuration");
    check_semantic(&parameters, configuration, &At::Member(&source, "parameters"))
}

/// What checked sources hold.
pub(super) fn documents(wire: &Wire, sources: &Value) -> Found {
    let (kind, parameters) = first(Some(sources));
    let parameter = |name: &str| parameters.and_then(|parameters| parameters.get(name));
    let top = parameter("top_n_documents").and_then(Value::as_u64).unwrap_or(5);
    let contexts = parameter("include_contexts")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let tells_rerank_score = matches!(wire, Wire::AzureDated { version, .. } if dated::has_rerank_score(*version));
    let query = parameter("query_type").and_then(Value::as_str).unwrap_or_default();
    Found {
        documents: usize::try_from(top).unwrap_or(usize::MAX),
        source: kind.to_owned(),
        contexts: contexts.filter_map(Value::as_str).map(str::to_owned).collect(),
        reranked: query.contains("semantic") && tells_rerank_score,
    }
}
