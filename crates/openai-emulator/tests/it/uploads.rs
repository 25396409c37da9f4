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
