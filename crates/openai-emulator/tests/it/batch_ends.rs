//! Batches that do not complete: what was answered until then is kept.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::batches::{chat, create, line, lines, upload};
use crate::form::{call, field, frozen, post_form, seconds};
use crate::specs::judge_value;
use crate::wire::{post, spec_dir};

/// How the lines of a file fared, by the names that they were given: with a status, or with the code of an error.
async fn fates(emulator: &Running, id: &Value) -> Vec<(String, Value)> {
    let lines = lines(emulator, id).await;
    let fate = |line: &Value| match &line["response"] {
        Value::Null => line["error"]["code"].clone(),
        response => response["status_code"].clone(),
    };
    let named = |line: &Value| (line["custom_id"].as_str().unwrap().to_owned(), fate(line));
    lines.iter().map(named).collect()
}

/// Lines for chat completions: of the temperatures, those above 2 are refused.
fn chats(temperatures: [u8; 3]) -> Vec<Value> {
    let named = ["one", "two", "three"].into_iter().zip(temperatures);
    let line = |(id, temperature)| {
        let mut body = chat(id);
        body["temperature"] = json!(temperature);
        line(id, "/v1/chat/completions", body)
    };
    named.map(line).collect()
}

#[tokio::test]
async fn what_was_answered_before_a_cancellation_is_kept() {
    let (emulator, clock) = frozen().await;
    let (endpoint, fate) = ("/v1/chat/completions", |id: &str, fate: Value| (id.to_owned(), fate));
    let left = |id| fate(id, json!("batch_cancelled"));
    let (good, bad) = (|id| fate(id, json!(200)), |id| fate(id, json!(400)));
    for (temperatures, wait, counts, output, errors) in [
        ([1, 3, 1], 1, [3, 0, 0], None, None),
        (
            [1, 3, 1],
            2,
            [3, 1, 0],
            Some(vec![good("one")]),
            Some(vec![left("two"), left("three")]),
        ),
        (
            [1, 3, 1],
            3,
            [3, 1, 1],
            Some(vec![good("one")]),
            Some(vec![bad("two"), left("three")]),
        ),
        (
            [3, 1, 1],
            2,
            [3, 0, 1],
            None,
            Some(vec![bad("one"), left("two"), left("three")]),
        ),
        (
            [1, 1, 1],
            4,
            [3, 3, 0],
            Some(vec![good("one"), good("two"), good("three")]),
            None,
        ),
    ] {
        let file = upload(&emulator, "/v1", "", &chats(temperatures)).await;
        let batch = create(&emulator, "/v1", "", endpoint, &file).await.json();
        let path = format!("/v1/batches/{}", batch["id"].as_str().unwrap());
        let before = call(&emulator, "GET", "/v1/files?purpose=batch_output").await.json();
        clock.advance(seconds(wait));
        let cancelling = post(&emulator, &format!("{path}/cancel"), &[], &json!({})).await.json();
        assert_eq!(cancelling["status"], "cancelling");
        assert_eq!(
            cancelling["cancelling_at"],
            json!(batch["created_at"].as_u64().unwrap() + wait)
        );
        clock.advance(seconds(1));
        let early = call(&emulator, "GET", &path).await.json();
        assert!(early.get("output_file_id").is_none() && early.get("error_file_id").is_none());
        let there = call(&emulator, "GET", "/v1/files?purpose=batch_output").await.json();
        assert_eq!(there["data"], before["data"], "nothing yet");
        clock.advance(seconds(1));
        let cancelled = call(&emulator, "GET", &path).await.json();
        let [total, completed, failed] = counts;
        assert_eq!(
            (&cancelled["status"], &cancelled["request_counts"]),
            (
                &json!("cancelled"),
                &json!({ "total": total, "completed": completed, "failed": failed })
            )
        );
        for (name, expected) in [("output_file_id", output), ("error_file_id", errors)] {
            let found = match cancelled.get(name) {
                Some(id) => Some(fates(&emulator, id).await),
                None => None,
            };
            assert_eq!(found, expected, "{name} after {wait}");
        }
        clock.advance(seconds(60));
        assert_eq!(
            call(&emulator, "GET", &path).await.json(),
            cancelled,
            "nothing comes later"
        );
    }
}

#[tokio::test]
async fn a_stalled_batch_expires() {
    let (emulator, clock) = frozen().await;
    let endpoint = "/v1/chat/completions";
    let text: String = chats([1, 1, 1]).iter().map(|line| format!("{line}\n")).collect();
    let parts = [
        field("purpose", "batch"),
        ("file", Some("stalled.jsonl"), text.as_bytes()),
    ];
    let file = post_form(&emulator, "/v1/files", &parts).await.json();
    let batch = create(&emulator, "/v1", "", endpoint, &file).await.json();
    let path = format!("/v1/batches/{}", batch["id"].as_str().unwrap());
    clock.advance(seconds(86_399));
    let late = call(&emulator, "GET", &path).await.json();
    let counts = json!({ "total": 3, "completed": 1, "failed": 0 });
    assert_eq!(
        (&late["status"], &late["request_counts"], late.get("error_file_id")),
        (&json!("in_progress"), &counts, None)
    );
    clock.advance(seconds(1));
    let expired = call(&emulator, "GET", &path).await.json();
    assert_eq!(
        (&expired["status"], &expired["request_counts"], &expired["expired_at"]),
        (&json!("expired"), &counts, &batch["expires_at"])
    );
    if let Some(specs) = spec_dir("a_stalled_batch_expires") {
        judge_value(&specs.join("specs/openai/openapi.json"), "Batch", &expired);
    }
    let output = fates(&emulator, &expired["output_file_id"]).await;
    assert_eq!(output, [("one".to_owned(), json!(200))]);
    let errors = fates(&emulator, &expired["error_file_id"]).await;
    let expected = ["two", "three"].map(|id| (id.to_owned(), json!("batch_expired")));
    assert_eq!(errors, expected);
    let late = post(&emulator, &format!("{path}/cancel"), &[], &json!({})).await;
    assert_eq!(late.status, 409);
}
