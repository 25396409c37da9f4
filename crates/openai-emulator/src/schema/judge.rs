//! Whether a value satisfies a schema; `pattern` and `format` are taken on trust.

use serde_json::{Map, Value};

use super::merge;

/// Judges a value by a schema whose references are within `root`.
pub(super) fn accepts(schema: &Value, value: &Value, root: &Value) -> bool {
    judge(schema, value, root, 0)
}

/// Equality as JSON Schema sees it: 1 is 1.0.
pub(super) fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, one)| other.get(name).is_some_and(|other| equal(one, other)))
        }
        _ => one == other,
    }
}

fn judge(schema: &Value, value: &Value, root: &Value, depth: usize) -> bool {
    const DEEPEST: usize = 256;
    let keywords = match schema {
        Value::Bool(accepts) => return *accepts,
        Value::Object(keywords) if depth < DEEPEST => keywords,
        _ => return false,
    };
    let accepts = |schema: &Value| judge(schema, value, root, depth + 1);
    let general = keywords.iter().all(|(name, rule)| match name.as_str() {
        "$ref" => merge::resolve(rule, root).is_ok_and(accepts),
        "type" => {
            has_type(rule, value)
                || (value.is_null() && keywords.get("nullable").is_some_and(|nullable| *nullable == true))
        }
        "const" => equal(rule, value),
        "enum" => list(rule).iter().any(|allowed| equal(allowed, value)),
        "allOf" => list(rule).iter().all(accepts),
        "anyOf" => list(rule).iter().any(accepts),
        "oneOf" => list(rule).iter().filter(|schema| accepts(schema)).count() == 1,
        "not" => !accepts(rule),
        "if" => {
            let branch = if accepts(rule) { "then" } else { "else" };
            keywords.get(branch).is_none_or(accepts)
        }
        _ => true,
    });
    general
        && match value {
            Value::Number(_) => judge_number(keywords, value.as_f64().unwrap_or_default()),
            Value::String(text) => within(keywords, "minLength", "maxLength", text.chars().count()),
            Value::Array(items) => judge_array(keywords, items, root, depth),
            Value::Object(object) => judge_object(keywords, object, root, depth),
            Value::Null | Value::Bool(_) => true,
        }
}

fn has_type(rule: &Value, value: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    };
    match rule {
        Value::Array(kinds) => kinds.iter().any(is),
        kind => is(kind),
    }
}

fn judge_number(keywords: &Map<String, Value>, number: f64) -> bool {
    keywords
        .iter()
        .all(|(name, rule)| match (name.as_str(), rule.as_f64()) {
            ("minimum", Some(bound)) => {
                number > bound || (number == bound && keywords.get("exclusiveMinimum").is_none_or(|rule| *rule != true))
            }
            ("maximum", Some(bound)) => {
                number < bound || (number == bound && keywords.get("exclusiveMaximum").is_none_or(|rule| *rule != true))
            }
            ("exclusiveMinimum", Some(bound)) => number > bound,
            ("exclusiveMaximum", Some(bound)) => number < bound,
            ("multipleOf", Some(step)) if step > 0.0 => {
                let count = number / step;
                (count - count.round()).abs() < 1e-9
            }
            _ => true,
        })
}

fn judge_array(keywords: &Map<String, Value>, items: &[Value], root: &Value, depth: usize) -> bool {
    let accepts = |schema: &Value, item: &Value| judge(schema, item, root, depth + 1);
    let leading = ["prefixItems", "items"]
        .iter()
        .find_map(|name| keywords.get(*name)?.as_array());
    let leading = leading.map(Vec::as_slice).unwrap_or_default();
    let rest = keywords
        .get("items")
        .filter(|rest| !rest.is_array())
        .or_else(|| keywords.get("additionalItems"));
    let rest = rest.unwrap_or(&Value::Bool(true));
    let unique = keywords.get("uniqueItems").is_none_or(|unique| *unique != true)
        || items
            .iter()
            .enumerate()
            .all(|(index, item)| items.iter().skip(index + 1).all(|other| !equal(item, other)));
    let contains = keywords
        .get("contains")
        .is_none_or(|schema| items.iter().any(|item| accepts(schema, item)));
    unique
        && contains
        && within(keywords, "minItems", "maxItems", items.len())
        && items
            .iter()
            .enumerate()
            .all(|(index, item)| accepts(leading.get(index).unwrap_or(rest), item))
}

fn judge_object(keywords: &Map<String, Value>, object: &Map<String, Value>, root: &Value, depth: usize) -> bool {
    let accepts = |schema: &Value, value: &Value| judge(schema, value, root, depth + 1);
    let has_all = |names: &Value| {
        list(names)
            .iter()
            .filter_map(Value::as_str)
            .all(|name| object.contains_key(name))
    };
    let properties = keywords.get("properties").and_then(Value::as_object);
    // Which names a pattern takes is not known here.
    let additional = keywords
        .get("additionalProperties")
        .filter(|_| !keywords.contains_key("patternProperties"));
    let additional = additional.unwrap_or(&Value::Bool(true));
    let dependent = keywords.get("dependentRequired").and_then(Value::as_object);
    keywords.get("required").is_none_or(has_all)
        && dependent.is_none_or(|dependent| {
            dependent
                .iter()
                .all(|(name, names)| !object.contains_key(name) || has_all(names))
        })
        && within(keywords, "minProperties", "maxProperties", object.len())
        && object.iter().all(|(name, value)| {
            accepts(
                properties
                    .and_then(|properties| properties.get(name))
                    .unwrap_or(additional),
                value,
            )
        })
}

fn within(keywords: &Map<String, Value>, least: &str, most: &str, size: usize) -> bool {
    let bound = |name: &str| keywords.get(name).and_then(Value::as_f64);
    bound(least).is_none_or(|least| size as f64 >= least) && bound(most).is_none_or(|most| size as f64 <= most)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
