//! Completions and embeddings, judged by the published OpenAPI files.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::specs::{faults, validator_at};
use crate::wire::{post, spec_dir, start};

/// A path of each wire with the file and the place that describe its answer.
fn cells(specs: &Path, operation: &str) -> [(String, PathBuf, String); 3] {
    let answer = "post/responses/200/content/application~1json/schema";
    let dated = "openai/deployments/mine";
    [
        (
            format!("/v1/{operation}"),
            specs.join("specs/openai/openapi.json"),
            format!("/paths/~1{operation}/{answer}"),
        ),
        (
            format!("/{dated}/{operation}?api-version=2024-10-21"),
            specs.join("specs/azure/inference/stable/2024-10-21/inference.json"),
            format!("/paths/~1deployments~1{{deployment-id}}~1{operation}/{answer}"),
        ),
        (
            format!("/openai/v1/{operation}"),
            specs.join("specs/azure-v1/azure-v1-v1-generated.json"),
            format!("/paths/~1{operation}/{answer}"),
        ),
    ]
}

#[tokio::test]
async fn completions_are_as_the_openapi_files_say() {
    let Some(specs) = spec_dir("completions_are_as_the_openapi_files_say") else {
        return;
    };
    let emulator = start().await;
    for (path, file, pointer) in cells(&specs, "completions") {
        let validator = validator_at(&file, &pointer);
        assert!(!faults(&validator, &json!({ "choices": [] })).is_empty(), "{path}");
        for members in [
            json!({}),
            json!({ "logprobs": 2, "n": 2, "max_tokens": 3 }),
            json!({ "prompt": ["a", "b"], "best_of": 2 }),
        ] {
            let mut body = members.clone();
            body["model"] = json!("davinci-002");
            body["prompt"] = members.get("prompt").cloned().unwrap_or_else(|| json!("Once"));
            let whole = post(&emulator, &path, &[], &body).await.json();
            assert_eq!(faults(&validator, &whole), [""; 0], "{path} {members}: {whole}");
            if members.get("best_of").is_some() {
                continue;
            }
            body["stream"] = json!(true);
            for mut event in post(&emulator, &path, &[], &body).await.events() {
                // Azure's first chunk has no object, the last event is no JSON, and only the last chunk says why it
                // ended: the files describe the whole.
                if event["object"] != "text_completion" {
                    continue;
                }
                for choice in event["choices"].as_array_mut().unwrap() {
                    if choice["finish_reason"].is_null() {
                        choice["finish_reason"] = json!("stop");
                    }
                }
                assert_eq!(faults(&validator, &event), [""; 0], "{path} {members}: {event}");
            }
        }
    }
}

#[tokio::test]
async fn embeddings_are_as_the_openapi_files_say() {
    let Some(specs) = spec_dir("embeddings_are_as_the_openapi_files_say") else {
        return;
    };
    let emulator = start().await;
    for (path, file, pointer) in cells(&specs, "embeddings") {
        let validator = validator_at(&file, &pointer);
        assert!(!faults(&validator, &json!({ "data": [] })).is_empty(), "{path}");
        for input in [json!("a"), json!(["a", "b"]), json!([1, 2]), json!([[1], [2]])] {
            let body = json!({ "model": "text-embedding-3-small", "input": input, "dimensions": 8 });
            let whole: Value = post(&emulator, &path, &[], &body).await.json();
            assert_eq!(faults(&validator, &whole), [""; 0], "{path} {input}: {whole}");
        }
    }
}

#[tokio::test]
async fn the_examples_of_azures_reference_are_answered() {
    let Some(specs) = spec_dir("the_examples_of_azures_reference_are_answered") else {
        return;
    };
    let emulator = start().await;
    for operation in ["completions", "embeddings"] {
        let file = specs.join(format!("fixtures/seeds/azure_{operation}.request.json"));
        let body: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        for version in ["2023-05-15", "2024-10-21"] {
            let path = format!("/openai/deployments/mine/{operation}?api-version={version}");
            let answer = post(&emulator, &path, &[], &body).await;
            assert_eq!(answer.status, 200, "{operation} {version}: {answer:?}");
        }
    }
}
