//! Batches: every line is answered by the operation it asks for.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::form::{bytes, call, field, frozen, post_form, seconds};
use crate::specs::judge_value;
use crate::wire::{Answer, post, spec_dir};

pub(crate) fn line(id: &str, url: &str, body: Value) -> Value {
    json!({ "custom_id": id, "method": "POST", "url": url, "body": body })
}

pub(crate) fn chat(content: &str) -> Value {
    json!({ "model": "gpt-4o", "messages": [{ "role": "user", "content": content }] })
}

pub(crate) async fn upload(emulator: &Running, base: &str, query: &str, lines: &[Value]) -> Value {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let parts = [field("purpose", "batch"), ("file", Some("in.jsonl"), text.as_bytes())];
    post_form(emulator, &format!("{base}/files{query}"), &parts)
        .await
        .json()
}

pub(crate) async fn create(emulator: &Running, base: &str, query: &str, endpoint: &str, file: &Value) -> Answer {
    let body = json!({ "input_file_id": file["id"], "endpoint": endpoint, "completion_window": "24h" });
    post(emulator, &format!("{base}/batches{query}"), &[], &body).await
}

pub(crate) async fn lines(emulator: &Running, id: &Value) -> Vec<Value> {
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
async fn a_batch_tells_its_model_and_its_tokens() {
    let (emulator, clock) = frozen().await;
    let endpoint = "/v1/chat/completions";
    let alone = post(&emulator, endpoint, &[], &chat("one")).await.json();
    let requests = [
        line("one", endpoint, chat("one")),
        line("two", endpoint, chat("one")),
        line("bad", endpoint, json!({ "model": "gpt-4o" })),
    ];
    let file = upload(&emulator, "/v1", "", &requests).await;
    let batch = create(&emulator, "/v1", "", endpoint, &file).await.json();
    assert!(
        batch.get("model").is_none() && batch.get("usage").is_none(),
        "not yet known"
    );
    let path = format!("/v1/batches/{}", batch["id"].as_str().unwrap());
    for (wait, answers) in [(1, 0), (1, 1), (1, 2), (2, 2)] {
        clock.advance(seconds(wait));
        let batch = call(&emulator, "GET", &path).await.json();
        assert_eq!(batch["model"], "gpt-4o");
        let tokens = |name: &str| json!(alone["usage"][name].as_u64().unwrap() * answers);
        let usage = &batch["usage"];
        assert_eq!(
            [&usage["input_tokens"], &usage["output_tokens"], &usage["total_tokens"]],
            [
                &tokens("prompt_tokens"),
                &tokens("completion_tokens"),
                &tokens("total_tokens")
            ],
            "{batch}"
        );
    }
}

#[tokio::test]
async fn images_are_drawn_in_batches() {
    let (emulator, clock) = frozen().await;
    let parts = [field("purpose", "vision"), ("file", Some("a.png"), &b"\x89PNG"[..])];
    let image = post_form(&emulator, "/v1/files", &parts).await.json();
    let drawn = |model: &str| json!({ "model": model, "prompt": "a cat", "size": "1024x1024" });
    let mut edited = drawn("gpt-image-1");
    edited["images"] = json!([{ "file_id": image["id"] }]);
    for (endpoint, body) in [
        ("/v1/images/generations", drawn("gpt-image-1")),
        ("/v1/images/generations", drawn("dall-e-3")),
        ("/v1/images/edits", edited),
    ] {
        let mut odd = body.clone();
        odd["size"] = json!("7x7");
        let requests = [line("one", endpoint, body.clone()), line("two", endpoint, odd)];
        let file = upload(&emulator, "/v1", "", &requests).await;
        let batch = create(&emulator, "/v1", "", endpoint, &file).await;
        assert_eq!(batch.status, 200, "{batch:?}");
        clock.advance(seconds(5));
        let path = format!("/v1/batches/{}", batch.json()["id"].as_str().unwrap());
        let done = call(&emulator, "GET", &path).await.json();
        let answer = &lines(&emulator, &done["output_file_id"]).await[0]["response"]["body"];
        match answer["data"][0]["url"].as_str() {
            Some(url) => {
                let path = url.strip_prefix("http://localhost").unwrap();
                assert_eq!(bytes(&emulator, "GET", path, "").await.0, 200);
            }
            None => {
                let alone = post(&emulator, endpoint, &[], &body).await.json();
                assert_eq!(
                    (&answer["data"], &done["usage"]["output_tokens"]),
                    (&alone["data"], &json!(4160))
                );
            }
        }
        let error = &lines(&emulator, &done["error_file_id"]).await[0]["response"];
        assert_eq!(
            (&error["status_code"], &error["body"]["error"]["param"]),
            (&json!(400), &json!("size"))
        );
    }
    let file = upload(&emulator, "/v1", "", &[line("one", "/v1/videos", json!({}))]).await;
    let videos = create(&emulator, "/v1", "", "/v1/videos", &file).await;
    assert_eq!(videos.json()["error"]["param"], "endpoint", "{videos:?}");
    let dated = "?api-version=2024-10-21";
    for (base, query) in [("/openai", dated), ("/openai/v1", "")] {
        let refused = create(&emulator, base, query, "/v1/images/generations", &file).await;
        assert_eq!(refused.status, 400, "{refused:?}");
    }
}

#[tokio::test]
async fn a_batch_has_its_most_embeddings() {
    let (emulator, clock) = frozen().await;
    let endpoint = "/v1/embeddings";
    let many = |count: usize| json!({ "model": "text-embedding-3-small", "input": vec!["x"; count] });
    let requests = [line("one", endpoint, many(50_000)), line("two", endpoint, many(1))];
    let file = upload(&emulator, "/v1", "", &requests).await;
    let batch = create(&emulator, "/v1", "", endpoint, &file).await.json();
    clock.advance(seconds(1));
    let path = format!("/v1/batches/{}", batch["id"].as_str().unwrap());
    let failed = call(&emulator, "GET", &path).await.json();
    assert_eq!(
        (&failed["status"], &failed["errors"]["data"][0]["param"]),
        (&json!("failed"), &json!("body.input"))
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
        assert_eq!(batch.get("model").is_some(), base == "/openai/v1", "{batch}");
        assert_eq!(batch.get("usage").is_some(), base == "/openai/v1", "{batch}");
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
