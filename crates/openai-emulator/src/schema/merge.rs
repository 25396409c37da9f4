//! One flat set of keywords out of references, `allOf` and their neighbours.

use serde_json::{Map, Value, json};

use super::Unsatisfiable;

/// Keywords that hold together, and the alternatives that are still to be chosen from.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged {
    pub(super) keywords: Map<String, Value>,
    pub(super) alternatives: Vec<Vec<Value>>,
}

impl Merged {
    /// Adds a schema: its references are followed, its `allOf` flattened, its `anyOf` and `oneOf` put aside.
    pub(super) fn add(&mut self, schema: &Value, root: &Value, depth: usize) -> Result<(), Unsatisfiable> {
        const DEEPEST: usize = 64;
        if depth > DEEPEST {
            return Err("its references lead in a circle".into());
        }
        let keywords = match schema {
            Value::Object(keywords) => keywords,
            Value::Bool(true) => return Ok(()),
            Value::Bool(false) => return Err("it accepts nothing".into()),
            _ => return Err("a schema is neither an object nor a boolean".into()),
        };
        for (name, value) in keywords {
            match name.as_str() {
                "$ref" => self.add(resolve(value, root)?, root, depth + 1)?,
                "allOf" => list(value)
                    .iter()
                    .try_for_each(|part| self.add(part, root, depth + 1))?,
                "anyOf" | "oneOf" => self.alternatives.push(list(value).to_vec()),
                "if" => {
                    let part = |name: &str| keywords.get(name).cloned().unwrap_or(Value::Bool(true));
                    self.alternatives
                        .push(vec![json!({ "allOf": [value, part("then")] }), part("else")]);
                }
                "$defs" | "definitions" | "description" | "title" | "default" | "examples" => {}
                _ => self.insert(name, value)?,
            }
        }
        Ok(())
    }

    fn insert(&mut self, name: &str, value: &Value) -> Result<(), Unsatisfiable> {
        let Some(present) = self.keywords.get(name) else {
            self.keywords.insert(name.to_owned(), value.clone());
            return Ok(());
        };
        let number = |pick: fn(f64, f64) -> f64| match (present.as_f64(), value.as_f64()) {
            (Some(one), Some(other)) if pick(one, other) == other => value.clone(),
            _ => present.clone(),
        };
        let merged = match name {
            "type" => common_types(present, value)?,
            "enum" => list(present)
                .iter()
                .filter(|item| list(value).contains(item))
                .cloned()
                .collect(),
            "required" => {
                let mut names = list(present).to_vec();
                names.extend(list(value).iter().filter(|name| !list(present).contains(name)).cloned());
                Value::Array(names)
            }
            "properties" => common_properties(present, value),
            "items" | "additionalProperties" | "contains" if present != value => json!({ "allOf": [present, value] }),
            "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => number(f64::max),
            "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => number(f64::min),
            _ => value.clone(),
        };
        self.keywords.insert(name.to_owned(), merged);
        Ok(())
    }
}

/// The schema that a reference inside the document leads to.
pub(super) fn resolve<'a>(reference: &Value, root: &'a Value) -> Result<&'a Value, Unsatisfiable> {
    let text = reference.as_str().unwrap_or_default();
    let pointer = text
        .strip_prefix('#')
        .map(|pointer| percent_encoding::percent_decode_str(pointer).decode_utf8_lossy());
    pointer
        .and_then(|pointer| root.pointer(&pointer))
        .ok_or_else(|| Unsatisfiable(format!("the reference '{text}' leads nowhere in the schema")))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn common_types(one: &Value, other: &Value) -> Result<Value, Unsatisfiable> {
    let kinds = |value: &Value| match value {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    let (one, other) = (kinds(one), kinds(other));
    let covers = |kinds: &[Value], kind: &Value| {
        kinds.contains(kind) || (*kind == "integer" && kinds.contains(&json!("number")))
    };
    let mut common: Vec<Value> = one.iter().filter(|kind| covers(&other, kind)).cloned().collect();
    common.extend(
        other
            .iter()
            .filter(|kind| covers(&one, kind) && !common.contains(kind))
            .cloned()
            .collect::<Vec<_>>(),
    );
    if common.is_empty() {
        return Err("its types exclude each other".into());
    }
    Ok(Value::Array(common))
}

fn common_properties(one: &Value, other: &Value) -> Value {
    let mut properties = one.as_object().cloned().unwrap_or_default();
    for (name, schema) in other.as_object().into_iter().flatten() {
        let both = match properties.get(name) {
            Some(present) if present != schema => json!({ "allOf": [present, schema] }),
            _ => schema.clone(),
        };
        properties.insert(name.clone(), both);
    }
    Value::Object(properties)
}
