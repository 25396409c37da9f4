//! `data_sources` since 2024: names in snake case, and which version has which source.

use serde_json::{Map, Value};

use super::{Found, check_semantic, first, unknown};
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::wire::Wire;
use crate::wire::azure::Version;

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

/// What came with 2024-05-01-preview.
const LATER: [&str; 3] = ["allow_partial_result", "include_contexts", "max_search_queries"];
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

const SYSTEM_IDENTITY: &str = "system_assigned_managed_identity";
const USER_IDENTITY: &str = "user_assigned_managed_identity";

/// A kind of source.
#[derive(Debug)]
struct Kind {
    name: &'static str,
    /// Ways of signing in.
    ways: &'static [&'static str],
    /// The previews that have it, the first and the last.
    previews: (&'static str, &'static str),
    /// Whether the stable versions have it.
    stable: bool,
}

const KINDS: &[Kind] = &[
    Kind {
        name: "azure_search",
        ways: &["api_key", "access_token", SYSTEM_IDENTITY, USER_IDENTITY],
        previews: ("2024-02-15", LAST),
        stable: true,
    },
    Kind {
        name: "azure_cosmos_db",
        ways: &["connection_string"],
        previews: ("2024-02-15", LAST),
        stable: true,
    },
    Kind {
        name: "azure_ml_index",
        ways: &["access_token", SYSTEM_IDENTITY, USER_IDENTITY],
        previews: ("2024-02-15", "2024-07-01"),
        stable: false,
    },
    Kind {
        name: "elasticsearch",
        ways: &["key_and_key_id", "encoded_api_key"],
        previews: ("2024-02-15", LAST),
        stable: false,
    },
    Kind {
        name: "pinecone",
        ways: &["api_key"],
        previews: ("2024-02-15", LAST),
        stable: false,
    },
    Kind {
        name: "mongo_db",
        ways: &["username_and_password"],
        previews: ("2024-08-01", LAST),
        stable: false,
    },
];
const LAST: &str = "9999-12-31";

/// Whether chat completions of this version have `data_sources`.
pub(super) fn is_known(version: Version) -> bool {
    version.is_preview_within("2024-02-15", LAST) || is_stable(version)
}

/// The stable versions from 2024 on: any that is no preview, and knows sources at all.
fn is_stable(version: Version) -> bool {
    !version.is_preview_within("0000-00-00", LAST) && version.date() >= "2024-02-01"
}

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
    let has = |kind: &&Kind| {
        version.is_preview_within(kind.previews.0, kind.previews.1) || (kind.stable && is_stable(*version))
    };
    let mut known = KINDS.iter().filter(has);
    let Some(kind) = known.clone().find(|known| known.name == kind) else {
        let names = known.by_ref().map(|kind| kind.name);
        return Err(check::invalid_value(kind, names, &At::Member(&source, "type")));
    };
    let at = At::Member(&source, "parameters");
    check_version(*version, &parameters, &at)?;
    let way = parameters.get("authentication").and_then(|way| way.get("type"));
    let way = way.and_then(Value::as_str).unwrap_or_default();
    if !kind.ways.contains(&way) {
        let authentication = At::Member(&at, "authentication");
        let ways = kind.ways.iter().copied();
        return Err(check::invalid_value(way, ways, &At::Member(&authentication, "type")));
    }
    check_semantic(&parameters, ("query_type", "semantic_configuration"), &at)
}

/// Parameters came and went.
fn check_version(version: Version, parameters: &Map<String, Value>, at: &At<'_>) -> Result<(), Wrong> {
    let late = version.is_preview_within("2024-05-01", LAST);
    if let Some(name) = LATER.iter().find(|name| parameters.contains_key(**name) && !late) {
        return Err(unknown(&At::Member(at, name)));
    }
    if parameters.contains_key("role_information") && version.is_preview_within("2024-08-01", LAST) {
        return Err(unknown(&At::Member(at, "role_information")));
    }
    Ok(())
}

/// What checked sources hold.
pub(super) fn documents(sources: &Value) -> Found {
    let (kind, parameters) = first(Some(sources));
    let parameter = |name: &str| parameters.and_then(|parameters| parameters.get(name));
    let top = parameter("top_n_documents").and_then(Value::as_u64).unwrap_or(5);
    let contexts = parameter("include_contexts")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let query = parameter("query_type").and_then(Value::as_str).unwrap_or_default();
    Found {
        documents: usize::try_from(top).unwrap_or(usize::MAX),
        source: kind.to_owned(),
        contexts: contexts.filter_map(Value::as_str).map(str::to_owned).collect(),
        reranked: query.contains("semantic"),
    }
}
