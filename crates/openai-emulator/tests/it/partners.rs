//! Models of other publishers, which Google offers as a service at the address of its own.

use serde_json::{Value, json};

use crate::wire::{GEMINI, post, start, text};

const MODEL: &str = "meta/llama-4-maverick-17b-128e-instruct-maas";

#[tokio::test]
async fn they_answer_as_containers_do() {
    let emulator = start().await;
    let whole = GEMINI
        .ask(&emulator, json!({ "model": MODEL, "logprobs": true, "best_of": "x" }))
        .await;
    assert_eq!(
        whole.status, 200,
        "what a container does not know it ignores: {whole:?}"
    );
    let whole = whole.json();
    assert_eq!(whole["model"], MODEL);
    assert!(
        whole["id"].as_str().unwrap().starts_with("chatcmpl-") && whole.get("system_fingerprint").is_none(),
        "it has none of Gemini's marks: {whole}"
    );
    assert!(
        whole["choices"][0]["logprobs"]["content"].is_array(),
        "Gemini ignores logprobs"
    );
    let streamed = GEMINI.stream(&emulator, json!({ "model": MODEL })).await;
    assert_eq!(
        text(&streamed, 0),
        whole["choices"][0]["message"]["content"].as_str().unwrap()
    );
    for members in [
        json!({ "temperature": 3 }),
        json!({ "logit_bias": "not a map" }),
        json!({ "top_logprobs": 99 }),
    ] {
        let mut body = GEMINI.body(members.clone());
        body["model"] = json!(MODEL);
        let refused = post(&emulator, GEMINI.path, &[], &body).await;
        assert_eq!(
            (refused.status, &refused.json()[0]["error"]["status"]),
            (400, &json!("INVALID_ARGUMENT")),
            "{members}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn half_a_name_is_no_partners() {
    let emulator = start().await;
    for model in ["llama", "meta/", "/llama", ""] {
        let refused = GEMINI.ask(&emulator, json!({ "model": model })).await;
        assert_eq!(refused.status, 400, "{model}: {refused:?}");
        assert!(
            refused.message().contains("Malformed model name"),
            "{model}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn they_complete_prompts_and_googles_do_not() {
    let emulator = start().await;
    let path = GEMINI.path.replace("chat/completions", "completions");
    let ask = async |model: &str| {
        let body = json!({ "model": model, "prompt": "Once upon a time", "max_tokens": 5 });
        post(&emulator, &path, &[], &body).await
    };
    let whole = ask(MODEL).await.json();
    assert_eq!(
        (&whole["object"], &whole["model"], &whole["choices"][0]["finish_reason"]),
        (&json!("text_completion"), &json!(MODEL), &json!("length")),
        "{whole}"
    );
    for model in ["google/gemini-2.5-flash", "llama"] {
        let refused = ask(model).await;
        let error: Value = refused.json()[0]["error"].clone();
        assert_eq!(
            (refused.status, &error["status"]),
            (400, &json!("INVALID_ARGUMENT")),
            "{model}: {error}"
        );
    }
}
