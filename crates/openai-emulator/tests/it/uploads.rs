//! Uploads in parts.

use serde_json::{Value, json};

use crate::form::{call, frozen, post_form, seconds};
use crate::specs::judge_value;
use crate::wire::{post, spec_dir};

fn announced(bytes: usize) -> Value {
    json!({ "purpose": "user_data", "filename": "a.txt", "bytes": bytes, "mime_type": "text/plain" })
}

#[tokio::test]
async fn parts_become_a_file_in_the_order_that_is_given() {
    let (emulator, _clock) = frozen().await;
    let upload = post(&emulator, "/v1/uploads", &[], &announced(11)).await.json();
    assert_eq!(
        (&upload["status"], &upload["expires_at"]),
        (&json!("pending"), &json!(1_700_003_600))
    );
    let path = format!("/v1/uploads/{}", upload["id"].as_str().unwrap());
    let mut ids = Vec::new();
    for bytes in [&b"world"[..], b"Hello "] {
        let part = post_form(&emulator, &format!("{path}/parts"), &[("data", Some("blob"), bytes)])
            .await
            .json();
        assert_eq!(
            (&part["object"], &part["upload_id"]),
            (&json!("upload.part"), &upload["id"])
        );
        ids.insert(0, part["id"].clone());
        if let Some(specs) = spec_dir("parts_become_a_file_in_the_order_that_is_given") {
            judge_value(&specs.join("specs/openai/openapi.json"), "UploadPart", &part);
        }
    }
    let too_much = post_form(&emulator, &format!("{path}/parts"), &[("data", Some("blob"), b"!")]).await;
    assert_eq!(too_much.status, 400);
    let complete = format!("{path}/complete");
    for (body, param) in [
        (json!({ "part_ids": [ids[0]] }), "part_ids"),
        (json!({ "part_ids": [ids[0], ids[0]] }), "part_ids"),
        (json!({ "part_ids": ["part_none"] }), "part_ids"),
        (json!({ "part_ids": ids, "md5": "0000" }), "md5"),
    ] {
        let answer = post(&emulator, &complete, &[], &body).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (400, &json!(param)),
            "{body}"
        );
    }
    // The checksum of "Hello world".
    let body = json!({ "part_ids": ids, "md5": "3e25960a79dbc69b674cd4ec67a72c62" });
    let whole = post(&emulator, &complete, &[], &body).await.json();
    assert_eq!(
        (&whole["status"], &whole["file"]["bytes"]),
        (&json!("completed"), &json!(11))
    );
    let content = format!("/v1/files/{}/content", whole["file"]["id"].as_str().unwrap());
    assert_eq!(call(&emulator, "GET", &content).await.body, "Hello world");
    if let Some(specs) = spec_dir("parts_become_a_file_in_the_order_that_is_given") {
        judge_value(&specs.join("specs/openai/openapi.json"), "Upload", &whole);
    }
    assert_eq!(post(&emulator, &complete, &[], &body).await.status, 400);
}

#[tokio::test]
async fn uploads_are_cancelled_and_expire() {
    let (emulator, clock) = frozen().await;
    let mut paths = Vec::new();
    for _ in 0..2 {
        let upload = post(&emulator, "/v1/uploads", &[], &announced(5)).await.json();
        paths.push(format!("/v1/uploads/{}", upload["id"].as_str().unwrap()));
    }
    let cancelled = post(&emulator, &format!("{}/cancel", paths[0]), &[], &json!({}))
        .await
        .json();
    assert_eq!(cancelled["status"], "cancelled");
    clock.advance(seconds(3600));
    for path in paths {
        let part = post_form(&emulator, &format!("{path}/parts"), &[("data", Some("blob"), b"Hello")]).await;
        assert_eq!(part.status, 400, "{part:?}");
        assert!(part.message().contains("is not pending"), "{part:?}");
    }
    assert_eq!(
        post(&emulator, "/v1/uploads/none/cancel", &[], &json!({})).await.status,
        404
    );
    let odd = json!({ "purpose": "user_data", "filename": "a.txt", "bytes": 0, "mime_type": "text/plain" });
    assert_eq!(post(&emulator, "/v1/uploads", &[], &odd).await.status, 400);
}

#[tokio::test]
async fn the_media_type_fits_the_purpose() {
    let (emulator, _clock) = frozen().await;
    for (purpose, media_type, status) in [
        ("batch", "text/jsonl", 200),
        ("batch", "application/jsonl; charset=utf-8", 200),
        ("batch", "image/png", 400),
        ("batch", "text/plain", 400),
        ("fine-tune", "text/jsonl", 200),
        ("fine-tune", "image/png", 400),
        ("vision", "image/png", 200),
        ("vision", "text/jsonl", 400),
        ("assistants", "application/pdf", 200),
        ("user_data", "image/png", 200),
    ] {
        let body = json!({ "purpose": purpose, "filename": "a.jsonl", "bytes": 2, "mime_type": media_type });
        let answer = post(&emulator, "/v1/uploads", &[], &body).await;
        assert_eq!(answer.status, status, "{body}: {answer:?}");
        if status == 400 {
            let error = &answer.json()["error"];
            assert_eq!(
                (&error["param"], &error["code"]),
                (&json!("mime_type"), &json!("invalid_value")),
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn a_batch_that_came_in_parts_is_gone_after_thirty_days_too() {
    let (emulator, clock) = frozen().await;
    let body = json!({ "purpose": "batch", "filename": "a.jsonl", "bytes": 2, "mime_type": "text/jsonl" });
    let upload = post(&emulator, "/v1/uploads", &[], &body).await.json();
    let path = format!("/v1/uploads/{}", upload["id"].as_str().unwrap());
    let part = post_form(&emulator, &format!("{path}/parts"), &[("data", Some("blob"), b"{}")]).await;
    clock.advance(seconds(60));
    let whole = json!({ "part_ids": [part.json()["id"]] });
    let done = post(&emulator, &format!("{path}/complete"), &[], &whole).await.json();
    assert_eq!(done["file"]["expires_at"], json!(1_700_000_060 + 2_592_000), "{done}");
}
