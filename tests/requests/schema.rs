//! Schemas of published specifications.

use std::collections::BTreeSet;

use openai_core::{Operation, Profile, Rule};
use serde_json::Value;

/// The parameters that a profile says an operation acts on.
pub(crate) fn listed(profile: &Profile, operation: Operation) -> BTreeSet<String> {
    let parameters = profile.operation(operation).unwrap().parameters.iter();
    let supported = parameters.filter(|parameter| parameter.rule == Rule::Supported);
    supported.map(|parameter| parameter.name.to_string()).collect()
}

/// The members of the body that a specification's operation takes; forms included.
pub(crate) fn body(file: &Value, operation: &Value) -> BTreeSet<String> {
    let bodies = operation["requestBody"]["content"].as_object().into_iter().flatten();
    bodies.flat_map(|(_, body)| members(file, &body["schema"])).collect()
}

/// The names of a schema's members, through references and `allOf`.
pub(crate) fn members(file: &Value, schema: &Value) -> Vec<String> {
    if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
        return members(file, file.pointer(path.trim_start_matches('#')).unwrap());
    }
    let own = schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|own| own.keys().cloned());
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    own.chain(parts.flat_map(|part| members(file, part))).collect()
}
