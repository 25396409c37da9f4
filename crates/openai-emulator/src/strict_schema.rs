//! What `strict` asks of a JSON schema: the subset that OpenAI's structured outputs guide documents.

use serde_json::Value;

/// Keywords that strict mode does not take.
const REFUSED: &[&str] = &[
    "allOf",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxProperties",
    "minProperties",
    "not",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Checks a schema for strict mode.
///
/// # Errors
/// The first breach, with its place in the schema.
pub(crate) fn check(schema: &Value) -> Result<(), String> {
    let is_object = schema.get("type").is_some_and(|kind| kind == "object");
    if !is_object || schema.get("anyOf").is_some() {
        return Err("schema must be a JSON Schema of 'type: \"object\"' at its root.".into());
    }
    walk(schema, &mut Vec::new())
}

fn walk(schema: &Value, path: &mut Vec<String>) -> Result<(), String> {
    let Some(keywords) = schema.as_object() else {
        return Ok(());
    };
    if let Some(name) = REFUSED.iter().find(|name| keywords.contains_key(**name)) {
        return Err(breach(path, &format!("'{name}' is not permitted.")));
    }
    if keywords.get("type").is_some_and(|kind| kind == "array") && !keywords.contains_key("items") {
        return Err(breach(path, "array schema missing items."));
    }
    if keywords.get("type").is_some_and(|kind| kind == "object") || keywords.contains_key("properties") {
        if keywords.get("additionalProperties") != Some(&Value::Bool(false)) {
            return Err(breach(
                path,
                "'additionalProperties' is required to be supplied and to be false.",
            ));
        }
        let required: Vec<&Value> = keywords
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .collect();
        let properties = keywords.get("properties").and_then(Value::as_object);
        let left_out = |name: &&String| !required.iter().any(|required| *required == name.as_str());
        if let Some(name) = properties
            .into_iter()
            .flat_map(|properties| properties.keys())
            .find(left_out)
        {
            let reason =
                format!("'required' is required to be an array including every key in properties. Missing '{name}'.");
            return Err(breach(path, &reason));
        }
    }
    for container in ["properties", "$defs", "definitions"] {
        for (name, inner) in keywords.get(container).and_then(Value::as_object).into_iter().flatten() {
            step(path, &[container, name], inner)?;
        }
    }
    for (index, inner) in keywords
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        step(path, &["anyOf", &index.to_string()], inner)?;
    }
    keywords
        .get("items")
        .map_or(Ok(()), |items| step(path, &["items"], items))
}

fn step(path: &mut Vec<String>, names: &[&str], schema: &Value) -> Result<(), String> {
    path.extend(names.iter().map(|name| (*name).to_owned()));
    walk(schema, path)?;
    path.truncate(path.len() - names.len());
    Ok(())
}

fn breach(path: &[String], reason: &str) -> String {
    let quoted: Vec<String> = path.iter().map(|name| format!("'{name}'")).collect();
    format!("In context=({}), {reason}", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::check;
    use serde_json::json;

    #[test]
    fn a_strict_schema_passes() {
        let schema = json!({
            "type": "object",
            "properties": {
                "steps": { "type": "array", "items": { "$ref": "#/$defs/step" } },
                "note": { "anyOf": [{ "type": "string" }, { "type": "null" }] },
            },
            "required": ["steps", "note"],
            "additionalProperties": false,
            "$defs": {
                "step": {
                    "type": "object", "properties": { "text": { "type": "string" } },
                    "required": ["text"], "additionalProperties": false,
                },
            },
        });
        assert_eq!(check(&schema), Ok(()));
    }

    #[test]
    fn each_breach_names_its_place() {
        for (schema, words) in [
            (json!({}), "at its root"),
            (
                json!({ "type": "object", "oneOf": [], "additionalProperties": false }),
                "In context=(), 'oneOf' is not permitted",
            ),
            (json!({ "type": "object" }), "'additionalProperties' is required"),
            (
                json!({ "type": "object", "additionalProperties": false, "properties": { "a": {} } }),
                "Missing 'a'",
            ),
            (
                json!({
                    "type": "object", "additionalProperties": false, "required": ["a"],
                    "properties": { "a": { "type": "array" } },
                }),
                "In context=('properties', 'a'), array schema missing items",
            ),
            (
                json!({
                    "type": "object", "additionalProperties": false, "required": ["a"],
                    "properties": { "a": { "anyOf": [{ "not": {} }] } },
                }),
                "In context=('properties', 'a', 'anyOf', '0'), 'not' is not permitted",
            ),
        ] {
            let reason = check(&schema).unwrap_err();
            assert!(reason.contains(words), "{reason}");
        }
    }
}
