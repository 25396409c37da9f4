//! DALL-E 2 on Azure: submitted, polled, deleted.

use serde_json::{Value, json};

use crate::azure::judge_refusal;
use crate::form::{bytes, call, frozen, seconds};
use crate::specs::judge_value;
use crate::wire::{post, spec_dir};

const SUBMIT: &str = "/openai/images/generations:submit?api-version=2023-06-01-preview";

#[tokio::test]
async fn an_operation_goes_through_its_states() {
    let (emulator, clock) = frozen().await;
    let specs = spec_dir("an_operation_goes_through_its_states");
    let judge = |schema: &str, value: &Value| {
        if let Some(specs) = &specs {
            let file = specs.join("specs/azure/authoring/preview/2023-06-01-preview/azureopenai.json");
            judge_value(&file, schema, value);
        }
    };
    let submitted = post(
        &emulator,
        SUBMIT,
        &[],
        &json!({ "prompt": "An avocado chair", "size": "512x512", "n": 3 }),
    )
    .await;
    assert_eq!(
        (submitted.status, &submitted.json()["status"]),
        (202, &json!("notRunning"))
    );
    judge("GenerateImagesResponse", &submitted.json());
    assert_eq!(submitted.headers["retry-after"], "1");
    let path = submitted.headers["operation-location"]
        .strip_prefix("http://localhost")
        .unwrap();
    let poll = || call(&emulator, "GET", path);
    assert_eq!(poll().await.json()["status"], "notRunning");
    assert_eq!(call(&emulator, "DELETE", path).await.status, 409);
    clock.advance(seconds(1));
    let running = poll().await;
    assert_eq!(
        (&running.json()["status"], running.headers["retry-after"].as_str()),
        (&json!("running"), "1")
    );
    clock.advance(seconds(2));
    let done = poll().await;
    assert!(!done.headers.contains_key("retry-after"));
    let done = done.json();
    judge("OperationResponse", &done);
    assert_eq!(
        (&done["status"], &done["expires"]),
        (&json!("succeeded"), &json!(1_700_086_400))
    );
    let urls: Vec<&str> = done["result"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|image| image["url"].as_str().unwrap())
        .collect();
    assert_eq!(urls.len(), 3);
    let image = urls[0].strip_prefix("http://localhost").unwrap();
    let (status, _, png) = bytes(&emulator, "GET", image, "").await;
    assert_eq!((status, &png[16..24]), (200, &[0, 0, 2, 0, 0, 0, 2, 0][..]));
    let deleted = call(&emulator, "DELETE", path).await;
    assert_eq!((deleted.status, deleted.body.as_str()), (204, ""));
    assert_eq!(bytes(&emulator, "GET", image, "").await.0, 404);
    assert_eq!(poll().await.json()["status"], "deleted");
    let later = path.replace("2023-06-01-preview", "2023-10-01-preview");
    let gone = call(&emulator, "GET", &later).await;
    assert_eq!(
        (gone.status, gone.headers["x-ms-error-code"].as_str()),
        (404, "notFound")
    );
    clock.advance(seconds(86_400));
    assert_eq!(poll().await.status, 404);
}

#[tokio::test]
async fn an_operation_fails_and_is_refused() {
    let (emulator, clock) = frozen().await;
    let id = "9c1a5b9e-7c5e-4c5e-9b8e-0123456789ab";
    let body = json!({ "prompt": "trigger content filter" });
    let submitted = post(&emulator, SUBMIT, &[("operation-id", id)], &body).await;
    assert_eq!(submitted.json()["id"], id);
    assert_eq!(
        post(&emulator, SUBMIT, &[("operation-id", id)], &body).await.status,
        409
    );
    clock.advance(seconds(3));
    let path = format!("/openai/operations/images/{id}?api-version=2023-06-01-preview");
    let failed = call(&emulator, "GET", &path).await.json();
    assert_eq!(
        (&failed["status"], &failed["error"]["code"]),
        (&json!("failed"), &json!("contentFilter"))
    );
    let long = "x".repeat(1001);
    for (headers, body) in [
        (&[("operation-id", "mine")][..], json!({ "prompt": "x" })),
        (&[], json!({ "prompt": long })),
        (&[], json!({ "prompt": "x", "n": 6 })),
        (&[], json!({ "prompt": "x", "size": "1024 x 1024" })),
        (&[], json!({ "prompt": "x", "model": "dall-e-2" })),
        (&[], json!({})),
    ] {
        let answer = post(&emulator, SUBMIT, headers, &body).await;
        assert_eq!(answer.status, 400, "{body} {answer:?}");
        judge_refusal(&answer, "invalidPayload");
    }
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_canceled() {
    let (emulator, clock) = frozen().await;
    let submitted = post(&emulator, SUBMIT, &[], &json!({ "prompt": "trigger timeout" })).await;
    let path = submitted.headers["operation-location"]
        .strip_prefix("http://localhost")
        .unwrap();
    let status = async |path: &str| call(&emulator, "GET", path).await.json()["status"].clone();
    assert_eq!(status(path).await, "notRunning");
    clock.advance(seconds(3));
    assert_eq!(status(path).await, "canceled");
    let later = path.replace("2023-06-01-preview", "2023-10-01-preview");
    assert_eq!(status(&later).await, "failed", "later versions have no word for it");
    if let Some(specs) = spec_dir("an_operation_that_takes_too_long_is_canceled") {
        for (version, path) in [("2023-06-01-preview", path), ("2023-10-01-preview", &later)] {
            let file = specs.join(format!("specs/azure/authoring/preview/{version}/azureopenai.json"));
            let answer = call(&emulator, "GET", path).await.json();
            judge_value(&file, "OperationResponse", &answer);
        }
    }
    assert_eq!(call(&emulator, "DELETE", path).await.status, 204, "it has ended");
    assert_eq!(status(path).await, "deleted");
}
