//! What one of our own JSON Schemas comes down to.

use std::collections::BTreeMap;

use serde_json::Value;

/// A document that schemas refer into.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a>(pub(crate) &'a Value);

/// One of the alternatives that a schema comes down to.
#[derive(Clone, Default)]
pub(crate) struct Leaf<'a> {
    is_typed: bool,
    /// The names of the types whose schema it is, or is a part of.
    pub(crate) types: Vec<&'a str>,
    pub(crate) has_pattern: bool,
    pub(crate) is_whole: bool,
    pub(crate) values: Vec<&'a str>,
    pub(crate) properties: BTreeMap<&'a str, &'a Value>,
    pub(crate) required: Vec<&'a str>,
    pub(crate) items: Option<&'a Value>,
    pub(crate) additional: Option<&'a Value>,
}

impl Leaf<'_> {
    /// Whether it takes any value, or any object.
    pub(crate) fn is_open(&self) -> bool {
        let says_nothing =
            !self.is_typed && self.values.is_empty() && self.properties.is_empty() && self.items.is_none();
        match self.additional {
            Some(additional) => *additional == true || additional.as_object().is_some_and(|schema| schema.is_empty()),
            None => says_nothing,
        }
    }

    /// Both at once; where they differ, the first one counts.
    fn and(mut self, other: &Self) -> Self {
        self.is_typed |= other.is_typed;
        self.types.extend(&other.types);
        self.required.extend(&other.required);
        self.has_pattern |= other.has_pattern;
        self.is_whole |= other.is_whole;
        self.items = self.items.or(other.items);
        self.additional = self.additional.or(other.additional);
        if self.values.is_empty() {
            self.values.clone_from(&other.values);
        }
        for (name, schema) in &other.properties {
            self.properties.entry(name).or_insert(schema);
        }
        self
    }
}

impl<'a> Document<'a> {
    /// The alternatives that a schema comes down to, without null and without what a union does not know.
    pub(crate) fn leaves(self, schema: &'a Value) -> Vec<Leaf<'a>> {
        if let Some(target) = self.target(schema) {
            let mut leaves = self.leaves(target);
            for leaf in &mut leaves {
                leaf.types.extend(name(schema));
            }
            return leaves;
        }
        if is_other(schema) {
            return vec![];
        }
        let mut leaves: Vec<_> = own(schema).into_iter().collect();
        for part in list(schema, "allOf") {
            leaves = both(&leaves, &self.leaves(part));
        }
        let kinds: Vec<_> = list(schema, "anyOf").flat_map(|kind| self.leaves(kind)).collect();
        if kinds.is_empty() {
            leaves
        } else {
            both(&leaves, &kinds)
        }
    }

    /// Whether a schema is that of a union, which has an alternative for what it does not know.
    pub(crate) fn is_union(self, schema: &'a Value) -> bool {
        match self.target(schema) {
            Some(target) => self.is_union(target),
            None => list(schema, "anyOf").any(|kind| is_other(kind) || self.is_union(kind)),
        }
    }

    fn target(self, schema: &'a Value) -> Option<&'a Value> {
        let reference = schema["$ref"].as_str()?;
        let target = self.0.pointer(reference.trim_start_matches('#'));
        Some(target.unwrap_or_else(|| panic!("{reference} is not there")))
    }
}

/// The name of the type that a schema refers to.
fn name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

fn list<'a>(schema: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    schema[name].as_array().into_iter().flatten()
}

/// Whether it is a union's alternative for what it does not know.
fn is_other(schema: &Value) -> bool {
    let mut members = schema["properties"].as_object().into_iter().flatten();
    members.any(|(_, member)| member.get("not").is_some())
}

/// What a schema says by itself, unless that is null.
fn own(schema: &Value) -> Option<Leaf<'_>> {
    let kind = &schema["type"];
    (kind != "null").then(|| Leaf {
        is_typed: !kind.is_null(),
        types: schema["title"].as_str().into_iter().collect(),
        has_pattern: schema.get("pattern").is_some(),
        is_whole: kind == "integer" || list(schema, "type").any(|kind| kind == "integer"),
        values: schema["const"]
            .as_str()
            .into_iter()
            .chain(list(schema, "enum").filter_map(Value::as_str))
            .collect(),
        properties: schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.as_str(), schema))
            .collect(),
        required: list(schema, "required").filter_map(Value::as_str).collect(),
        items: schema.get("items"),
        additional: schema.get("additionalProperties"),
    })
}

fn both<'a>(some: &[Leaf<'a>], others: &[Leaf<'a>]) -> Vec<Leaf<'a>> {
    some.iter()
        .flat_map(|one| others.iter().map(|other| one.clone().and(other)))
        .collect()
}
