//! Schemas of published specifications.

use serde_json::Value;

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
