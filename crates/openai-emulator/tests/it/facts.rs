//! Limits of Azure's REST reference that no other test meets.

use serde_json::{Value, json};

use crate::form::bytes;
use crate::wire::{post, start};

const DEPLOYMENT: &str = "/openai/deployments/mine";

/// A body that is good, with a member that is not.
fn with(good: &Value, name: &str, value: Value) -> Value {
    let mut body = good.clone();
    body[name] = value;
    body
}

#[tokio::test]
async fn a_value_beyond_its_limit_is_refused_by_name() {
    let emulator = start().await;
    let completion = json!({ "prompt": "Once", "max_tokens": 1 });
    let search = json!({ "endpoint": "https://s.search.windows.net", "key": "k", "indexName": "i" });
    let data = json!({
        "messages": [{ "role": "user", "content": "How?" }],
        "dataSources": [{ "type": "AzureCognitiveSearch", "parameters": search }],
    });
    let speech = json!({ "model": "tts-hd", "input": "Good morning.", "voice": "alloy" });
    let image = json!({ "prompt": "A quince" });
    for (path, good, name, limit, beyond) in [
        (
            "completions?api-version=2024-02-01",
            &completion,
            "temperature",
            json!(2),
            json!(2.1),
        ),
        (
            "completions?api-version=2024-02-01",
            &completion,
            "logit_bias",
            json!({ "50256": -100 }),
            json!({ "50256": -101 }),
        ),
        (
            "completions?api-version=2024-02-01",
            &completion,
            "presence_penalty",
            json!(-2),
            json!(-2.1),
        ),
        (
            "completions?api-version=2024-02-01",
            &completion,
            "frequency_penalty",
            json!(2),
            json!(2.1),
        ),
        (
            "completions?api-version=2024-02-01",
            &completion,
            "stop",
            json!(["a", "b", "c", "d"]),
            json!(["a", "b", "c", "d", "e"]),
        ),
        (
            "extensions/chat/completions?api-version=2023-12-01-preview",
            &data,
            "stop",
            json!(["a", "b"]),
            json!(["a", "b", "c"]),
        ),
        (
            "extensions/chat/completions?api-version=2023-12-01-preview",
            &data,
            "temperature",
            json!(2),
            json!(3),
        ),
        (
            "audio/speech?api-version=2024-02-15-preview",
            &speech,
            "input",
            json!("x".repeat(4096)),
            json!("x".repeat(4097)),
        ),
        (
            "audio/speech?api-version=2024-02-15-preview",
            &speech,
            "voice",
            json!("shimmer"),
            json!("nobody"),
        ),
        (
            "images/generations?api-version=2023-12-01-preview",
            &image,
            "prompt",
            json!("x".repeat(4000)),
            json!("x".repeat(4001)),
        ),
        (
            "images/generations?api-version=2023-12-01-preview",
            &image,
            "n",
            json!(1),
            json!(2),
        ),
        (
            "images/generations?api-version=2023-12-01-preview",
            &image,
            "style",
            json!("natural"),
            json!("sober"),
        ),
        (
            "images/generations?api-version=2023-12-01-preview",
            &image,
            "quality",
            json!("hd"),
            json!("best"),
        ),
        (
            "images/generations?api-version=2023-12-01-preview",
            &image,
            "size",
            json!("1792x1024"),
            json!("512x1024"),
        ),
    ] {
        let path = format!("{DEPLOYMENT}/{path}");
        // Speech is no text.
        let (status, ..) = bytes(&emulator, "POST", &path, &with(good, name, limit).to_string()).await;
        assert_eq!(status, 200, "{path} {name}");
        let refused = post(&emulator, &path, &[], &with(good, name, beyond)).await;
        assert_eq!(refused.status, 400, "{path} {name}");
        assert!(refused.body.contains(name), "{path} {name}: {refused:?}");
    }
}

#[tokio::test]
async fn a_functions_message_bears_its_name() {
    let emulator = start().await;
    let path = format!("{DEPLOYMENT}/chat/completions?api-version=2024-02-01");
    let talk = |message: Value| json!({ "messages": [{ "role": "user", "content": "How?" }, message] });
    for (name, status) in [(json!("look_up"), 200), (json!("look up"), 400), (Value::Null, 400)] {
        let mut message = json!({ "role": "function", "content": "So." });
        if !name.is_null() {
            message["name"] = name.clone();
        }
        let answer = post(&emulator, &path, &[], &talk(message)).await;
        assert_eq!(answer.status, status, "{name}: {answer:?}");
    }
}
