//! A root type, as the tests over bodies, examples and schemas know it.

use std::collections::BTreeSet;
use std::fmt::Debug;

use openai_types::Unknowns;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json;
use crate::kinds::{KINDS, schema};

/// A root type.
pub(crate) struct Kind {
    /// Its name among the schemas, and the name of its folder of bodies.
    pub(crate) name: &'static str,
    /// Decodes, writes back, compares, and lists what is not named.
    round: fn(&str) -> Result<Vec<String>, String>,
}

impl Kind {
    pub(crate) const fn of<T: Debug + Serialize + DeserializeOwned + Unknowns>(name: &'static str) -> Self {
        Self {
            name,
            round: json::round::<T>,
        }
    }
}

/// Decodes as the type with this name, writes back, compares, and lists what is not named.
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
