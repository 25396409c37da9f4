//! Files: kept, listed page by page, fetched and deleted.

use serde_json::{Value, json};

use crate::azure::judge_refusal;
use crate::form::{call, field, frozen, post_form, seconds};
use crate::specs::judge_value;
use crate::wire::{post, spec_dir, start};

const LINES: &[u8] = b"{\"a\":1}\n{\"b\":2}\n";

#[tokio::test]
async fn a_file_comes_and_goes() {
    let (emulator, clock) = frozen().await;
    let parts = [
        field("purpose", "user_data"),
        field("expires_after[anchor]", "created_at"),
        field("expires_after[seconds]", "3600"),
        ("file", Some("notes.txt"), &b"Hello"[..]),
    ];
    let file = post_form(&emulator, "/v1/files", &parts).await.json();
    assert_eq!(
        file,
        json!({
            "id": file["id"], "object": "file", "bytes": 5, "created_at": 1_700_000_000, "expires_at": 1_700_003_600,
            "filename": "notes.txt", "purpose": "user_data", "status": "processed",
        })
    );
    let path = format!("/v1/files/{}", file["id"].as_str().unwrap());
    assert_eq!(call(&emulator, "GET", &path).await.json(), file);
    let content = call(&emulator, "GET", &format!("{path}/content")).await;
    assert_eq!((content.status, content.body.as_str()), (200, "Hello"));
    clock.advance(seconds(3600));
    assert_eq!(call(&emulator, "GET", &path).await.status, 404);
    let parts = [field("purpose", "fine-tune"), ("file", Some("a.jsonl"), LINES)];
    let file = post_form(&emulator, "/v1/files", &parts).await.json();
    let path = format!("/v1/files/{}", file["id"].as_str().unwrap());
    let deleted = call(&emulator, "DELETE", &path).await.json();
    assert_eq!(deleted, json!({ "id": file["id"], "object": "file", "deleted": true }));
    let gone = call(&emulator, "DELETE", &path).await;
    assert_eq!((gone.status, &gone.json()["error"]["param"]), (404, &json!("id")));
}

#[tokio::test]
async fn files_of_batches_are_gone_after_thirty_days() {
    let (emulator, clock) = frozen().await;
    let dated = "/openai/files?api-version=2024-10-21";
    let hour = [
        field("expires_after[anchor]", "created_at"),
        field("expires_after[seconds]", "3600"),
    ];
    for (path, purpose, asked, expires) in [
        ("/v1/files", "batch", &[][..], Some(1_702_592_000)),
        ("/v1/files", "batch", &hour[..], Some(1_700_003_600)),
        ("/v1/files", "fine-tune", &[][..], None),
        ("/openai/v1/files", "batch", &[][..], None),
        (dated, "batch", &[][..], None),
    ] {
        let mut parts = vec![field("purpose", purpose), ("file", Some("a.jsonl"), LINES)];
        parts.extend(asked);
        let file = post_form(&emulator, path, &parts).await.json();
        assert_eq!(file["expires_at"].as_u64(), expires, "{path} {purpose}: {file}");
    }
    let list = async || {
        let list = call(&emulator, "GET", "/v1/files?purpose=batch").await.json();
        list["data"].as_array().unwrap().len()
    };
    let all = list().await;
    clock.advance(seconds(2_592_000 - 1));
    assert_eq!(list().await, all - 1);
    clock.advance(seconds(1));
    assert_eq!(list().await, all - 2);
}

#[tokio::test]
async fn lists_are_read_page_by_page() {
    let emulator = start().await;
    for index in 0..5 {
        let purpose = if index == 2 { "vision" } else { "user_data" };
        let name = format!("{index}.txt");
        let parts = [field("purpose", purpose), ("file", Some(name.as_str()), &b"x"[..])];
        assert_eq!(post_form(&emulator, "/v1/files", &parts).await.status, 200);
    }
    let names = |page: &Value| -> Vec<String> {
        let files = page["data"].as_array().unwrap().iter();
        files
            .map(|file| file["filename"].as_str().unwrap().to_owned())
            .collect()
    };
    let list = |query: String| {
        let emulator = &emulator;
        async move { call(emulator, "GET", &format!("/v1/files{query}")).await }
    };
    let first = list("?limit=2".into()).await.json();
    assert_eq!(
        (names(&first), &first["has_more"]),
        (vec!["4.txt".into(), "3.txt".into()], &json!(true))
    );
    assert_eq!(first["last_id"], first["data"][1]["id"]);
    let after = first["last_id"].as_str().unwrap();
    let second = list(format!("?limit=3&after={after}")).await.json();
    assert_eq!(names(&second), ["2.txt", "1.txt", "0.txt"]);
    assert_eq!(second["has_more"], false);
    assert_eq!(names(&list("?order=asc&limit=1".into()).await.json()), ["0.txt"]);
    assert_eq!(names(&list("?purpose=vision".into()).await.json()), ["2.txt"]);
    for query in ["?limit=0", "?limit=x", "?order=up", "?after=file-none", "?limit=10001"] {
        assert_eq!(list(query.into()).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn what_is_no_file_is_refused() {
    let emulator = start().await;
    let file = ("file", Some("a.jsonl"), LINES);
    for (parts, param) in [
        (vec![file], Some("purpose")),
        (vec![field("purpose", "batch")], Some("file")),
        (vec![field("purpose", "batch"), field("file", "x")], Some("file")),
        (vec![field("purpose", "assistants_output"), file], Some("purpose")),
        (
            vec![field("purpose", "batch"), ("file", Some("a.txt"), LINES)],
            Some("file"),
        ),
        (
            vec![field("purpose", "batch"), ("file", Some("a.jsonl"), b"{}\n[1]\n")],
            Some("file"),
        ),
        (
            vec![field("purpose", "vision"), ("file", Some("a.png"), b"")],
            Some("file"),
        ),
        (
            vec![
                field("purpose", "batch"),
                file,
                field("expires_after[anchor]", "created_at"),
                field("expires_after[seconds]", "5"),
            ],
            Some("expires_after.seconds"),
        ),
        (vec![field("purpose", "batch"), file, field("other", "x")], None),
    ] {
        let answer = post_form(&emulator, "/v1/files", &parts).await;
        assert_eq!(answer.status, 400, "{parts:?}: {answer:?}");
        assert_eq!(answer.json()["error"]["param"].as_str(), param, "{parts:?}: {answer:?}");
    }
    let plain = post(&emulator, "/v1/files", &[], &json!({ "purpose": "batch" })).await;
    assert_eq!(plain.status, 415);
}

#[tokio::test]
async fn each_cloud_has_its_own_forms() {
    let emulator = start().await;
    let specs = spec_dir("each_cloud_has_its_own_forms");
    let parts = [field("purpose", "fine-tune"), ("file", Some("a.jsonl"), LINES)];
    for (base, query, created, deleted, schema) in [
        (
            "/v1",
            "",
            200,
            200,
            Some(("openai/openapi.json", "OpenAIFile", "ListFilesResponse")),
        ),
        (
            "/openai/v1",
            "",
            200,
            200,
            Some((
                "azure-v1/azure-v1-v1-generated.json",
                "OpenAI.OpenAIFile",
                "OpenAI.ListFilesResponse",
            )),
        ),
        ("/openai", "?api-version=2024-10-21", 201, 204, None),
    ] {
        let answer = post_form(&emulator, &format!("{base}/files{query}"), &parts).await;
        assert_eq!(answer.status, created, "{base}: {answer:?}");
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        let list = call(&emulator, "GET", &format!("{base}/files{query}")).await;
        if let (Some(specs), Some((file, one, many))) = (&specs, schema) {
            let file = specs.join("specs").join(file);
            judge_value(&file, one, &answer.json());
            judge_value(&file, many, &list.json());
        }
        let path = format!("{base}/files/{id}{query}");
        assert_eq!(call(&emulator, "DELETE", &path).await.status, deleted, "{base}");
        let gone = call(&emulator, "GET", &path).await;
        assert_eq!(gone.status, 404);
        if base == "/openai" {
            judge_refusal(&gone, "notFound");
        }
    }
}

#[tokio::test]
async fn a_file_is_imported_in_the_words_of_its_version() {
    let specs = spec_dir("a_file_is_imported_in_the_words_of_its_version");
    for (version, words, refused, reason) in [
        (
            "2023-06-01-preview",
            ["notRunning", "running", "succeeded"],
            "failed",
            "/error/message",
        ),
        (
            "2023-10-01-preview",
            ["pending", "running", "processed"],
            "error",
            "/status_details",
        ),
    ] {
        let (emulator, clock) = frozen().await;
        let judge = |file: &Value| {
            if let Some(specs) = &specs {
                let file_of = format!("specs/azure/authoring/preview/{version}/azureopenai.json");
                judge_value(&specs.join(file_of), "File", file);
            }
        };
        let query = format!("api-version={version}");
        let import = async |url: &str| {
            let body = json!({ "content_url": url, "filename": "puppy.jsonl", "purpose": "fine-tune" });
            post(&emulator, &format!("/openai/files/import?{query}"), &[], &body).await
        };
        let answer = import("https://www.contoso.com/puppy.jsonl").await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let file = answer.json();
        judge(&file);
        let path = format!("/openai/files/{}", file["id"].as_str().unwrap());
        assert!(answer.headers["location"].ends_with(&path), "{answer:?}");
        let (one, content) = (format!("{path}?{query}"), format!("{path}/content?{query}"));
        let lost = import("https://www.contoso.com/missing.jsonl").await.json();
        let mut seen = vec![file["status"].clone()];
        for later in [1, 3] {
            let early = call(&emulator, "GET", &content).await;
            assert_eq!(early.status, 409, "{early:?}");
            judge_refusal(&early, "unexpectedEntityState");
            clock.advance(seconds(later));
            let file = call(&emulator, "GET", &one).await.json();
            judge(&file);
            assert_eq!(file.get("bytes").is_some(), later == 3, "{file}");
            seen.push(file["status"].clone());
        }
        assert_eq!(seen, words);
        let file = call(&emulator, "GET", &one).await.json();
        let text = call(&emulator, "GET", &content).await.body;
        assert_eq!(
            (&file["bytes"], &file["updated_at"]),
            (&json!(text.len()), &json!(1_700_000_004))
        );
        assert!(text.contains("Made up"), "{text}");
        let path = format!("/openai/files/{}?{query}", lost["id"].as_str().unwrap());
        let lost = call(&emulator, "GET", &path).await.json();
        judge(&lost);
        assert_eq!(lost["status"], refused);
        assert!(lost.pointer(reason).is_some_and(Value::is_string), "{lost}");
        assert_eq!(call(&emulator, "DELETE", &one).await.status, 204);
    }
}

#[tokio::test]
async fn what_is_no_import_is_refused() {
    let emulator = start().await;
    let path = "/openai/files/import?api-version=2024-10-21";
    let good = json!({ "content_url": "https://a.b/c?sig=x", "filename": "a.jsonl", "purpose": "fine-tune" });
    assert_eq!(post(&emulator, path, &[], &good).await.status, 201);
    for (name, value) in [
        ("content_url", json!("data:application/jsonl,e30=")),
        ("content_url", json!("c.jsonl")),
        ("content_url", Value::Null),
        ("filename", json!("a.txt")),
        ("filename", json!("")),
        ("purpose", json!("fine-tune-results")),
        ("else", json!(1)),
    ] {
        let mut body = good.clone();
        body[name] = value;
        let answer = post(&emulator, path, &[], &body).await;
        assert_eq!(answer.status, 400, "{body}: {answer:?}");
        judge_refusal(&answer, "invalidPayload");
    }
    for path in ["/v1/files/import", "/openai/v1/files/import"] {
        assert_eq!(post(&emulator, path, &[], &good).await.status, 405, "{path}");
    }
}

#[tokio::test]
async fn each_kind_of_file_has_its_limit() {
    const MEGABYTE: usize = 1024 * 1024;
    let emulator = start().await;
    let bytes = vec![b'x'; 201 * MEGABYTE];
    let large = |name, size| (name, Some("large.jsonl"), &bytes[..size]);
    let file = [field("purpose", "user_data"), large("file", 65 * MEGABYTE)];
    let answer = post_form(&emulator, "/v1/files", &file).await;
    assert_eq!(answer.json()["bytes"], json!(65 * MEGABYTE));
    let batch = [field("purpose", "batch"), large("file", 201 * MEGABYTE)];
    let answer = post_form(&emulator, "/v1/files", &batch).await;
    assert_eq!(
        (answer.status, answer.message()),
        (400, "File is too large.".to_owned())
    );
    let announced = json!({
        "purpose": "user_data", "filename": "a", "bytes": 128 * MEGABYTE, "mime_type": "text/plain",
    });
    let upload = post(&emulator, "/v1/uploads", &[], &announced).await.json();
    let parts = format!("/v1/uploads/{}/parts", upload["id"].as_str().unwrap());
    let part = post_form(&emulator, &parts, &[large("data", 64 * MEGABYTE)]).await;
    assert_eq!(part.status, 200, "{part:?}");
    let part = post_form(&emulator, &parts, &[large("data", 64 * MEGABYTE + 1)]).await;
    let words = "Maximum content size limit (67108864) exceeded (67108865 bytes read)";
    assert_eq!((part.status, part.message()), (413, words.to_owned()));
}

#[tokio::test]
async fn a_refusal_waits_until_the_body_is_sent() {
    let emulator = start().await;
    let large = [("image", Some("a.png"), &[0; 8 * 1024 * 1024][..])];
    for path in [
        "/openai/images/edits?api-version=2025-04-01-preview",
        "/v1/nothing",
        "/openai/v1/models",
    ] {
        let answer = post_form(&emulator, path, &large).await;
        assert!(matches!(answer.status, 404 | 405), "{answer:?}");
    }
}
