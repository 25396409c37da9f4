//! Chat on one's own data, in its three forms.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::form::events;
use crate::specs::judge_value;
use crate::wire::{Answer, post, spec_dir, start};

fn path(version: &str) -> String {
    format!("/openai/deployments/d/extensions/chat/completions?api-version={version}")
}

fn search() -> Value {
    let parameters = json!({ "endpoint": "https://s.search.windows.net", "key": "k", "indexName": "i" });
    json!({ "type": "AzureCognitiveSearch", "parameters": parameters })
}

fn early(source: Value) -> Value {
    json!({ "messages": [{ "role": "user", "content": "How do I care for a parrot?" }], "dataSources": [source] })
}

fn late_search(members: Value) -> Value {
    let key = json!({ "type": "api_key", "key": "k" });
    let mut parameters =
        json!({ "endpoint": "https://s.search.windows.net", "index_name": "i", "authentication": key });
    for (name, value) in members.as_object().unwrap() {
        parameters[name] = value.clone();
    }
    json!({ "type": "azure_search", "parameters": parameters })
}

async fn late(emulator: &Running, version: &str, source: Value, members: Value) -> Answer {
    let mut body = json!({
        "messages": [{ "role": "user", "content": "How do I care for a parrot?" }],
        "data_sources": [source],
    });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    let path = format!("/openai/deployments/d/chat/completions?api-version={version}");
    post(emulator, &path, &[], &body).await
}

/// Every marker leads to a citation, and there is at least one.
fn check_markers(text: &str, citations: &Value) {
    let citations = citations.as_array().unwrap();
    let numbers = text
        .split("[doc")
        .skip(1)
        .map(|rest| rest.split(']').next().unwrap().parse::<usize>().unwrap());
    let numbers: Vec<usize> = numbers.collect();
    assert!(!numbers.is_empty(), "{text}");
    for number in numbers {
        let content = citations[number - 1]["content"].as_str().unwrap();
        assert!(text.contains(content.trim_end_matches('.')), "{text} {content}");
    }
}

#[tokio::test]
async fn the_first_form_has_two_messages() {
    let emulator = start().await;
    let body = early(search());
    let answer = post(&emulator, &path("2023-06-01-preview"), &[], &body).await.json();
    assert_eq!((&answer["model"], answer.get("usage")), (&json!(""), None));
    let messages = &answer["choices"][0]["messages"];
    assert_eq!(
        (&messages[0]["role"], &messages[0]["end_turn"]),
        (&json!("tool"), &json!(false))
    );
    assert_eq!(
        (&messages[1]["role"], &messages[1]["end_turn"]),
        (&json!("assistant"), &json!(true))
    );
    let tool: Value = serde_json::from_str(messages[0]["content"].as_str().unwrap()).unwrap();
    let text = messages[1]["content"].as_str().unwrap();
    check_markers(text, &tool["citations"]);
    let intent: Value = serde_json::from_str(tool["intent"].as_str().unwrap()).unwrap();
    assert_eq!(intent, json!(["How do I care for a parrot?"]));
    assert_eq!(tool["citations"][0]["chunk_id"], "0");
    let mut body = body;
    body["stream"] = json!(true);
    let events = events(&post(&emulator, &path("2023-07-01-preview"), &[], &body).await);
    let parts: Vec<&Value> = events.iter().map(|event| &event["choices"][0]["messages"][0]).collect();
    assert_eq!(parts[0]["delta"]["role"], "tool");
    let (end, said) = parts.split_last().unwrap();
    assert_eq!(
        **end,
        json!({ "delta": { "content": "[DONE]" }, "index": 2, "end_turn": true })
    );
    let joined: String = said[1..]
        .iter()
        .filter_map(|part| part["delta"]["content"].as_str())
        .collect();
    assert_eq!(joined, text);
}

#[tokio::test]
async fn the_second_form_has_messages_in_its_context() {
    let emulator = start().await;
    for version in ["2023-08-01-preview", "2023-12-01-preview"] {
        let answer = post(&emulator, &path(version), &[], &early(search())).await.json();
        let message = &answer["choices"][0]["message"];
        let tool = message["context"]["messages"][0]["content"].as_str().unwrap();
        let tool: Value = serde_json::from_str(tool).unwrap();
        check_markers(message["content"].as_str().unwrap(), &tool["citations"]);
        let mut body = early(search());
        body["stream"] = json!(true);
        let events = events(&post(&emulator, &path(version), &[], &body).await);
        assert_eq!(
            events[0]["choices"][0]["delta"]["context"]["messages"][0]["role"],
            "tool"
        );
        let last = &events[events.len() - 2]["choices"][0];
        assert_eq!(
            (&last["end_turn"], &last["finish_reason"]),
            (&json!(true), &json!("stop"))
        );
    }
}

#[tokio::test]
async fn the_third_form_has_citations_in_its_context() {
    let emulator = start().await;
    let answer = late(&emulator, "2024-10-21", late_search(json!({})), json!({}))
        .await
        .json();
    let message = &answer["choices"][0]["message"];
    check_markers(message["content"].as_str().unwrap(), &message["context"]["citations"]);
    assert!(message["context"]["intent"].is_string() && answer["usage"]["total_tokens"].is_u64());
    let streamed = late(
        &emulator,
        "2024-02-01",
        late_search(json!({})),
        json!({ "stream": true }),
    )
    .await;
    let events = events(&streamed);
    check_markers(
        message["content"].as_str().unwrap(),
        &events[0]["choices"][0]["delta"]["context"]["citations"],
    );
    assert_eq!(events.last().unwrap(), "[DONE]");
    assert_eq!(events[events.len() - 2]["choices"][0]["end_turn"], true);
    let contexts = json!({ "include_contexts": ["all_retrieved_documents"], "top_n_documents": 1 });
    let answer = late(
        &emulator,
        "2024-05-01-preview",
        late_search(contexts.clone()),
        json!({}),
    )
    .await
    .json();
    let context = &answer["choices"][0]["message"]["context"];
    assert_eq!(context["all_retrieved_documents"].as_array().unwrap().len(), 1);
    assert!(context.get("citations").is_none(), "{context}");
    assert_eq!(
        late(&emulator, "2024-10-21", late_search(contexts), json!({}))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn sources_are_checked_in_both_spellings() {
    let emulator = start().await;
    let with = |mut source: Value, name: &str, value: Value| {
        match value {
            Value::Null => drop(source["parameters"].as_object_mut().unwrap().remove(name)),
            value => source["parameters"][name] = value,
        }
        source
    };
    let pinecone = json!({ "type": "Pinecone", "parameters": {
        "authentication": { "type": "APIKey", "apiKey": "k" }, "environment": "e", "indexName": "i",
        "embeddingDependency": { "type": "DeploymentName", "deploymentName": "d" },
        "fieldsMapping": { "contentFields": ["content"] },
    } });
    let key_too = with(
        pinecone.clone(),
        "authentication",
        json!({ "type": "APIKey", "key": "k" }),
    );
    for source in [search(), pinecone.clone(), key_too] {
        let answer = post(&emulator, &path("2023-12-01-preview"), &[], &early(source.clone())).await;
        assert_eq!(answer.status, 200, "{source} {answer:?}");
    }
    let at = "dataSources[0].parameters";
    for (source, param) in [
        (
            json!({ "type": "azure_search", "parameters": {} }),
            "dataSources[0].type".to_owned(),
        ),
        (with(search(), "indexName", Value::Null), format!("{at}.indexName")),
        (with(search(), "index_name", json!("i")), format!("{at}.index_name")),
        (with(search(), "strictness", json!(6)), format!("{at}.strictness")),
        (
            with(search(), "queryType", json!("semantic")),
            format!("{at}.semanticConfiguration"),
        ),
        (
            with(search(), "embeddingEndpoint", json!("https://e")),
            format!("{at}.embeddingEndpoint"),
        ),
        (
            with(
                search(),
                "authentication",
                json!({ "type": "UserAssignedManagedIdentity" }),
            ),
            format!("{at}.authentication.managedIdentityResourceId"),
        ),
        (
            with(
                search(),
                "authentication",
                json!({ "type": "ConnectionString", "connectionString": "c" }),
            ),
            format!("{at}.authentication.type"),
        ),
        (
            with(pinecone.clone(), "environment", Value::Null),
            format!("{at}.environment"),
        ),
        (
            with(pinecone, "authentication", json!({ "type": "APIKey" })),
            format!("{at}.authentication.key"),
        ),
    ] {
        let answer = post(&emulator, &path("2023-12-01-preview"), &[], &early(source.clone())).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (400, &json!(param)),
            "{source} {answer:?}"
        );
    }
    let cosmos = json!({ "type": "azure_cosmos_db", "parameters": {} });
    for (version, source, members, param) in [
        (
            "2024-10-21",
            cosmos,
            json!({}),
            "data_sources[0].parameters.authentication",
        ),
        (
            "2024-10-21",
            late_search(json!({ "authentication": { "type": "key_and_key_id", "key": "k", "key_id": "i" } })),
            json!({}),
            "data_sources[0].parameters.authentication.type",
        ),
        (
            "2024-10-21",
            json!({ "type": "mongo_db", "parameters": {} }),
            json!({}),
            "data_sources[0].parameters.authentication",
        ),
        (
            "2024-10-21",
            late_search(json!({})),
            json!({ "logprobs": true }),
            "logprobs",
        ),
        (
            "2024-08-01-preview",
            late_search(json!({ "role_information": "x" })),
            json!({}),
            "data_sources[0].parameters.role_information",
        ),
    ] {
        let answer = late(&emulator, version, source.clone(), members).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (400, &json!(param)),
            "{source} {answer:?}"
        );
    }
}

#[tokio::test]
async fn an_image_is_looked_at() {
    let emulator = start().await;
    let image = json!({ "type": "image_url", "image_url": { "url": "https://example.com/a.png" } });
    let body = json!({
        "messages": [{ "role": "user", "content": [{ "type": "text", "text": "What is this?" }, image] }],
        "enhancements": { "grounding": { "enabled": true }, "ocr": { "enabled": true } },
        "dataSources": [{ "type": "AzureComputerVision", "parameters": { "endpoint": "https://v", "key": "k" } }],
    });
    let chat = "/openai/deployments/d/chat/completions?api-version=2024-02-15-preview";
    for path in [path("2023-12-01-preview"), chat.to_owned()] {
        let answer = post(&emulator, &path, &[], &body).await.json();
        let line = &answer["choices"][0]["enhancements"]["grounding"]["lines"][0];
        assert_eq!(
            line["spans"][0]["polygon"].as_array().map(Vec::len),
            Some(4),
            "{answer}"
        );
        assert!(answer["choices"][0]["message"].get("context").is_none(), "{answer}");
    }
    assert_eq!(
        post(&emulator, &path("2023-08-01-preview"), &[], &body).await.status,
        400
    );
    assert_eq!(
        post(&emulator, &chat.replace("02-15", "04-01"), &[], &body)
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn answers_on_data_are_as_the_openapi_files_say() {
    let Some(specs) = spec_dir("answers_on_data_are_as_the_openapi_files_say") else {
        return;
    };
    let emulator = start().await;
    for version in ["2023-06-01-preview", "2023-12-01-preview"] {
        let file = specs.join(format!("specs/azure/inference/preview/{version}/inference.json"));
        let answer = post(&emulator, &path(version), &[], &early(search())).await.json();
        judge_value(&file, "extensionsChatCompletionsResponse", &answer);
    }
    let file = specs.join("specs/azure/inference/stable/2024-10-21/inference.json");
    let answer = late(&emulator, "2024-10-21", late_search(json!({})), json!({}))
        .await
        .json();
    judge_value(&file, "createChatCompletionResponse", &answer);
    for (version, name) in [
        ("2023-06-01-preview", "azure_oyd_search_2023-06-01-preview"),
        ("2023-06-01-preview", "azure_oyd_cosmosdb"),
        ("2023-12-01-preview", "azure_oyd_elasticsearch"),
        ("2023-12-01-preview", "azure_oyd_amlindex"),
        ("2023-12-01-preview", "azure_oyd_pinecone"),
        ("2023-12-01-preview", "azure_ext_chat_vision_enhancements"),
    ] {
        let sample = specs.join(format!("fixtures/seeds/{name}.request.json"));
        let body: Value = serde_json::from_slice(&std::fs::read(sample).unwrap()).unwrap();
        let answer = post(&emulator, &path(version), &[], &body).await;
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
    }
}
