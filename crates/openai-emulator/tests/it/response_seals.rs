//! What the model thought: sealed, kept, or of no use to anybody.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::responses::{AZURE_V1, DATABRICKS, OPENAI, body};
use crate::wire::{Answer, post, start};

const SEALED: &str = "reasoning.encrypted_content";

/// A response that thinks before it calls.
async fn thought(emulator: &Running, path: &str, members: Value) -> Value {
    let function = json!({ "type": "function", "name": "f", "parameters": { "type": "object" } });
    let mut body = body(json!({ "model": "o3", "reasoning": { "effort": "low" }, "tools": [function] }));
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    let answer = post(emulator, path, &[], &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let response = answer.json();
    assert_eq!(response["output"][0]["type"], "reasoning");
    response
}

/// Goes on with the response's items, its thought changed. Databricks' ids are cut, as it does not take them back whole.
async fn go_on(emulator: &Running, path: &str, response: &Value, change: impl Fn(&mut Value)) -> Answer {
    let mut items = response["output"].as_array().unwrap().clone();
    for item in &mut items {
        item["id"] = json!(item["id"].as_str().unwrap().chars().take(64).collect::<String>());
    }
    change(&mut items[0]);
    let call = &items[1]["call_id"];
    let output = json!({ "type": "function_call_output", "call_id": call, "output": "21 degrees" });
    items.push(output);
    let next = json!({ "model": "o3", "reasoning": { "effort": "low" }, "store": false, "input": items });
    post(emulator, path, &[], &body(next)).await
}

fn unseal(thought: &mut Value) {
    thought.as_object_mut().unwrap().remove("encrypted_content");
}

#[tokio::test]
async fn a_seal_is_verified_on_every_wire() {
    let emulator = start().await;
    let members = json!({ "store": false, "include": [SEALED] });
    for path in [OPENAI, AZURE_V1, DATABRICKS] {
        let response = thought(&emulator, path, members.clone()).await;
        assert_eq!(go_on(&emulator, path, &response, |_| ()).await.status, 200, "{path}");
        let forged = go_on(&emulator, path, &response, |thought| {
            thought["encrypted_content"] = json!("garbage");
        });
        assert_eq!(forged.await.status, 400, "{path}");
    }
    let response = thought(&emulator, OPENAI, members).await;
    let forged = go_on(&emulator, OPENAI, &response, |thought| {
        thought["encrypted_content"] = json!("")
    })
    .await;
    let error = &forged.json()["error"];
    assert_eq!(
        (&error["code"], &error["param"]),
        (&json!("invalid_encrypted_content"), &json!(null))
    );
    assert!(forged.message().contains("could not be verified"), "{forged:?}");
}

#[tokio::test]
async fn a_thought_without_a_seal_must_be_kept() {
    let emulator = start().await;
    let kept = thought(&emulator, OPENAI, json!({})).await;
    assert_eq!(go_on(&emulator, OPENAI, &kept, unseal).await.status, 200);
    let invented = go_on(&emulator, OPENAI, &kept, |thought| {
        unseal(thought);
        thought["id"] = json!("rs_invented");
    });
    let invented = invented.await;
    assert_eq!(
        (invented.status, &invented.json()["error"]["param"]),
        (404, &json!("input"))
    );
    assert!(
        invented.message().starts_with("Item with id 'rs_invented' not found."),
        "{invented:?}"
    );
    let gone = thought(&emulator, OPENAI, json!({ "store": false })).await;
    assert_eq!(go_on(&emulator, OPENAI, &gone, unseal).await.status, 404);
    let unasked = thought(&emulator, AZURE_V1, json!({ "store": false })).await;
    assert!(unasked["output"][0].get("encrypted_content").is_none(), "{unasked}");
    assert_eq!(go_on(&emulator, AZURE_V1, &unasked, |_| ()).await.status, 404);
}

/// Databricks stores nothing, so it has nowhere to look for a thought.
#[tokio::test]
async fn databricks_knows_no_thought_by_its_id() {
    let emulator = start().await;
    let response = thought(&emulator, DATABRICKS, json!({})).await;
    assert!(response["output"][0].get("encrypted_content").is_none(), "{response}");
    assert_eq!(go_on(&emulator, DATABRICKS, &response, |_| ()).await.status, 200);
}

/// The service that made a thought by default sends it sealed, as OpenAI's file says.
#[tokio::test]
async fn openai_seals_thoughts_unasked() {
    let emulator = start().await;
    let response = thought(&emulator, OPENAI, json!({ "store": false })).await;
    assert!(response["output"][0]["encrypted_content"].is_string(), "{response}");
    assert_eq!(go_on(&emulator, OPENAI, &response, |_| ()).await.status, 200);
}
