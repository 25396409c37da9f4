//! The request of the 2023 previews: names in camel case, and what each source needs.

use serde_json::{Map, Value};

use super::enhancement::{ENHANCEMENTS, VISION};
use super::{Found, check_semantic, first, unknown};
use crate::check::{self, At, Member, Shape, Unknown, Wrong, nullable, optional, required};
use crate::wire::Wire;

static REQUEST: &[Member] = &[
    required("messages", &MESSAGES),
    required("dataSources", &SOURCES),
    optional("enhancements", &ENHANCEMENTS),
    optional("frequency_penalty", &Shape::Number(-2.0, 2.0)),
    nullable(
        "logit_bias",
        &Shape::Map(&Shape::Integer(-100, 100), usize::MAX, usize::MAX),
    ),
    optional("max_tokens", &Shape::Integer(1, 4096)),
    optional("model", &Shape::Text),
    optional("presence_penalty", &Shape::Number(-2.0, 2.0)),
    nullable("stop", &Shape::Either(&[Shape::Text, Shape::List(&Shape::Text, 1, 2)])),
    nullable("stream", &Shape::Flag),
    nullable("temperature", &Shape::Number(0.0, 2.0)),
    nullable("top_p", &Shape::Number(0.0, 1.0)),
    optional("user", &Shape::Text),
];
static MESSAGES: Shape = Shape::List(&MESSAGE, 1, usize::MAX);
static MESSAGE: Shape = Shape::Object(&[
    required("role", &Shape::Word(&["system", "user", "assistant", "tool"])),
    required(
        "content",
        &Shape::Either(&[Shape::Text, Shape::List(&ANY_OBJECT, 1, usize::MAX)]),
    ),
    nullable("context", &ANY_OBJECT),
    optional("end_turn", &Shape::Flag),
    optional("index", &Shape::Integer(0, i64::MAX)),
    optional("name", &Shape::Name),
    optional("recipient", &Shape::Text),
]);
static ANY_OBJECT: Shape = Shape::Map(&Shape::Any, usize::MAX, usize::MAX);

static SOURCES: Shape = Shape::List(
    &Shape::Tagged(
        "type",
        &[
            ("AzureCognitiveSearch", SEARCH),
            ("AzureCosmosDB", COSMOS),
            ("Elasticsearch", ELASTIC),
            ("AzureMLIndex", MACHINE_LEARNING),
            ("Pinecone", PINECONE),
            ("AzureComputerVision", VISION),
        ],
    ),
    1,
    1,
);

/// A source: its own parameters, beside those that all have.
macro_rules! source {
    ($($member:expr),* $(,)?) => {{
        static PARAMETERS: Shape = Shape::Object(&[
            optional("inScope", &Shape::Flag),
            optional("roleInformation", &Shape::Text),
            optional("strictness", &Shape::Integer(1, 5)),
            optional("topNDocuments", &Shape::Integer(1, i32::MAX as i64)),
            $($member),*
        ]);
        &[required("type", &Shape::Text), required("parameters", &PARAMETERS)]
    }};
}

const SEARCH: &[Member] = source![
    required("endpoint", &Shape::FilledText),
    required("indexName", &Shape::FilledText),
    optional("key", &Shape::FilledText),
    optional("authentication", &AUTHENTICATION),
    optional("embeddingDependency", &EMBEDDING),
    optional("embeddingDeploymentName", &Shape::FilledText),
    optional("embeddingEndpoint", &Shape::FilledText),
    optional("embeddingKey", &Shape::FilledText),
    optional("fieldsMapping", &FIELDS),
    nullable("filter", &Shape::Text),
    optional("queryType", &QUERY_TYPE),
    optional("semanticConfiguration", &Shape::Text),
];
const COSMOS: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("databaseName", &Shape::FilledText),
    required("containerName", &Shape::FilledText),
    required("indexName", &Shape::FilledText),
    required("embeddingDependency", &EMBEDDING),
    required("fieldsMapping", &VECTOR_FIELDS),
];
const ELASTIC: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("endpoint", &Shape::FilledText),
    required("indexName", &Shape::FilledText),
    optional("embeddingDependency", &EMBEDDING),
    optional("fieldsMapping", &FIELDS),
    optional("queryType", &Shape::Word(&["simple", "vector"])),
];
const MACHINE_LEARNING: &[Member] = source![
    required("projectResourceId", &Shape::FilledText),
    required("name", &Shape::FilledText),
    required("version", &Shape::FilledText),
    optional("authentication", &AUTHENTICATION),
    optional("embeddingDependency", &EMBEDDING),
    optional("filter", &Shape::Text),
];
const PINECONE: &[Member] = source![
    required("authentication", &AUTHENTICATION),
    required("environment", &Shape::FilledText),
    required("indexName", &Shape::FilledText),
    required("embeddingDependency", &EMBEDDING),
    required("fieldsMapping", &CONTENT_FIELDS),
];

static QUERY_TYPE: Shape = Shape::Word(&[
    "simple",
    "semantic",
    "vector",
    "vectorSimpleHybrid",
    "vectorSemanticHybrid",
]);
static NAMES: Shape = Shape::List(&Shape::Text, 1, usize::MAX);
static FIELDS: Shape = Shape::Object(&[
    optional("contentFields", &NAMES),
    optional("contentFieldsSeparator", &Shape::Text),
    optional("filepathField", &Shape::Text),
    optional("imageVectorFields", &NAMES),
    optional("titleField", &Shape::Text),
    optional("urlField", &Shape::Text),
    optional("vectorFields", &NAMES),
]);
static VECTOR_FIELDS: Shape = Shape::Object(&[
    required("vectorFields", &NAMES),
    optional("contentFields", &NAMES),
    optional("contentFieldsSeparator", &Shape::Text),
    optional("filepathField", &Shape::Text),
    optional("titleField", &Shape::Text),
    optional("urlField", &Shape::Text),
]);
static CONTENT_FIELDS: Shape = Shape::Object(&[
    required("contentFields", &NAMES),
    optional("contentFieldsSeparator", &Shape::Text),
    optional("filepathField", &Shape::Text),
    optional("titleField", &Shape::Text),
    optional("urlField", &Shape::Text),
    optional("vectorFields", &NAMES),
]);
static EMBEDDING: Shape = Shape::Tagged(
    "type",
    &[
        (
            "DeploymentName",
            &[
                required("type", &Shape::Text),
                required("deploymentName", &Shape::FilledText),
            ],
        ),
        (
            "Endpoint",
            &[
                required("type", &Shape::Text),
                required("endpoint", &Shape::FilledText),
                required("authentication", &AUTHENTICATION),
            ],
        ),
        (
            "ModelId",
            &[required("type", &Shape::Text), required("modelId", &Shape::FilledText)],
        ),
    ],
);
/// One documents `apiKey` where the other documents `key`.
static AUTHENTICATION: Shape = Shape::Tagged(
    "type",
    &[
        (
            "APIKey",
            &[
                required("type", &Shape::Text),
                optional("apiKey", &Shape::FilledText),
                optional("key", &Shape::FilledText),
            ],
        ),
        (
            "ConnectionString",
            &[
                required("type", &Shape::Text),
                required("connectionString", &Shape::FilledText),
            ],
        ),
        (
            "KeyAndKeyId",
            &[
                required("type", &Shape::Text),
                required("key", &Shape::FilledText),
                required("keyId", &Shape::FilledText),
            ],
        ),
        (
            "EncodedAPIKey",
            &[
                required("type", &Shape::Text),
                required("encodedApiKey", &Shape::FilledText),
            ],
        ),
        (
            "AccessToken",
            &[
                required("type", &Shape::Text),
                required("accessToken", &Shape::FilledText),
            ],
        ),
        ("SystemAssignedManagedIdentity", &[required("type", &Shape::Text)]),
        (
            "UserAssignedManagedIdentity",
            &[
                required("type", &Shape::Text),
                required("managedIdentityResourceId", &Shape::FilledText),
            ],
        ),
    ],
);

/// Which ways of signing in each source has.
const WAYS: &[(&str, &[&str])] = &[
    (
        "AzureCognitiveSearch",
        &["APIKey", "SystemAssignedManagedIdentity", "UserAssignedManagedIdentity"],
    ),
    ("AzureCosmosDB", &["ConnectionString"]),
    ("Elasticsearch", &["KeyAndKeyId", "EncodedAPIKey"]),
    (
        "AzureMLIndex",
        &[
            "AccessToken",
            "SystemAssignedManagedIdentity",
            "UserAssignedManagedIdentity",
        ],
    ),
    ("Pinecone", &["APIKey"]),
];

/// Checks a whole body.
///
/// # Errors
/// What the tables do not allow, and rules across their members.
pub(super) fn check(wire: &Wire, body: &Map<String, Value>) -> Result<(), Wrong> {
    check::object(REQUEST, body, &At::Body, Unknown::Refused)?;
    let (kind, parameters) = first(body.get("dataSources"));
    let parameters = parameters.cloned().unwrap_or_default();
    let sources = At::Member(&At::Body, "dataSources");
    let source = At::Item(&sources, 0);
    let at = At::Member(&source, "parameters");
    let sees =
        matches!(wire, Wire::AzureDated { version, .. } if version.is_preview_within("2023-12-01", "2023-12-01"));
    if kind == "AzureComputerVision" && !sees {
        let known = WAYS.iter().map(|(kind, _)| *kind);
        return Err(check::invalid_value(kind, known, &At::Member(&source, "type")));
    }
    if body.contains_key("enhancements") && !sees {
        return Err(unknown(&At::Member(&At::Body, "enhancements")));
    }
    check_authentication(kind, &parameters, &at)?;
    check_semantic(&parameters, ("queryType", "semanticConfiguration"), &at)?;
    match (
        parameters.contains_key("embeddingEndpoint"),
        parameters.contains_key("embeddingKey"),
    ) {
        (true, false) | (false, true) => {
            let message = "'embeddingEndpoint' and 'embeddingKey' are only valid together.";
            Err(Wrong::new(At::Member(&at, "embeddingEndpoint"), message))
        }
        _ => Ok(()),
    }
}

fn check_authentication(kind: &str, parameters: &Map<String, Value>, at: &At<'_>) -> Result<(), Wrong> {
    let here = At::Member(at, "authentication");
    let Some(authentication) = parameters.get("authentication") else {
        return Ok(());
    };
    let way = authentication.get("type").and_then(Value::as_str).unwrap_or_default();
    let ways = WAYS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or(&[][..], |(_, ways)| ways);
    if !ways.contains(&way) {
        return Err(check::invalid_value(
            way,
            ways.iter().copied(),
            &At::Member(&here, "type"),
        ));
    }
    let keys = ["apiKey", "key"]
        .into_iter()
        .filter(|key| authentication.get(key).is_some());
    if way == "APIKey" && keys.count() != 1 {
        let here = At::Member(&here, "key");
        let message = format!("Missing required parameter: '{here}'.");
        return Err(Wrong::coded("missing_required_parameter", here, message));
    }
    Ok(())
}

/// What the sources of a checked body hold.
pub(super) fn documents(body: &Map<String, Value>) -> Found {
    let (kind, parameters) = first(body.get("dataSources"));
    if kind == "AzureComputerVision" {
        return Found::default();
    }
    let top = parameters
        .and_then(|parameters| parameters.get("topNDocuments")?.as_u64())
        .unwrap_or(5);
    Found {
        documents: usize::try_from(top).unwrap_or(usize::MAX),
        source: kind.to_owned(),
        contexts: Vec::new(),
        reranked: false,
    }
}
