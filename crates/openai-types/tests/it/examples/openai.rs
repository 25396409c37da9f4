//! The examples within OpenAI's specification: of its operations, and of its schemas.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::text::{curl_body, documents, events};
use super::{Part, look, members};
use crate::judge::Judge;

/// What the paths of the operations in question begin with.
const LISTED: &[&str] = &[
    "/audio/",
    "/batches",
    "/chat/completions",
    "/completions",
    "/embeddings",
    "/files",
    "/images/",
    "/models",
    "/moderations",
    "/responses",
    "/uploads",
];

/// Operations among them whose bodies are not ours, by what their path begins or ends with, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("?beta=true", "a beta beside the operation of the same name"),
    ("/audio/voice", "custom voices, which no other service has"),
];

/// Schemas with an example that is neither a whole body nor an event: the type that holds one, and how.
const WITHIN: &[(&str, &str, &str)] = &[("Embedding", "embeddings.Response", "/data/0")];

/// The tables, and what their lines are for.
pub(super) fn tables() -> [(&'static str, Vec<&'static str>); 3] {
    [
        ("openai::LISTED", LISTED.to_vec()),
        ("openai::ELSEWHERE", ELSEWHERE.iter().map(|(edge, _)| *edge).collect()),
        ("openai::WITHIN", WITHIN.iter().map(|(name, ..)| *name).collect()),
    ]
}

/// Every operation in question: method, path, description.
fn operations<'a>(judge: &mut Judge, api: &'a Value) -> Vec<(String, &'a str, &'a Value)> {
    let mut found = Vec::new();
    for (path, operations) in members(&api["paths"]) {
        let Some(start) = LISTED.iter().find(|start| path.starts_with(**start)) else {
            continue;
        };
        judge.uses("openai::LISTED", *start);
        if let Some((edge, _)) = ELSEWHERE
            .iter()
            .find(|(edge, _)| path.starts_with(edge) || path.ends_with(edge))
        {
            judge.uses("openai::ELSEWHERE", *edge);
            continue;
        }
        found.extend(members(operations).map(|(method, operation)| (method.to_uppercase(), path.as_str(), operation)));
    }
    found
}

/// Looks at the examples of the operations.
pub(super) fn look_at_operations(judge: &mut Judge, api: &Value) {
    for (method, path, operation) in operations(judge, api) {
        // One example stands alone, several in a list.
        let examples = &operation["x-oaiMeta"]["examples"];
        let one = examples.is_object().then_some(examples);
        for example in examples.as_array().into_iter().flatten().chain(one) {
            look_at(judge, &method, path, example);
        }
        for (_, content) in members(&operation["requestBody"]["content"]) {
            for (name, example) in members(&content["examples"]) {
                let place = format!("{method} {path} {name}");
                look(judge, &place, &method, path, Part::Request, &example["value"]);
            }
        }
    }
}

fn look_at(judge: &mut Judge, method: &str, path: &str, example: &Value) {
    let title = example["title"].as_str().unwrap_or_default();
    let place = format!("{method} {path} {title}");
    let command = example["request"]["curl"].as_str().unwrap_or_default();
    if let Some(body) = curl_body(command) {
        let body = serde_json::from_str(body).unwrap_or_else(|error| panic!("{place}: {error}: {body}"));
        look(judge, &place, method, path, Part::Request, &body);
    }
    let answer = example["response"].as_str().unwrap_or_default();
    let (events, whole) = if answer.lines().any(|line| line.starts_with("data:")) {
        (events(answer), vec![])
    } else {
        let documents = documents(judge, answer).into_iter();
        documents.partition(|body| body["object"] == "chat.completion.chunk")
    };
    for event in events {
        look(judge, &place, method, path, Part::Event, &event);
    }
    for body in whole {
        look(judge, &place, method, path, Part::Answer, &body);
    }
}

/// Looks at the examples of the schemas that the operations use.
pub(super) fn look_at_schemas(judge: &mut Judge, api: &Value) {
    let (mut done, mut reached) = (BTreeSet::new(), BTreeSet::new());
    let schemas = &api["components"]["schemas"];
    for (method, path, operation) in operations(judge, api) {
        reach(api, operation, &mut reached);
        for (_, answer) in members(&operation["responses"]).filter(|(status, _)| status.starts_with('2')) {
            for (kind, content) in members(&answer["content"]) {
                let is_stream = kind == "text/event-stream";
                let part = if is_stream { Part::Event } else { Part::Answer };
                for name in names(schemas, &content["schema"]) {
                    for body in examples(judge, &schemas[name]) {
                        look(judge, name, &method, path, part, &body);
                        done.insert(name);
                    }
                }
            }
        }
    }
    for name in reached.iter().filter(|name| !done.contains(name.as_str())) {
        for body in examples(judge, &schemas[name.as_str()]) {
            match WITHIN.iter().find(|(within, ..)| within == name) {
                Some((name, kind, pointer)) => {
                    judge.uses("openai::WITHIN", *name);
                    judge.look(name, &[kind], &wrapped(pointer, body));
                }
                None => judge.problem(format!("{name}: WITHIN has no line for it")),
            }
        }
    }
}

/// The names of the schemas that a schema stands for: its own, and those of its alternatives.
fn names<'a>(schemas: &'a Value, schema: &'a Value) -> Vec<&'a str> {
    let name = schema["$ref"]
        .as_str()
        .and_then(|reference| reference.rsplit('/').next());
    let target = name.map_or(schema, |name| &schemas[name]);
    let kinds = ["anyOf", "oneOf"]
        .into_iter()
        .flat_map(|union| target[union].as_array().into_iter().flatten());
    name.into_iter()
        .chain(kinds.flat_map(|kind| names(schemas, kind)))
        .collect()
}

/// The names of all schemas that a value refers to, itself or through others.
fn reach(api: &Value, value: &Value, reached: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                let name = reference.rsplit('/').next().unwrap_or_default();
                if reached.insert(name.to_owned()) {
                    let target = api.pointer(reference.trim_start_matches('#'));
                    reach(api, target.unwrap_or_else(|| panic!("no {reference}")), reached);
                }
            }
            object.values().for_each(|member| reach(api, member, reached));
        }
        Value::Array(items) => items.iter().for_each(|item| reach(api, item, reached)),
        _ => {}
    }
}

/// The examples of a schema as a whole.
fn examples(judge: &mut Judge, schema: &Value) -> Vec<Value> {
    let told = schema["x-oaiMeta"]["example"].as_str().unwrap_or_default();
    let own = schema.get("example").filter(|example| example.is_object());
    documents(judge, told).into_iter().chain(own.cloned()).collect()
}

/// A body that holds the value at the place, and nothing else.
fn wrapped(pointer: &str, value: Value) -> Value {
    pointer.rsplit('/').fold(value, |inside, step| match step {
        "" => inside,
        "0" => json!([inside]),
        name => json!({name: inside}),
    })
}
