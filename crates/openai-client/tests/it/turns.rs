//! What goes out again turn by turn: the conversation, or what the service keeps of it.

use openai_client::Options;
use openai_client::tools::Tool;
use openai_core::File;
use openai_types::batches::Batch;
use openai_types::chat::{self, Message};
use openai_types::files::{Form, Purpose};
use openai_types::responses::Request;
use serde_json::{Value, json};

use crate::script::{Script, Step, answer, builder};

fn echo() -> Tool {
    Tool::new(
        "echo",
        "Says it again",
        json!({"type": "object"}),
        async |said: Value| Ok::<_, String>(said.to_string()),
    )
}

/// A response with this id that calls the tool, or says that all is done.
fn turn(id: &str, calls: bool) -> Step {
    let output = match calls {
        true => json!([
            {"type": "reasoning", "id": format!("rs_{id}"), "summary": []},
            {"type": "function_call", "call_id": format!("call_{id}"), "name": "echo", "arguments": "{}"},
        ]),
        false => json!([{"type": "message", "id": "m", "role": "assistant", "status": "completed",
            "content": [{"type": "output_text", "text": "Done.", "annotations": []}]}]),
    };
    answer(200).body(&json!({"id": id, "status": "completed", "output": output}).to_string())
}

/// What three turns send of the past, as `[conversation, previous_response_id, input]`.
async fn sent(request: Request) -> Vec<Value> {
    let script = Script::new([turn("r1", true), turn("r2", true), turn("r3", false)]);
    let run = builder(&script).build().run_tools(request, [echo()]);
    let reply = run.finish().await.unwrap();
    assert_eq!(reply.output_text(), "Done.");
    let seen = script.seen();
    let past = |body: Value| json!([body["conversation"], body["previous_response_id"], body["input"]]);
    seen.iter().map(|seen| past(seen.json())).collect()
}

fn result(id: &str) -> Value {
    json!([{"type": "function_call_output", "call_id": format!("call_{id}"), "output": "{}"}])
}

/// The conversation at the service holds what was said: the results alone go out.
#[tokio::test(start_paused = true)]
async fn to_a_conversation_only_results_are_added() {
    let request = Request::new("m", "Say it again.").conversation("conv_1");
    assert_eq!(
        sent(request).await,
        [
            json!(["conv_1", null, "Say it again."]),
            json!(["conv_1", null, result("r1")]),
            json!(["conv_1", null, result("r2")]),
        ]
    );
}

/// Each turn goes on from the one before it, not from the one that the request began with.
#[tokio::test(start_paused = true)]
async fn a_turn_goes_on_from_the_latest_response() {
    let request = Request::new("m", "Say it again.").previous_response_id("r0");
    assert_eq!(
        sent(request).await,
        [
            json!([null, "r0", "Say it again."]),
            json!([null, "r1", result("r1")]),
            json!([null, "r2", result("r2")]),
        ]
    );
}

/// A recording that the service keeps is not sent back to it.
#[tokio::test(start_paused = true)]
async fn a_spoken_turn_goes_back_by_its_id() {
    let audio = json!({"id": "audio_1", "data": "UklGRg==", "expires_at": 1_793_500_000, "transcript": "Let me see."});
    let call = json!({"type": "function", "id": "c1", "function": {"name": "echo", "arguments": "{}"}});
    let message = |more: Value| {
        let mut message = json!({"role": "assistant", "content": null});
        message
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let body = json!({"id": "c", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]});
        answer(200).body(&body.to_string())
    };
    let script = Script::new([
        message(json!({"audio": audio, "tool_calls": [call]})),
        message(json!({"content": "Done."})),
    ]);
    let request = chat::Request::new("m", [Message::user("Say it again.")]);
    let run = builder(&script).build().run_tools(request, [echo()]);
    run.finish().await.unwrap();
    assert_eq!(
        script.seen()[1].json()["messages"][1]["audio"],
        json!({"id": "audio_1"})
    );
}

/// One key stands for one request: what sends several tells them apart, and a retry does not.
#[tokio::test(start_paused = true)]
async fn each_request_of_a_call_has_a_key_of_its_own() {
    let script = Script::new([turn("r1", true), answer(500), turn("r2", true), turn("r3", false)]);
    let client = builder(&script).build().with(Options::new().idempotency_key("order-1"));
    client
        .run_tools(Request::new("m", "Say it again."), [echo()])
        .finish()
        .await
        .unwrap();
    assert_eq!(
        keys(&script),
        ["order-1", "order-1/turn-2", "order-1/turn-2", "order-1/turn-3"]
    );

    let made = |id: &str| answer(200).body(&json!({"id": id}).to_string());
    for (last, end) in [(made("u"), "order-1/complete"), (answer(400), "order-1/cancel")] {
        let script = Script::new([made("u"), made("p1"), last, made("u")]);
        let client = builder(&script).build().with(Options::new().idempotency_key("order-1"));
        let _ = client
            .upload_in_parts(Form::new(Purpose::Batch), File::bytes("a", "abc"))
            .await;
        let keys = keys(&script);
        assert_eq!(keys[..2], ["order-1", "order-1/part-1"]);
        assert_eq!(keys.last().unwrap(), end);
    }
}

/// What only reads is safe to repeat without a key, and must not be taken for what was made with it.
#[tokio::test(start_paused = true)]
async fn what_makes_nothing_carries_no_key() {
    let batch = |status: &str| answer(200).body(&json!({"id": "b1", "status": status}).to_string());
    let script = Script::new([
        batch("validating"),
        batch("in_progress"),
        batch("cancelling"),
        answer(409),
        answer(200),
    ]);
    let client = builder(&script).build().with(Options::new().idempotency_key("order-1"));
    let request = openai_types::batches::Request::new("f", "/v1/chat/completions");
    let mut poller: openai_client::Poller<Batch> = client.begin(request).await.unwrap();
    poller.poll().await.unwrap();
    poller.cancel().await.unwrap();
    let _ = client.delete_file("f").await;
    assert_eq!(
        keys(&script),
        ["order-1", "-", "order-1/cancel", "-", "-"],
        "a DELETE is tried again after a 409"
    );
}

fn keys(script: &Script) -> Vec<String> {
    let seen = script.seen();
    let key = |seen: &crate::script::Seen| seen.header("idempotency-key").unwrap_or("-").to_owned();
    seen.iter().map(key).collect()
}
