//! Images: what each model takes, and pictures that are really there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openai_emulator::Running;
use serde_json::{Value, json};

use crate::form::{bytes, call, events, field, frozen, post_form, seconds};
use crate::specs::{judge_value, judge_values};
use crate::wire::{post, spec_dir, start};

const OPENAI: &str = "/v1/images/generations";
const AZURE: &str = "/openai/deployments/Dalle3/images/generations?api-version=2024-02-01";

/// Width and height, from the header of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

async fn ask(emulator: &Running, path: &str, body: Value) -> Value {
    let answer = post(emulator, path, &[], &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn picture(emulator: &Running, side: u32) -> Vec<u8> {
    let body = json!({ "prompt": "a square", "size": format!("{side}x{side}"), "response_format": "b64_json" });
    let answer = ask(emulator, OPENAI, body).await;
    STANDARD
        .decode(answer["data"][0]["b64_json"].as_str().unwrap())
        .unwrap()
}

#[tokio::test]
async fn a_url_leads_to_a_picture_until_it_expires() {
    let (emulator, clock) = frozen().await;
    for (path, body, expected, kept) in [
        (
            OPENAI,
            json!({ "prompt": "a cat", "size": "256x256", "n": 2 }),
            (256, 256),
            3600,
        ),
        (
            OPENAI,
            json!({ "model": "dall-e-3", "prompt": "a cat", "size": "1792x1024" }),
            (1792, 1024),
            3600,
        ),
        (
            AZURE,
            json!({ "prompt": "a cat", "size": "1024x1792", "quality": "hd" }),
            (1024, 1792),
            86_400,
        ),
    ] {
        let answer = ask(&emulator, path, body.clone()).await;
        let data = answer["data"].as_array().unwrap();
        assert_eq!(data.len() as u64, body["n"].as_u64().unwrap_or(1));
        assert_eq!(data[0]["revised_prompt"].is_string(), expected.0 != 256, "{answer}");
        let filters = path == AZURE;
        assert_eq!(
            data[0]["content_filter_results"]["hate"]["severity"] == "safe",
            filters,
            "{answer}"
        );
        assert_eq!(
            data[0]["prompt_filter_results"]["jailbreak"]["detected"] == false,
            filters,
            "{answer}"
        );
        let url = data[0]["url"].as_str().unwrap();
        let path = url.strip_prefix("http://localhost").unwrap();
        let (status, kind, png) = bytes(&emulator, "GET", path, "").await;
        assert_eq!((status, kind.as_str(), size(&png)), (200, "image/png", expected));
        clock.advance(seconds(kept - 1));
        assert_eq!(bytes(&emulator, "GET", path, "").await.0, 200);
        clock.advance(seconds(1));
        assert_eq!(bytes(&emulator, "GET", path, "").await.0, 403);
    }
    assert_eq!(bytes(&emulator, "GET", "/emulator/files/none.png", "").await.0, 404);
}

#[tokio::test]
async fn gpt_images_come_in_three_formats_and_as_streams() {
    let emulator = start().await;
    let starts: [(&str, &[u8]); 3] = [("png", b"\x89PNG"), ("jpeg", b"\xff\xd8\xff"), ("webp", b"RIFF")];
    for (format, start) in starts {
        let body = json!({ "model": "gpt-image-1", "prompt": "a dog", "output_format": format, "size": "1536x1024", "quality": "low" });
        let answer = ask(&emulator, OPENAI, body).await;
        let file = STANDARD
            .decode(answer["data"][0]["b64_json"].as_str().unwrap())
            .unwrap();
        assert!(file.starts_with(start), "{format}");
        assert_eq!(
            (&answer["output_format"], &answer["size"], &answer["quality"]),
            (&json!(format), &json!("1536x1024"), &json!("low"))
        );
        assert_eq!(answer["usage"]["output_tokens"], 408);
    }
    let body = json!({ "model": "gpt-image-1", "prompt": "a dog", "stream": true, "partial_images": 2 });
    let answer = post(&emulator, OPENAI, &[], &body).await;
    assert!(
        answer
            .body
            .starts_with("event: image_generation.partial_image\ndata: {"),
        "{answer:?}"
    );
    let events = events(&answer);
    let kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "image_generation.partial_image",
            "image_generation.partial_image",
            "image_generation.completed"
        ]
    );
    assert_eq!(events[1]["partial_image_index"], 1);
    assert_ne!(events[0]["b64_json"], events[2]["b64_json"]);
    let file = STANDARD.decode(events[2]["b64_json"].as_str().unwrap()).unwrap();
    assert_eq!(size(&file), (1024, 1024));
}

#[tokio::test]
async fn each_model_refuses_what_is_not_its_own() {
    let emulator = start().await;
    let long = "x".repeat(1001);
    for (path, body, param) in [
        (OPENAI, json!({}), "prompt"),
        (OPENAI, json!({ "prompt": "" }), "prompt"),
        (OPENAI, json!({ "prompt": long }), "prompt"),
        (OPENAI, json!({ "prompt": "x", "n": 11 }), "n"),
        (OPENAI, json!({ "prompt": "x", "size": "1792x1024" }), "size"),
        (OPENAI, json!({ "prompt": "x", "style": "vivid" }), "style"),
        (OPENAI, json!({ "prompt": "x", "model": "gpt-4o" }), "model"),
        (OPENAI, json!({ "prompt": "x", "model": "dall-e-3", "n": 2 }), "n"),
        (
            OPENAI,
            json!({ "prompt": "x", "model": "dall-e-3", "size": "256x256" }),
            "size",
        ),
        (
            OPENAI,
            json!({ "prompt": "x", "model": "gpt-image-1", "response_format": "url" }),
            "response_format",
        ),
        (
            OPENAI,
            json!({ "prompt": "x", "model": "gpt-image-1", "size": "512x512" }),
            "size",
        ),
        (
            OPENAI,
            json!({ "prompt": "x", "model": "gpt-image-2", "size": "1000x1000" }),
            "size",
        ),
        (
            OPENAI,
            json!({ "prompt": "x", "model": "gpt-image-1", "partial_images": 1 }),
            "partial_images",
        ),
        (
            OPENAI,
            json!({ "prompt": "x", "model": "gpt-image-1", "background": "transparent", "output_format": "jpeg" }),
            "background",
        ),
        (AZURE, json!({ "prompt": "x", "n": 2 }), "n"),
        (OPENAI, json!({ "prompt": "x", "quality": "hd" }), "quality"),
        (AZURE, json!({ "prompt": "x", "quality": "low" }), "quality"),
        (AZURE, json!({ "prompt": "x", "quality": "auto" }), "quality"),
        (AZURE, json!({ "prompt": "x", "background": "opaque" }), "background"),
    ] {
        let answer = post(&emulator, path, &[], &body).await;
        assert_eq!(answer.status, 400, "{body}: {answer:?}");
        assert_eq!(answer.json()["error"]["param"], param, "{body}: {answer:?}");
    }
    let blocked = post(&emulator, AZURE, &[], &json!({ "prompt": "trigger content filter" })).await;
    assert_eq!(
        (blocked.status, &blocked.json()["error"]["code"]),
        (400, &json!("content_filter"))
    );
    let body = json!({ "prompt": "x", "model": "gpt-image-2", "size": "1536x864" });
    assert_eq!(ask(&emulator, OPENAI, body).await["size"], "1536x864");
}

#[tokio::test]
async fn a_parameter_of_the_gpt_models_chooses_one_of_them() {
    let emulator = start().await;
    for (name, value) in [
        ("background", json!("opaque")),
        ("moderation", json!("low")),
        ("output_compression", json!(100)),
        ("output_format", json!("webp")),
        ("partial_images", json!(0)),
        ("stream", json!(false)),
    ] {
        let body = json!({ "prompt": "x", name: value, "quality": "low" });
        let answer = ask(&emulator, OPENAI, body).await;
        assert!(answer["data"][0]["b64_json"].is_string(), "{name}: {answer}");
        assert_eq!(answer["quality"], "low", "{name}");
        let old = json!({ "prompt": "x", "model": "dall-e-2", name: value });
        let refused = post(&emulator, OPENAI, &[], &old).await;
        assert_eq!(
            (refused.status, &refused.json()["error"]["param"]),
            (400, &json!(name)),
            "{refused:?}"
        );
    }
    let plain = ask(&emulator, OPENAI, json!({ "prompt": "x", "background": null })).await;
    assert!(plain["data"][0]["url"].is_string(), "{plain}");
}

#[tokio::test]
async fn every_model_chooses_its_quality_by_itself() {
    let emulator = start().await;
    for model in [None, Some("dall-e-2"), Some("dall-e-3"), Some("gpt-image-1")] {
        let body = json!({ "prompt": "x", "model": model, "quality": "auto" });
        assert!(ask(&emulator, OPENAI, body).await["data"][0].is_object(), "{model:?}");
    }
    let small = picture(&emulator, 256).await;
    for model in ["dall-e-2", "gpt-image-1"] {
        let parts = [
            ("image", Some("a.png"), &small[..]),
            field("prompt", "x"),
            field("model", model),
            field("quality", "auto"),
        ];
        let answer = post_form(&emulator, "/v1/images/edits", &parts).await;
        assert_eq!(answer.status, 200, "{model}: {answer:?}");
    }
}

#[tokio::test]
async fn edits_and_variations_read_files() {
    let emulator = start().await;
    let (small, large) = (picture(&emulator, 256).await, picture(&emulator, 512).await);
    let edits = "/v1/images/edits";
    let image = ("image", Some("a.png"), &small[..]);
    let prompt = field("prompt", "make it blue");
    let two = [
        ("image[]", Some("a.png"), &small[..]),
        ("image[]", Some("b.png"), &large[..]),
        prompt,
    ];
    let answer = post_form(&emulator, edits, &two).await;
    assert_eq!(
        (
            answer.status,
            &answer.json()["usage"]["input_tokens_details"]["image_tokens"]
        ),
        (200, &json!(646))
    );
    let streamed = [image, prompt, field("stream", "true"), field("partial_images", "1")];
    let events = events(&post_form(&emulator, edits, &streamed).await);
    assert_eq!(events[1]["type"], "image_edit.completed");
    let old = field("model", "dall-e-2");
    let size = field("size", "256x256");
    let masked = [image, ("mask", Some("m.png"), &small[..]), prompt, old, size];
    assert_eq!(post_form(&emulator, edits, &masked).await.status, 200);
    for (parts, param, words) in [
        (vec![prompt], "image", "Missing required"),
        (vec![image], "prompt", "Missing required"),
        (vec![field("image", "x"), prompt], "image", "expected a file"),
        (
            vec![("image", Some("a.gif"), b"GIF89a"), prompt],
            "image",
            "unsupported mimetype",
        ),
        (
            vec![("image", Some("a.jpg"), b"\xff\xd8\xff\xe0"), prompt, old],
            "image",
            "must be a PNG",
        ),
        (
            vec![image, ("mask", Some("m.png"), &large[..]), prompt],
            "mask",
            "size does not match",
        ),
        (
            vec![image, prompt, field("response_format", "url")],
            "response_format",
            "Unknown parameter",
        ),
        (vec![image, prompt, field("n", "many")], "n", "Invalid type"),
        (
            vec![image, prompt, field("model", "dall-e-3")],
            "model",
            "Supported values",
        ),
    ] {
        let answer = post_form(&emulator, edits, &parts).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (400, &json!(param)),
            "{answer:?}"
        );
        assert!(answer.message().contains(words), "{answer:?}");
    }
    let varied = post_form(&emulator, "/v1/images/variations", &[image, field("n", "2"), size]).await;
    assert_eq!(
        (varied.status, varied.json()["data"].as_array().map(Vec::len)),
        (200, Some(2))
    );
    let azure = "/openai/deployments/gpt-image-1/images/edits?api-version=2025-04-01-preview";
    assert_eq!(post_form(&emulator, azure, &[image, prompt]).await.status, 200);
    assert_eq!(
        post_form(
            &emulator,
            azure.replace("2025-04-01-preview", "2024-10-21").as_str(),
            &[image, prompt]
        )
        .await
        .status,
        404
    );
}

#[tokio::test]
async fn edits_in_json_refer_to_images() {
    let emulator = start().await;
    let parts = [field("purpose", "vision"), ("file", Some("a.png"), &b"\x89PNG"[..])];
    let file = post_form(&emulator, "/v1/files", &parts).await.json();
    let ask = |reference: Value| {
        let body = json!({ "model": "gpt-image-1", "prompt": "x", "images": [reference] });
        let emulator = &emulator;
        async move { post(emulator, "/v1/images/edits", &[], &body).await }
    };
    assert_eq!(ask(json!({ "file_id": file["id"] })).await.status, 200);
    assert_eq!(
        ask(json!({ "image_url": "https://example.com/a.png" })).await.status,
        200
    );
    for (reference, param) in [
        (json!({}), "images[0]"),
        (json!({ "file_id": "file-none" }), "images[0].file_id"),
        (
            json!({ "file_id": file["id"], "image_url": "https://example.com/a.png" }),
            "images[0]",
        ),
        (json!({ "image_url": "a.png" }), "images[0].image_url"),
    ] {
        let answer = ask(reference.clone()).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (400, &json!(param)),
            "{reference}"
        );
    }
}

#[tokio::test]
async fn images_are_as_the_openapi_files_say() {
    let Some(specs) = spec_dir("images_are_as_the_openapi_files_say") else {
        return;
    };
    let emulator = start().await;
    let openai = specs.join("specs/openai/openapi.json");
    for body in [
        json!({ "prompt": "x" }),
        json!({ "prompt": "x", "model": "dall-e-3" }),
        json!({ "prompt": "x", "model": "gpt-image-1", "background": "transparent" }),
    ] {
        judge_value(&openai, "ImagesResponse", &ask(&emulator, OPENAI, body).await);
    }
    let body = json!({ "model": "gpt-image-1", "prompt": "x", "stream": true, "partial_images": 1 });
    judge_values(
        &openai,
        "ImageGenStreamEvent",
        &events(&post(&emulator, OPENAI, &[], &body).await),
    );
    let small = picture(&emulator, 256).await;
    let parts = [
        ("image", Some("a.png"), &small[..]),
        field("prompt", "x"),
        field("stream", "true"),
    ];
    judge_values(
        &openai,
        "ImageEditStreamEvent",
        &events(&post_form(&emulator, "/v1/images/edits", &parts).await),
    );
    let sample = specs.join("fixtures/seeds/azure_dalle3.request.json");
    let body: Value = serde_json::from_slice(&std::fs::read(sample).unwrap()).unwrap();
    let azure = specs.join("specs/azure/inference/stable/2024-10-21/inference.json");
    judge_value(&azure, "generateImagesResponse", &ask(&emulator, AZURE, body).await);
    assert_eq!(call(&emulator, "GET", OPENAI).await.status, 405);
}
