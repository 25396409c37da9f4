//! What Azure's REST reference says that an answer holds, and how long it lasts.

use serde_json::{Value, json};

use crate::form::{Part, bytes, call, events, field, frozen, post_form, seconds, wav};
use crate::wire::{post, send, start};

const DEPLOYMENT: &str = "/openai/deployments/mine";
const DAY: u64 = 86_400;

#[tokio::test]
async fn a_completion_and_an_embedding_have_the_samples_members() {
    let emulator = start().await;
    let path = format!("{DEPLOYMENT}/completions?api-version=2024-02-01");
    let body = json!({ "prompt": "Once upon a time", "max_tokens": 5 });
    let answer = post(&emulator, &path, &[], &body).await.json();
    assert!(answer["id"].as_str().unwrap().starts_with("cmpl-"), "{answer}");
    assert_eq!(
        (&answer["object"], &answer["model"]),
        (&json!("text_completion"), &json!("mine"))
    );
    assert!(answer["created"].is_u64());
    let choice = &answer["choices"][0];
    assert_eq!(
        (&choice["index"], &choice["logprobs"], &choice["finish_reason"]),
        (&json!(0), &Value::Null, &json!("length"))
    );
    assert!(!choice["text"].as_str().unwrap().is_empty() && answer["choices"].as_array().unwrap().len() == 1);

    let path = format!("{DEPLOYMENT}/embeddings?api-version=2024-02-01");
    let body = json!({ "input": "The food was delicious and the waiter..." });
    let answer = post(&emulator, &path, &[], &body).await.json();
    assert_eq!((&answer["object"], &answer["model"]), (&json!("list"), &json!("mine")));
    let data = answer["data"].as_array().unwrap();
    assert_eq!(
        (data.len(), &data[0]["object"], &data[0]["index"]),
        (1, &json!("embedding"), &json!(0))
    );
    assert!(data[0]["embedding"].as_array().unwrap().iter().all(Value::is_f64));
}

/// The reference prints line breaks inside `content` for reading only.
#[tokio::test]
async fn a_chat_answer_is_one_block_of_text() {
    let emulator = start().await;
    let path = format!("{DEPLOYMENT}/chat/completions?api-version=2024-02-01");
    let mut body = json!({ "messages": [
        { "role": "system", "content": "You are a helpful assistant." },
        { "role": "user", "content": "Does Azure OpenAI support customer managed keys?" },
        { "role": "assistant", "content": "Yes, customer managed keys are supported by Azure OpenAI." },
        { "role": "user", "content": "Do other Azure AI services support this too?" },
    ] });
    let answer = post(&emulator, &path, &[], &body).await.json();
    let content = answer["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(content.len() > 50 && !content.contains('\n'), "{content:?}");
    body["stream"] = json!(true);
    let chunks = events(&post(&emulator, &path, &[], &body).await);
    let texts = chunks
        .iter()
        .filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str());
    assert_eq!(texts.collect::<String>(), content);
}

#[tokio::test]
async fn an_answer_on_data_has_a_limit() {
    let emulator = start().await;
    let path = format!("{DEPLOYMENT}/extensions/chat/completions?api-version=2023-12-01-preview");
    let search = json!({ "endpoint": "https://s.search.windows.net", "key": "k", "indexName": "i" });
    for (limit, status) in [(5, 200), (4096, 200), (4097, 400), (0, 400)] {
        let body = json!({
            "messages": [{ "role": "user", "content": "How?" }],
            "dataSources": [{ "type": "AzureCognitiveSearch", "parameters": search }],
            "max_tokens": limit,
        });
        let answer = post(&emulator, &path, &[], &body).await;
        assert_eq!(answer.status, status, "{limit}: {answer:?}");
        if limit == 5 {
            let answer = answer.json();
            assert_eq!(
                (
                    &answer["usage"]["completion_tokens"],
                    &answer["choices"][0]["finish_reason"]
                ),
                (&json!(5), &json!("length"))
            );
        }
    }
}

#[tokio::test]
async fn each_source_needs_what_the_reference_says() {
    let emulator = start().await;
    let path = format!("{DEPLOYMENT}/extensions/chat/completions?api-version=2023-12-01-preview");
    let dependency = json!({ "type": "DeploymentName", "deploymentName": "ada" });
    let sources = [
        (
            "AzureCosmosDB",
            json!({
                "authentication": { "type": "ConnectionString", "connectionString": "mongodb://c" },
                "databaseName": "d", "containerName": "c", "indexName": "i",
                "embeddingDependency": dependency, "fieldsMapping": { "vectorFields": ["v"] },
            }),
            &[
                "authentication",
                "databaseName",
                "containerName",
                "indexName",
                "embeddingDependency",
                "fieldsMapping",
            ][..],
        ),
        (
            "Elasticsearch",
            json!({
                "authentication": { "type": "KeyAndKeyId", "key": "k", "keyId": "i" },
                "endpoint": "https://e.example", "indexName": "i",
            }),
            &["authentication", "endpoint", "indexName"],
        ),
        (
            "AzureMLIndex",
            json!({ "projectResourceId": "/subscriptions/s", "name": "n", "version": "2" }),
            &["projectResourceId", "name", "version"],
        ),
        (
            "Pinecone",
            json!({
                "authentication": { "type": "APIKey", "apiKey": "k" }, "environment": "e", "indexName": "i",
                "embeddingDependency": dependency, "fieldsMapping": { "contentFields": ["c"] },
            }),
            &[
                "authentication",
                "environment",
                "indexName",
                "embeddingDependency",
                "fieldsMapping",
            ],
        ),
    ];
    let ask = async |kind: &str, parameters: &Value| {
        let body = json!({
            "messages": [{ "role": "user", "content": "How?" }],
            "dataSources": [{ "type": kind, "parameters": parameters }],
        });
        post(&emulator, &path, &[], &body).await
    };
    for (kind, good, needed) in &sources {
        let answer = ask(kind, good).await;
        assert_eq!(answer.status, 200, "{kind}: {answer:?}");
        for name in *needed {
            let mut parameters = good.clone();
            parameters.as_object_mut().unwrap().remove(*name);
            let refused = ask(kind, &parameters).await;
            assert_eq!(refused.status, 400, "{kind} without {name}: {refused:?}");
            assert!(refused.message().contains(name), "{kind} without {name}: {refused:?}");
        }
    }
    let (_, cosmos, _) = &sources[0];
    for (name, value, missing) in [
        ("embeddingDependency", json!({ "deploymentName": "ada" }), "type"),
        (
            "embeddingDependency",
            json!({ "type": "DeploymentName" }),
            "deploymentName",
        ),
        ("embeddingDependency", json!("ada"), "embeddingDependency"),
        ("fieldsMapping", json!({}), "vectorFields"),
    ] {
        let mut parameters = cosmos.clone();
        parameters[name] = value;
        let refused = ask("AzureCosmosDB", &parameters).await;
        assert!(
            refused.status == 400 && refused.message().contains(missing),
            "{parameters}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn an_ingestion_job_crawls_an_address() {
    let (emulator, _clock) = frozen().await;
    let path =
        |name: &str| format!("/openai/extensions/on-your-data/ingestion-jobs/{name}?api-version=2023-10-01-preview");
    let headers = |url| {
        [
            ("searchServiceEndpoint", "https://s.search.windows.net"),
            (
                "storageConnectionString",
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k",
            ),
            ("storageContainer", "container"),
            ("url", url),
        ]
    };
    let body = br#"{"dataRefreshIntervalInMinutes":0}"#;
    for (name, url, status) in [("one", "https://a.example/pages", 200), ("two", "pages", 400)] {
        let answer = send(emulator.address(), "PUT", &path(name), &headers(url), body)
            .await
            .unwrap();
        assert_eq!(answer.status, status, "{url}: {answer:?}");
        assert!(status == 200 || answer.message().contains("'url'"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_finished_operation_and_its_images_go_after_a_day() {
    let (emulator, clock) = frozen().await;
    let path = "/openai/images/generations:submit?api-version=2023-06-01-preview";
    let submitted = post(&emulator, path, &[], &json!({ "prompt": "An avocado chair" })).await;
    let path = submitted.headers["operation-location"]
        .strip_prefix("http://localhost")
        .unwrap();
    clock.advance(seconds(3));
    let done = call(&emulator, "GET", path).await.json();
    let lasts = done["expires"].as_u64().unwrap() - done["created"].as_u64().unwrap();
    assert_eq!((&done["status"], lasts), (&json!("succeeded"), DAY));
    let image = done["result"]["data"][0]["url"].as_str().unwrap();
    let image = image.strip_prefix("http://localhost").unwrap();
    clock.advance(seconds(DAY - 4));
    assert_eq!(call(&emulator, "GET", path).await.json()["status"], "succeeded");
    assert_eq!(bytes(&emulator, "GET", image, "").await.0, 200);
    clock.advance(seconds(1));
    assert_eq!(call(&emulator, "GET", path).await.status, 404);
    assert_eq!(bytes(&emulator, "GET", image, "").await.0, 403);
}

#[tokio::test]
async fn nine_formats_of_recordings_are_heard() {
    let emulator = start().await;
    let wav = wav(1000);
    let ask = async |name: &str| {
        let file: Part<'_> = match name.ends_with(".wav") {
            true => ("file", Some(name), &wav),
            false => ("file", Some(name), b"not looked into"),
        };
        let path = format!("{DEPLOYMENT}/audio/transcriptions?api-version=2023-09-01-preview");
        post_form(&emulator, &path, &[field("language", "en"), file]).await
    };
    for ending in ["flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "wav", "webm"] {
        let answer = ask(&format!("talk.{ending}")).await;
        assert_eq!(answer.status, 200, "{ending}: {answer:?}");
        assert!(
            answer.json()["text"].as_str().unwrap().contains(ending),
            "{ending}: {answer:?}"
        );
    }
    for ending in ["txt", "aiff", "aac", "wma", "avi", "mp33", "fla"] {
        let answer = ask(&format!("talk.{ending}")).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (400, &json!("file")),
            "{ending}"
        );
        assert!(answer.message().contains("flac"), "{ending}: {answer:?}");
    }
    assert_eq!(ask("talk").await.status, 400);
}
