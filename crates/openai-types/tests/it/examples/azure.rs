//! The examples beside Azure's specifications.

use std::path::Path;

use serde_json::Value;

use super::{Part, look, members};
use crate::judge::Judge;
use crate::{files, specification};

/// The operation of an example, by what the file's name begins with; the first that fits counts.
const OPERATIONS: &[(&str, &str, &str)] = &[
    // The examples of 2023 in the new shape, to which data sources belong.
    ("generated_extensions_chat", "POST", "/chat/completions"),
    ("audio_speech", "POST", "/audio/speech"),
    ("audio_transcription", "POST", "/audio/transcriptions"),
    ("audio_translation", "POST", "/audio/translations"),
    ("chat_completions", "POST", "/chat/completions"),
    ("completions", "POST", "/completions"),
    ("embeddings", "POST", "/embeddings"),
    ("image_generation", "POST", "/images/generations"),
    ("get_models", "GET", "/models"),
    ("get_model", "GET", "/models/{model}"),
    ("get_files", "GET", "/files"),
    ("get_file_content", "GET", "/files/{file_id}/content"),
    ("get_file", "GET", "/files/{file_id}"),
    ("delete_file", "DELETE", "/files/{file_id}"),
    ("import_file", "POST", "/files/import"),
    ("upload_file", "POST", "/files"),
];

/// What the names of other examples hold, and why they are not looked at here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("extensions_chat", "On Your Data, 2023 form: types of openai-azure"),
    ("ingestion_job", "On Your Data's jobs: types of openai-azure"),
    ("images_operation", "DALL-E 2: types of openai-azure"),
    ("image_operation", "DALL-E 2: types of openai-azure"),
    ("images_generate", "DALL-E 2: types of openai-azure"),
    ("generate_image", "DALL-E 2: types of openai-azure"),
    ("assistant", "assistants: no operation of ours"),
    ("thread", "assistants: no operation of ours"),
    ("run", "assistants: no operation of ours"),
    ("message", "assistants: no operation of ours"),
    ("finetun", "fine tuning: no operation of ours"),
];

/// Looks at every example.
pub(super) fn look_at_all(judge: &mut Judge, specs: &Path) {
    let paths = files::json(&specs.join("specs"));
    let is_example = |path: &&std::path::PathBuf| path.parent().is_some_and(|folder| folder.ends_with("examples"));
    for path in paths.iter().filter(is_example) {
        let name = files::stem(path);
        let own = name.trim_start_matches("generated_");
        let operation = OPERATIONS
            .iter()
            .find(|(start, ..)| name.starts_with(start) || own.starts_with(start));
        let elsewhere = ELSEWHERE.iter().find(|(part, _)| own.contains(part));
        match (operation, elsewhere) {
            (Some((start, method, operation)), _) => {
                judge.uses("azure::OPERATIONS", *start);
                look_at(judge, path, method, operation);
            }
            (None, Some((part, _))) => judge.uses("azure::ELSEWHERE", *part),
            (None, None) => judge.problem(format!("{}: no table has a line for it", path.display())),
        }
    }
}

/// The tables, and what their lines are for.
pub(super) fn tables() -> [(&'static str, Vec<&'static str>); 2] {
    [
        (
            "azure::OPERATIONS",
            OPERATIONS.iter().map(|(start, ..)| *start).collect(),
        ),
        ("azure::ELSEWHERE", ELSEWHERE.iter().map(|(part, _)| *part).collect()),
    ]
}

fn look_at(judge: &mut Judge, path: &Path, method: &str, operation: &str) {
    let place = path.display().to_string();
    let example: Value = specification::read(path);
    // The one parameter that is an object is the body.
    for (_, body) in members(&example["parameters"]).filter(|(_, value)| value.is_object()) {
        look(judge, &place, method, operation, Part::Request, body);
    }
    let successful = members(&example["responses"]).filter(|(status, _)| status.starts_with('2'));
    for (_, answer) in successful.filter(|(_, answer)| answer["body"].is_object()) {
        look(judge, &place, method, operation, Part::Answer, &answer["body"]);
    }
}
