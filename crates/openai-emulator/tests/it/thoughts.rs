//! What Gemini thinks, shows of it, and needs back of it.

use serde_json::{Value, json};

use crate::wire::{GEMINI, spec_dir, start, text};

const MODEL: &str = "google/gemini-3-flash-preview";

fn asked() -> Value {
    let schema = json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] });
    let tool = |name: &str| json!({ "type": "function", "function": { "name": name, "parameters": schema } });
    json!({ "model": MODEL, "tools": [tool("weather"), tool("tides")], "parallel_tool_calls": true })
}

/// The next turn: the question, the calls and their results.
fn turn(message: &Value) -> Value {
    let calls = message["tool_calls"].as_array().unwrap();
    let results = calls
        .iter()
        .map(|call| json!({ "role": "tool", "tool_call_id": call["id"], "content": "sunny" }));
    let mut messages = vec![
        json!({ "role": "user", "content": "How is the weather?" }),
        message.clone(),
    ];
    messages.extend(results);
    let mut members = asked();
    members["messages"] = json!(messages);
    members
}

#[tokio::test]
async fn the_first_call_is_signed_on_gemini_3() {
    let emulator = start().await;
    let signature = |call: &Value| call.pointer("/extra_content/google/thought_signature").cloned();
    let whole = GEMINI.ask(&emulator, asked()).await.json();
    let calls = &whole["choices"][0]["message"]["tool_calls"];
    assert!(
        signature(&calls[0]).is_some_and(|signature| signature.is_string()),
        "{whole}"
    );
    assert_eq!(signature(&calls[1]), None, "of parallel calls only the first is signed");
    for streams_arguments in [false, true] {
        let mut members = asked();
        members["extra_body"] = json!({ "google": { "stream_function_call_arguments": streams_arguments } });
        let events = GEMINI.stream(&emulator, members).await;
        let pieces = events
            .iter()
            .filter_map(|event| event.pointer("/choices/0/delta/tool_calls")?.as_array());
        let signed: Vec<Value> = pieces.flatten().filter_map(signature).collect();
        assert_eq!(signed, [signature(&calls[0]).unwrap()], "streamed {streams_arguments}");
    }
    let mut older = asked();
    older["model"] = json!("google/gemini-2.5-flash");
    let older = GEMINI.ask(&emulator, older).await.json();
    assert_eq!(signature(&older["choices"][0]["message"]["tool_calls"][0]), None);
}

#[tokio::test]
async fn a_turn_without_its_signature_is_refused() {
    let emulator = start().await;
    let whole = GEMINI.ask(&emulator, asked()).await.json();
    let message = &whole["choices"][0]["message"];
    let fine = GEMINI.ask(&emulator, turn(message)).await;
    assert_eq!(fine.status, 200, "{fine:?}");
    let with = |signature: Value| {
        let mut message = message.clone();
        message["tool_calls"][0]["extra_content"] = signature;
        turn(&message)
    };
    let google = |signature: &str| json!({ "google": { "thought_signature": signature } });
    for (members, words) in [
        (
            with(Value::Null),
            "`weather` in the 2. content block is missing a `thought_signature`",
        ),
        (with(google("c2ln")), "Corrupted thought signature"),
    ] {
        let refused = GEMINI.ask(&emulator, members).await;
        let error = refused.json()[0]["error"].clone();
        assert_eq!(
            (refused.status, &error["status"]),
            (400, &json!("INVALID_ARGUMENT")),
            "{error}"
        );
        assert!(refused.message().contains(words), "{error}");
    }
    let skipped = with(google("skip_thought_signature_validator"));
    assert_eq!(
        GEMINI.ask(&emulator, skipped).await.status,
        200,
        "for calls of no Gemini"
    );
    let mut earlier = with(Value::Null);
    let messages = earlier["messages"].as_array_mut().unwrap();
    messages.push(json!({ "role": "user", "content": "And tomorrow?" }));
    assert_eq!(
        GEMINI.ask(&emulator, earlier).await.status,
        200,
        "earlier turns are not looked at"
    );
    let mut older = with(Value::Null);
    older["model"] = json!("google/gemini-2.5-flash");
    assert_eq!(GEMINI.ask(&emulator, older).await.status, 200, "older models need none");
}

#[tokio::test]
async fn thoughts_are_shown_where_they_are_asked_for() {
    let emulator = start().await;
    let plain = GEMINI.ask(&emulator, json!({})).await.json();
    let plain = plain["choices"][0]["message"]["content"].as_str().unwrap();
    for (tag, opening, closing) in [(Value::Null, "", ""), (json!("think"), "<think>", "</think>")] {
        let mut google = json!({ "thinking_config": { "include_thoughts": true } });
        if tag.is_string() {
            google["thought_tag_marker"] = tag;
        }
        let members = json!({ "extra_body": { "google": google } });
        let whole = GEMINI.ask(&emulator, members.clone()).await.json();
        let thought = format!("{opening}The emulator pretends to think.{closing}");
        assert_eq!(
            whole["choices"][0]["message"]["content"],
            format!("{thought}{plain}"),
            "{whole}"
        );
        assert_eq!(whole["usage"]["completion_tokens_details"]["reasoning_tokens"], 16);
        let events = GEMINI.stream(&emulator, members).await;
        assert_eq!(text(&events, 0), format!("{thought}{plain}"));
        let is_marked =
            |event: &&Value| event.pointer("/choices/0/delta/extra_content/google/thought") == Some(&json!(true));
        let marked: Vec<Value> = events.iter().filter(is_marked).cloned().collect();
        assert_eq!(
            text(&marked, 0),
            format!("{opening}The emulator pretends to think."),
            "{marked:?}"
        );
    }
    let none = json!({ "thinking_config": { "include_thoughts": true, "thinking_budget": 0 } });
    let whole = GEMINI
        .ask(&emulator, json!({ "extra_body": { "google": none } }))
        .await
        .json();
    assert_eq!(whole["choices"][0]["message"]["content"], plain, "nothing was thought");
}

#[tokio::test]
async fn safety_settings_are_googles_words() {
    let emulator = start().await;
    let ask = async |category: &str, threshold: &str, method: &str| {
        let setting = json!({ "category": category, "threshold": threshold, "method": method });
        let google = json!({ "google": { "safety_settings": [setting] } });
        GEMINI.ask(&emulator, json!({ "extra_body": google })).await
    };
    let (category, threshold, method) = ("HARM_CATEGORY_HARASSMENT", "BLOCK_NONE", "SEVERITY");
    for (wrong, category, threshold, method) in [
        ("category", "BANANA", threshold, method),
        ("threshold", category, "MAYBE", method),
        ("method", category, threshold, "GUESS"),
    ] {
        let refused = ask(category, threshold, method).await;
        let error = refused.json()[0]["error"].clone();
        assert_eq!(
            (refused.status, &error["code"], &error["status"]),
            (400, &json!(400), &json!("INVALID_ARGUMENT")),
            "{error}"
        );
        let message = refused.message();
        assert!(message.contains("Supported values are"), "{wrong}: {message}");
    }
    let Some(specs) = spec_dir("safety_settings_are_googles_words") else {
        return;
    };
    let file = std::fs::read(specs.join("specs/vertex/aiplatform.v1.openai-compat-subset.json")).unwrap();
    let file: Value = serde_json::from_slice(&file).unwrap();
    let words = |name: &str| -> Vec<String> {
        let at = format!("/schemas/GoogleCloudAiplatformV1SafetySetting/properties/{name}/enum");
        let words = file.pointer(&at).unwrap().as_array().unwrap().iter();
        words.map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    for word in words("category") {
        assert_eq!(ask(&word, threshold, method).await.status, 200, "{word}");
    }
    for word in words("threshold") {
        assert_eq!(ask(category, &word, method).await.status, 200, "{word}");
    }
    for word in words("method") {
        assert_eq!(ask(category, threshold, &word).await.status, 200, "{word}");
    }
}
