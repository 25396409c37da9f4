//! Which version since 2024 has which source, which ways of signing in, and which members of a source.

use serde_json::{Map, Value};

use super::super::unknown;
use crate::check::{self, At, Wrong};
use crate::wire::azure::Version;

/// Something that previews have from the first of these dates to the last, and stable versions always or never.
#[derive(Debug)]
struct Dated {
    name: &'static str,
    first: &'static str,
    last: &'static str,
    stable: bool,
}

const FIRST: &str = "2024-02-15";
const LAST: &str = "9999-12-31";

const fn always(name: &'static str) -> Dated {
    Dated {
        name,
        first: FIRST,
        last: LAST,
        stable: true,
    }
}

const fn previews(name: &'static str, first: &'static str) -> Dated {
    Dated {
        first,
        stable: false,
        ..always(name)
    }
}

impl Dated {
    fn is_in(&self, version: Version) -> bool {
        version.is_preview_within(self.first, self.last) || (self.stable && is_stable(version))
    }
}

/// A kind of source.
#[derive(Debug)]
struct Kind {
    dates: Dated,
    /// Ways of signing in.
    ways: &'static [Dated],
    /// Where the embeddings of a vector search may come from.
    embeddings: &'static [Dated],
}

const SYSTEM_IDENTITY: Dated = always("system_assigned_managed_identity");
const USER_IDENTITY: Dated = always("user_assigned_managed_identity");
const ENDPOINT: Dated = always("endpoint");
const DEPLOYMENT: Dated = always("deployment_name");

const KINDS: &[Kind] = &[
    Kind {
        dates: always("azure_search"),
        ways: &[
            always("api_key"),
            previews("access_token", "2024-05-01"),
            SYSTEM_IDENTITY,
            USER_IDENTITY,
        ],
        embeddings: &[ENDPOINT, DEPLOYMENT, previews("integrated", "2024-08-01")],
    },
    Kind {
        dates: always("azure_cosmos_db"),
        ways: &[always("connection_string")],
        embeddings: &[ENDPOINT, DEPLOYMENT],
    },
    Kind {
        dates: Dated {
            last: "2024-07-01",
            ..previews("azure_ml_index", FIRST)
        },
        ways: &[always("access_token"), SYSTEM_IDENTITY, USER_IDENTITY],
        embeddings: &[],
    },
    Kind {
        dates: previews("elasticsearch", FIRST),
        ways: &[always("key_and_key_id"), always("encoded_api_key")],
        embeddings: &[ENDPOINT, DEPLOYMENT, always("model_id")],
    },
    Kind {
        dates: previews("pinecone", FIRST),
        ways: &[always("api_key")],
        embeddings: &[DEPLOYMENT],
    },
    Kind {
        dates: previews("mongo_db", "2024-08-01"),
        ways: &[always("username_and_password")],
        embeddings: &[ENDPOINT, DEPLOYMENT],
    },
];

/// How an embedding endpoint is signed in at.
const ENDPOINT_WAYS: &[Dated] = &[always("api_key"), previews("access_token", "2024-05-01")];

/// Members that not every version has. The documents date `dimensions` only to the later previews.
const MEMBERS: &[(&[&str], Dated)] = &[
    (&[], previews("allow_partial_result", "2024-05-01")),
    (&[], previews("include_contexts", "2024-05-01")),
    (&[], previews("max_search_queries", "2024-05-01")),
    (
        &[],
        Dated {
            last: "2024-07-01",
            ..always("role_information")
        },
    ),
    (&["fields_mapping"], previews("image_vector_fields", FIRST)),
    (&["embedding_dependency"], previews("dimensions", "2024-05-01")),
];

/// How well a document fits at a second look.
const RERANK_SCORE: Dated = previews("rerank_score", "2024-08-01");

/// Whether chat completions of this version have `data_sources`.
pub(in crate::on_your_data) fn is_known(version: Version) -> bool {
    version.is_preview_within(FIRST, LAST) || is_stable(version)
}

/// Whether citations of this version tell a `rerank_score`.
pub(super) fn has_rerank_score(version: Version) -> bool {
    RERANK_SCORE.is_in(version)
}

/// The stable versions from 2024 on: any that is no preview, and knows sources at all.
fn is_stable(version: Version) -> bool {
    !version.is_preview_within("0000-00-00", LAST) && version.date() >= "2024-02-01"
}

/// Checks a source's kind, and what its parameters hold, against what the version has. They have passed the tables.
///
/// # Errors
/// What the version does not have.
pub(super) fn check(
    version: Version,
    kind: &str,
    parameters: &Map<String, Value>,
    source: &At<'_>,
) -> Result<(), Wrong> {
    let Some(kind) = KINDS
        .iter()
        .find(|known| known.dates.name == kind && known.dates.is_in(version))
    else {
        let known = KINDS.iter().filter(|known| known.dates.is_in(version));
        let names = known.map(|known| known.dates.name);
        return Err(check::invalid_value(kind, names, &At::Member(source, "type")));
    };
    let at = At::Member(source, "parameters");
    check_members(version, parameters, &at)?;
    let authentication = At::Member(&at, "authentication");
    check_type(version, kind.ways, parameters.get("authentication"), &authentication)?;
    let embedding = parameters.get("embedding_dependency");
    let at = At::Member(&at, "embedding_dependency");
    check_type(version, kind.embeddings, embedding, &at)?;
    let authentication = embedding.and_then(|embedding| embedding.get("authentication"));
    check_type(
        version,
        ENDPOINT_WAYS,
        authentication,
        &At::Member(&at, "authentication"),
    )
}

fn check_members(version: Version, parameters: &Map<String, Value>, at: &At<'_>) -> Result<(), Wrong> {
    for (path, member) in MEMBERS.iter().filter(|(_, member)| !member.is_in(version)) {
        let holder = match path {
            [] => Some(parameters),
            [name, ..] => parameters.get(*name).and_then(Value::as_object),
        };
        if holder.is_some_and(|holder| holder.contains_key(member.name)) {
            return Err(match path {
                [] => unknown(&At::Member(at, member.name)),
                [name, ..] => unknown(&At::Member(&At::Member(at, name), member.name)),
            });
        }
    }
    Ok(())
}

/// Checks the `type` of an object, where there is one.
fn check_type(version: Version, known: &[Dated], object: Option<&Value>, at: &At<'_>) -> Result<(), Wrong> {
    let Some(kind) = object.and_then(|object| object.get("type")?.as_str()) else {
        return Ok(());
    };
    let has = || {
        known
            .iter()
            .filter(|known| known.is_in(version))
            .map(|known| known.name)
    };
    match has().any(|name| name == kind) {
        true => Ok(()),
        false => Err(check::invalid_value(kind, has(), &At::Member(at, "type"))),
    }
}
