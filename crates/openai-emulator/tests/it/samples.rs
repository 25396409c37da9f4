//! Every version and every value that Azure's REST reference names is taken.

use serde_json::{Value, json};

use crate::form::{bytes, call};
use crate::wire::{post, start};

const DEPLOYMENT: &str = "/openai/deployments/mine";

#[tokio::test]
async fn each_version_of_the_samples_answers_and_none_is_no_version() {
    let emulator = start().await;
    let completion = json!({ "prompt": "Once upon a time", "max_tokens": 5 });
    let chat = json!({ "messages": [{ "role": "user", "content": "Hello" }] });
    let speech = json!({ "model": "tts-hd", "input": "Good morning.", "voice": "alloy" });
    for (version, path, body) in [
        ("2023-05-15", "embeddings", json!({ "input": "The food" })),
        ("2023-12-01-preview", "chat/completions", chat),
        ("2024-02-01", "completions", completion),
        ("2024-02-15-preview", "audio/speech", speech),
    ] {
        let path = format!("{DEPLOYMENT}/{path}");
        let dated = format!("{path}?api-version={version}");
        assert_eq!(
            bytes(&emulator, "POST", &dated, &body.to_string()).await.0,
            200,
            "{dated}"
        );
        assert_eq!(post(&emulator, &path, &[], &body).await.status, 404, "{path}");
    }
    let submit = "/openai/images/generations:submit";
    let dated = format!("{submit}?api-version=2023-06-01-preview");
    let image = json!({ "prompt": "A quince" });
    assert_eq!(post(&emulator, &dated, &[], &image).await.status, 202);
    assert_eq!(post(&emulator, submit, &[], &image).await.status, 404);
    let jobs = "/openai/extensions/on-your-data/ingestion-jobs";
    let dated = format!("{jobs}?api-version=2023-10-01-preview");
    assert_eq!(call(&emulator, "GET", &dated).await.status, 200);
    assert_eq!(call(&emulator, "GET", jobs).await.status, 404);
}

#[tokio::test]
async fn each_listed_value_is_taken() {
    let emulator = start().await;
    let speech = json!({ "model": "tts-1", "input": "Good morning.", "voice": "alloy" });
    let image = json!({ "prompt": "A quince" });
    let job = "/openai/images/generations:submit?api-version=2023-06-01-preview".to_owned();
    let images = format!("{DEPLOYMENT}/images/generations?api-version=2023-12-01-preview");
    let speeches = format!("{DEPLOYMENT}/audio/speech?api-version=2024-02-15-preview");
    for (path, good, name, values, status) in [
        (
            &speeches,
            &speech,
            "voice",
            &["alloy", "echo", "fable", "onyx", "nova", "shimmer"][..],
            200,
        ),
        (&speeches, &speech, "model", &["tts-1", "tts-1-hd", "tts-hd"], 200),
        (&images, &image, "size", &["1024x1024", "1792x1024", "1024x1792"], 200),
        (&images, &image, "quality", &["standard", "hd"], 200),
        (&images, &image, "style", &["vivid", "natural"], 200),
        (&job, &image, "size", &["256x256", "512x512", "1024x1024"], 202),
    ] {
        for value in values {
            let mut body = good.clone();
            body[name] = json!(value);
            let (answered, ..) = bytes(&emulator, "POST", path, &body.to_string()).await;
            assert_eq!(answered, status, "{name} = {value}");
        }
    }
}

#[tokio::test]
async fn each_role_and_each_detail_is_taken() {
    let emulator = start().await;
    let path = format!("{DEPLOYMENT}/chat/completions?api-version=2024-02-01");
    let ask = async |messages: Value| post(&emulator, &path, &[], &json!({ "messages": messages })).await;
    let call = json!([{ "id": "call_1", "type": "function", "function": { "name": "f", "arguments": "{}" } }]);
    let all = ask(json!([
        { "role": "system", "content": "Be brief." },
        { "role": "user", "content": "The earlier question" },
        { "role": "assistant", "tool_calls": call },
        { "role": "tool", "tool_call_id": "call_1", "content": "So." },
        { "role": "assistant", "content": null, "function_call": { "name": "f", "arguments": "{}" } },
        { "role": "function", "name": "f", "content": "So." },
        { "role": "user", "content": "The last question" },
    ]))
    .await;
    assert_eq!(all.status, 200, "{all:?}");
    let answer = all.json();
    let text = answer["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(
        text.contains("The last question") && !text.contains("The earlier"),
        "{text}"
    );
    for (detail, status) in [("auto", 200), ("low", 200), ("high", 200), ("sharp", 400)] {
        let image = json!({ "url": "https://a.example/b.png", "detail": detail });
        let content = json!([{ "type": "text", "text": "What?" }, { "type": "image_url", "image_url": image }]);
        let answer = ask(json!([{ "role": "user", "content": content }])).await;
        assert_eq!(answer.status, status, "{detail}: {answer:?}");
    }
}

#[tokio::test]
async fn an_image_comes_by_its_address_or_in_place() {
    let emulator = start().await;
    let path = format!("{DEPLOYMENT}/images/generations?api-version=2023-12-01-preview");
    for (format, member) in [(None, "url"), (Some("url"), "url"), (Some("b64_json"), "b64_json")] {
        let mut body = json!({ "prompt": "A quince" });
        if let Some(format) = format {
            body["response_format"] = json!(format);
        }
        let answer = post(&emulator, &path, &[], &body).await.json();
        let image = answer["data"][0].as_object().unwrap();
        assert!(image[member].is_string() && answer["created"].is_u64(), "{answer}");
        let other = if member == "url" { "b64_json" } else { "url" };
        assert!(!image.contains_key(other), "{format:?}: {answer}");
    }
    let odd = json!({ "prompt": "A quince", "response_format": "png" });
    assert_eq!(post(&emulator, &path, &[], &odd).await.status, 400);
}

#[tokio::test]
async fn an_answer_on_data_has_the_samples_members() {
    let emulator = start().await;
    let path = format!("{DEPLOYMENT}/extensions/chat/completions?api-version=2023-06-01-preview");
    let search = json!({ "endpoint": "https://s.search.windows.net", "key": "k", "indexName": "i" });
    let body = json!({
        "messages": [{ "role": "user", "content": "How?" }],
        "dataSources": [{ "type": "AzureCognitiveSearch", "parameters": search }],
    });
    let answer = post(&emulator, &path, &[], &body).await.json();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&answer), ["choices", "created", "id", "model", "object"]);
    assert_eq!(
        (&answer["object"], &answer["model"]),
        (&json!("chat.completion"), &json!(""))
    );
    assert!(!answer["id"].as_str().unwrap().starts_with("chatcmpl-"));
    assert_eq!(names(&answer["choices"][0]), ["index", "messages"]);
    let tool = answer["choices"][0]["messages"][0]["content"].as_str().unwrap();
    let tool: Value = serde_json::from_str(tool).unwrap();
    assert_eq!(names(&tool), ["citations", "intent"]);
    let citation = &tool["citations"][0];
    let expected = ["chunk_id", "content", "filepath", "id", "metadata", "title", "url"];
    assert_eq!(names(citation), expected);
    assert!(citation["id"].is_null() && citation["url"].is_null() && citation["chunk_id"].is_string());
    assert!(citation["metadata"]["chunking"].is_string(), "{citation}");
}
