//! The vendors' own examples decode, come back equal, and hold nothing that is neither named nor explained.

use std::path::Path;

use serde_json::{Deserializer, Value};

use crate::json::round_chat;
use crate::specs::Specs;

/// Members that the examples hold and that no type names, and why.
const EXPLAINED: &[(&str, &str)] = &[
    ("dataSources", "Azure On Your Data, 2023 form: types of openai-azure"),
    ("data_sources", "Azure On Your Data, 2024 form: types of openai-azure"),
    (
        "enhancements",
        "Azure vision enhancements, previews only: types of openai-azure",
    ),
    ("context", "Azure On Your Data's citations: types of openai-azure"),
    (
        "messages",
        "Azure On Your Data's first form of an answer: types of openai-azure",
    ),
    (
        "end_turn",
        "Azure On Your Data's mark of the last message: types of openai-azure",
    ),
];

/// What was looked at.
#[derive(Default)]
struct Seen {
    request: usize,
    completion: usize,
    chunk: usize,
    explained: usize,
}

impl Seen {
    fn look(&mut self, kind: &str, place: &str, body: &Value) {
        let unknowns = round_chat(kind, &body.to_string()).unwrap_or_else(|error| panic!("{place}: {error}"));
        for unknown in unknowns {
            let name = unknown.rsplit('.').next().unwrap_or_default();
            assert!(
                EXPLAINED.iter().any(|(explained, _)| *explained == name),
                "{place}: {unknown} is neither named nor explained"
            );
            self.explained += 1;
        }
        match kind {
            "request" => self.request += 1,
            "completion" => self.completion += 1,
            _ => self.chunk += 1,
        }
    }

    /// Looks at a body if it belongs to chat.
    fn look_at_any(&mut self, place: &str, body: &Value) {
        let choice = body.pointer("/choices/0").unwrap_or(&Value::Null);
        if body.get("messages").is_some() {
            self.look("request", place, body);
        } else if body["object"] == "chat.completion.chunk" || choice.get("delta").is_some() {
            self.look("chunk", place, body);
        } else if choice.get("message").is_some() || choice.get("messages").is_some() {
            self.look("completion", place, body);
        }
    }
}

fn place(path: &Path) -> String {
    path.display().to_string()
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
        let example = specs.read(path);
        seen.look_at_any(&place(path), &example["parameters"]["body"]);
        for response in example["responses"].as_object().into_iter().flatten() {
            seen.look_at_any(&format!("{} {}", place(path), response.0), &response.1["body"]);
        }
    }
    let Seen {
        request,
        completion,
        explained,
        ..
    } = seen;
    println!(
        "{} files: {request} requests, {completion} completions, {explained} explained unknowns",
        files.len()
    );
    assert!(
        request >= 42 && completion >= 42,
        "{request} requests, {completion} completions"
    );
}

#[test]
fn openai_examples() {
    let Some(specs) = Specs::open("openai-types::openai_examples") else {
        return;
    };
    let api = specs.read("specs/openai/openapi.json");
    let mut seen = Seen::default();
    let operation = &api["paths"]["/chat/completions"]["post"];
    for example in operation["x-oaiMeta"]["examples"].as_array().into_iter().flatten() {
        let place = example["title"].as_str().unwrap_or_default();
        let body = example["request"]["curl"].as_str().and_then(curl_body);
        seen.look_at_any(place, &body.unwrap_or_else(|| panic!("{place} has no request")));
        for body in documents(&example["response"]) {
            seen.look_at_any(place, &body);
        }
    }
    for name in ["CreateChatCompletionResponse", "CreateChatCompletionStreamResponse"] {
        for body in documents(&api["components"]["schemas"][name]["x-oaiMeta"]["example"]) {
            seen.look_at_any(name, &body);
        }
    }
    let Seen {
        request,
        completion,
        chunk,
        ..
    } = seen;
    println!("{request} requests, {completion} completions, {chunk} chunks");
    assert!(
        request >= 5 && completion >= 5 && chunk >= 6,
        "{request}, {completion}, {chunk}"
    );
}

#[test]
fn documentation_examples() {
    let Some(specs) = Specs::open("openai-types::documentation_examples") else {
        return;
    };
    let mut seen = Seen::default();
    for path in specs.files("fixtures/seeds", |_| true) {
        seen.look_at_any(&place(&path), &specs.read(&path));
    }
    let Seen {
        request,
        completion,
        explained,
        ..
    } = seen;
    println!("{request} requests, {completion} completions, {explained} explained unknowns");
    assert!(
        request >= 10 && completion >= 2,
        "{request} requests, {completion} completions"
    );
}

/// The JSON documents in an example; a stream's example has several, with a line of dots among them.
fn documents(example: &Value) -> Vec<Value> {
    let text = example.as_str().unwrap_or_default();
    let parts = text.split("\n..").map(|part| part.trim_start_matches(['.', '\n', ' ']));
    let documents = parts.flat_map(|part| Deserializer::from_str(part).into_iter());
    documents.map(|body| body.expect("an example is JSON")).collect()
}

/// The body in a curl command: what stands between the quotes after `-d`.
fn curl_body(command: &str) -> Option<Value> {
    let (_, body) = command.split_once("-d ")?;
    let quote = body.chars().next()?;
    let body = body.get(1..body.rfind(quote)?)?;
    serde_json::from_str(body).ok()
}
