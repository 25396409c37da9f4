//! What three pages of the vendors list, member by member: each has a place of its own in a type.
//!
//! The pages: Databricks on its Responses API, Google's guide to chat completions, Azure OpenAI's REST reference. Other
//! tests take their lists from the types; these lists are written out, so that a member that is taken away is missed.

use serde_json::{Value, json};

use crate::kind::round_named;

/// Fails unless the type has a member of this name for each of these values, beside what the body has.
fn named(kind: &str, body: &Value, members: &[(&str, Value)]) {
    for (name, value) in members {
        let with = |name: &str| {
            let mut body = body.clone();
            body[name] = value.clone();
            round_named(kind, &body.to_string()).unwrap_or_else(|error| panic!("{kind}: {body}: {error}"))
        };
        assert_eq!(with(name), [""; 0], "{kind}: {name} = {value}");
        // What is not named would have been told.
        let other = format!("{name}-x");
        assert_eq!(with(&other), [other], "{kind}");
    }
}

/// Fails unless every member of the body, at every depth, has a place in the type.
fn whole(kind: &str, body: &Value) {
    let unknowns = round_named(kind, &body.to_string()).unwrap_or_else(|error| panic!("{kind}: {body}: {error}"));
    assert_eq!(unknowns, [""; 0], "{kind}: {body}");
}

#[test]
fn a_completion_is_asked_for() {
    named(
        "completions.Request",
        &json!({}),
        &[
            ("prompt", json!("Once upon a time")),
            ("prompt", json!(["Once", "upon"])),
            ("max_tokens", json!(5)),
            ("temperature", json!(0.5)),
            ("top_p", json!(0.1)),
            ("logit_bias", json!({ "50256": -100 })),
            ("user", json!("b1f8")),
            ("n", json!(2)),
            ("stream", json!(true)),
            ("logprobs", json!(5)),
            ("suffix", json!("The end")),
            ("echo", json!(true)),
            ("stop", json!("\n")),
            ("stop", json!(["a", "b", "c", "d"])),
            ("presence_penalty", json!(-2)),
            ("frequency_penalty", json!(2)),
            ("best_of", json!(3)),
        ],
    );
}

#[test]
fn a_completion_is_answered() {
    for reason in ["stop", "length", "content_filter"] {
        whole(
            "completions.Completion",
            &json!({
                "id": "cmpl-1", "object": "text_completion", "created": 1_589_478_378, "model": "ada",
                "choices": [{ "text": " there", "index": 0, "logprobs": null, "finish_reason": reason }],
            }),
        );
    }
}

#[test]
fn an_embedding_is_asked_for_and_answered() {
    named(
        "embeddings.Request",
        &json!({ "input": "The food was delicious" }),
        &[
            ("input", json!("The waiter")),
            ("input", json!(["The food", "The waiter"])),
            ("user", json!("b1f8")),
            ("encoding_format", json!("float")),
            ("encoding_format", json!("base64")),
            ("dimensions", json!(256)),
        ],
    );
    whole(
        "embeddings.Response",
        &json!({
            "object": "list", "model": "text-similarity-babbage:001",
            "data": [{ "object": "embedding", "embedding": [0.018, -0.25], "index": 0 }],
        }),
    );
}

#[test]
fn a_chat_is_asked_for() {
    let function = json!({ "name": "look_up", "description": "Looks it up", "parameters": { "type": "object" } });
    let one = json!({ "type": "function", "function": { "name": "look_up" } });
    let schema = json!({ "type": "json_schema", "json_schema": { "name": "a", "schema": { "type": "object" } } });
    named(
        "chat.Request",
        &json!({ "messages": [{ "role": "user", "content": "Write a story about a magic backpack." }] }),
        &[
            ("model", json!("google/gemini-1.0-pro")),
            ("temperature", json!(2)),
            ("top_p", json!(0.1)),
            ("n", json!(2)),
            ("stream", json!(true)),
            ("stop", json!("\n")),
            ("stop", json!(["a", "b", "c", "d"])),
            ("max_tokens", json!(800)),
            ("presence_penalty", json!(-2)),
            ("frequency_penalty", json!(2)),
            ("logit_bias", json!({ "50256": 100 })),
            ("user", json!("b1f8")),
            ("response_format", json!({ "type": "json_object" })),
            ("response_format", schema),
            ("function_call", json!("none")),
            ("function_call", json!("auto")),
            ("function_call", json!({ "name": "look_up" })),
            ("functions", json!([function])),
            ("tools", json!([{ "type": "function", "function": function }])),
            ("tool_choice", json!("none")),
            ("tool_choice", json!("auto")),
            ("tool_choice", one),
        ],
    );
}

#[test]
fn a_chat_has_messages() {
    let call = json!({ "name": "look_up", "arguments": "{\"q\": not json" });
    let image = |detail: &str| {
        let url = if detail == "low" {
            "data:image/png;base64,AAAA"
        } else {
            "https://a.example/b.png"
        };
        json!({ "type": "image_url", "image_url": { "url": url, "detail": detail } })
    };
    let calls: Vec<Value> = ["call_1", "call_2"]
        .iter()
        .map(|id| json!({ "id": id, "type": "function", "function": call }))
        .collect();
    for message in [
        json!({ "role": "system", "content": "Be brief.", "name": "house" }),
        json!({ "role": "user", "content": "Hello", "name": "ada" }),
        json!({ "role": "user", "content": [
            { "type": "text", "text": "What is this?" }, image("auto"), image("low"), image("high"),
        ] }),
        // One sample has the address without its object.
        json!({ "role": "user", "content": [{ "type": "image_url", "image_url": "https://a.example/b.png" }] }),
        json!({ "role": "assistant", "content": "Hello", "name": "bot" }),
        json!({ "role": "assistant", "content": null, "function_call": call }),
        json!({ "role": "assistant", "content": null, "tool_calls": calls }),
        json!({ "role": "tool", "content": "So.", "tool_call_id": "call_1" }),
        json!({ "role": "function", "content": "So.", "name": "look_up" }),
    ] {
        whole("chat.Request", &json!({ "messages": [message] }));
    }
    let odd = json!({ "messages": [{ "role": "user", "content": "Hello", "nama": "ada" }] });
    assert_eq!(
        round_named("chat.Request", &odd.to_string()).unwrap(),
        ["messages[0].nama"]
    );
    let odd = json!({ "messages": [{ "role": "pengguna", "content": "Hello" }] });
    assert_eq!(round_named("chat.Request", &odd.to_string()).unwrap().len(), 1);
}

#[test]
fn a_chat_is_answered() {
    let call = json!({ "id": "call_1", "type": "function", "function": { "name": "look_up", "arguments": "{" } });
    for (reason, message) in [
        ("stop", json!({ "role": "assistant", "content": "Yes." })),
        ("content_filter", json!({ "role": "assistant", "content": "" })),
        (
            "tool_calls",
            json!({ "role": "assistant", "content": null, "tool_calls": [call, call] }),
        ),
    ] {
        whole(
            "chat.Completion",
            &json!({
                "id": "chatcmpl-1", "object": "chat.completion", "created": 1_679_072_642, "model": "gpt-35-turbo",
                "usage": { "prompt_tokens": 58, "completion_tokens": 68, "total_tokens": 126 },
                "choices": [{ "message": message, "finish_reason": reason, "index": 0 }],
            }),
        );
    }
}

#[test]
fn a_response_is_asked_for() {
    named(
        "responses.Request",
        &json!({ "model": "databricks-gpt-5" }),
        &[
            (
                "input",
                json!([{ "role": "system", "content": "Be brief." }, { "role": "user", "content": "Hello" }]),
            ),
            (
                "input",
                json!([{ "role": "user", "content": [
                    { "type": "input_text", "text": "What is this?" },
                    { "type": "input_image", "image_url": "https://a.example/b.png", "detail": "auto" },
                ] }]),
            ),
            ("max_output_tokens", json!(256)),
            ("background", json!(true)),
            ("store", json!(false)),
            ("previous_response_id", json!("resp_1")),
            ("service_tier", json!("auto")),
            (
                "tools",
                json!([{ "type": "function", "name": "f", "parameters": { "type": "object" }, "strict": true }]),
            ),
            (
                "tools",
                json!([{ "type": "custom", "name": "code_exec", "description": "Executes code" }]),
            ),
            ("tools", json!([{ "type": "apply_patch" }])),
            ("tools", json!([{ "type": "shell" }])),
            ("tools", json!([{ "type": "image_generation" }])),
            (
                "tools",
                json!([{ "type": "mcp", "server_label": "docs", "server_url": "https://a.example" }]),
            ),
            ("tools", json!([{ "type": "web_search" }])),
        ],
    );
    let odd = json!({ "model": "m", "tools": [{ "type": "apply_patches" }] });
    assert_eq!(
        round_named("responses.Request", &odd.to_string()).unwrap(),
        ["tools[0] = apply_patches"]
    );
}

/// The input of a custom tool is a text: nothing reads it as JSON, and nothing changes it.
#[test]
fn a_custom_tool_is_called_with_any_text() {
    for input in ["print(\"hello\")", "{\"not\": json", "{\"a\":1}", ""] {
        let call = json!({
            "type": "custom_tool_call", "id": "ctc_1", "call_id": "call_1", "name": "code_exec", "input": input,
            "status": "completed",
        });
        let response = json!({ "id": "resp_1", "object": "response", "output": [call] });
        whole("responses.Response", &response);
        whole("responses.Request", &json!({ "model": "m", "input": [call] }));
    }
    let parsed = json!({
        "id": "resp_1", "object": "response",
        "output": [{ "type": "custom_tool_call", "call_id": "call_1", "name": "code_exec", "input": { "a": 1 } }],
    });
    let error = round_named("responses.Response", &parsed.to_string()).unwrap_err();
    assert!(error.starts_with("output[0].input: "), "{error}");
}

#[test]
fn an_image_is_asked_for_and_answered() {
    named(
        "images.GenerationRequest",
        &json!({ "prompt": "An avocado chair" }),
        &[
            ("prompt", json!("A quince")),
            ("n", json!(1)),
            ("size", json!("256x256")),
            ("size", json!("512x512")),
            ("size", json!("1024x1024")),
            ("size", json!("1792x1024")),
            ("size", json!("1024x1792")),
            ("quality", json!("standard")),
            ("quality", json!("hd")),
            ("response_format", json!("url")),
            ("response_format", json!("b64_json")),
            ("style", json!("vivid")),
            ("style", json!("natural")),
            ("user", json!("b1f8")),
        ],
    );
    whole(
        "images.Response",
        &json!({ "created": 1_698_116_662, "data": [
            { "url": "https://a.example/b.png", "revised_prompt": "A vivid chair" }, { "b64_json": "AAAA" },
        ] }),
    );
}

#[test]
fn recordings_become_text() {
    let both = [
        ("prompt", json!("Bonjour")),
        ("response_format", json!("json")),
        ("response_format", json!("text")),
        ("response_format", json!("srt")),
        ("response_format", json!("verbose_json")),
        ("response_format", json!("vtt")),
        ("temperature", json!(0.2)),
    ];
    named("audio.TranslationRequest", &json!({}), &both);
    named("audio.TranscriptionRequest", &json!({}), &both);
    named("audio.TranscriptionRequest", &json!({}), &[("language", json!("fr"))]);
    let french = json!({ "language": "fr" });
    assert_eq!(
        round_named("audio.TranslationRequest", &french.to_string()).unwrap(),
        ["language"]
    );
    whole("audio.Transcription", &json!({ "text": "Hello" }));
}

#[test]
fn text_becomes_speech() {
    let body = json!({ "model": "tts-hd", "input": "Good morning.", "voice": "alloy" });
    for model in ["tts-1", "tts-1-hd"] {
        named("audio.SpeechRequest", &body, &[("model", json!(model))]);
    }
    for voice in ["alloy", "echo", "fable", "onyx", "nova", "shimmer"] {
        named("audio.SpeechRequest", &body, &[("voice", json!(voice))]);
    }
    named("audio.SpeechRequest", &body, &[("input", json!("x".repeat(4096)))]);
}
