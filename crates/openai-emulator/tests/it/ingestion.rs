//! Ingestion jobs: started, watched, listed.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::form::{call, frozen, seconds};
use crate::specs::judge_value;
use crate::wire::{Answer, send, spec_dir};

const JOBS: &str = "/openai/extensions/on-your-data/ingestion-jobs";
const VERSION: &str = "api-version=2023-10-01-preview";
const HEADERS: [(&str, &str); 4] = [
    ("searchServiceEndpoint", "https://s.search.windows.net"),
    ("searchServiceAdminKey", "key"),
    (
        "storageConnectionString",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k",
    ),
    ("storageContainer", "container"),
];

async fn put(emulator: &Running, name: &str, headers: &[(&str, &str)], body: Value) -> Answer {
    let path = format!("{JOBS}/{name}?{VERSION}");
    send(emulator.address(), "PUT", &path, headers, body.to_string().as_bytes())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_job_goes_through_its_states() {
    let (emulator, clock) = frozen().await;
    let specs = spec_dir("a_job_goes_through_its_states");
    let judge = |schema: &str, value: &Value| {
        if let Some(specs) = &specs {
            let file = specs.join("specs/azure/authoring/preview/2023-10-01-preview/azureopenai.json");
            judge_value(&file, schema, value);
        }
    };
    let started = put(
        &emulator,
        "test-1",
        &HEADERS,
        json!({ "dataRefreshIntervalInMinutes": 10 }),
    )
    .await;
    assert_eq!(started.status, 200, "{started:?}");
    assert!(started.headers["operation-location"].ends_with(&format!("{JOBS}/test-1?{VERSION}")));
    let stage = |job: &Value, index: usize| -> (u64, u64) {
        let stage = &job["progress"]["stageProgress"][index];
        (
            stage["totalItems"].as_u64().unwrap(),
            stage["processedItems"].as_u64().unwrap(),
        )
    };
    let path = format!("{JOBS}/test-1?{VERSION}");
    let poll = || call(&emulator, "GET", &path);
    for (wait, status, reading, indexing) in [
        (0, "notRunning", (0, 0), (0, 0)),
        (1, "running", (100, 50), (0, 0)),
        (2, "running", (100, 100), (350, 116)),
    ] {
        clock.advance(seconds(wait));
        let job = poll().await;
        assert_eq!(job.headers["retry-after"], "1");
        let job = job.json();
        judge("IngestionJob", &job);
        assert_eq!(
            (&job["status"], stage(&job, 0), stage(&job, 1)),
            (&json!(status), reading, indexing),
            "{job}"
        );
    }
    assert_eq!(
        put(
            &emulator,
            "test-1",
            &HEADERS,
            json!({ "dataRefreshIntervalInMinutes": 0 })
        )
        .await
        .status,
        409
    );
    clock.advance(seconds(3));
    let done = json!({
        "id": "test-1", "dataRefreshIntervalInMinutes": 10, "completionAction": "cleanUpAssets",
        "status": "succeeded", "warnings": [],
    });
    assert_eq!(poll().await.json(), done);
    let mut headers = HEADERS;
    headers[3].1 = "missing-container";
    let body = json!({ "dataRefreshIntervalInMinutes": 0, "chunkSize": 512, "completionAction": "keepAllAssets" });
    assert_eq!(put(&emulator, "test-2", &headers, body).await.json()["chunkSize"], 512);
    clock.advance(seconds(6));
    let list = call(&emulator, "GET", &format!("{JOBS}?{VERSION}")).await.json();
    // The published sample of a job that failed has a code that the schema does not list.
    judge("IngestionJobList", &json!({ "value": [list["value"][1]] }));
    assert_eq!(
        (&list["value"][0]["id"], &list["value"][0]["error"]["code"]),
        (&json!("test-2"), &json!("BadRequest"))
    );
    assert_eq!(list["value"][1], done);
    clock.advance(seconds(48 * 3600));
    assert_eq!(
        call(&emulator, "GET", &format!("{JOBS}?{VERSION}")).await.json(),
        json!({ "value": [] })
    );
    assert_eq!(poll().await.status, 404);
}

#[tokio::test]
async fn names_headers_and_bodies_are_checked() {
    let (emulator, _clock) = frozen().await;
    let once = json!({ "dataRefreshIntervalInMinutes": 0 });
    let changed = |name: &'static str, value: &'static str| {
        let mut headers: Vec<(&str, &str)> = HEADERS.into_iter().filter(|(known, _)| *known != name).collect();
        headers.push((name, value));
        headers
    };
    for (name, headers, body, words) in [
        ("Test", HEADERS.to_vec(), once.clone(), "lower-case"),
        ("a--b", HEADERS.to_vec(), once.clone(), "lower-case"),
        ("a", HEADERS.to_vec(), once.clone(), "2 to 128"),
        (
            "job",
            changed("searchServiceEndpoint", ""),
            once.clone(),
            "searchServiceEndpoint",
        ),
        ("job", changed("storageContainer", ""), once.clone(), "storageContainer"),
        (
            "job",
            changed("storageConnectionString", "AccountName=a"),
            once.clone(),
            "AccountKey=",
        ),
        (
            "job",
            changed("embeddingEndpoint", "https://e"),
            once.clone(),
            "embeddingKey",
        ),
        ("job", HEADERS.to_vec(), json!({}), "dataRefreshIntervalInMinutes"),
        (
            "job",
            HEADERS.to_vec(),
            json!({ "dataRefreshIntervalInMinutes": "0" }),
            "Invalid type",
        ),
        (
            "job",
            HEADERS.to_vec(),
            json!({ "dataRefreshIntervalInMinutes": 0, "completionAction": "none" }),
            "keepAllAssets",
        ),
    ] {
        let answer = put(&emulator, name, &headers, body).await;
        assert_eq!(answer.status, 400, "{answer:?}");
        judge_refusal(&answer, "invalidPayload");
        assert!(answer.message().contains(words), "{words}: {answer:?}");
    }
    // Without an admin key the resource's own identity is used.
    assert_eq!(
        put(&emulator, "job", &changed("searchServiceAdminKey", ""), once)
            .await
            .status,
        200
    );
}
