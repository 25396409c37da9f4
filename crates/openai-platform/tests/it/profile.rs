//! The profile against OpenAI's published specification.

use std::collections::BTreeSet;

use openai_core::{Operation, Provider};
use openai_platform::OpenAi;
use serde_json::Value;

use crate::schema;
use crate::specification;

/// Where the specification has each operation.
const PATHS: &[(Operation, &str, &str)] = &[
    (Operation::CHAT, "post", "/chat/completions"),
    (Operation::COMPLETIONS, "post", "/completions"),
    (Operation::EMBEDDINGS, "post", "/embeddings"),
    (Operation::RESPONSES, "post", "/responses"),
    (Operation::RESPONSES_RETRIEVE, "get", "/responses/{response_id}"),
    (Operation::RESPONSES_DELETE, "delete", "/responses/{response_id}"),
    (Operation::RESPONSES_CANCEL, "post", "/responses/{response_id}/cancel"),
    (
        Operation::RESPONSES_INPUT_ITEMS,
        "get",
        "/responses/{response_id}/input_items",
    ),
    (Operation::RESPONSES_INPUT_TOKENS, "post", "/responses/input_tokens"),
    (Operation::RESPONSES_COMPACT, "post", "/responses/compact"),
    (Operation::IMAGES_GENERATIONS, "post", "/images/generations"),
    (Operation::IMAGES_EDITS, "post", "/images/edits"),
    (Operation::IMAGES_VARIATIONS, "post", "/images/variations"),
    (Operation::AUDIO_TRANSCRIPTIONS, "post", "/audio/transcriptions"),
    (Operation::AUDIO_TRANSLATIONS, "post", "/audio/translations"),
    (Operation::AUDIO_SPEECH, "post", "/audio/speech"),
    (Operation::MODELS_LIST, "get", "/models"),
    (Operation::MODELS_RETRIEVE, "get", "/models/{model}"),
    (Operation::MODELS_DELETE, "delete", "/models/{model}"),
    (Operation::FILES_CREATE, "post", "/files"),
    (Operation::FILES_LIST, "get", "/files"),
    (Operation::FILES_RETRIEVE, "get", "/files/{file_id}"),
    (Operation::FILES_DELETE, "delete", "/files/{file_id}"),
    (Operation::FILES_CONTENT, "get", "/files/{file_id}/content"),
    (Operation::UPLOADS_CREATE, "post", "/uploads"),
    (Operation::UPLOADS_PART, "post", "/uploads/{upload_id}/parts"),
    (Operation::UPLOADS_COMPLETE, "post", "/uploads/{upload_id}/complete"),
    (Operation::UPLOADS_CANCEL, "post", "/uploads/{upload_id}/cancel"),
    (Operation::BATCHES_CREATE, "post", "/batches"),
    (Operation::BATCHES_LIST, "get", "/batches"),
    (Operation::BATCHES_RETRIEVE, "get", "/batches/{batch_id}"),
    (Operation::BATCHES_CANCEL, "post", "/batches/{batch_id}/cancel"),
    (Operation::MODERATIONS, "post", "/moderations"),
];

#[test]
fn lists_what_the_specification_has() {
    let Some(folder) = specification::folder("openai-platform: lists_what_the_specification_has") else {
        return;
    };
    let file = specification::read(&folder.join("specs/openai/openapi.json"));
    let openai = OpenAi::new();
    assert_eq!(openai.profile().operations.len(), PATHS.len());
    for (operation, method, path) in PATHS {
        let specified = &file["paths"][path][method];
        assert!(specified.is_object(), "{method} {path}");
        let profile = openai.profile().operation(*operation).unwrap();
        let listed = schema::listed(openai.profile(), *operation);
        assert_eq!(listed, parameters(&file, specified), "{operation}");
        let streamed = ["stream", "stream_format"]
            .iter()
            .any(|switch| listed.contains(*switch));
        assert_eq!(profile.streaming, streamed, "{operation}");
    }
}

/// A member is noted as deprecated where the specification says so, and nowhere else; and where a body of one type alone
/// has it, the note names the type.
#[test]
fn notes_what_is_deprecated_and_what_one_type_of_body_has_alone() {
    let test = "openai-platform: notes_what_is_deprecated_and_what_one_type_of_body_has_alone";
    let Some(folder) = specification::folder(test) else {
        return;
    };
    let file = specification::read(&folder.join("specs/openai/openapi.json"));
    let openai = OpenAi::new();
    let mut deprecated = 0;
    for (operation, method, path) in PATHS {
        let profile = openai.profile().operation(*operation).unwrap();
        let bodies = file["paths"][path][method]["requestBody"]["content"].as_object();
        let bodies: Vec<_> = bodies.into_iter().flatten().collect();
        for parameter in profile.parameters.iter().filter(|known| known.note != "in the query") {
            let found: Vec<_> = bodies
                .iter()
                .filter_map(|(kind, body)| Some((kind.as_str(), member(&file, &body["schema"], &parameter.name)?)))
                .collect();
            let deprecates = found.iter().any(|(_, member)| is_deprecated(member));
            assert_eq!(
                parameter.note.starts_with("deprecated"),
                deprecates,
                "{operation} {}",
                parameter.name
            );
            deprecated += usize::from(deprecates);
            if bodies.len() > 1 && found.len() == 1 {
                let kind = if found[0].0 == "application/json" {
                    "in JSON only"
                } else {
                    "in the form only"
                };
                assert!(parameter.note.starts_with(kind), "{operation} {}", parameter.name);
            }
        }
    }
    assert!(deprecated > 5, "the specification deprecates some");
}

fn is_deprecated(member: &Value) -> bool {
    let mut ways = member["anyOf"].as_array().into_iter().flatten();
    member["deprecated"] == true || ways.any(is_deprecated)
}

/// What a schema says of a member, through references and `allOf`.
fn member<'a>(file: &'a Value, schema: &'a Value, name: &str) -> Option<&'a Value> {
    let own = schema["properties"].get(name);
    let pointer = schema["$ref"]
        .as_str()
        .map(|reference| reference.trim_start_matches('#'));
    let referred = || member(file, file.pointer(pointer?)?, name);
    let joined = || {
        schema["allOf"]
            .as_array()?
            .iter()
            .find_map(|part| member(file, part, name))
    };
    own.or_else(referred).or_else(joined)
}

/// The members of the body, and the parameters of the query.
fn parameters(file: &Value, operation: &Value) -> BTreeSet<String> {
    let query = operation["parameters"].as_array().into_iter().flatten();
    let query = query.filter(|parameter| parameter["in"] == "query");
    let query = query.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned));
    schema::body(file, operation).into_iter().chain(query).collect()
}
