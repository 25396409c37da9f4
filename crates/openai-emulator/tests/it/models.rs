//! Models and moderations.

use serde_json::{Value, json};

use crate::form::call;
use crate::specs::judge_value;
use crate::wire::{post, spec_dir, start};

const FINE_TUNED: &str = "ft:gpt-4o-mini-2024-07-18:emulator::9abcdefg";

#[tokio::test]
async fn models_are_listed_described_and_deleted() {
    let emulator = start().await;
    let specs = spec_dir("models_are_listed_described_and_deleted");
    for (base, file, prefix) in [
        ("/v1", "openai/openapi.json", ""),
        ("/openai/v1", "azure-v1/azure-v1-v1-generated.json", "OpenAI."),
    ] {
        let list = call(&emulator, "GET", &format!("{base}/models")).await.json();
        let one = call(&emulator, "GET", &format!("{base}/models/gpt-4o")).await.json();
        assert!(list["data"].as_array().unwrap().contains(&one), "{list}");
        if let Some(specs) = &specs {
            let file = specs.join("specs").join(file);
            judge_value(&file, &format!("{prefix}ListModelsResponse"), &list);
            judge_value(&file, &format!("{prefix}Model"), &one);
        }
    }
    let missing = call(&emulator, "GET", "/v1/models/gpt-0").await;
    assert_eq!(
        (missing.status, &missing.json()["error"]["code"]),
        (404, &json!("model_not_found"))
    );
    assert_eq!(call(&emulator, "DELETE", "/v1/models/gpt-4o").await.status, 403);
    let path = format!("/v1/models/{FINE_TUNED}");
    let deleted = call(&emulator, "DELETE", &path).await.json();
    assert_eq!(deleted, json!({ "id": FINE_TUNED, "object": "model", "deleted": true }));
    assert_eq!(call(&emulator, "GET", &path).await.status, 404);
}

#[tokio::test]
async fn azures_dated_versions_tell_what_a_model_can() {
    let emulator = start().await;
    let path = "/openai/models/gpt-4o?api-version=2023-10-01-preview";
    let model = call(&emulator, "GET", path).await.json();
    assert_eq!(model["capabilities"]["chat_completion"], true);
    if let Some(specs) = spec_dir("azures_dated_versions_tell_what_a_model_can") {
        let file = specs.join("specs/azure/authoring/preview/2023-10-01-preview/azureopenai.json");
        judge_value(&file, "Model", &model);
        let list = call(&emulator, "GET", "/openai/models?api-version=2023-10-01-preview")
            .await
            .json();
        judge_value(&file, "ModelList", &list);
    }
}

#[tokio::test]
async fn every_form_of_input_is_moderated() {
    let emulator = start().await;
    let image = json!({ "type": "image_url", "image_url": { "url": "https://example.com/a.png" } });
    let specs = spec_dir("every_form_of_input_is_moderated");
    let moderate = |body: Value| {
        let emulator = &emulator;
        async move { post(emulator, "/v1/moderations", &[], &body).await }
    };
    for (input, flags) in [
        (json!("hello"), vec![false]),
        (json!(["I will kill you", "hello"]), vec![true, false]),
        (json!([{ "type": "text", "text": "gore" }, image]), vec![true]),
    ] {
        let answer = moderate(json!({ "input": input })).await.json();
        let found: Vec<bool> = answer["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| {
                let flagged = result["flagged"].as_bool().unwrap();
                let scores = result["category_scores"].as_object().unwrap();
                assert_eq!(scores.values().any(|score| score.as_f64().unwrap() > 0.5), flagged);
                flagged
            })
            .collect();
        assert_eq!(found, flags, "{input}");
        if let Some(specs) = &specs {
            judge_value(
                &specs.join("specs/openai/openapi.json"),
                "CreateModerationResponse",
                &answer,
            );
        }
    }
    let both = moderate(json!({ "input": [image], "model": "text-moderation-latest" })).await;
    assert_eq!((both.status, &both.json()["error"]["param"]), (400, &json!("input")));
    for body in [
        json!({}),
        json!({ "input": [] }),
        json!({ "input": ["a", image] }),
        json!({ "input": "a", "model": "gpt-4o" }),
    ] {
        assert_eq!(moderate(body.clone()).await.status, 400, "{body}");
    }
}
