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

/// The members of the body, and the parameters of the query.
fn parameters(file: &Value, operation: &Value) -> BTreeSet<String> {
    let query = operation["parameters"].as_array().into_iter().flatten();
    let query = query.filter(|parameter| parameter["in"] == "query");
    let query = query.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned));
    schema::body(file, operation).into_iter().chain(query).collect()
}
