//! The profile against Azure's published specifications.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use openai_azure::ingestion::v2023;
use openai_azure::{Azure, dalle2};
use openai_core::{Operation, Provider};
use serde_json::Value;

use crate::chat::{dated, endpoint};
use crate::schema;
use crate::specification;

/// What no dated specification has, or not every one that the service takes it in.
const BEYOND: &[(Operation, &str, &[&str])] = &[
    (Operation::CHAT, "chat/completions", &["model", "stream_options"]),
    (Operation::COMPLETIONS, "completions", &["model", "stream_options"]),
    (Operation::EMBEDDINGS, "embeddings", &["model"]),
    (Operation::IMAGES_GENERATIONS, "images/generations", &["model"]),
    (Operation::AUDIO_TRANSCRIPTIONS, "audio/transcriptions", &["model"]),
    (Operation::AUDIO_TRANSLATIONS, "audio/translations", &["model"]),
    (Operation::AUDIO_SPEECH, "audio/speech", &["model"]),
];

/// Where the specification of models, files and DALL-E 2 has each operation.
const AUTHORING: &[(Operation, &str, &str)] = &[
    (Operation::MODELS_LIST, "get", "/models"),
    (Operation::MODELS_RETRIEVE, "get", "/models/{model-id}"),
    (Operation::FILES_CREATE, "post", "/files"),
    (Operation::FILES_IMPORT, "post", "/files/import"),
    (Operation::FILES_LIST, "get", "/files"),
    (Operation::FILES_RETRIEVE, "get", "/files/{file-id}"),
    (Operation::FILES_DELETE, "delete", "/files/{file-id}"),
    (Operation::FILES_CONTENT, "get", "/files/{file-id}/content"),
    (dalle2::SUBMIT, "post", "/images/generations:submit"),
    (dalle2::RETRIEVE, "get", "/operations/images/{operation-id}"),
    (dalle2::DELETE, "delete", "/operations/images/{operation-id}"),
    (v2023::START, "put", "/extensions/on-your-data/ingestion-jobs/{jobId}"),
    (v2023::LIST, "get", "/extensions/on-your-data/ingestion-jobs"),
    (
        v2023::RETRIEVE,
        "get",
        "/extensions/on-your-data/ingestion-jobs/{jobId}",
    ),
    (Operation::BATCHES_CREATE, "post", "/batches"),
    (Operation::UPLOADS_CREATE, "post", "/uploads"),
];

fn supported(azure: &Azure) -> BTreeSet<String> {
    supported_in(azure, Operation::CHAT)
}

fn supported_in(azure: &Azure, operation: Operation) -> BTreeSet<String> {
    schema::listed(azure.profile(), operation)
}

/// The versions whose files lie in a folder, each with its file.
pub(crate) fn versions(folder: &Path, name: &str) -> Vec<(String, Value)> {
    let kinds = ["stable", "preview"].into_iter().map(|kind| folder.join(kind));
    let entries = kinds
        .filter(|kind| kind.exists())
        .flat_map(|kind| fs::read_dir(kind).unwrap());
    let found: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let version = path.file_name().unwrap().to_str().unwrap().to_owned();
            (version, specification::read(&path.join(name)))
        })
        .collect();
    assert!(found.len() >= 2, "{}", folder.display());
    found
}

#[test]
fn dated_versions_have_what_their_specifications_have() {
    let Some(folder) = specification::folder("openai-azure: dated_versions_have_what_their_specifications_have") else {
        return;
    };
    for (version, file) in versions(&folder.join("specs/azure/inference"), "inference.json") {
        for (operation, path, beyond) in BEYOND {
            let specified = &file["paths"][format!("/deployments/{{deployment-id}}/{path}")]["post"];
            let azure = dated(&version);
            assert_eq!(
                azure.profile().operation(*operation).is_some(),
                specified.is_object(),
                "{operation} in {version}"
            );
            if specified.is_object() {
                let mut expected = schema::body(&file, specified);
                expected.extend(beyond.iter().map(|name| (*name).to_owned()));
                // The how-to guide of this version has it, for the resource that vision enhancements need.
                if (*operation, version.as_str()) == (Operation::CHAT, "2024-02-15-preview") {
                    expected.insert("dataSources".to_owned());
                }
                assert_eq!(supported_in(&azure, *operation), expected, "{operation} in {version}");
            }
        }
    }
}

#[test]
fn dated_versions_have_the_operations_of_their_authoring_specifications() {
    let name = "openai-azure: dated_versions_have_the_operations_of_their_authoring_specifications";
    let Some(folder) = specification::folder(name) else {
        return;
    };
    for (version, file) in versions(&folder.join("specs/azure/authoring"), "azureopenai.json") {
        for (operation, method, path) in AUTHORING {
            assert_eq!(
                dated(&version).profile().operation(*operation).is_some(),
                file["paths"][path][method].is_object(),
                "{operation} in {version}"
            );
        }
    }
}

#[test]
fn v1_has_what_its_specification_has() {
    let Some(folder) = specification::folder("openai-azure: v1_has_what_its_specification_has") else {
        return;
    };
    let file = specification::read(&folder.join("specs/azure-v1/azure-v1-v1-generated.json"));
    let v1 = Azure::v1(endpoint("https://r.openai.azure.com"));
    let all = &v1.clone().unverified().profile().operations.clone();
    for (operation, method, path) in V1 {
        let specified = &file["paths"][path][method];
        assert!(specified.is_object(), "{method} {path}");
        let mut expected = schema::body(&file, specified);
        let query = specified["parameters"].as_array().into_iter().flatten();
        let query = query.filter(|parameter| parameter["in"] == "query" && parameter["name"] != "api-version");
        expected.extend(query.filter_map(|parameter| {
            let name = parameter["name"].as_str()?;
            Some(name.trim_end_matches("[]").to_owned())
        }));
        assert_eq!(supported_in(&v1, *operation), expected, "{operation}");
    }
    let specified = |operation| V1.iter().any(|(specified, ..)| *specified == operation);
    for profile in all.iter().filter(|profile| !specified(profile.operation)) {
        let words: Vec<&str> = profile.operation.name().split('_').collect();
        let named = file["paths"].as_object().unwrap().keys();
        let mut named = named.filter(|path| words.iter().all(|word| path.contains(word)));
        assert_eq!(named.next(), None, "{}", profile.operation);
    }
}

/// Where v1's specification has each operation.
const V1: &[(Operation, &str, &str)] = &[
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
    (Operation::MODELS_LIST, "get", "/models"),
    (Operation::MODELS_RETRIEVE, "get", "/models/{model}"),
    (Operation::MODELS_DELETE, "delete", "/models/{model}"),
    (Operation::FILES_CREATE, "post", "/files"),
    (Operation::FILES_LIST, "get", "/files"),
    (Operation::FILES_RETRIEVE, "get", "/files/{file_id}"),
    (Operation::FILES_DELETE, "delete", "/files/{file_id}"),
    (Operation::FILES_CONTENT, "get", "/files/{file_id}/content"),
    (Operation::BATCHES_CREATE, "post", "/batches"),
    (Operation::BATCHES_LIST, "get", "/batches"),
    (Operation::BATCHES_RETRIEVE, "get", "/batches/{batch_id}"),
    (Operation::BATCHES_CANCEL, "post", "/batches/{batch_id}/cancel"),
];

/// The repository's own reading of the specifications: what came with each version.
#[test]
fn each_version_brings_its_parameters() {
    for (before, version, brought) in [
        (
            "2023-06-01-preview",
            "2023-07-01-preview",
            &["function_call", "functions"][..],
        ),
        (
            "2023-10-01-preview",
            "2023-12-01-preview",
            &["response_format", "seed", "tool_choice", "tools"],
        ),
        (
            "2023-12-01-preview",
            "2024-02-15-preview",
            &[
                "dataSources",
                "data_sources",
                "enhancements",
                "logprobs",
                "top_logprobs",
            ],
        ),
        (
            "2023-05-15",
            "2024-02-01",
            &[
                "data_sources",
                "function_call",
                "functions",
                "response_format",
                "seed",
                "tool_choice",
                "tools",
            ],
        ),
        ("2024-02-01", "2024-06-01", &["logprobs", "top_logprobs"]),
        ("2024-04-01-preview", "2024-08-01-preview", &[]),
        (
            "2024-08-01-preview",
            "2024-09-01-preview",
            &["max_completion_tokens", "parallel_tool_calls"],
        ),
        (
            "2024-06-01",
            "2024-10-21",
            &["max_completion_tokens", "parallel_tool_calls"],
        ),
        (
            "2024-10-01-preview",
            "2024-12-01-preview",
            &["metadata", "reasoning_effort", "store", "user_security_context"],
        ),
        (
            "2024-12-01-preview",
            "2025-01-01-preview",
            &["audio", "modalities", "prediction"],
        ),
        ("2025-04-01-preview", "2031-01-01", &[]),
    ] {
        let (before, after) = (supported(&dated(before)), supported(&dated(version)));
        assert!(before.is_subset(&after), "{version} takes nothing away");
        assert_eq!(after.difference(&before).collect::<Vec<_>>(), brought, "{version}");
    }
    let oldest = supported(&dated("2023-05-15"));
    assert_eq!(oldest.len(), 13, "{oldest:?}");
    for name in ["enhancements", "dataSources"] {
        assert!(supported(&dated("2024-03-01-preview")).contains(name), "{name}");
        assert!(!supported(&dated("2024-04-01-preview")).contains(name), "{name}");
    }
}
