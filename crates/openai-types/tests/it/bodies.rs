//! Bodies as the four services take and send them.

use std::fs;
use std::path::Path;

use crate::json::round_chat;

/// One body of `tests/bodies`.
pub(crate) struct Body {
    /// `request`, `completion` or `chunk`.
    pub(crate) kind: String,
    /// The file's name, with its folder.
    pub(crate) name: String,
    /// The text.
    pub(crate) text: String,
}

/// Every body, in order of name.
pub(crate) fn all() -> Vec<Body> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bodies");
    let mut bodies = Vec::new();
    for kind in ["chunk", "completion", "request"] {
        for entry in fs::read_dir(root.join(kind)).expect("the folder of bodies is there") {
            let path = entry.expect("it can be listed").path();
            let stem = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .expect("names are ASCII");
            bodies.push(Body {
                kind: kind.to_owned(),
                name: format!("{kind}/{stem}"),
                text: fs::read_to_string(&path).expect("it can be read"),
            });
        }
    }
    bodies.sort_by(|a, b| a.name.cmp(&b.name));
    bodies
}

/// What the bodies hold that the types do not name. Every other body is named completely.
const UNKNOWNS: &[(&str, &[&str])] = &[
    (
        "request/vertex_modalities",
        &["messages[0].content[0].input_audio.format = audio/ogg"],
    ),
    (
        "request/vertex_thought_signature",
        &[
            "messages[1].tool_calls[0].extra_content",
            "messages[1].extra_content",
            "extra_body",
        ],
    ),
    ("request/databricks", &["top_k"]),
    (
        "request/unknown",
        &[
            "messages[0] = oracle",
            "messages[1] = ",
            "messages[2] = ",
            "messages[3].content[0] = smell",
            "messages[3].content[1] = ",
            "response_format = xml",
            "tools[0] = browser",
            "tool_choice = browser",
            "reasoning_effort = heroic",
            "service_tier = gold",
            "new_switch",
        ],
    ),
    (
        "completion/azure_hyphen",
        &["choices[0].content_filter_results.self-harm"],
    ),
    ("completion/vertex_no_message", &["usage.extra_properties"]),
    (
        "completion/vertex_thought_signature",
        &[
            "choices[0].message.tool_calls[0].extra_content",
            "choices[0].message.extra_content",
        ],
    ),
    (
        "completion/unknown",
        &[
            "choices[0].message.role = narrator",
            "choices[0].message.content[0] = smell",
            "choices[0].message.tool_calls[0] = browser",
            "choices[0].message.annotations[0] = map",
            "choices[0].message.mood",
            "choices[0].finish_reason = ",
            "choices[0].content_filter_results.sexual.severity = grave",
            "service_tier = gold",
            "new_member",
        ],
    ),
    (
        "chunk/vertex_tool_call",
        &["choices[0].delta.tool_calls[0].extra_content"],
    ),
    ("chunk/empty_finish_reason", &["choices[0].finish_reason = "]),
    (
        "chunk/unknown",
        &[
            "choices[0].delta.role = narrator",
            "choices[0].delta.tool_calls[0].browser",
            "choices[0].delta.mood",
            "choices[0].finish_reason = bored",
            "service_tier = gold",
            "new_member",
        ],
    ),
];

#[test]
fn every_body_comes_back_and_holds_exactly_the_unknowns_listed() {
    let bodies = all();
    for body in &bodies {
        let unknowns = round_chat(&body.kind, &body.text).unwrap_or_else(|error| panic!("{}: {error}", body.name));
        let listed = UNKNOWNS.iter().find(|(name, _)| *name == body.name);
        assert_eq!(unknowns, listed.map_or(&[][..], |(_, paths)| paths), "{}", body.name);
    }
    for (name, _) in UNKNOWNS {
        assert!(bodies.iter().any(|body| body.name == *name), "{name} is not there");
    }
    println!("{} bodies", bodies.len());
}
