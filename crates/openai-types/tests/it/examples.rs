//! The vendors' own examples decode, come back equal, hold nothing that is neither named nor explained, and fit the
//! generated JSON Schemas.

use openai_types::schema::OPERATIONS;
use serde_json::Value;

use crate::judge::{Explained, Judge};
use crate::specification;

mod azure;
mod openai;
mod pages;
mod text;

/// Members that the examples hold and that a type does not name, and why.
const EXPLAINED: &[Explained] = &[
    (
        "chat.Request",
        &["data_sources", "messages[].context"],
        "Azure On Your Data, 2024 form: types of openai-azure",
    ),
    (
        "chat.Completion",
        &["choices[].message.context"],
        "Azure On Your Data's citations: types of openai-azure",
    ),
    (
        "chat.Completion",
        &[
            "frequency_penalty",
            "input_user",
            "presence_penalty",
            "request_id",
            "response_format",
            "seed",
            "temperature",
            "tool_choice",
            "tools",
            "top_p",
        ],
        "a stored completion repeats them from its request: the schema does not have them",
    ),
    (
        "chat.List",
        &[
            "data[].frequency_penalty",
            "data[].input_user",
            "data[].presence_penalty",
            "data[].request_id",
            "data[].response_format",
            "data[].seed",
            "data[].temperature",
            "data[].tool_choice",
            "data[].tools",
            "data[].top_p",
        ],
        "stored completions: as above",
    ),
    (
        "responses.Event",
        &[
            "response.incomplete_details.reason = max_tokens",
            "response.input",
            "response.reasoning_effort",
            "response.updated_at",
        ],
        "older than the schema, which has no such members and calls the reason max_output_tokens",
    ),
    ("images.EditRequest", &["image"], "the file itself: a part of the form"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Request,
    Answer,
    Event,
}

/// Looks at a part of an operation.
fn look(judge: &mut Judge, place: &str, method: &str, path: &str, part: Part, body: &Value) {
    let operation = OPERATIONS
        .iter()
        .find(|operation| operation.method == method && operation.path == path);
    let kinds = operation.map_or(&[][..], |operation| match part {
        Part::Request => operation.requests,
        Part::Answer => operation.responses,
        Part::Event => operation.events,
    });
    if kinds.is_empty() {
        return judge.problem(format!(
            "{place}: schema::OPERATIONS has no {part:?} of {method} {path}"
        ));
    }
    judge.look(place, kinds, body);
    judge.count(format!("{method} {path} {part:?}"));
}

fn members(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

#[test]
fn the_vendors_examples() {
    let Some(specs) = specification::folder("openai-types::the_vendors_examples") else {
        return;
    };
    let api = specification::read(&specs.join("specs/openai/openapi.json"));
    let mut judge = Judge::new(EXPLAINED);
    azure::look_at_all(&mut judge, &specs);
    pages::look_at_all(&mut judge, &specs);
    openai::look_at_operations(&mut judge, &api);
    openai::look_at_schemas(&mut judge, &api);
    let mut tables = vec![text::table()];
    tables.extend(azure::tables());
    tables.extend(pages::tables());
    tables.extend(openai::tables());
    let counts = judge.verdict(&tables);
    let all: usize = counts.values().sum();
    println!("{all} bodies");
    assert!(all >= 380, "{all} bodies");
}
