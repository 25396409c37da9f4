//! Tools of responses: called, answered, and gone through to the end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openai_emulator::Running;
use serde_json::{Value, json};

use crate::form::events;
use crate::responses::{OPENAI, body};
use crate::wire::{post, spec_dir, start};

async fn ask(emulator: &Running, members: Value) -> Value {
    let answer = post(emulator, OPENAI, &[], &body(members)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn function(name: &str) -> Value {
    let parameters = json!({
        "type": "object", "properties": { "city": { "type": "string" } },
        "required": ["city"], "additionalProperties": false,
    });
    json!({ "type": "function", "name": name, "parameters": parameters, "strict": true })
}

/// The items that a tool's caller adds: the output that answers each call.
fn answered(response: &Value) -> Vec<Value> {
    let mut items = response["output"].as_array().unwrap().clone();
    for call in items.clone() {
        let id = &call["call_id"];
        match call["type"].as_str().unwrap() {
            "function_call" => {
                items.push(json!({ "type": "function_call_output", "call_id": id, "output": "21 degrees" }))
            }
            "custom_tool_call" => {
                items.push(json!({ "type": "custom_tool_call_output", "call_id": id, "output": "21 degrees" }));
            }
            "apply_patch_call" => {
                items.push(json!({ "type": "apply_patch_call_output", "call_id": id, "status": "completed" }));
            }
            "shell_call" => {
                let exit = json!({ "type": "exit", "exit_code": 0 });
                let output = json!([{ "stdout": "21 degrees\n", "stderr": "", "outcome": exit }]);
                items.push(json!({ "type": "shell_call_output", "call_id": id, "output": output }));
            }
            _ => {}
        }
    }
    items
}

#[tokio::test]
async fn each_kind_of_call_can_be_answered() {
    let emulator = start().await;
    let regex = json!({ "type": "grammar", "syntax": "regex", "definition": "[a-f]{8}" });
    for (tool, kind) in [
        (function("weather"), "function_call"),
        (
            json!({ "type": "custom", "name": "write", "format": regex }),
            "custom_tool_call",
        ),
        (json!({ "type": "apply_patch" }), "apply_patch_call"),
        (json!({ "type": "shell" }), "shell_call"),
    ] {
        let first = ask(&emulator, json!({ "tools": [tool] })).await;
        let call = &first["output"][0];
        assert_eq!((&call["type"], &call["status"]), (&json!(kind), &json!("completed")));
        match kind {
            "function_call" => {
                let arguments: Value = serde_json::from_str(call["arguments"].as_str().unwrap()).unwrap();
                assert!(arguments["city"].is_string(), "{arguments}");
            }
            "custom_tool_call" => {
                let input = call["input"].as_str().unwrap();
                assert!(
                    input.len() == 8 && input.chars().all(|letter| ('a'..='f').contains(&letter)),
                    "{input}"
                );
            }
            "apply_patch_call" => assert_eq!(call["operation"]["type"], "create_file"),
            _ => assert_eq!(call["action"]["commands"].as_array().unwrap().len(), 1),
        }
        // By the items themselves, and by the response that is kept.
        let mut input = vec![json!({ "role": "user", "content": "Why is the sky blue?" })];
        let items = answered(&first);
        input.extend(items.clone());
        let second = ask(&emulator, json!({ "tools": [tool], "input": input })).await;
        assert_eq!(second["output"][0]["type"], "message", "{second}");
        let outputs = &items[1..];
        let members = json!({ "tools": [tool], "input": outputs, "previous_response_id": first["id"] });
        let third = ask(&emulator, members).await;
        assert_eq!(third["output"][0]["content"], second["output"][0]["content"], "{kind}");
        let unanswered = json!({ "tools": [tool], "previous_response_id": first["id"] });
        let refused = post(&emulator, OPENAI, &[], &body(unanswered)).await;
        assert!(refused.message().starts_with("No tool output found for"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_choice_is_obeyed() {
    let emulator = start().await;
    let tools = json!([function("one"), function("two"), { "type": "shell" }]);
    let names = async |members: Value| -> Vec<String> {
        let mut members = members;
        members["tools"] = tools.clone();
        let response = ask(&emulator, members).await;
        let items = response["output"].as_array().unwrap().iter();
        items
            .map(|item| item["name"].as_str().or(item["type"].as_str()).unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(json!({})).await, ["one"]);
    assert_eq!(names(json!({ "parallel_tool_calls": true })).await, ["one", "two"]);
    assert_eq!(names(json!({ "tool_choice": "none" })).await, ["message"]);
    assert_eq!(
        names(json!({ "tool_choice": { "type": "function", "name": "two" } })).await,
        ["two"]
    );
    assert_eq!(
        names(json!({ "tool_choice": { "type": "shell" } })).await,
        ["shell_call"]
    );
    assert_eq!(names(json!({ "input": "use the shell" })).await, ["shell_call"]);
    for choice in [
        json!({ "type": "function", "name": "three" }),
        json!({ "type": "apply_patch" }),
    ] {
        let members = json!({ "tools": tools, "tool_choice": choice });
        let refused = post(&emulator, OPENAI, &[], &body(members)).await;
        assert!(
            refused.message().contains("not found in 'tools' parameter"),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn a_server_is_used_once_it_is_approved() {
    let emulator = start().await;
    let tool = json!({ "type": "mcp", "server_label": "docs", "server_url": "https://mcp.example.com", "authorization": "s3cret" });
    let choice = json!({ "type": "mcp", "server_label": "docs" });
    let first = ask(&emulator, json!({ "tools": [tool], "tool_choice": choice })).await;
    assert!(!first.to_string().contains("s3cret"), "{first}");
    let items = first["output"].as_array().unwrap();
    assert_eq!(
        (&items[0]["type"], &items[1]["type"]),
        (&json!("mcp_list_tools"), &json!("mcp_approval_request"))
    );
    for (approve, kinds) in [(true, &["mcp_call", "message"][..]), (false, &["message"])] {
        let input = json!([
            { "type": "mcp_approval_response", "approval_request_id": items[1]["id"], "approve": approve },
        ]);
        let members = json!({ "tools": [tool], "input": input, "previous_response_id": first["id"] });
        let second = ask(&emulator, members).await;
        let found: Vec<&Value> = second["output"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| &item["type"])
            .collect();
        assert_eq!(found, kinds);
        if approve {
            assert_eq!(second["output"][0]["approval_request_id"], items[1]["id"]);
            assert_eq!(second["output"][0]["arguments"], items[1]["arguments"]);
        }
    }
    let mut free = tool.clone();
    free["require_approval"] = json!("never");
    let direct = ask(&emulator, json!({ "tools": [free], "input": "ask docs" })).await;
    let found: Vec<&Value> = direct["output"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["type"])
        .collect();
    assert_eq!(found, ["mcp_list_tools", "mcp_call", "message"]);
    let both = json!({ "tools": [{ "type": "mcp", "server_label": "docs" }] });
    assert!(
        post(&emulator, OPENAI, &[], &body(both))
            .await
            .message()
            .contains("Exactly one of")
    );
    let unasked = json!({ "input": [
        { "type": "mcp_approval_response", "approval_request_id": "mcpr_1", "approve": true },
    ] });
    assert!(
        post(&emulator, OPENAI, &[], &body(unasked))
            .await
            .message()
            .contains("No approval request found")
    );
}

#[tokio::test]
async fn a_search_tells_its_sources_where_they_are_wanted() {
    let emulator = start().await;
    let members = json!({ "tools": [{ "type": "web_search" }], "tool_choice": "required" });
    let plain = ask(&emulator, members.clone()).await;
    assert_eq!(plain["output"][0]["action"]["type"], "search");
    assert!(plain["output"][0]["action"].get("sources").is_none(), "{plain}");
    let mut wanted = members;
    wanted["include"] = json!(["web_search_call.action.sources"]);
    let told = ask(&emulator, wanted).await;
    let source = &told["output"][0]["action"]["sources"][0];
    assert!(
        source["type"] == "url" && source["url"].as_str().unwrap().starts_with("https://example.com/"),
        "{told}"
    );
}

#[tokio::test]
async fn a_picture_is_drawn_where_it_is_demanded() {
    let emulator = start().await;
    let tool = json!({ "type": "image_generation", "size": "1536x1024", "partial_images": 2 });
    let mut members = json!({ "tools": [tool], "tool_choice": { "type": "image_generation" } });
    let drawn = ask(&emulator, members.clone()).await;
    let item = &drawn["output"][0];
    assert_eq!(
        (&item["type"], &item["status"]),
        (&json!("image_generation_call"), &json!("completed"))
    );
    let file = STANDARD.decode(item["result"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&file[..8], &file[16..24]),
        (&b"\x89PNG\r\n\x1a\n"[..], &b"\0\0\x06\0\0\0\x04\0"[..])
    );
    assert_eq!(drawn["output"][1]["type"], "message");
    if let Some(specs) = spec_dir("a_picture_is_drawn_where_it_is_demanded") {
        crate::specs::judge_value(&specs.join("specs/openai/openapi.json"), "ImageGenToolCall", item);
    }
    let again = json!({ "input": [{ "role": "user", "content": "Another" }], "previous_response_id": drawn["id"] });
    assert_eq!(ask(&emulator, again).await["output"][0]["type"], "message");
    let databricks = json!({
        "model": "databricks-gpt-5", "input": "A fox", "tools": [tool], "tool_choice": { "type": "image_generation" },
    });
    let there = post(&emulator, "/serving-endpoints/responses", &[], &databricks)
        .await
        .json();
    assert!(there["output"].to_string().contains("image_generation_call"), "{there}");
    members["stream"] = json!(true);
    let streamed = events(&post(&emulator, OPENAI, &[], &body(members.clone())).await);
    let steps: Vec<&str> = streamed
        .iter()
        .filter_map(|event| event["type"].as_str()?.strip_prefix("response.image_generation_call."))
        .collect();
    let expected = [
        "in_progress",
        "generating",
        "partial_image",
        "partial_image",
        "completed",
    ];
    assert_eq!(steps, expected);
    members["tools"][0]["size"] = json!("1x1");
    let refused = post(&emulator, OPENAI, &[], &body(members)).await;
    assert!(refused.message().contains("Supported values are"), "{refused:?}");
}
