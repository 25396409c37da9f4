//! The loop of tool calls, and answers that are values.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use openai_client::tools::{Dialogue, Step as Turn, Tool};
use openai_core::ErrorKind;
use openai_types::chat::{Completion, Message, Request};
use openai_types::responses;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::script::{Script, Step, answer, builder};

/// An answer of the model: a text, or calls as `(id, name, arguments)`.
fn says(text: &str) -> Step {
    whole(json!({"role": "assistant", "content": text}), "stop")
}

fn calls(calls: &[(&str, &str, &str)]) -> Step {
    let calls: Vec<_> = calls
        .iter()
        .map(|(id, name, arguments)| {
            json!({"type": "function", "id": id, "function": {"name": name, "arguments": arguments},
                "extra_content": {"google": {"thought_signature": "abc"}}})
        })
        .collect();
    whole(
        json!({"role": "assistant", "content": null, "tool_calls": calls}),
        "tool_calls",
    )
}

fn whole(message: Value, reason: &str) -> Step {
    let body = json!({"id": "c", "choices": [{"index": 0, "message": message, "finish_reason": reason}]});
    answer(200)
        .header("content-type", "application/json")
        .body(&body.to_string())
}

fn question() -> Request {
    Request::new("m", [Message::user("How warm is it?")])
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
struct Place {
    city: String,
}

fn weather() -> Tool {
    let tool = Tool::from_fn("weather", "Today's weather", async |place: Place| {
        if place.city == "Atlantis" {
            Err("no such city")
        } else {
            Ok(json!({"celsius": 21}))
        }
    });
    tool.unwrap()
}

#[tokio::test(start_paused = true)]
async fn calls_are_carried_out_and_told_until_the_model_is_done() {
    let script = Script::new([
        calls(&[
            ("1", "weather", r#"{"city":"Oslo"}"#),
            ("2", "weather", r#"{"city":"Atlantis"}"#),
            ("3", "weather", r#"{"town":"Oslo"}"#),
            ("4", "wether", "{}"),
        ]),
        says("21 degrees"),
    ]);
    let answer = builder(&script)
        .build()
        .run_tools(question(), [weather()])
        .finish()
        .await
        .unwrap();
    assert_eq!(answer.text(), "21 degrees");
    let seen = script.seen();
    assert_eq!(seen.len(), 2);
    let tool = &seen[0].json()["tools"][0]["function"];
    assert_eq!((&tool["name"], &tool["strict"]), (&json!("weather"), &json!(true)));
    assert_eq!(tool["parameters"]["additionalProperties"], false);
    let messages = seen[1].json()["messages"].clone();
    let signature = &messages[1]["tool_calls"][0]["extra_content"]["google"]["thought_signature"];
    assert_eq!(signature, "abc", "the model's message goes back as it came");
    let told: Vec<_> = (2..6)
        .map(|place| {
            (
                messages[place]["tool_call_id"].clone(),
                messages[place]["content"].clone(),
            )
        })
        .collect();
    assert_eq!(told[0], (json!("1"), json!(r#"{"celsius":21}"#)));
    assert_eq!(told[1], (json!("2"), json!("Error: no such city")));
    let misfit = told[2].1.as_str().unwrap();
    assert!(misfit.starts_with("Error: the arguments do not fit: "), "{misfit}");
    assert_eq!(told[3], (json!("4"), json!("Error: there is no function `wether`")));
}

/// Each call waits for the other: one after the other they would never end.
#[tokio::test(start_paused = true)]
async fn calls_run_at_the_same_time_within_their_bound() {
    let meeting = Arc::new(Barrier::new(2));
    let running = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (count, peak) = (Arc::clone(&running), Arc::clone(&most));
    let meet = Tool::new("meet", "", json!({"type": "object"}), move |_: Value| {
        let (meeting, running, most) = (Arc::clone(&meeting), Arc::clone(&count), Arc::clone(&peak));
        async move {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            meeting.wait().await;
            running.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, String>("met")
        }
    });
    let script = Script::new([
        calls(&[
            ("1", "meet", ""),
            ("2", "meet", "{}"),
            ("3", "meet", "{}"),
            ("4", "meet", "{}"),
        ]),
        says("done"),
    ]);
    let client = builder(&script).build();
    let run = client.run_tools(question(), [meet]).at_once(2).finish();
    let answer = tokio::time::timeout(Duration::from_secs(60), run)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((answer.text().as_ref(), most.load(Ordering::SeqCst)), ("done", 2));
}

#[tokio::test(start_paused = true)]
async fn a_loop_without_end_is_ended() {
    let script = Script::new([calls(&[("1", "weather", r#"{"city":"Oslo"}"#)])]);
    let error = builder(&script)
        .build()
        .run_tools(question(), [weather()])
        .max_turns(3)
        .finish()
        .await
        .unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::TooManyTurns, 3));
}

/// What was cut may call for half of what was meant, and is no answer.
#[tokio::test(start_paused = true)]
async fn calls_of_an_answer_that_was_cut_are_not_carried_out() {
    let call = json!({"type": "function", "id": "1", "function": {"name": "weather", "arguments": ""}});
    for (reason, kind) in [
        ("length", ErrorKind::Incomplete),
        ("content_filter", ErrorKind::ContentFilter),
    ] {
        let script = Script::new([whole(json!({"tool_calls": [call]}), reason).header("x-request-id", "req-7")]);
        let client = builder(&script).build();
        let error = client.run_tools(question(), [weather()]).finish().await.unwrap_err();
        assert_eq!((error.kind(), script.count()), (kind, 1), "{error}");
        assert_eq!((error.request_id(), error.attempts()), (Some("req-7"), 1));
        assert_eq!(error.partial::<Completion>().unwrap().tool_calls().len(), 1);
        let mut run = client.run_tools(question(), [weather()]);
        assert!(
            matches!(run.next_step().await.unwrap(), Some(Turn::Answer(_))),
            "step by step it is there"
        );
        assert!(run.next_step().await.unwrap().is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_none_ends_no_loop_well() {
    let ended = |status: &str, more: Value| {
        let mut body = json!({"id": "resp_1", "status": status, "output": []});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answer(200).body(&body.to_string())
    };
    let why = |reason: &str| json!({"incomplete_details": {"reason": reason}});
    for (step, kind, words) in [
        (
            ended("failed", json!({"error": {"message": "out of order"}})),
            ErrorKind::Failed,
            "out of order",
        ),
        (ended("cancelled", json!({})), ErrorKind::Failed, "cancelled"),
        (
            ended("incomplete", why("max_output_tokens")),
            ErrorKind::Incomplete,
            "token limit",
        ),
        (
            ended("incomplete", why("content_filter")),
            ErrorKind::ContentFilter,
            "filter",
        ),
        (ended("incomplete", why("a whim")), ErrorKind::Incomplete, "a whim"),
    ] {
        let client = builder(&Script::new([step])).build();
        let request = responses::Request::new("m", "How warm is it?");
        let error = client.run_tools(request, [weather()]).finish().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.partial::<responses::Response>().is_some());
    }
}

/// Runs a loop to its end, and tells the `tool_choice` of each of its requests.
async fn choices_sent<R: Dialogue>(script: &Arc<Script>, request: R) -> Vec<Value>
where
    R::Response: Clone + Send + Sync + 'static,
{
    let client = builder(script).build();
    client.run_tools(request, [weather()]).finish().await.unwrap();
    let seen = script.seen();
    seen.iter().map(|seen| seen.json()["tool_choice"].clone()).collect()
}

/// What forbids a call holds to the end; what forces one holds for the first turn.
#[tokio::test(start_paused = true)]
async fn only_what_forces_a_call_is_dropped_after_a_turn() {
    let named = json!({"type": "function", "function": {"name": "weather"}});
    let allowed = |mode: &str| json!({"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": [named]}});
    for (given, kept) in [
        (json!("required"), Value::Null),
        (named.clone(), Value::Null),
        (json!({"type": "custom", "custom": {"name": "run"}}), Value::Null),
        (json!("auto"), json!("auto")),
        (json!("none"), json!("none")),
        (json!("validated"), json!("validated")),
        (allowed("auto"), allowed("auto")),
        (allowed("required"), allowed("auto")),
        (
            json!({"type": "new", "only": "weather"}),
            json!({"type": "new", "only": "weather"}),
        ),
    ] {
        let mut request = question();
        request.tool_choice = Some(serde_json::from_value(given.clone()).unwrap());
        let script = Script::new([calls(&[("1", "weather", r#"{"city":"Oslo"}"#)]), says("21 degrees")]);
        assert_eq!(choices_sent(&script, request).await, [given, kept]);
    }
}

#[tokio::test(start_paused = true)]
async fn responses_too_keep_what_forbids_a_call() {
    let named = json!({"type": "function", "name": "weather"});
    let allowed = |mode: &str| json!({"type": "allowed_tools", "mode": mode, "tools": [named]});
    for (given, kept) in [
        (json!("required"), Value::Null),
        (named.clone(), Value::Null),
        (json!({"type": "custom", "name": "run"}), Value::Null),
        (json!({"type": "mcp", "server_label": "docs"}), Value::Null),
        (json!({"type": "apply_patch"}), Value::Null),
        (json!("none"), json!("none")),
        (allowed("auto"), allowed("auto")),
        (allowed("required"), allowed("auto")),
        (json!({"type": "new"}), json!({"type": "new"})),
    ] {
        let mut request = responses::Request::new("m", "How warm is it?");
        request.tool_choice = Some(serde_json::from_value(given.clone()).unwrap());
        let call =
            json!({"type": "function_call", "call_id": "1", "name": "weather", "arguments": r#"{"city":"Oslo"}"#});
        let turn = |output: Value| answer(200).body(&json!({"status": "completed", "output": output}).to_string());
        let script = Script::new([turn(json!([call])), turn(json!([]))]);
        assert_eq!(choices_sent(&script, request).await, [given, kept]);
    }
}

#[tokio::test(start_paused = true)]
async fn two_tools_of_one_name_are_refused() {
    let script = Script::new([says("21 degrees")]);
    let client = builder(&script).build();
    let other = Tool::new("weather", "Another", json!({"type": "object"}), async |_: Value| {
        Ok::<_, String>("no")
    });
    let error = client
        .run_tools(question(), [weather(), other])
        .finish()
        .await
        .unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Invalid, 0));
    assert!(error.to_string().contains("`weather`"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_call_is_answered_in_kind() {
    let call = |kind: &str, more: Value| {
        let mut call = json!({"type": kind, "call_id": "1", "id": "i"});
        call.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        call
    };
    let output = |kind: &str, output: Value| call(kind, json!({"output": output}));
    let shell = call("shell_call", json!({"action": {"commands": ["ls"]}}));
    let body = json!({"status": "completed", "output": [shell]});
    let script = Script::new([answer(200).body(&body.to_string())]);
    let mut run = builder(&script)
        .build()
        .run_tools(responses::Request::new("m", "List."), []);
    run.next_step().await.unwrap();
    assert!(matches!(run.next_step().await.unwrap(), Some(Turn::Pending(_))));
    let said = json!([{"stdout": "a", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}}]);
    for (item, words) in [
        (output("function_call_output", json!("a")), "another kind"),
        (output("shell_call", json!("a")), "another kind"),
        (output("shell_call_output", said.clone()), ""),
        (output("shell_call_output", said), "no call `1` waits"),
    ] {
        let mut item = item;
        if item["type"] == "shell_call" {
            item["action"] = json!({"commands": ["ls"]});
        }
        let told = run.answer(serde_json::from_value(item.clone()).unwrap());
        match told {
            Ok(()) => assert_eq!(words, "", "{item}"),
            Err(error) => assert!(!words.is_empty() && error.to_string().contains(words), "{error}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_that_failed_is_no_value_and_no_loop_waits_in_the_background() {
    let request = || openai_types::responses::Request::new("m", "How warm is it?");
    let failed =
        json!({"status": "failed", "error": {"code": "server_error", "message": "out of order"}, "output": []});
    let script = Script::new([answer(200).body(&failed.to_string())]);
    let error = builder(&script).build().parse::<Place, _>(request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed, "{error}");
    assert!(error.to_string().contains("out of order"), "{error}");
    let run = builder(&script)
        .build()
        .run_tools(request().background(true), [weather()])
        .finish()
        .await;
    assert_eq!((run.unwrap_err().kind(), script.count()), (ErrorKind::Invalid, 1));
}

#[tokio::test(start_paused = true)]
async fn what_no_tool_carries_out_is_left_to_the_caller() {
    let mut request = question();
    request.tools = Some(vec![openai_types::chat::Tool::function(
        "ask",
        "Asks a person",
        json!({"type": "object"}),
    )]);
    let script = Script::new([
        calls(&[("1", "ask", "{}"), ("2", "weather", r#"{"city":"Oslo"}"#)]),
        says("done"),
    ]);
    let mut run = builder(&script).build().run_tools(request, [weather()]);
    assert!(matches!(run.next_step().await.unwrap(), Some(Turn::Answer(_))));
    let Some(Turn::Results(results)) = run.next_step().await.unwrap() else {
        panic!()
    };
    assert_eq!((results.len(), results[0].id.as_str()), (1, "2"));
    let Some(Turn::Pending(pending)) = run.next_step().await.unwrap() else {
        panic!()
    };
    assert_eq!((pending.len(), pending[0].id.as_str()), (1, "1"));
    let error = run.next_step().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("`1`"), "{error}");
    for (id, fits) in [("3", false), ("1", true), ("1", false)] {
        assert_eq!(run.answer(Message::tool(id, "yes")).is_ok(), fits, "{id}");
    }
    assert!(run.answer(Message::user("yes")).is_err());
    let Some(Turn::Answer(answer)) = run.next_step().await.unwrap() else {
        panic!()
    };
    assert_eq!(answer.text(), "done");
    assert!(run.next_step().await.unwrap().is_none());
    assert_eq!(script.seen()[1].json()["messages"].as_array().unwrap().len(), 4);
}

/// Some models give several calls one id, or an empty one: each is answered all the same, in the order of the calls.
#[tokio::test(start_paused = true)]
async fn calls_with_one_id_are_answered_one_by_one() {
    for id in ["", "same"] {
        let schema = json!({"type": "object"});
        let ask = openai_types::chat::Tool::function("ask", "Asks a person", schema);
        let script = Script::new([
            calls(&[
                (id, "ask", "{}"),
                (id, "weather", r#"{"city":"Oslo"}"#),
                (id, "ask", "{}"),
            ]),
            says("done"),
        ]);
        let mut run = builder(&script).build().run_tools(question().tools([ask]), [weather()]);
        let pending = |step| match step {
            Some(Turn::Pending(pending)) => pending.len(),
            _ => panic!("nothing is pending"),
        };
        assert!(matches!(run.next_step().await.unwrap(), Some(Turn::Answer(_))));
        assert!(matches!(run.next_step().await.unwrap(), Some(Turn::Results(results)) if results.len() == 1));
        assert_eq!(pending(run.next_step().await.unwrap()), 2);
        run.answer(Message::tool(id, "first")).unwrap();
        assert_eq!(
            run.next_step().await.unwrap_err().kind(),
            ErrorKind::Invalid,
            "one is left"
        );
        run.answer(Message::tool(id, "second")).unwrap();
        assert!(run.answer(Message::tool(id, "third")).is_err());
        assert!(matches!(run.next_step().await.unwrap(), Some(Turn::Answer(_))));
        let messages = script.seen()[1].json()["messages"].clone();
        let told: Vec<_> = (2..5).map(|place| messages[place]["content"].clone()).collect();
        assert_eq!(told, [json!("first"), json!(r#"{"celsius":21}"#), json!("second")]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_read_as_a_value() {
    let script = Script::new([says(r#"{"city":"Oslo"}"#)]);
    let parsed = builder(&script).build().parse::<Place, _>(question()).await.unwrap();
    assert_eq!(
        (parsed.value.city.as_str(), parsed.reply.status().as_u16()),
        ("Oslo", 200)
    );
    let format = script.seen()[0].json()["response_format"].clone();
    assert_eq!(
        (&format["type"], &format["json_schema"]["name"]),
        (&json!("json_schema"), &json!("Place"))
    );
    assert_eq!(format["json_schema"]["strict"], true);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_no_value_tells_why() {
    let refusal = json!({"role": "assistant", "content": null, "refusal": "I will not."});
    for (step, kind, words) in [
        (says(r#"{"city":7}"#), ErrorKind::Decode, "city"),
        (says("Oslo"), ErrorKind::Decode, "Place"),
        (
            whole(json!({"content": r#"{"city"#}), "length"),
            ErrorKind::Incomplete,
            "token limit",
        ),
        (
            whole(json!({"content": "{"}), "content_filter"),
            ErrorKind::ContentFilter,
            "filter",
        ),
        (whole(refusal, "stop"), ErrorKind::Refused, "declined"),
    ] {
        let error = builder(&Script::new([step]))
            .build()
            .parse::<Place, _>(question())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.partial::<openai_types::chat::Completion>().is_some(), "{error}");
    }
    let error = builder(&Script::new([says("")]))
        .build()
        .parse::<Vec<Place>, _>(question())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "nothing is sent: {error}");
}
