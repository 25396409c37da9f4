//! Batches: every line is answered by the operation it asks for.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::form::{call, field, frozen, post_form, seconds};
use crate::specs::judge_value;
use crate::wire::{Answer, post, spec_dir};

fn line(id: &str, url: &str, body: Value) -> Value {
    json!({ "custom_id": id, "method": "POST", "url": url, "body": body })
}

fn chat(content: &str) -> Value {
    json!({ "model": "gpt-4o", "messages": [{ "role": "user", "content": content }] })
}

async fn upload(emulator: &Running, base: &str, query: &str, lines: &[Value]) -> Value {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let parts = [field("purpose", "batch"), ("file", Some("in.jsonl"), text.as_bytes())];
    post_form(emulator, &format!("{base}/files{query}"), &parts)
        .await
        .json()
}

async fn create(emulator: &Running, base: &str, query: &str, endpoint: &str, file: &Value) -> Answer {
    let body = json!({ "input_file_id": file["id"], "endpoint": endpoint, "completion_window": "24h" });
    post(emulator, &format!("{base}/batches{query}"), &[], &body).await
}

async fn lines(emulator: &Running, id: &Value) -> Vec<Value> {
    let content = call(emulator, "GET", &format!("/v1/files/{}/content", id.as_str().unwrap())).await;
    assert_eq!(content.status, 200, "{content:?}");
    content
        .body
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn a_batch_goes_through_its_states() {
    let (emulator, clock) = frozen().await;
    let endpoint = "/v1/chat/completions";
    let mut odd = chat("hello");
    odd["temperature"] = json!(3);
    let requests = [
        line("one", endpoint, chat("first")),
        line("two", endpoint, odd),
        line("three", endpoint, chat("third")),
    ];
    let file = upload(&emulator, "/v1", "", &requests).await;
    let batch = create(&emulator, "/v1", "", endpoint, &file).await.json();
    let path = format!("/v1/batches/{}", batch["id"].as_str().unwrap());
    for (wait, status, counts) in [
        (0, "validating", [0, 0, 0]),
        (1, "in_progress", [3, 0, 0]),
        (2, "in_progress", [3, 1, 1]),
        (1, "finalizing", [3, 2, 1]),
        (1, "completed", [3, 2, 1]),
    ] {
        clock.advance(seconds(wait));
        let batch = call(&emulator, "GET", &path).await.json();
        let [total, completed, failed] = counts;
        assert_eq!(batch["status"], status, "{batch}");
        assert_eq!(
            batch["request_counts"],
            json!({ "total": total, "completed": completed, "failed": failed }),
            "{batch}"
        );
        assert_eq!(batch.get("output_file_id").is_some(), status == "completed", "{batch}");
        if let Some(specs) = spec_dir("a_batch_goes_through_its_states") {
            judge_value(&specs.join("specs/openai/openapi.json"), "Batch", &batch);
        }
        let files = call(&emulator, "GET", "/v1/files?purpose=batch_output").await.json();
        let there = files["data"].as_array().unwrap().len();
        assert_eq!(there, if status == "completed" { 2 } else { 0 });
    }
    let batch = call(&emulator, "GET", &path).await.json();
    let output = lines(&emulator, &batch["output_file_id"]).await;
    let ids: Vec<&Value> = output.iter().map(|line| &line["custom_id"]).collect();
    assert_eq!(ids, ["one", "three"]);
    let alone = post(&emulator, endpoint, &[], &chat("first")).await.json();
    assert_eq!(
        output[0]["response"]["body"], alone,
        "as the operation answers by itself"
    );
    let errors = lines(&emulator, &batch["error_file_id"]).await;
    assert_eq!(
        (
            &errors[0]["custom_id"],
            &errors[0]["response"]["status_code"],
            &errors[0]["response"]["body"]["error"]["param"]
        ),
        (&json!("two"), &json!(400), &json!("temperature"))
    );
    assert_eq!(
        call(&emulator, "GET", "/v1/batches?limit=1").await.json()["data"][0],
        batch
    );
    assert_eq!(
        post(&emulator, &format!("{path}/cancel"), &[], &json!({})).await.status,
        409
    );
}

#[tokio::test]
async fn a_batch_is_cancelled() {
    let (emulator, clock) = frozen().await;
    let endpoint = "/v1/embeddings";
    let body = json!({ "model": "text-embedding-3-small", "input": "x" });
    let file = upload(&emulator, "/v1", "", &[line("one", endpoint, body)]).await;
    let batch = create(&emulator, "/v1", "", endpoint, &file).await.json();
    let path = format!("/v1/batches/{}", batch["id"].as_str().unwrap());
    clock.advance(seconds(2));
    let cancelling = post(&emulator, &format!("{path}/cancel"), &[], &json!({})).await.json();
    assert_eq!(
        (&cancelling["status"], &cancelling["cancelling_at"]),
        (&json!("cancelling"), &json!(1_700_000_002))
    );
    clock.advance(seconds(60));
    let cancelled = call(&emulator, "GET", &path).await.json();
    assert_eq!(
        (&cancelled["status"], cancelled.get("output_file_id")),
        (&json!("cancelled"), None)
    );
    assert_eq!(
        call(&emulator, "GET", "/v1/files?purpose=batch_output").await.json()["data"],
        json!([])
    );
}

#[tokio::test]
async fn a_file_with_mistakes_fails_whole() {
    let (emulator, clock) = frozen().await;
    let endpoint = "/v1/chat/completions";
    let mut other = chat("x");
    other["model"] = json!("gpt-5");
    let requests = [
        line("one", endpoint, chat("x")),
        line("one", endpoint, chat("x")),
        line("two", "/v1/embeddings", chat("x")),
        line("three", endpoint, other),
    ];
    let file = upload(&emulator, "/v1", "", &requests).await;
    let batch = create(&emulator, "/v1", "", endpoint, &file).await.json();
    clock.advance(seconds(1));
    let failed = call(
        &emulator,
        "GET",
        &format!("/v1/batches/{}", batch["id"].as_str().unwrap()),
    )
    .await
    .json();
    let faults: Vec<(&Value, &Value)> = failed["errors"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (&fault["code"], &fault["line"]))
        .collect();
    assert_eq!(
        faults,
        [
            (&json!("duplicate_custom_id"), &json!(2)),
            (&json!("mismatched_endpoint"), &json!(3)),
            (&json!("mismatched_model"), &json!(4)),
        ]
    );
    assert_eq!(failed["status"], "failed");
    let parts = [field("purpose", "vision"), ("file", Some("a.png"), &b"x"[..])];
    let image = post_form(&emulator, "/v1/files", &parts).await.json();
    for (endpoint, file, status, param) in [
        ("/v1/images", &file, 400, "endpoint"),
        (endpoint, &json!({ "id": "file-none" }), 404, "input_file_id"),
        (endpoint, &image, 400, "input_file_id"),
    ] {
        let answer = create(&emulator, "/v1", "", endpoint, file).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (status, &json!(param)),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn azure_has_batches_too() {
    let (emulator, clock) = frozen().await;
    for (base, query, endpoint, status) in [
        ("/openai", "?api-version=2024-10-21", "/chat/completions", 200),
        ("/openai/v1", "", "/v1/chat/completions", 201),
    ] {
        let file = upload(&emulator, base, query, &[line("one", endpoint, chat("x"))]).await;
        let batch = create(&emulator, base, query, endpoint, &file).await;
        assert_eq!(batch.status, status, "{batch:?}");
        clock.advance(seconds(5));
        let path = format!("{base}/batches/{}{query}", batch.json()["id"].as_str().unwrap());
        let batch = call(&emulator, "GET", &path).await.json();
        assert_eq!(batch["status"], "completed");
        if let (Some(specs), "/openai/v1") = (spec_dir("azure_has_batches_too"), base) {
            judge_value(
                &specs.join("specs/azure-v1/azure-v1-v1-generated.json"),
                "OpenAI.Batch",
                &batch,
            );
        }
        let output = lines(&emulator, &batch["output_file_id"]).await;
        assert!(
            output[0]["response"]["body"]["prompt_filter_results"].is_array(),
            "{output:?}"
        );
    }
}
