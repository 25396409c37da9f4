//! What a JSON Schema comes down to, whichever dialect it is written in: JSON Schema, OpenAPI 3.0, 3.1 or 3.2.

use serde_json::{Map, Value, json};

/// A document that schemas refer into.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a>(pub(crate) &'a Value);

/// One of the alternatives that a schema comes down to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leaf {
    pub(crate) kind: Option<String>,
    pub(crate) values: Vec<String>,
    pub(crate) properties: Map<String, Value>,
    pub(crate) items: Option<Value>,
}

impl Leaf {
    /// Whether it takes any value.
    pub(crate) fn is_anything(&self) -> bool {
        self.kind.is_none() && self.values.is_empty() && self.properties.is_empty() && self.items.is_none()
    }

    /// Both at once; where they differ, the first one counts.
    fn and(mut self, other: &Self) -> Self {
        self.kind = self.kind.or_else(|| other.kind.clone());
        self.items = self.items.or_else(|| other.items.clone());
        if self.values.is_empty() {
            self.values.clone_from(&other.values);
        }
        for (name, schema) in &other.properties {
            self.properties.entry(name).or_insert_with(|| schema.clone());
        }
        self
    }
}

impl Document<'_> {
    /// The alternatives that a schema comes down to, without null.
    pub(crate) fn leaves(&self, schema: &Value) -> Vec<Leaf> {
        self.alternatives(schema, true)
    }

    /// `widen`: a base schema stands for those that derive from it.
    fn alternatives(&self, schema: &Value, widen: bool) -> Vec<Leaf> {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self.0.pointer(reference.trim_start_matches('#'));
            return self.alternatives(target.unwrap_or_else(|| panic!("{reference} is not there")), widen);
        }
        // The unknown alternative of our own unions.
        let rules_out = |member: &Value| member.get("not").is_some();
        if schema["properties"]
            .as_object()
            .is_some_and(|members| members.values().any(rules_out))
        {
            return vec![];
        }
        let list = |name: &str| schema[name].as_array().cloned().unwrap_or_default();
        let mut leaves = own(schema);
        for part in list("allOf") {
            leaves = both(&leaves, &self.alternatives(&part, false));
        }
        let kinds: Vec<_> = list("anyOf").into_iter().chain(list("oneOf")).collect();
        if !kinds.is_empty() {
            let kinds: Vec<_> = kinds.iter().flat_map(|kind| self.alternatives(kind, true)).collect();
            return both(&leaves, &kinds);
        }
        if widen && schema.get("discriminator").is_some() {
            return self
                .derived(schema)
                .iter()
                .flat_map(|schema| self.alternatives(schema, false))
                .collect();
        }
        leaves
    }

    fn derived(&self, base: &Value) -> Vec<Value> {
        if let Some(mapping) = base["discriminator"]["mapping"].as_object() {
            return mapping.values().map(|target| json!({"$ref": target})).collect();
        }
        let schemas = self.0["components"]["schemas"].as_object().expect("schemas");
        let derives = |schema: &&Value| {
            let parts = schema["allOf"].as_array().into_iter().flatten();
            parts
                .filter_map(|part| part["$ref"].as_str())
                .any(|part| self.0.pointer(part.trim_start_matches('#')) == Some(base))
        };
        schemas.values().filter(derives).cloned().collect()
    }
}

/// What a schema says by itself: an alternative for each of its types.
fn own(schema: &Value) -> Vec<Leaf> {
    let values = schema["enum"].as_array().cloned().unwrap_or_default();
    let values = values.iter().chain(schema.get("const")).filter_map(Value::as_str);
    let leaf = Leaf {
        kind: None,
        values: values.map(str::to_owned).collect(),
        properties: schema["properties"].as_object().cloned().unwrap_or_default(),
        items: schema.get("items").cloned(),
    };
    match &schema["type"] {
        Value::String(kind) if kind == "null" => vec![],
        Value::String(kind) => vec![Leaf {
            kind: Some(kind.clone()),
            ..leaf
        }],
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .map(|kind| Leaf {
                kind: Some(kind.to_owned()),
                ..leaf.clone()
            })
            .collect(),
        _ => vec![leaf],
    }
}

fn both(some: &[Leaf], others: &[Leaf]) -> Vec<Leaf> {
    some.iter()
        .flat_map(|one| others.iter().map(|other| one.clone().and(other)))
        .collect()
}
