//! What of a data source which version has, since 2024.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::wire::{Answer, post, start};

async fn ask(emulator: &Running, version: &str, source: &Value) -> Answer {
    let body =
        json!({ "messages": [{ "role": "user", "content": "How do I care for a parrot?" }], "data_sources": [source] });
    let path = format!("/openai/deployments/d/chat/completions?api-version={version}");
    post(emulator, &path, &[], &body).await
}

fn source(kind: &str, mut parameters: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        parameters[name] = value.clone();
    }
    json!({ "type": kind, "parameters": parameters })
}

fn search(more: &Value) -> Value {
    let key = json!({ "type": "api_key", "key": "k" });
    let parameters = json!({ "endpoint": "https://s.search.windows.net", "index_name": "i", "authentication": key });
    source("azure_search", parameters, more)
}

fn elastic(more: &Value) -> Value {
    let key = json!({ "type": "encoded_api_key", "encoded_api_key": "k" });
    let parameters = json!({ "endpoint": "https://e", "index_name": "i", "authentication": key });
    source("elasticsearch", parameters, more)
}

fn pinecone(more: &Value) -> Value {
    let parameters = json!({
        "authentication": { "type": "api_key", "key": "k" }, "environment": "e", "index_name": "i",
        "embedding_dependency": { "type": "deployment_name", "deployment_name": "d" },
        "fields_mapping": { "content_fields": ["content"] },
    });
    source("pinecone", parameters, more)
}

#[tokio::test]
async fn members_and_values_have_their_versions() {
    let emulator = start().await;
    let token = json!({ "type": "access_token", "access_token": "t" });
    let endpoint = |authentication: &Value| json!({ "embedding_dependency": { "type": "endpoint", "endpoint": "https://e", "authentication": authentication } });
    let deployment = json!({ "type": "deployment_name", "deployment_name": "d" });
    let sized = json!({ "type": "deployment_name", "deployment_name": "d", "dimensions": 256 });
    let model = json!({ "embedding_dependency": { "type": "model_id", "model_id": "m" } });
    let images = json!({ "fields_mapping": { "image_vector_fields": ["v"] } });
    let stable = ["2024-02-01", "2024-06-01", "2024-10-21"];
    for (source, at, with, without) in [
        (
            search(&json!({ "authentication": token })),
            "authentication.type",
            &["2024-05-01-preview", "2025-04-01-preview"][..],
            &["2024-02-15-preview", "2024-04-01-preview"][..],
        ),
        (
            search(&endpoint(&token)),
            "embedding_dependency.authentication.type",
            &["2024-05-01-preview"],
            &["2024-02-15-preview"],
        ),
        (
            search(&json!({ "embedding_dependency": { "type": "integrated" } })),
            "embedding_dependency.type",
            &["2024-08-01-preview"],
            &["2024-07-01-preview"],
        ),
        (
            search(&json!({ "embedding_dependency": sized })),
            "embedding_dependency.dimensions",
            &["2024-09-01-preview"],
            &["2024-02-15-preview"],
        ),
        (
            search(&images),
            "fields_mapping.image_vector_fields",
            &["2024-02-15-preview"],
            &[],
        ),
        (
            search(&json!({ "max_search_queries": 2 })),
            "max_search_queries",
            &["2024-05-01-preview"],
            &["2024-04-01-preview"],
        ),
    ] {
        for version in with {
            let answer = ask(&emulator, version, &source).await;
            assert_eq!(answer.status, 200, "{version} {source}: {answer:?}");
        }
        for version in without.iter().chain(&stable) {
            let answer = ask(&emulator, version, &source).await;
            assert_eq!(
                (answer.status, &answer.json()["error"]["param"]),
                (400, &json!(format!("data_sources[0].parameters.{at}"))),
                "{version} {source}: {answer:?}"
            );
        }
    }
    for version in ["2024-02-01", "2024-02-15-preview", "2024-10-21"] {
        let fine = search(&json!({ "embedding_dependency": deployment }));
        assert_eq!(ask(&emulator, version, &fine).await.status, 200, "{version}");
        let key = json!({ "type": "api_key", "key": "k" });
        assert_eq!(
            ask(&emulator, version, &search(&endpoint(&key))).await.status,
            200,
            "{version}"
        );
        let identity = endpoint(&json!({ "type": "system_assigned_managed_identity" }));
        assert_eq!(
            ask(&emulator, version, &search(&identity)).await.status,
            400,
            "{version}"
        );
    }
    for (source, status) in [
        (elastic(&model), 200),
        (search(&model), 400),
        (pinecone(&json!({})), 200),
        (pinecone(&model), 400),
    ] {
        let answer = ask(&emulator, "2024-02-15-preview", &source).await;
        assert_eq!(
            answer.status, status,
            "each source has its own embeddings: {source} {answer:?}"
        );
    }
}

#[tokio::test]
async fn a_second_look_is_told_by_the_later_previews() {
    let emulator = start().await;
    let semantic = json!({ "query_type": "semantic", "semantic_configuration": "default" });
    for (version, tells) in [
        ("2024-02-01", false),
        ("2024-10-21", false),
        ("2024-07-01-preview", false),
        ("2024-08-01-preview", true),
        ("2025-04-01-preview", true),
    ] {
        let answer = ask(&emulator, version, &search(&semantic)).await.json();
        let citation = &answer["choices"][0]["message"]["context"]["citations"][0];
        assert!(citation["content"].is_string(), "{answer}");
        assert_eq!(citation.get("rerank_score").is_some(), tells, "{version}: {citation}");
    }
    let plain = ask(&emulator, "2024-08-01-preview", &search(&json!({}))).await.json();
    let citation = &plain["choices"][0]["message"]["context"]["citations"][0];
    assert_eq!(citation.get("rerank_score"), None, "nothing was looked at twice");
}
