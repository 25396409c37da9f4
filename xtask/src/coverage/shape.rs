//! What a schema comes down to: the alternatives that a value may be.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A document that schemas refer into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a>(pub(crate) &'a Value);

/// One alternative. Where several schemas hold at once, each member has all of theirs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape<'a> {
    /// The name of the schema that was referred to.
    pub(crate) name: Option<&'a str>,
    /// `string`, `object`, `null` …
    pub(crate) kind: Option<&'a str>,
    /// The strings that are named.
    pub(crate) values: BTreeSet<&'a str>,
    /// The members of an object.
    pub(crate) properties: BTreeMap<&'a str, Vec<&'a Value>>,
    /// The members of an object that have no name of their own.
    pub(crate) additional: Vec<&'a Value>,
    /// The items of an array.
    pub(crate) items: Vec<&'a Value>,
}

impl<'a> Shape<'a> {
    /// Whether it takes any value.
    pub(crate) fn is_anything(&self) -> bool {
        self.kind.is_none()
            && self.values.is_empty()
            && self.properties.is_empty()
            && self.additional.is_empty()
            && self.items.is_empty()
    }

    pub(crate) fn is_object(&self) -> bool {
        self.kind == Some("object") || !self.properties.is_empty() || !self.additional.is_empty()
    }

    pub(crate) fn is_array(&self) -> bool {
        self.kind == Some("array") || !self.items.is_empty()
    }

    pub(crate) fn is_string(&self) -> bool {
        self.kind == Some("string") || !self.values.is_empty()
    }

    /// Both at once, if a value can be both.
    fn and(mut self, other: &Self) -> Option<Self> {
        self.name = self.name.or(other.name);
        self.kind = match (self.kind, other.kind) {
            (Some("number"), Some("integer")) | (Some("integer"), Some("number")) => Some("integer"),
            (Some(one), Some(other)) if one != other => return None,
            (one, other) => one.or(other),
        };
        if self.values.is_empty() {
            self.values.clone_from(&other.values);
        } else if !other.values.is_empty() {
            self.values.retain(|value| other.values.contains(value));
            if self.values.is_empty() {
                return None;
            }
        }
        for (name, schemas) in &other.properties {
            self.properties.entry(name).or_default().extend(schemas);
        }
        self.additional.extend(&other.additional);
        self.items.extend(&other.items);
        Some(self)
    }
}

impl<'a> Document<'a> {
    /// The alternatives of what all of `schemas` allow.
    pub(crate) fn shapes(self, schemas: &[&'a Value]) -> Vec<Shape<'a>> {
        self.all(schemas.iter().copied(), &mut Vec::new())
    }

    /// The schema itself, past a reference with nothing beside it but annotations.
    pub(crate) fn resolved(self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str().and_then(|reference| self.target(reference)) {
            Some(target) if own(schema).iter().all(Shape::is_anything) => self.resolved(target),
            _ => schema,
        }
    }

    fn target(self, reference: &str) -> Option<&'a Value> {
        self.0.pointer(reference.strip_prefix('#')?)
    }

    fn all(self, schemas: impl Iterator<Item = &'a Value>, open: &mut Vec<*const Value>) -> Vec<Shape<'a>> {
        schemas.fold(vec![Shape::default()], |shapes, schema| {
            both(&shapes, &self.alternatives(schema, open))
        })
    }

    /// `open` holds what is being taken apart, for a schema may hold itself.
    fn alternatives(self, schema: &'a Value, open: &mut Vec<*const Value>) -> Vec<Shape<'a>> {
        if is_rest(schema) || open.contains(&std::ptr::from_ref(schema)) {
            return vec![];
        }
        open.push(schema);
        let mut shapes = own(schema);
        if let Some(reference) = schema["$ref"].as_str() {
            let mut inside = self
                .target(reference)
                .map_or(vec![], |target| self.alternatives(target, open));
            let name = reference.rsplit('/').next();
            inside.iter_mut().for_each(|shape| shape.name = shape.name.or(name));
            shapes = both(&shapes, &inside);
        }
        let list = |name: &str| schema[name].as_array().map_or(&[][..], Vec::as_slice);
        if !list("allOf").is_empty() {
            let mut inside = self.all(list("allOf").iter(), open);
            if list("allOf").len() > 1 || shapes.iter().any(|shape| !shape.is_anything()) {
                inside.iter_mut().for_each(|shape| shape.name = None);
            }
            shapes = both(&shapes, &inside);
        }
        for union in ["anyOf", "oneOf"] {
            let kinds = list(union).iter().filter(|kind| !is_condition(kind));
            let inside: Vec<_> = kinds.flat_map(|kind| self.alternatives(kind, open)).collect();
            if !inside.is_empty() {
                shapes = both(&shapes, &inside);
            }
        }
        if ["nullable", "x-nullable"].iter().any(|name| schema[name] == true) {
            shapes.push(null());
        }
        open.pop();
        shapes
    }
}

/// What a schema says by itself: an alternative for each of its types.
fn own(schema: &Value) -> Vec<Shape<'_>> {
    let constants = schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(schema.get("const"));
    let members = schema["properties"].as_object().into_iter().flatten();
    let shape = Shape {
        values: constants.clone().filter_map(Value::as_str).collect(),
        properties: members.map(|(name, schema)| (name.as_str(), vec![schema])).collect(),
        additional: schema
            .get("additionalProperties")
            .filter(|additional| **additional != Value::Bool(false))
            .into_iter()
            .collect(),
        items: schema.get("items").into_iter().collect(),
        ..Shape::default()
    };
    let of_kind = |kind| match kind {
        "null" => null(),
        "object" | "array" => Shape {
            kind: Some(kind),
            values: BTreeSet::new(),
            ..shape.clone()
        },
        "string" => Shape {
            kind: Some(kind),
            values: shape.values.clone(),
            ..Shape::default()
        },
        _ => Shape {
            kind: Some(kind),
            ..Shape::default()
        },
    };
    let mut shapes = match &schema["type"] {
        Value::String(kind) => vec![of_kind(kind)],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).map(of_kind).collect(),
        _ if !shape.values.is_empty() && shape.properties.is_empty() => vec![of_kind("string")],
        _ => vec![shape.clone()],
    };
    let says_null = constants.clone().any(Value::is_null);
    if says_null && !shapes.iter().any(|shape| shape.kind == Some("null")) {
        shapes.push(null());
    }
    shapes
}

fn null() -> Shape<'static> {
    Shape {
        kind: Some("null"),
        ..Shape::default()
    }
}

/// Whether it is our own unions' alternative for the objects that they do not know.
fn is_rest(schema: &Value) -> bool {
    let mut members = schema["properties"].as_object().into_iter().flatten();
    members.any(|(_, member)| member.get("not").is_some())
}

/// Whether it only asks which members must be there, as in "either this or that".
fn is_condition(schema: &Value) -> bool {
    let says = |name: &str| schema.get(name).is_some();
    says("required")
        && !["$ref", "type", "properties", "allOf", "anyOf", "oneOf"]
            .into_iter()
            .any(says)
}

fn both<'a>(some: &[Shape<'a>], others: &[Shape<'a>]) -> Vec<Shape<'a>> {
    some.iter()
        .flat_map(|one| others.iter().filter_map(|other| one.clone().and(other)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(document: &Value, pointer: &str) -> Vec<String> {
        let schema = document.pointer(pointer).expect("the schema is there");
        let tell = |shape: &Shape<'_>| {
            let kind = shape.kind.unwrap_or("any");
            let values: Vec<_> = shape.values.iter().copied().collect();
            let members: Vec<_> = shape.properties.keys().copied().collect();
            format!("{kind} {} {}", values.join("|"), members.join(","))
                .trim_end()
                .to_owned()
        };
        Document(document).shapes(&[schema]).iter().map(tell).collect()
    }

    #[test]
    fn every_dialect_has_its_null() {
        let document = json!({
            "v2": {"type": "string", "x-nullable": true},
            "v30": {"allOf": [{"$ref": "#/name"}], "nullable": true},
            "v31": {"type": ["string", "null"]},
            "either": {"anyOf": [{"$ref": "#/name"}, {"type": "null"}]},
            "among": {"enum": ["a", null]},
            "name": {"type": "string"},
        });
        for name in ["v2", "v30", "v31", "either"] {
            assert_eq!(told(&document, &format!("/{name}")), ["string", "null"], "{name}");
        }
        assert_eq!(told(&document, "/among"), ["string a", "null"]);
    }

    #[test]
    fn parts_are_put_together_and_alternatives_kept_apart() {
        let document = json!({
            "base": {"type": "object", "properties": {"id": {}, "type": {"type": "string"}}},
            "whole": {"allOf": [{"$ref": "#/base"}, {"properties": {"more": {}}}]},
            "union": {"oneOf": [{"$ref": "#/whole"}, {"type": "array", "items": {}}], "properties": {"x": {}}},
            "itself": {"anyOf": [{"$ref": "#/itself"}, {"type": "boolean"}]},
            "either": {"type": "object", "properties": {"a": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        });
        assert_eq!(told(&document, "/whole"), ["object  id,more,type"]);
        assert_eq!(told(&document, "/union"), ["object  id,more,type,x", "array  x"]);
        assert_eq!(told(&document, "/itself"), ["boolean"]);
        assert_eq!(told(&document, "/either"), ["object  a"]);
    }

    #[test]
    fn a_tag_and_its_type_agree_on_the_value() {
        let document = json!({
            "allOf": [{"properties": {"type": {"const": "a"}}}, {"properties": {"type": {"enum": ["a", "b"]}}}],
        });
        let shapes = Document(&document).shapes(&[&document]);
        let [shape] = shapes.as_slice() else {
            panic!("one shape")
        };
        let values = Document(&document).shapes(&shape.properties["type"]);
        assert_eq!(values.len(), 1);
        assert!(values[0].values.iter().eq(&["a"]));
    }

    #[test]
    fn a_reference_with_a_description_is_its_target() {
        let document = json!({"a": {"$ref": "#/b", "description": "…"}, "b": {"type": "string"}});
        let resolved = Document(&document).resolved(&document["a"]);
        assert!(std::ptr::eq(resolved, &document["b"]));
    }
}
