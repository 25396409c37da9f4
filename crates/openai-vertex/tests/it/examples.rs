//! The examples of Google's guide, written with the types.

use openai_core::{Spelled, Streaming};
use openai_types::chat::{Message, Request};
use openai_vertex::Vertex;
use serde_json::json;

use crate::chat::{deployed, gemini};
use crate::samples::spell;
use crate::{body, example, specification};

/// What the guide's variables stand for here.
const VARIABLES: [(&str, &str); 4] = [
    ("${LOCATION}", "us-central1"),
    ("${PROJECT_ID}", "my-project"),
    ("${ENDPOINT}", "1234567890"),
    ("${MODEL_ID}", "gemini-2.5-flash"),
];

fn story(prompt: &str) -> Request {
    Request::new("gemini-2.5-flash", [Message::user(prompt)])
}

fn nameless(prompt: &str) -> Request {
    Request::without_model([Message::user(prompt)])
}

fn ask(vertex: &Vertex, request: Request) -> Spelled {
    let spelled = spell(vertex, &request).unwrap();
    assert_eq!(spelled.request.method(), "POST");
    assert_eq!(spelled.request.headers()["content-type"], "application/json");
    spelled
}

#[test]
fn four_requests() {
    let messages = json!([{"role": "user", "content": "Tell of a fox."}]);
    let model = "google/gemini-2.5-flash";
    for (spelled, body) in [
        (
            ask(&gemini(), story("Tell of a fox.")),
            json!({"model": model, "messages": messages}),
        ),
        (
            ask(&gemini(), story("Tell of a fox.").streamed(false)),
            json!({"model": model, "stream": true, "messages": messages}),
        ),
        (
            ask(&deployed(), nameless("Tell of a fox.")),
            json!({"messages": messages}),
        ),
        (
            ask(&deployed(), nameless("Tell of a fox.").streamed(false)),
            json!({"stream": true, "messages": messages}),
        ),
    ] {
        assert_eq!(body::of(&spelled), body);
    }
}

#[test]
fn the_examples_of_the_guide() {
    let Some(folder) = specification::folder("openai-vertex: the_examples_of_the_guide") else {
        return;
    };
    let filled = |text: &str| {
        VARIABLES
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    };
    let fixture = |name: &str| {
        let body = specification::read(&folder.join(format!("fixtures/seeds/{name}.request.json")));
        serde_json::from_str::<serde_json::Value>(&filled(&body.to_string())).unwrap()
    };
    let addresses: Vec<String> = example::addresses(&folder, "001")
        .iter()
        .filter(|address| address.ends_with("/chat/completions"))
        .map(|address| filled(address))
        .collect();
    assert_eq!(addresses.len(), 4, "{addresses:?}");

    let body = fixture("vertex_chat");
    let prompt = example::text(&body, "/messages/0/content");
    for ((name, spelled), address) in [
        ("vertex_chat", ask(&gemini(), story(prompt))),
        ("vertex_chat_stream", ask(&gemini(), story(prompt).streamed(false))),
        ("vertex_selfdeployed_chat", ask(&deployed(), nameless(prompt))),
        (
            "vertex_selfdeployed_chat_stream",
            ask(&deployed(), nameless(prompt).streamed(false)),
        ),
    ]
    .into_iter()
    .zip(addresses)
    {
        assert_eq!(body::of(&spelled), fixture(name), "{name}");
        assert_eq!(spelled.request.uri().to_string(), address, "{name}");
    }
}
