//! No `Debug` shows a secret, known or not.

use openai_azure::dalle2::Operation;
use openai_azure::enhancements;
use openai_azure::ingestion::v2024::{Job, JobList, RunList};
use openai_azure::on_your_data::{Completion, v2023, v2024};
use openai_types::decode_str;
use serde_json::Value;

use crate::bodies;

/// Members that hold secrets, and the members of kinds of objects that this version does not know.
const SECRET: [&str; 10] = [
    "key",
    "apiKey",
    "connectionString",
    "encodedApiKey",
    "accessToken",
    "embeddingKey",
    "connection_string",
    "encoded_api_key",
    "access_token",
    "password",
];

/// Every string under one of these names, at any depth.
fn secrets(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| secrets(item, found)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if SECRET.contains(&name.as_str()) && text.len() > 1 => {
                        found.push(text.clone())
                    }
                    _ => secrets(value, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn debug_shows_none_of_the_bodies_secrets() {
    let mut count = 0;
    for body in bodies::all() {
        let shown = match body.kind {
            "enhancements.Request" => format!("{:?}", decode_str::<enhancements::Request>(&body.text).unwrap()),
            "on_your_data.v2023.Request" => format!("{:?}", decode_str::<v2023::Request>(&body.text).unwrap()),
            "on_your_data.v2024.Request" => format!("{:?}", decode_str::<v2024::Request>(&body.text).unwrap()),
            "ingestion.v2024.Job" => format!("{:?}", decode_str::<Job>(&body.text).unwrap()),
            _ => continue,
        };
        let mut found = Vec::new();
        secrets(&serde_json::from_str(&body.text).unwrap(), &mut found);
        for secret in &found {
            assert!(
                !shown.contains(secret.as_str()),
                "{}: {secret} is in {shown}",
                body.name
            );
        }
        count += found.len();
    }
    assert!(count >= 20, "{count} secrets");
    println!("{count} secrets");
}

#[test]
fn what_is_unknown_is_shown_by_name_alone() {
    let text = r#"{"messages": [], "data_sources": [
        {"type": "library", "parameters": {"card": "hunter2"}},
        {"type": "azure_search", "card": "hunter2", "parameters": {"endpoint": "e", "index_name": "i", "pin": "hunter2",
            "authentication": {"type": "handshake", "grip": "hunter2"}}}
    ]}"#;
    let request: v2024::Request = decode_str(text).unwrap();
    let shown = format!("{request:?} {request:#?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(
        shown.contains("\"card\"") && shown.contains("\"pin\"") && shown.contains("\"grip\""),
        "{shown}"
    );
    assert!(serde_json::to_string(&request).unwrap().matches("hunter2").count() == 4);
}

#[test]
fn an_unknown_member_of_a_job_is_shown_by_name_alone() {
    let text = r#"{"kind": "SystemCompute", "card": "hunter2", "datasource": {"kind": "Library", "pin": "hunter2"}}"#;
    let job: Job = decode_str(text).unwrap();
    let shown = format!("{job:?}");
    assert!(!shown.contains("hunter2") && shown.contains("\"card\""), "{shown}");
}

#[test]
fn a_secret_of_the_wrong_kind_is_not_quoted() {
    for authentication in [
        r#""hunter2""#,
        r#"{"type": "api_key", "key": ["hunter2"]}"#,
        r#"["hunter2"]"#,
    ] {
        let text = format!(
            r#"{{"messages": [], "data_sources": [{{"type": "azure_search", "parameters": {{"endpoint": "e",
            "index_name": "i", "authentication": {authentication}}}}}]}}"#
        );
        let error = decode_str::<v2024::Request>(&text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        let path = "data_sources[0].parameters.authentication";
        assert!(error.path().starts_with(path), "{error}");
    }
}

#[test]
fn an_address_is_shown_without_its_password_and_its_signature() {
    fn shown<T: serde::de::DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
        let text = text.replace("ADDRESS", "https://u:hunter2@h.example/a.png?sig=hunter2");
        format!("{:?}", decode_str::<T>(&text).unwrap())
    }
    let embedding =
        |kind: &str| format!(r#"{{"type": "{kind}", "endpoint": "ADDRESS", "authentication": {{"type": "x"}}}}"#);
    let source = |member: &str, kind: &str, index: &str, dependency: &str, embedding: &str| {
        format!(
            r#"{{"messages": [], "{member}": [{{"type": "{kind}", "parameters": {{"endpoint": "ADDRESS", "{index}": "i",
            "embeddingEndpoint": "ADDRESS", "{dependency}": {embedding}}}}}]}}"#
        )
    };
    let old = source(
        "dataSources",
        "Elasticsearch",
        "indexName",
        "embeddingDependency",
        &embedding("Endpoint"),
    );
    let new = source(
        "data_sources",
        "elasticsearch",
        "index_name",
        "embedding_dependency",
        &embedding("endpoint"),
    );
    let citation = r#"{"choices": [{"message": {"context": {"citations": [{"url": "ADDRESS"}],
        "all_retrieved_documents": [{"url": "ADDRESS"}]}}}]}"#;
    let job = r#"{"kind": "SystemCompute", "searchServiceConnection": {"kind": "EndpointWithKey", "endpoint": "ADDRESS",
        "key": "k"}, "datasource": {"kind": "Urls", "urls": ["ADDRESS"], "containerName": "c",
        "connection": {"kind": "endpointMI", "endpoint": "ADDRESS"}}}"#;
    let of_workspace = r#"{"kind": "UserCompute", "workspaceId": "w", "datasource": {"kind": "Urls", "urls": ["ADDRESS"],
        "embeddings": []}}"#;
    for (shown, count) in [
        (shown::<v2023::Request>(&old), 3),
        (shown::<v2024::Request>(&new), 2),
        (shown::<Completion>(citation), 2),
        (
            shown::<Operation>(r#"{"id": "a", "status": "succeeded", "result": {"data": [{"url": "ADDRESS"}]}}"#),
            1,
        ),
        (shown::<Job>(job), 3),
        (shown::<Job>(of_workspace), 1),
        (shown::<JobList>(r#"{"value": [], "nextLink": "ADDRESS"}"#), 1),
        (shown::<RunList>(r#"{"value": [], "nextLink": "ADDRESS"}"#), 1),
    ] {
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(shown.matches("h.example").count(), count, "{shown}");
    }
}
