//! Every property, enum value and union member that the published chat schemas name is named by our types.
//!
//! Both sides are JSON Schemas, ours the generated ones, so both are taken apart by the same code.

use std::collections::BTreeMap;

use crate::leaf::{Document, Leaf};
use crate::specs::Specs;
use openai_types::schema;

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
