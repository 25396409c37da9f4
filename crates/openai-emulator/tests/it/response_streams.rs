//! Responses as streams: every event, in order, and again from any place.

use serde_json::{Value, json};

use crate::responses::{AZURE, AZURE_V1, DATABRICKS, OPENAI, body};
use crate::wire::{Answer, post, send, start};

/// The events of a stream, whose names must be their types and whose numbers must rise from `first`.
pub(crate) fn events(answer: &Answer, first: usize) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let frames = answer.body.split_terminator("\n\n");
    let events: Vec<Value> = frames
        .map(|frame| {
            let (name, data) = frame.split_once('\n').unwrap();
            let data: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
            assert_eq!(name.strip_prefix("event: "), data["type"].as_str());
            data
        })
        .collect();
    for (index, event) in events.iter().enumerate() {
        assert_eq!(event["sequence_number"], first + index, "{event}");
    }
    events
}

pub(crate) fn streamed(members: Value) -> Value {
    let mut body = body(members);
    body["stream"] = json!(true);
    body
}

fn kinds(events: &[Value]) -> Vec<&str> {
    let mut kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    kinds.dedup();
    kinds
}

fn joined(events: &[Value], kind: &str) -> String {
    let deltas = events.iter().filter(|event| event["type"] == kind);
    deltas.map(|event| event["delta"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_text_is_opened_filled_and_closed_on_every_wire() {
    let emulator = start().await;
    for path in [OPENAI, AZURE, AZURE_V1, DATABRICKS] {
        let answer = post(&emulator, path, &[], &streamed(json!({}))).await;
        assert!(answer.headers["content-type"].starts_with("text/event-stream"));
        let events = events(&answer, 0);
        assert_eq!(
            kinds(&events),
            [
                "response.created",
                "response.in_progress",
                "response.output_item.added",
                "response.content_part.added",
                "response.output_text.delta",
                "response.output_text.done",
                "response.content_part.done",
                "response.output_item.done",
                "response.completed",
            ],
            "{path}"
        );
        let whole = &events.last().unwrap()["response"];
        let text = &whole["output"][0]["content"][0]["text"];
        assert_eq!(*text, joined(&events, "response.output_text.delta"));
        let plain = post(&emulator, path, &[], &body(json!({}))).await.json();
        assert_eq!(plain["output"][0]["content"][0]["text"], *text);
        assert_eq!(plain["usage"], whole["usage"]);
        let padded = events.iter().any(|event| event.get("obfuscation").is_some());
        assert_eq!(padded, path == OPENAI);
    }
}

#[tokio::test]
async fn calls_and_thoughts_have_their_own_events() {
    let emulator = start().await;
    let function = json!({ "type": "function", "name": "f", "parameters": { "type": "object" } });
    let mcp = json!({
        "type": "mcp", "server_label": "docs", "server_url": "https://mcp.example.com", "require_approval": "never",
    });
    for (members, wanted, delta, at) in [
        (
            json!({ "tools": [function] }),
            "response.function_call_arguments.done",
            "response.function_call_arguments.delta",
            "/output/0/arguments",
        ),
        (
            json!({ "tools": [{ "type": "custom", "name": "c" }] }),
            "response.custom_tool_call_input.done",
            "response.custom_tool_call_input.delta",
            "/output/0/input",
        ),
        (
            json!({ "tools": [{ "type": "shell" }] }),
            "response.shell_call_command.done",
            "response.shell_call_command.delta",
            "/output/0/action/commands/0",
        ),
        (
            json!({ "tools": [mcp], "tool_choice": "required" }),
            "response.mcp_call.completed",
            "response.mcp_call_arguments.delta",
            "/output/1/arguments",
        ),
        (
            json!({ "model": "gpt-5", "reasoning": { "summary": "auto" } }),
            "response.reasoning_summary_part.done",
            "response.reasoning_summary_text.delta",
            "/output/0/summary/0/text",
        ),
    ] {
        let events = events(&post(&emulator, OPENAI, &[], &streamed(members)).await, 0);
        assert!(kinds(&events).contains(&wanted), "{wanted}");
        let whole = &events.last().unwrap()["response"];
        assert_eq!(
            whole.pointer(at).unwrap().as_str().unwrap(),
            joined(&events, delta),
            "{delta}"
        );
    }
}

#[tokio::test]
async fn each_end_has_its_event() {
    let emulator = start().await;
    for (members, last) in [
        (json!({ "max_output_tokens": 16 }), "response.incomplete"),
        (json!({ "input": "trigger failure" }), "response.failed"),
    ] {
        let events = events(&post(&emulator, OPENAI, &[], &streamed(members)).await, 0);
        assert_eq!(events.last().unwrap()["type"], last);
    }
    let fault = [("x-emulator-fault", "error=4")];
    let broken = events(&post(&emulator, OPENAI, &fault, &streamed(json!({}))).await, 0);
    assert_eq!((broken.len(), &broken[4]["type"]), (5, &json!("error")));
    assert!(broken[4]["message"].is_string() && broken[4]["code"] == "server_error");
}

#[tokio::test]
async fn a_cut_stream_goes_on_from_any_place() {
    let emulator = start().await;
    let members = streamed(json!({ "background": true }));
    let cut = post(&emulator, OPENAI, &[("x-emulator-fault", "cut=7")], &members).await;
    assert!(!cut.complete);
    let begun = events(&cut, 0);
    assert_eq!((begun.len(), &begun[1]["type"]), (7, &json!("response.queued")));
    let path = format!("{OPENAI}/{}", begun[0]["response"]["id"].as_str().unwrap());
    let get = async |query: &str| {
        send(emulator.address(), "GET", &format!("{path}?{query}"), &[], b"")
            .await
            .unwrap()
    };
    let rest = events(&get("stream=true&starting_after=6").await, 7);
    let whole = events(&get("stream=true").await, 0);
    assert_eq!([begun, rest].concat(), whole);
    let fetched = get("").await.json();
    assert_eq!(fetched, whole.last().unwrap()["response"]);
    for query in ["starting_after=3", "stream=true&starting_after=x"] {
        assert_eq!(get(query).await.status, 400, "{query}");
    }
    let plain = post(&emulator, OPENAI, &[], &body(json!({}))).await.json();
    let path = format!("{OPENAI}/{}?stream=true", plain["id"].as_str().unwrap());
    let refused = send(emulator.address(), "GET", &path, &[], b"").await.unwrap();
    assert!(
        refused.status == 400 && refused.message().contains("cannot be streamed"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_agent_ends_without_a_word_on_the_whole() {
    let emulator = start().await;
    let agent = json!({ "model": "my-agent" });
    let whole = post(&emulator, DATABRICKS, &[], &body(agent.clone())).await.json();
    let events = post(&emulator, DATABRICKS, &[], &streamed(agent)).await.events();
    let (last, events) = events.split_last().unwrap();
    assert_eq!(last, "[DONE]");
    assert_eq!(
        kinds(events),
        ["response.output_text.delta", "response.output_item.done"]
    );
    let done = events.last().unwrap();
    assert_eq!(
        joined(events, "response.output_text.delta"),
        done["item"]["content"][0]["text"]
    );
    assert_eq!(done["item"]["content"], whole["output"][0]["content"]);
    assert!(
        events.iter().all(|event| event.get("sequence_number").is_none()),
        "{events:?}"
    );
}
