//! The bodies that stand in the vendors' pages.

use std::path::Path;

use super::{Part, look};
use crate::judge::Judge;
use crate::{files, specification};

/// The operation of a body, by what the file's name begins with.
const OPERATIONS: &[(&str, &str, &str)] = &[
    ("azure_chat", "POST", "/chat/completions"),
    ("azure_completions", "POST", "/completions"),
    ("azure_dalle3", "POST", "/images/generations"),
    ("azure_embeddings", "POST", "/embeddings"),
    ("azure_speech", "POST", "/audio/speech"),
    ("azure_translation", "POST", "/audio/translations"),
    ("databricks_responses", "POST", "/responses"),
    ("vertex_chat", "POST", "/chat/completions"),
    ("vertex_selfdeployed_chat", "POST", "/chat/completions"),
];

/// What the names of other bodies begin with, and why they are not looked at here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("azure_dalle2", "DALL-E 2: types of openai-azure"),
    ("azure_ext_chat", "On Your Data, 2023 form: types of openai-azure"),
    ("azure_ingestion", "On Your Data's jobs: types of openai-azure"),
    ("azure_oyd", "On Your Data, 2023 form: types of openai-azure"),
];

/// Looks at every body.
pub(super) fn look_at_all(judge: &mut Judge, specs: &Path) {
    for path in files::json(&specs.join("fixtures/seeds")) {
        let name = files::stem(&path);
        let operation = OPERATIONS.iter().find(|(start, ..)| name.starts_with(start));
        let elsewhere = ELSEWHERE.iter().find(|(start, _)| name.starts_with(start));
        match (operation, elsewhere) {
            (Some((start, method, operation)), _) => {
                judge.uses("pages::OPERATIONS", *start);
                let is_request = name.ends_with(".request");
                let part = if is_request { Part::Request } else { Part::Answer };
                look(judge, name, method, operation, part, &specification::read(&path));
            }
            (None, Some((start, _))) => judge.uses("pages::ELSEWHERE", *start),
            (None, None) => judge.problem(format!("{name}: no table has a line for it")),
        }
    }
}

/// The tables, and what their lines are for.
pub(super) fn tables() -> [(&'static str, Vec<&'static str>); 2] {
    [
        (
            "pages::OPERATIONS",
            OPERATIONS.iter().map(|(start, ..)| *start).collect(),
        ),
        ("pages::ELSEWHERE", ELSEWHERE.iter().map(|(start, _)| *start).collect()),
    ]
}
