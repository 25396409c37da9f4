//! Ingestion jobs: started, watched, listed.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::azure::judge_refusal;
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

#[tokio::test]
async fn a_job_of_the_second_form_has_runs() {
    const JOBS: &str = "/openai/ingestion/jobs";
    const VERSION: &str = "api-version=2024-10-01-preview";
    let (emulator, clock) = frozen().await;
    let put = async |name: &str, body: &Value| {
        let path = format!("{JOBS}/{name}?{VERSION}");
        send(emulator.address(), "PUT", &path, &[], body.to_string().as_bytes())
            .await
            .unwrap()
    };
    let job = json!({
        "kind": "SystemCompute",
        "searchServiceConnection": { "kind": "EndpointWithKey", "endpoint": "https://s.search.windows.net", "key": "k3y" },
        "datasource": {
            "kind": "Storage",
            "containerName": "manuals",
            "connection": { "kind": "ConnectionString", "connectionString": "AccountKey=s3cret" },
            "chunking": { "maxChunkSizeInTokens": 512 },
            "embeddings": [{ "connection": { "kind": "RelativeConnection" }, "deploymentName": "ada" }],
        },
        "dataRefreshIntervalInHours": 1,
        "completionAction": "cleanUpTempAssets",
    });
    let started = put("manuals", &job).await;
    assert_eq!(started.status, 200, "{started:?}");
    assert!(
        !started.body.contains("k3y") && !started.body.contains("s3cret"),
        "{started:?}"
    );
    assert_eq!(started.json()["jobId"], "manuals");
    let first = started.headers["operation-location"]
        .strip_prefix("http://localhost")
        .unwrap();
    let status = async || call(&emulator, "GET", first).await.json()["status"].clone();
    assert_eq!(status().await, "notRunning");
    assert_eq!(put("manuals", &job).await.status, 409);
    clock.advance(seconds(1));
    let running = call(&emulator, "GET", first).await;
    assert_eq!(running.headers["retry-after"], "1");
    let stage = &running.json()["progress"]["stageProgress"][0];
    assert_eq!(
        (&stage["name"], &stage["state"]),
        (&json!("Preprocessing"), &json!("running"))
    );
    clock.advance(seconds(5));
    assert_eq!(status().await, "succeeded");
    let runs = format!("{JOBS}/manuals/runs?{VERSION}");
    let found = call(&emulator, "GET", &runs).await.json();
    assert_eq!(found["value"].as_array().unwrap().len(), 1);
    // The interval brings another run, and the first stays as it was.
    clock.advance(seconds(3595));
    let found = call(&emulator, "GET", &runs).await.json();
    let statuses: Vec<&Value> = found["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| &run["status"])
        .collect();
    assert_eq!(statuses, ["running", "succeeded"]);
    assert_ne!(found["value"][0]["runId"], found["value"][1]["runId"]);
    let mut missing = job.clone();
    missing["datasource"]["containerName"] = json!("missing");
    assert_eq!(put("other", &missing).await.status, 200);
    clock.advance(seconds(6));
    let failed = call(&emulator, "GET", &format!("{JOBS}/other/runs?{VERSION}"))
        .await
        .json();
    assert!(failed["value"][0]["error"]["message"].is_string(), "{failed}");
    let list = call(&emulator, "GET", &format!("{JOBS}?{VERSION}")).await.json();
    assert_eq!(list["value"][0], json!({ "kind": "SystemCompute", "jobId": "other" }));
    let kept = call(&emulator, "GET", &format!("{JOBS}/manuals?{VERSION}"))
        .await
        .json();
    assert_eq!(kept["datasource"]["chunking"], job["datasource"]["chunking"]);
    for (path, found) in [
        (format!("{JOBS}/none?{VERSION}"), "notFound"),
        (format!("{JOBS}/manuals/runs/none?{VERSION}"), "notFound"),
    ] {
        let answer = call(&emulator, "GET", &path).await;
        assert_eq!(answer.status, 404, "{path}");
        judge_refusal(&answer, found);
    }
    for (name, value) in [
        ("kind", json!("Pigeon")),
        ("datasource", json!({})),
        ("mood", json!("calm")),
    ] {
        let mut odd = job.clone();
        odd[name] = value;
        let answer = put("odd", &odd).await;
        assert_eq!(answer.status, 400, "{odd}");
        judge_refusal(&answer, "invalidPayload");
    }
    let early = call(&emulator, "GET", &format!("{JOBS}?api-version=2024-04-01-preview")).await;
    assert_eq!(early.status, 404);
}
