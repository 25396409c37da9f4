//! The vendors' own examples decode, come back equal, hold nothing that is neither named nor explained, and fit the
//! generated JSON Schemas.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::{Validator, draft202012};
use openai_types::schema::{self, OPERATIONS};
use serde_json::{Deserializer, Value, json};

use crate::kinds::round_named;
use crate::specs::Specs;

mod tables;

use tables::{AZURE, ELSEWHERE, EXPLAINED, LISTED, MENDED, PAGES, WITHIN};

/// The validators of the root types' schemas, by the types' names.
static VALIDATORS: LazyLock<BTreeMap<&str, Validator>> = LazyLock::new(|| {
    let roots = schema::roots().into_iter();
    roots
        .map(|(name, schema)| (name, draft202012::new(&schema).expect("a schema")))
        .collect()
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Request,
    Answer,
    Event,
}

/// The root types of a part of an operation.
fn roots(method: &str, path: &str, part: Part) -> &'static [&'static str] {
    let operation = OPERATIONS
        .iter()
        .find(|operation| operation.method == method && operation.path == path);
    operation.map_or(&[], |operation| match part {
        Part::Request => operation.requests,
        Part::Answer => operation.responses,
        Part::Event => operation.events,
    })
}

/// How many examples were looked at.
#[derive(Default)]
struct Seen {
    /// Requests, answers and events by operation.
    counts: BTreeMap<String, [usize; 3]>,
    explained: usize,
    problems: Vec<String>,
}

impl Seen {
    fn look(&mut self, place: &str, method: &str, path: &str, part: Part, body: &Value) {
        let is_elsewhere = |(edge, _): &(&str, &str)| path.starts_with(edge) || path.ends_with(edge);
        if ELSEWHERE.iter().any(is_elsewhere) {
            return;
        }
        let kinds = roots(method, path, part);
        if kinds.is_empty() {
            let what = format!("{place}: schema::OPERATIONS has no {part:?} of {method} {path}");
            return self.problems.push(what);
        }
        self.look_as(place, kinds, body);
        let count = self.counts.entry(format!("{method} {path}")).or_default();
        count[part as usize] += 1;
    }

    /// Where several types may describe the body, the best of them counts.
    fn look_as(&mut self, place: &str, kinds: &[&str], body: &Value) {
        let text = body.to_string();
        let tries = kinds.iter().map(|kind| (*kind, unexplained(kind, &text)));
        let best = tries.min_by_key(|(_, tried)| tried.as_ref().map_or(usize::MAX, |(unknowns, _)| unknowns.len()));
        match best.expect("there is a type") {
            (_, Err(error)) => self.problems.push(format!("{place} as {kinds:?}: {error}")),
            (kind, Ok((unknowns, explained))) => {
                let unfit = VALIDATORS[kind].iter_errors(body);
                let misfit = |error| format!("{place}: {error}, by the schema of {kind}");
                self.problems.extend(unfit.map(misfit));
                let problem = |unknown| format!("{place} as {kinds:?}: {unknown} is neither named nor explained");
                self.problems.extend(unknowns.into_iter().map(problem));
                self.explained += explained;
            }
        }
    }

    /// Prints the counts and answers their sum. Fails on any problem.
    fn report(&self) -> usize {
        for (operation, [requests, answers, events]) in &self.counts {
            println!("{operation}: {requests} requests, {answers} answers, {events} events");
        }
        println!("{} explained unknowns", self.explained);
        assert!(self.problems.is_empty(), "{}", self.problems.join("\n"));
        self.counts.values().flatten().sum()
    }
}

/// What the type does not name: what is not explained, and how much is.
fn unexplained(kind: &str, text: &str) -> Result<(Vec<String>, usize), String> {
    let unknowns = round_named(kind, text)?;
    let all = unknowns.len();
    let is_new = |unknown: &String| {
        let name = unknown.rsplit('.').next().unwrap_or_default();
        !EXPLAINED
            .iter()
            .any(|(of, names, _)| *of == kind && names.contains(&name))
    };
    let unknowns: Vec<_> = unknowns.into_iter().filter(is_new).collect();
    let explained = all - unknowns.len();
    Ok((unknowns, explained))
}

/// The line of a table whose name the file's begins with.
fn by_name<'a>(table: &[(&str, &'a str, &'a str)], name: &str) -> Option<(&'a str, &'a str)> {
    let line = table.iter().find(|(start, ..)| name.starts_with(start));
    line.map(|(_, method, path)| (*method, *path))
}

fn stem(path: &Path) -> &str {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .expect("names are ASCII")
}

#[test]
fn azure_examples() {
    let Some(specs) = Specs::open("openai-types::azure_examples") else {
        return;
    };
    let mut seen = Seen::default();
    let files = specs.files("specs", |path| {
        path.parent().is_some_and(|folder| folder.ends_with("examples"))
    });
    for path in &files {
        let name = stem(path).trim_start_matches("generated_");
        let others = ["assistant", "thread", "run", "message", "finetun", "tool_outputs"];
        if name.starts_with("extensions_chat") && !path.to_string_lossy().contains("2023-") {
            look_at_azure(&mut seen, &specs, path, "POST", "/chat/completions");
        } else if name.starts_with("extensions_chat") || others.iter().any(|other| name.contains(other)) {
            continue;
        } else {
            let (method, operation) = by_name(AZURE, name).unwrap_or_else(|| panic!("AZURE has no line for {name}"));
            look_at_azure(&mut seen, &specs, path, method, operation);
        }
    }
    assert!(seen.report() >= 140, "{} files", files.len());
}

fn look_at_azure(seen: &mut Seen, specs: &Specs, path: &Path, method: &str, operation: &str) {
    let place = path.display().to_string();
    let example = specs.read(path);
    // The one parameter that is an object is the body.
    for (_, body) in members(&example["parameters"]).filter(|(_, value)| value.is_object()) {
        seen.look(&place, method, operation, Part::Request, body);
    }
    let successful = members(&example["responses"]).filter(|(status, _)| status.starts_with('2'));
    for (_, answer) in successful.filter(|(_, answer)| answer["body"].is_object()) {
        seen.look(&place, method, operation, Part::Answer, &answer["body"]);
    }
}

fn members(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

#[test]
fn documentation_examples() {
    let Some(specs) = Specs::open("openai-types::documentation_examples") else {
        return;
    };
    let mut seen = Seen::default();
    for path in specs.files("fixtures/seeds", |_| true) {
        let name = stem(&path);
        let (method, operation) = by_name(PAGES, name).unwrap_or_else(|| panic!("PAGES has no line for {name}"));
        let part = if name.ends_with(".request") {
            Part::Request
        } else {
            Part::Answer
        };
        seen.look(name, method, operation, part, &specs.read(&path));
    }
    assert!(seen.report() >= 15);
}

#[test]
fn openai_examples() {
    let Some(specs) = Specs::open("openai-types::openai_examples") else {
        return;
    };
    let api = specs.read("specs/openai/openapi.json");
    let mut seen = Seen::default();
    for (path, operations) in members(&api["paths"]) {
        if !LISTED.iter().any(|start| path.starts_with(start)) {
            continue;
        }
        for (method, operation) in members(operations) {
            look_at_openai(&mut seen, &method.to_uppercase(), path, operation);
        }
    }
    assert!(seen.report() >= 70);
}

fn look_at_openai(seen: &mut Seen, method: &str, path: &str, operation: &Value) {
    // One example stands alone, several in a list.
    let examples = &operation["x-oaiMeta"]["examples"];
    let one = examples.is_object().then_some(examples);
    for example in examples.as_array().into_iter().flatten().chain(one) {
        let title = example["title"].as_str().unwrap_or_default();
        let place = format!("{method} {path} {title}");
        let command = example["request"]["curl"].as_str().unwrap_or_default();
        if let Some(body) = curl_body(command) {
            let body = serde_json::from_str(body).unwrap_or_else(|error| panic!("{place}: {error}: {body}"));
            seen.look(&place, method, path, Part::Request, &body);
        }
        let answer = example["response"].as_str().unwrap_or_default();
        let (events, whole) = if answer.lines().any(|line| line.starts_with("data:")) {
            (events(answer), vec![])
        } else {
            documents(answer).into_iter().partition(is_chunk)
        };
        for event in events {
            seen.look(&place, method, path, Part::Event, &event);
        }
        for body in whole {
            seen.look(&place, method, path, Part::Answer, &body);
        }
    }
    for (_, content) in members(&operation["requestBody"]["content"]) {
        for (name, example) in members(&content["examples"]) {
            let place = format!("{method} {path} {name}");
            seen.look(&place, method, path, Part::Request, &example["value"]);
        }
    }
}

#[test]
fn openai_schema_examples() {
    let Some(specs) = Specs::open("openai-types::openai_schema_examples") else {
        return;
    };
    let api = specs.read("specs/openai/openapi.json");
    let (mut seen, mut done) = (Seen::default(), BTreeSet::new());
    let (mut reached, mut listed) = (BTreeSet::new(), Vec::new());
    for (path, operations) in members(&api["paths"]) {
        let is_beta = path.ends_with("?beta=true");
        if is_beta || !LISTED.iter().any(|start| path.starts_with(start)) {
            continue;
        }
        for (method, operation) in members(operations) {
            reach(&api, operation, &mut reached);
            listed.push((method.to_uppercase(), path, operation));
        }
    }
    let schemas = &api["components"]["schemas"];
    for (method, path, operation) in listed {
        for (_, answer) in members(&operation["responses"]).filter(|(status, _)| status.starts_with('2')) {
            for (kind, content) in members(&answer["content"]) {
                let part = if kind == "text/event-stream" {
                    Part::Event
                } else {
                    Part::Answer
                };
                for name in names(schemas, &content["schema"]) {
                    for body in examples(&schemas[name]) {
                        seen.look(name, &method, path, part, &body);
                        done.insert(name);
                    }
                }
            }
        }
    }
    for name in &reached {
        let bodies = examples(&schemas[name.as_str()]);
        if done.contains(name.as_str()) || bodies.is_empty() {
            continue;
        }
        let within = WITHIN.iter().find(|(within, ..)| within == name);
        let (_, kind, pointer) = within.unwrap_or_else(|| panic!("WITHIN has no line for {name}"));
        for body in bodies {
            seen.look_as(name, &[kind], &wrapped(pointer, body));
        }
    }
    assert!(seen.report() >= 70);
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
fn examples(schema: &Value) -> Vec<Value> {
    let told = schema["x-oaiMeta"]["example"].as_str().unwrap_or_default();
    let own = schema.get("example").filter(|example| example.is_object());
    documents(told).into_iter().chain(own.cloned()).collect()
}

/// A body that holds the value at the place, and nothing else.
fn wrapped(pointer: &str, value: Value) -> Value {
    pointer.rsplit('/').fold(value, |inside, step| match step {
        "" => inside,
        "0" => json!([inside]),
        name => json!({name: inside}),
    })
}

/// The events of a sample of a stream, without the mark of its end.
fn events(text: &str) -> Vec<Value> {
    let data = text.lines().filter_map(|line| line.strip_prefix("data:"));
    let events = data.map(str::trim).filter(|data| *data != "[DONE]");
    events
        .map(|data| serde_json::from_str(data).unwrap_or_else(|error| panic!("{error}: {data}")))
        .collect()
}

/// The JSON documents in an example: a stream's has several.
fn documents(text: &str) -> Vec<Value> {
    let mend = |text: String, (wrong, right): &(&str, &str)| text.replace(wrong, right);
    let text = MENDED.iter().fold(without_dots(text), mend);
    let documents = Deserializer::from_str(&text).into_iter();
    documents
        .map(|body| body.unwrap_or_else(|error| panic!("{error}: {text}")))
        .collect()
}

/// The text without the lines of dots that stand for more of the same.
fn without_dots(text: &str) -> String {
    let is_dots = |line: &&str| line.trim_start_matches([' ', '{', ',']).starts_with("..");
    let mut kept = String::new();
    for line in text.lines().filter(|line| !is_dots(line)) {
        if line.trim_start().starts_with([']', '}']) && kept.trim_end().ends_with(',') {
            kept.truncate(kept.trim_end().len() - 1);
        }
        kept += line;
        kept.push('\n');
    }
    kept
}

/// A stream's example among whole answers.
fn is_chunk(body: &Value) -> bool {
    body["object"] == "chat.completion.chunk"
}

/// The body in a curl command: what stands between the quotes after `-d`.
fn curl_body(command: &str) -> Option<&str> {
    let (_, body) = command.split_once("-d ")?;
    let quote = body.chars().next()?;
    body.get(1..body.rfind(quote)?)
}
