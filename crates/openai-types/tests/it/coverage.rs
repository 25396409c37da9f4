//! Every property, enum value and union member that the published chat schemas name is named by our types.
//!
//! Both sides are JSON Schemas, ours the generated ones, so both are taken apart by the same code.

use std::collections::BTreeMap;

use openai_types::schema;
use serde_json::{Map, Value, json};

use crate::specs::Specs;

/// What the specifications name and our types do not, and why: the end of a type and path, then a reason. A star at
/// the end stands for any rest.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "Request model = *",
        "a list of names that grows by the month: the field takes any",
    ),
    (
        "Request prompt_cache_options.ttl = 30m",
        "a duration, of which one is offered so far: the field takes any",
    ),
    (
        "Completion object = chat.completion",
        "a constant, but Azure and Databricks send other values",
    ),
    (
        "Chunk object = chat.completion.chunk",
        "a constant, but Azure's first chunk has it empty",
    ),
    (
        "Chunk choices[].delta.tool_calls[]<function>.type = function",
        "a constant of the file, but custom tools stream too",
    ),
    ("<moderation_result>.type = moderation_result", "a constant"),
    (
        "Completion prompt_filter_results[].content_filter_results.content_filter_results",
        "the v1 file nests the type in itself",
    ),
    (
        "Completion prompt_filter_results[].content_filter_results.prompt_index",
        "the v1 file nests the type in itself",
    ),
    (
        "Chunk delta",
        "the v1 file has a choice's members once more in the chunk",
    ),
    (
        "Chunk content_filter_results",
        "the v1 file has a choice's members once more in the chunk",
    ),
    ("Request data_sources", "Azure On Your Data: types of openai-azure"),
    (
        "Completion choices[].message<assistant>.context",
        "Azure On Your Data: types of openai-azure",
    ),
];

/// The specifications, and which of their schemas our types stand for.
const PAIRS: &[(&str, &str, &str)] = &[
    (
        "openai/openapi.json",
        "/components/schemas/CreateChatCompletionRequest",
        "chat.Request",
    ),
    (
        "openai/openapi.json",
        "/components/schemas/CreateChatCompletionResponse",
        "chat.Completion",
    ),
    (
        "openai/openapi.json",
        "/components/schemas/CreateChatCompletionStreamResponse",
        "chat.Chunk",
    ),
    (AZURE, "/components/schemas/createChatCompletionRequest", "chat.Request"),
    (
        AZURE,
        "/components/schemas/createChatCompletionResponse",
        "chat.Completion",
    ),
    (
        AZURE,
        "/components/schemas/createChatCompletionStreamResponse",
        "chat.Chunk",
    ),
    (
        AZURE_V1,
        "/paths/~1chat~1completions/post/requestBody/content/application~1json/schema",
        "chat.Request",
    ),
    (
        AZURE_V1,
        "/paths/~1chat~1completions/post/responses/200/content/application~1json/schema/anyOf/0",
        "chat.Completion",
    ),
    (
        AZURE_V1,
        "/paths/~1chat~1completions/post/responses/200/content/application~1json/schema/anyOf/1",
        "chat.Chunk",
    ),
];

const AZURE: &str = "azure/inference/stable/2024-10-21/inference.json";
const AZURE_V1: &str = "azure-v1/azure-v1-v1-generated.json";

#[test]
fn the_published_chat_schemas_are_covered() {
    let Some(specs) = Specs::open("openai-types::coverage") else {
        return;
    };
    let ours: BTreeMap<_, _> = schema::roots().into_iter().collect();
    let mut missing = Vec::new();
    let mut used = vec![false; LEFT_OUT.len()];
    for (file, pointer, name) in PAIRS {
        let theirs = specs.read(format!("specs/{file}"));
        let root = theirs
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{file} has no {pointer}"));
        let mut walk = Walk {
            theirs: Document(&theirs),
            ours: Document(&ours[name]),
            looked_at: 0,
            missing: vec![],
        };
        let root_leaves = walk.theirs.leaves(root);
        walk.compare(&root_leaves, &walk.ours.leaves(walk.ours.0), "", 0);
        println!(
            "{file} {name}: {} looked at, {} not named",
            walk.looked_at,
            walk.missing.len()
        );
        assert!(walk.looked_at >= 50, "{file} {name}: only {} looked at", walk.looked_at);
        for path in walk.missing {
            let path = format!("{name} {path}");
            let is_left_out = |(rule, _): &(&str, &str)| match rule.strip_suffix('*') {
                Some(start) => path.contains(start),
                None => path.ends_with(rule),
            };
            match LEFT_OUT.iter().position(is_left_out) {
                Some(at) => used[at] = true,
                None => missing.push(format!("{file} {path}")),
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert!(
        missing.is_empty(),
        "{} not named:\n{}",
        missing.len(),
        missing.join("\n")
    );
    for ((end, _), used) in LEFT_OUT.iter().zip(used) {
        assert!(used, "{end} is named by now, or no longer in the specifications");
    }
}

struct Walk<'a> {
    theirs: Document<'a>,
    ours: Document<'a>,
    looked_at: usize,
    missing: Vec<String>,
}

impl Walk<'_> {
    fn compare(&mut self, theirs: &[Leaf], ours: &[Leaf], path: &str, depth: usize) {
        if depth > 30 || ours.iter().any(Leaf::is_anything) {
            return;
        }
        for leaf in theirs {
            self.looked_at += 1;
            if !leaf.properties.is_empty() {
                self.compare_object(leaf, ours, path, depth);
            } else if let Some(items) = &leaf.items {
                let items = self.theirs.leaves(items);
                let inside: Vec<_> = ours.iter().filter_map(|ours| ours.items.as_ref()).collect();
                self.need(!inside.is_empty(), || format!("{path} as an array"));
                let inside: Vec<_> = inside.into_iter().flat_map(|items| self.ours.leaves(items)).collect();
                if !inside.is_empty() {
                    self.compare(&items, &inside, &format!("{path}[]"), depth + 1);
                }
            } else if !leaf.values.is_empty() {
                for value in &leaf.values {
                    self.need(ours.iter().any(|ours| ours.values.contains(value)), || {
                        format!("{path} = {value}")
                    });
                }
            } else if let Some(kind) = &leaf.kind {
                let takes = |ours: &Leaf| {
                    ours.kind.as_ref() == Some(kind)
                        || (ours.kind.is_none() && !ours.values.is_empty() && kind == "string")
                };
                self.need(ours.iter().any(takes), || format!("{path} as {kind}"));
            }
        }
    }

    fn compare_object(&mut self, leaf: &Leaf, ours: &[Leaf], path: &str, depth: usize) {
        let (path, candidates) = self.tagged(leaf, ours, path);
        if candidates.is_empty() {
            self.need(false, || format!("{path} as object"));
            return;
        }
        for (name, schema) in &leaf.properties {
            let inside: Vec<_> = candidates.iter().filter_map(|ours| ours.properties.get(name)).collect();
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            self.need(!inside.is_empty(), || path.clone());
            let inside: Vec<_> = inside.into_iter().flat_map(|schema| self.ours.leaves(schema)).collect();
            if !inside.is_empty() {
                self.compare(&self.theirs.leaves(schema), &inside, &path, depth + 1);
            }
        }
    }

    /// Those of our objects that have the same tag, if the object has one.
    fn tagged<'a>(&self, leaf: &Leaf, ours: &'a [Leaf], path: &str) -> (String, Vec<&'a Leaf>) {
        let objects = || ours.iter().filter(|ours| !ours.properties.is_empty());
        for tag in ["type", "role"] {
            let Some(schema) = leaf.properties.get(tag) else {
                continue;
            };
            let tags = self.theirs.leaves(schema);
            let [Leaf { values, .. }] = tags.as_slice() else {
                continue;
            };
            let [value] = values.as_slice() else { continue };
            let takes = |ours: &&Leaf| {
                let ours = ours
                    .properties
                    .get(tag)
                    .map(|schema| self.ours.leaves(schema))
                    .unwrap_or_default();
                ours.iter()
                    .any(|ours| ours.values.contains(value) || (ours.values.is_empty() && ours.kind.is_some()))
            };
            return (format!("{path}<{value}>"), objects().filter(takes).collect());
        }
        (path.to_owned(), objects().collect())
    }

    fn need(&mut self, found: bool, what: impl FnOnce() -> String) {
        if !found {
            self.missing.push(what());
        }
    }
}

/// A document that schemas refer into.
#[derive(Clone, Copy)]
struct Document<'a>(&'a Value);

/// One of the alternatives that a schema comes down to.
#[derive(Clone, Debug, Default)]
struct Leaf {
    kind: Option<String>,
    values: Vec<String>,
    properties: Map<String, Value>,
    items: Option<Value>,
    others: Option<Value>,
}

impl Leaf {
    fn is_anything(&self) -> bool {
        self.kind.is_none() && self.values.is_empty() && self.properties.is_empty() && self.items.is_none()
    }

    /// Both at once; where they differ, the first one counts.
    fn and(mut self, other: &Self) -> Self {
        self.kind = self.kind.or_else(|| other.kind.clone());
        self.items = self.items.or_else(|| other.items.clone());
        self.others = self.others.or_else(|| other.others.clone());
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
    fn leaves(&self, schema: &Value) -> Vec<Leaf> {
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
        others: schema
            .get("additionalProperties")
            .filter(|others| others.is_object())
            .cloned(),
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
