//! What Azure's REST reference lists for the operations that only Azure has, member by member: each has a place of its
//! own in a type.

use serde_json::{Value, json};

use crate::kind::round_named;

/// What of the body is not named by the type.
fn unknowns(kind: &str, body: &Value) -> Vec<String> {
    round_named(kind, &body.to_string()).unwrap_or_else(|error| panic!("{kind}: {body}: {error}"))
}

/// Fails unless the type has a member of this name for each of these values, beside what the body has.
fn named(kind: &str, body: &Value, members: &[(&str, Value)]) {
    for (name, value) in members {
        let mut with = body.clone();
        with[name] = value.clone();
        assert_eq!(unknowns(kind, &with), [""; 0], "{kind}: {name} = {value}");
    }
}

#[test]
fn chat_on_ones_own_data_is_asked_for() {
    let kind = "on_your_data.v2023.Request";
    let source = |parameters: Value| {
        json!([{ "type": "AzureCognitiveSearch", "parameters": {
            "endpoint": "https://s.example", "indexName": "i", "fieldsMapping": parameters,
        } }])
    };
    let body = json!({ "messages": [{ "role": "user", "content": "How?" }], "dataSources": source(json!({})) });
    named(
        kind,
        &body,
        &[
            ("temperature", json!(0)),
            ("top_p", json!(1.0)),
            ("stream", json!(true)),
            ("stop", json!("a")),
            ("stop", json!(["a", "b"])),
            ("max_tokens", json!(1000)),
        ],
    );
    for (member, value) in [
        ("titleField", json!("t")),
        ("urlField", json!("u")),
        ("filepathField", json!("p")),
        ("contentFields", json!(["c"])),
        ("contentFieldsSeparator", json!("\n")),
    ] {
        let mut with = body.clone();
        with["dataSources"] = source(json!({ member: value }));
        assert_eq!(unknowns(kind, &with), [""; 0], "{member}");
    }
    let error = round_named(kind, r#"{"messages":[{"role":"user","content":"How?"}]}"#).unwrap_err();
    assert!(error.contains("`dataSources`"), "{error}");
    let mut odd = body.clone();
    odd["dataSources"] = source(json!({ "titelField": "t" }));
    assert_eq!(
        unknowns(kind, &odd),
        ["dataSources[0].parameters.fieldsMapping.titelField"]
    );
}

#[test]
fn every_type_of_query_is_named() {
    let kind = "on_your_data.v2023.Request";
    let with = |query: &str| {
        let parameters = json!({ "endpoint": "https://s.example", "indexName": "i", "queryType": query });
        json!({
            "messages": [{ "role": "user", "content": "How?" }],
            "dataSources": [{ "type": "AzureCognitiveSearch", "parameters": parameters }],
        })
    };
    for query in [
        "simple",
        "semantic",
        "vector",
        "vectorSimpleHybrid",
        "vectorSemanticHybrid",
    ] {
        assert_eq!(unknowns(kind, &with(query)), [""; 0], "{query}");
    }
    // A translated page prints this word.
    assert_eq!(
        unknowns(kind, &with("sederhana")),
        ["dataSources[0].parameters.queryType = sederhana"]
    );
}

#[test]
fn images_of_dall_e_2_are_asked_for_and_answered() {
    let body = json!({ "prompt": "An avocado chair" });
    let sizes = ["256x256", "512x512", "1024x1024"].map(|size| ("size", json!(size)));
    named("dalle2.Request", &body, &sizes);
    named(
        "dalle2.Request",
        &body,
        &[("n", json!(5)), ("prompt", json!("A quince"))],
    );
    let blanks = json!({ "prompt": "A quince", "size": "1024 x 1024" });
    assert_eq!(unknowns("dalle2.Request", &blanks), ["size = 1024 x 1024"]);
    for status in ["notRunning", "running", "succeeded", "canceled", "failed", "deleted"] {
        let operation = json!({ "id": "f508bcf2-e651-4b4b-85a7-58ad77981ffa", "status": status });
        assert_eq!(unknowns("dalle2.Operation", &operation), [""; 0], "{status}");
    }
    let done = json!({
        "id": "f508bcf2-e651-4b4b-85a7-58ad77981ffa", "status": "succeeded", "created": 1_685_064_331,
        "expires": 1_685_150_737, "result": { "data": [{ "url": "https://a.example/1.png" }] },
    });
    assert_eq!(unknowns("dalle2.Operation", &done), [""; 0]);
}

#[test]
fn an_ingestion_job_is_asked_for_and_answered() {
    let body = json!({ "dataRefreshIntervalInMinutes": 10 });
    let members = [
        ("dataRefreshIntervalInMinutes", json!(0)),
        ("completionAction", json!("cleanUpAssets")),
        ("completionAction", json!("keepAllAssets")),
        ("chunkSize", json!(1024)),
    ];
    named("ingestion.v2023.Request", &body, &members);
    let stages = json!([
        { "name": "Preprocessing", "totalItems": 100, "processedItems": 100 },
        { "name": "Indexing", "totalItems": 350, "processedItems": 40 },
    ]);
    let job = json!({
        "id": "a-job", "dataRefreshIntervalInMinutes": 10, "completionAction": "keepAllAssets", "status": "running",
        "warnings": [], "progress": { "stageProgress": stages },
    });
    assert_eq!(unknowns("ingestion.v2023.Job", &job), [""; 0]);
    let failed = json!({ "id": "b", "status": "failed", "error": { "code": "BadRequest", "message": "No." } });
    let list = json!({ "value": [job, failed] });
    assert_eq!(unknowns("ingestion.v2023.JobList", &list), [""; 0]);
}
