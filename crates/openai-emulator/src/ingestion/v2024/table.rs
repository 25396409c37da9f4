//! What the body of a job holds. The specification and its own examples spell many names in two ways: both are taken.

use serde_json::{Map, Value};

use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};

static JOB: Shape = Shape::Tagged("kind", &[("SystemCompute", SYSTEM), ("UserCompute", USER)]);
const KIND: Member = required("kind", &Shape::Text);
const REFRESH: Member = optional("dataRefreshIntervalInHours", &Shape::Integer(1, i32::MAX as i64));
const NAME: Member = optional("jobId", &Shape::Text);

static SYSTEM: &[Member] = &[
    KIND,
    NAME,
    required("searchServiceConnection", &CONNECTION),
    required("datasource", &SYSTEM_SOURCE),
    optional(
        "completionAction",
        &Shape::Word(&["cleanUpTempAssets", "keepAllAssets"]),
    ),
    REFRESH,
];
static USER: &[Member] = &[
    KIND,
    NAME,
    required("workspaceId", &Shape::FilledText),
    optional("compute", &COMPUTE),
    required("target", &TARGET),
    required("datasource", &USER_SOURCE),
    REFRESH,
];

static CONNECTION: Shape = Shape::Tagged(
    "kind",
    &[
        (
            "EndpointWithKey",
            &[KIND, ENDPOINT, required("key", &Shape::FilledText)],
        ),
        (
            "ConnectionString",
            &[KIND, required("connectionString", &Shape::FilledText)],
        ),
        ("EndpointWithManagedIdentity", IDENTITY),
        ("endpointMI", IDENTITY),
        (
            "WorkspaceConnection",
            &[KIND, required("connectionId", &Shape::FilledText)],
        ),
        ("RelativeConnection", &[KIND]),
        ("relativeConnection", &[KIND]),
    ],
);
const ENDPOINT: Member = required("endpoint", &Shape::FilledText);
static IDENTITY: &[Member] = &[KIND, ENDPOINT, optional("resourceId", &Shape::Text)];

static SYSTEM_SOURCE: Shape = Shape::Tagged(
    "kind",
    &[("Storage", STORAGE), ("storage", STORAGE), ("Urls", SYSTEM_URLS)],
);
const CONTAINER: Member = required("containerName", &Shape::FilledText);
static STORAGE: &[Member] = &[
    KIND,
    CONTAINER,
    optional("connection", &CONNECTION),
    optional("storageAccountConnection", &CONNECTION),
    CHUNKS,
    optional("chunkingSettings", &CHUNKING),
    EMBEDDED,
    optional("embeddingsSettings", &EMBEDDINGS),
];
static SYSTEM_URLS: &[Member] = &[
    KIND,
    URLS,
    required("connection", &CONNECTION),
    CONTAINER,
    CRAWL,
    CHUNKS,
    EMBEDDED,
];
const URLS: Member = required("urls", &Shape::List(&Shape::FilledText, 1, usize::MAX));
const CRAWL: Member = optional("crawling", &CRAWLING);
const CHUNKS: Member = optional("chunking", &CHUNKING);
const EMBEDDED: Member = optional("embeddings", &EMBEDDINGS);

const COUNT: Shape = Shape::Integer(0, i32::MAX as i64);
static CHUNKING: Shape = Shape::Object(&[optional("maxChunkSizeInTokens", &COUNT)]);
static CRAWLING: Shape = Shape::Object(&[
    optional("maxCrawlDepth", &COUNT),
    optional("maxCrawlTimeInMins", &COUNT),
    optional("maxDownloadTimeInMins", &COUNT),
    optional("maxFileSize", &COUNT),
    optional("maxRedirects", &COUNT),
    optional("maxFiles", &COUNT),
]);
static EMBEDDINGS: Shape = Shape::List(&EMBEDDING, 0, usize::MAX);
static EMBEDDING: Shape = Shape::Object(&[
    optional("connection", &CONNECTION),
    optional("embeddingResourceConnection", &CONNECTION),
    optional("deploymentName", &Shape::Text),
    optional("modelName", &Shape::Text),
    optional("modelProvider", &Shape::Text),
]);

static COMPUTE: Shape = Shape::Tagged(
    "kind",
    &[
        ("ServerlessCompute", SERVERLESS),
        ("serverless", SERVERLESS),
        ("CustomCompute", &[KIND, required("computeId", &Shape::FilledText)]),
    ],
);
static SERVERLESS: &[Member] = &[KIND, optional("sku", &Shape::Text), optional("instanceCount", &COUNT)];
static TARGET: Shape = Shape::Tagged(
    "kind",
    &[
        ("AzureAISearch", BY_CONNECTION),
        ("acs", BY_CONNECTION),
        ("Pinecone", BY_CONNECTION),
        (
            "CosmosDB",
            &[
                KIND,
                required("connectionId", &Shape::FilledText),
                optional("databaseName", &Shape::Text),
                optional("collectionName", &Shape::Text),
            ],
        ),
    ],
);
static BY_CONNECTION: &[Member] = &[KIND, required("connectionId", &Shape::FilledText)];
static USER_SOURCE: Shape = Shape::Tagged(
    "kind",
    &[
        ("Dataset", DATASET),
        ("dataset", DATASET),
        ("Urls", &[KIND, URLS, CRAWL, CHUNKS, BY_WORKSPACE]),
    ],
);
static DATASET: &[Member] = &[
    KIND,
    required("datasetId", &Shape::FilledText),
    required("datasetType", &Shape::FilledText),
    CHUNKS,
    BY_WORKSPACE,
];
const BY_WORKSPACE: Member = optional("embeddings", &Shape::List(&WORKSPACE_EMBEDDING, 0, usize::MAX));
const WORKSPACE_EMBEDDING: Shape = Shape::Object(&[
    optional("connectionId", &Shape::Text),
    optional("deploymentName", &Shape::Text),
    optional("modelName", &Shape::Text),
]);

/// Checks the body of a job.
pub(super) fn check(body: &Map<String, Value>) -> Result<(), Wrong> {
    check::check(&JOB, &Value::Object(body.clone()), &At::Body, Unknown::Refused)
}
