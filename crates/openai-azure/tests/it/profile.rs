//! The profile against Azure's published specifications.

use std::collections::BTreeSet;
use std::fs;

use openai_azure::Azure;
use openai_core::{Operation, Provider, Rule};
use serde_json::Value;

use crate::chat::{dated, endpoint};
use crate::schema::members;
use crate::specification;

/// What no dated specification has, or not every one that the service takes it in.
const BEYOND: [&str; 2] = ["model", "stream_options"];

fn supported(azure: &Azure) -> BTreeSet<String> {
    let profile = azure.profile().operation(Operation::CHAT).unwrap();
    let listed = profile
        .parameters
        .iter()
        .filter(|parameter| parameter.rule == Rule::Supported);
    listed.map(|parameter| parameter.name.to_string()).collect()
}

/// The members of the body that is posted to a path.
fn body_of(file: &Value, path: &str) -> BTreeSet<String> {
    let schema = &file["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
    let members: BTreeSet<String> = members(file, schema).into_iter().collect();
    assert!(members.contains("messages"), "{path}: {members:?}");
    members
}

#[test]
fn dated_versions_have_what_their_specifications_have() {
    let Some(folder) = specification::folder("openai-azure: dated_versions_have_what_their_specifications_have") else {
        return;
    };
    let mut seen = 0;
    for kind in ["stable", "preview"] {
        for entry in fs::read_dir(folder.join("specs/azure/inference").join(kind)).unwrap() {
            let path = entry.unwrap().path();
            let version = path.file_name().unwrap().to_str().unwrap();
            let file = specification::read(&path.join("inference.json"));
            let mut expected = body_of(&file, "/deployments/{deployment-id}/chat/completions");
            expected.extend(BEYOND.map(str::to_owned));
            assert_eq!(supported(&dated(version)), expected, "{version}");
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn v1_has_what_its_specification_has() {
    let Some(folder) = specification::folder("openai-azure: v1_has_what_its_specification_has") else {
        return;
    };
    let file = specification::read(&folder.join("specs/azure-v1/azure-v1-v1-generated.json"));
    let expected = body_of(&file, "/chat/completions");
    assert_eq!(supported(&Azure::v1(endpoint("https://r.openai.azure.com"))), expected);
}

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
            &["data_sources", "enhancements", "logprobs", "top_logprobs"],
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
    assert!(!supported(&dated("2024-04-01-preview")).contains("enhancements"));
}
