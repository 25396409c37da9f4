//! The root types of this crate, for the tests over bodies and schemas that it shares with openai-types.
//!
//! A new root type takes a line in `KINDS`, one in `schema::roots()`, its name in a line of `schema::OPERATIONS`, and a
//! folder of bodies, `tests/bodies/<name>/`.

use std::collections::BTreeSet;

pub(crate) use openai_azure::schema;
use openai_azure::{dalle2, ingestion, on_your_data};

use crate::json::round;

/// A root type.
pub(crate) struct Kind {
    /// Its name among the schemas, and the name of its folder of bodies.
    pub(crate) name: &'static str,
    /// Decodes, writes back, compares, and lists what is not named.
    pub(crate) round: fn(&str) -> Result<Vec<String>, String>,
}

macro_rules! kinds {
    ($($name:literal => $type:ty,)*) => {
        &[$(Kind { name: $name, round: round::<$type> },)*]
    };
}

/// Every root type.
pub(crate) const KINDS: &[Kind] = kinds! {
    "dalle2.Operation" => dalle2::Operation,
    "dalle2.Request" => dalle2::Request,
    "ingestion.v2023.Job" => ingestion::v2023::Job,
    "ingestion.v2023.JobList" => ingestion::v2023::JobList,
    "ingestion.v2023.Request" => ingestion::v2023::Request,
    "ingestion.v2024.Job" => ingestion::v2024::Job,
    "ingestion.v2024.JobList" => ingestion::v2024::JobList,
    "ingestion.v2024.Run" => ingestion::v2024::Run,
    "ingestion.v2024.RunList" => ingestion::v2024::RunList,
    "on_your_data.Chunk" => on_your_data::Chunk,
    "on_your_data.Completion" => on_your_data::Completion,
    "on_your_data.v2023.Request" => on_your_data::v2023::Request,
    "on_your_data.v2024.Request" => on_your_data::v2024::Request,
};

/// Whether a type is one of this crate's, by its name among the schemas; the others are tested where they are from.
pub(crate) fn is_own(name: &str) -> bool {
    ["dalle2.", "enhancements.", "failure.", "ingestion.", "on_your_data."]
        .iter()
        .any(|area| name.starts_with(area))
}

/// [`Kind::round`] of the type with this name.
pub(crate) fn round_named(name: &str, text: &str) -> Result<Vec<String>, String> {
    let kind = KINDS.iter().find(|kind| kind.name == name);
    let kind = kind.unwrap_or_else(|| panic!("kinds.rs has no line for {name}"));
    (kind.round)(text)
}

#[test]
fn every_root_has_a_line_and_every_operation_names_roots() {
    let kinds: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
    let roots: BTreeSet<_> = schema::roots().into_iter().map(|(name, _)| name).collect();
    assert_eq!(kinds, roots, "kinds.rs and schema::roots()");
    let operations = schema::OPERATIONS.iter();
    let used: BTreeSet<_> = operations
        .flat_map(|operation| [operation.requests, operation.responses, operation.events].concat())
        .collect();
    assert_eq!(used, roots, "schema::OPERATIONS and schema::roots()");
}
