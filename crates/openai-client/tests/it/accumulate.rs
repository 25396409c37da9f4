//! Chunks put together.

use openai_client::chat::Accumulator;
use openai_types::chat::{Chunk, Completion, ToolCall};
use serde_json::{Value, json};

fn accumulate(chunks: impl IntoIterator<Item = Value>) -> Completion {
    let mut whole = Accumulator::new();
    for chunk in chunks {
        let chunk: Chunk = openai_types::decode_str(&chunk.to_string()).unwrap();
        whole.push(&chunk);
    }
    assert_eq!(whole.snapshot(), whole.clone().finish());
    whole.finish()
}

/// The message of the first choice, from these deltas.
fn message(deltas: impl IntoIterator<Item = Value>) -> Value {
    let completion = accumulate(
        deltas
            .into_iter()
            .map(|delta| json!({"choices": [{"index": 0, "delta": delta}]})),
    );
    serde_json::to_value(completion.message().unwrap()).unwrap()
}

/// The tool calls that these pieces amount to, each piece in a chunk of its own.
fn calls(pieces: impl IntoIterator<Item = Value>) -> Value {
    message(pieces.into_iter().map(|piece| json!({"tool_calls": [piece]})))["tool_calls"].clone()
}

fn call(id: &str, name: &str, arguments: &str) -> Value {
    json!({"type": "function", "id": id, "function": {"name": name, "arguments": arguments}})
}

#[test]
fn puts_an_ordinary_stream_together() {
    let head = |choices: Value| {
        json!({"id": "c-1", "object": "chat.completion.chunk", "created": 7, "model": "m", "system_fingerprint": "f",
            "service_tier": "default", "obfuscation": "xxxx", "choices": choices})
    };
    let mut usage = head(json!([]));
    usage["usage"] = json!({"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3});
    let completion = accumulate([
        head(
            json!([{"index": 0, "delta": {"role": "assistant", "content": "", "refusal": null}, "finish_reason": null}]),
        ),
        head(json!([{"index": 0, "delta": {"content": "Hel"}, "finish_reason": null}])),
        head(json!([{"index": 0, "delta": {"content": "lo"}, "finish_reason": null}])),
        head(json!([{"index": 0, "delta": {}, "finish_reason": "stop"}])),
        usage,
    ]);
    assert_eq!(
        serde_json::to_value(completion).unwrap(),
        json!({
            "id": "c-1", "object": "chat.completion", "created": 7, "model": "m", "system_fingerprint": "f",
            "service_tier": "default", "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}],
        })
    );
}

#[test]
fn choices_come_in_any_order() {
    let mut whole = Accumulator::new();
    let mut push = |choices: Value| {
        whole.push(&openai_types::decode_str(&json!({"choices": choices}).to_string()).unwrap());
        whole.is_complete()
    };
    assert!(!push(json!([])));
    assert!(!push(json!([{"index": 1, "delta": {"content": "b"}}])));
    assert!(!push(
        json!([{"index": 0, "delta": {"content": "a"}}, {"index": 1, "delta": {"content": "B"}, "finish_reason": "length"}])
    ));
    assert!(push(
        json!([{"index": 0, "delta": {"content": "A"}, "finish_reason": "stop"}])
    ));
    let texts: Vec<_> = whole
        .finish()
        .choices
        .into_iter()
        .map(|choice| (choice.index, choice.message.unwrap().text().into_owned()))
        .collect();
    assert_eq!(texts, [(Some(0), "aA".to_owned()), (Some(1), "bB".to_owned())]);
}

#[test]
fn the_last_usage_stays() {
    let usage = |tokens: u64| json!({"choices": [], "usage": {"completion_tokens": tokens}});
    let completion = accumulate([
        usage(1),
        usage(5),
        json!({"choices": [], "usage": null}),
        json!({"choices": []}),
    ]);
    assert_eq!(completion.usage.unwrap().completion_tokens, Some(5));
}

#[test]
fn an_empty_finish_reason_does_not_undo_one() {
    let chunk = |reason: &str| json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]});
    let completion = accumulate([chunk(""), chunk("tool_calls"), chunk("")]);
    assert_eq!(
        completion.choices[0].finish_reason.as_ref().unwrap().as_str(),
        "tool_calls"
    );
}

#[test]
fn empty_values_stay_where_nothing_better_comes() {
    let chunk = json!({"id": "", "created": 0, "model": "", "choices": [{"index": 0, "finish_reason": ""}]});
    let completion = accumulate([chunk.clone(), chunk]);
    assert_eq!(
        serde_json::to_value(completion).unwrap(),
        json!({"id": "", "object": "chat.completion", "created": 0, "model": "", "choices": [{"index": 0, "finish_reason": ""}]})
    );
}

#[test]
fn azures_chunks_without_choices_or_delta_are_kept() {
    let safe = json!({"filtered": false, "severity": "safe"});
    let completion = accumulate([
        json!({"id": "", "object": "", "created": 0, "model": "", "choices": [],
            "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {"hate": safe}}]}),
        json!({"id": "c-2", "object": "chat.completion.chunk", "created": 5, "model": "gpt-4o",
            "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}, "content_filter_results": {}}]}),
        json!({"id": "", "object": "", "created": 0, "model": "", "choices": [{"index": 0, "finish_reason": null,
            "content_filter_results": {"hate": safe, "violence": safe}, "content_filter_raw": [1],
            "content_filter_offsets": {"check_offset": 0, "start_offset": 0, "end_offset": 2}}]}),
        json!({"choices": [{"index": 0, "finish_reason": "content_filter", "content_filter_raw": [2],
            "content_filter_results": {"hate": {"filtered": true, "severity": "high"}, "self-harm": safe},
            "content_filter_offsets": {"check_offset": 2, "start_offset": 2, "end_offset": 9}}]}),
    ]);
    assert_eq!(
        serde_json::to_value(completion).unwrap(),
        json!({
            "id": "c-2", "object": "chat.completion", "created": 5, "model": "gpt-4o",
            "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {"hate": safe}}],
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "content_filter",
                "content_filter_results": {"hate": {"filtered": true, "severity": "high"}, "violence": safe, "self-harm": safe},
                "content_filter_offsets": {"check_offset": 2, "start_offset": 2, "end_offset": 9},
                "content_filter_raw": [2]}],
        })
    );
}

#[test]
fn prompt_annotations_are_prompt_filter_results_by_another_name() {
    let completion = accumulate([json!({"choices": [], "prompt_annotations": [{"prompt_index": 0}]})]);
    assert_eq!(completion.prompt_filter_results.unwrap()[0].prompt_index, Some(0));
}

#[test]
fn tool_calls_grow_by_index() {
    let merged = calls([
        json!({"index": 0, "id": "a", "type": "function", "function": {"name": "f", "arguments": ""}}),
        json!({"index": 1, "id": "b", "type": "function", "function": {"name": "g", "arguments": "{"}}),
        json!({"index": 0, "function": {"arguments": "{\"x\""}}),
        json!({"index": 1, "function": {"arguments": "}"}}),
        json!({"index": 0, "function": {"arguments": ":1}"}}),
    ]);
    assert_eq!(merged, json!([call("a", "f", r#"{"x":1}"#), call("b", "g", "{}")]));
}

#[test]
fn tool_calls_stand_in_order_of_their_indices() {
    let merged = calls([
        json!({"index": 1, "id": "b", "function": {"name": "g", "arguments": "{}"}}),
        json!({"index": 0, "id": "a", "function": {"name": "f", "arguments": "{}"}}),
    ]);
    assert_eq!(merged, json!([call("a", "f", "{}"), call("b", "g", "{}")]));
}

#[test]
fn an_id_is_trusted_over_an_index_that_lies() {
    // As Vertex streams arguments: id and name in every piece, an index that changes.
    let piece = |index: u64, id: &str, arguments: &str| json!({"index": index, "id": id, "type": "function", "function": {"name": "weather", "arguments": arguments}});
    let merged = calls([
        piece(1, "a", "{\"c"),
        piece(0, "a", "ity\":"),
        piece(0, "b", "{"),
        piece(0, "a", "1}"),
        piece(1, "b", "}"),
    ]);
    assert_eq!(
        merged,
        json!([call("a", "weather", r#"{"city":1}"#), call("b", "weather", "{}")])
    );
}

#[test]
fn parallel_calls_with_one_index_are_told_apart() {
    let whole =
        |id: Option<&str>, name: &str| json!({"index": 0, "id": id, "function": {"name": name, "arguments": "{}"}});
    assert_eq!(
        calls([whole(Some("a"), "f"), whole(Some("b"), "f")]),
        json!([call("a", "f", "{}"), call("b", "f", "{}")])
    );
    assert_eq!(
        calls([whole(Some(""), "f"), whole(None, "g")]),
        json!([call("", "f", "{}"), call("", "g", "{}")])
    );
}

#[test]
fn tool_calls_do_without_an_index() {
    let merged = calls([
        json!({"id": "a", "function": {"name": "f", "arguments": "{"}}),
        json!({"function": {"arguments": "}"}}),
        json!({"id": "b", "function": {"name": "f"}}),
        json!({"index": 9, "function": {"arguments": "{}"}}),
    ]);
    assert_eq!(merged, json!([call("a", "f", "{}"), call("b", "f", "{}")]));
}

#[test]
fn an_id_may_come_late() {
    let merged = calls([
        json!({"index": 0, "function": {"name": "f", "arguments": "{"}}),
        json!({"index": 0, "id": "a", "function": {"arguments": "}"}}),
    ]);
    assert_eq!(merged, json!([call("a", "f", "{}")]));
}

#[test]
fn custom_tool_calls_and_unknown_ones_are_kept() {
    let merged = message([
        json!({"tool_calls": [
            {"index": 0, "id": "a", "type": "custom", "custom": {"name": "sh", "input": "ls "}},
            {"index": 1, "id": "b", "type": "robot", "robot": {"arm": "le"}},
        ]}),
        json!({"tool_calls": [
            {"index": 0, "custom": {"input": "-l"}}, {"index": 1, "robot": {"arm": "ft"}},
        ]}),
    ]);
    assert_eq!(
        merged["tool_calls"],
        json!([
            {"type": "custom", "id": "a", "custom": {"name": "sh", "input": "ls -l"}},
            {"index": 1, "id": "b", "type": "robot", "robot": {"arm": "left"}},
        ])
    );
}

#[test]
fn function_calls_refusals_and_audio_grow() {
    let merged = message([
        json!({"role": "assistant", "refusal": "I ", "function_call": {"name": "f", "arguments": "{"},
            "audio": {"id": "au", "data": "AAAA", "transcript": "Hel"}}),
        json!({"role": "assistant", "refusal": "can't", "function_call": {"arguments": "}"},
            "audio": {"data": "BBBB", "transcript": "lo", "expires_at": 9}}),
    ]);
    assert_eq!(
        merged,
        json!({"role": "assistant", "refusal": "I can't", "function_call": {"name": "f", "arguments": "{}"},
        "audio": {"id": "au", "data": "AAAABBBB", "transcript": "Hello", "expires_at": 9}})
    );
}

#[test]
fn log_probabilities_are_appended() {
    let token = |text: &str| json!({"token": text, "logprob": -0.5});
    let chunk =
        |kind: &str, text: &str| json!({"choices": [{"index": 0, "delta": {}, "logprobs": {kind: [token(text)]}}]});
    let completion = accumulate([chunk("content", "a"), chunk("content", "b"), chunk("refusal", "c")]);
    let logprobs = serde_json::to_value(&completion.choices[0].logprobs).unwrap();
    assert_eq!(
        logprobs,
        json!({"content": [token("a"), token("b")], "refusal": [token("c")]})
    );
}

#[test]
fn content_may_be_text_or_parts_or_both() {
    let thinking =
        |text: &str| json!({"content": [{"type": "reasoning", "summary": [{"type": "summary_text", "text": text}]}]});
    let text = |text: &str| json!({"content": [{"type": "text", "text": text}]});
    let whole = json!([
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Let me see"}]},
        {"type": "text", "text": "Hello"},
    ]);
    assert_eq!(
        message([thinking("Let me"), thinking(" see"), text("Hel"), text("lo")])["content"],
        whole
    );
    let plain = |text: &str| json!({"role": "assistant", "content": text});
    assert_eq!(
        message([plain(""), thinking("Let me see"), plain("Hel"), plain(""), plain("lo")])["content"],
        whole
    );
    assert_eq!(
        message([plain("a"), text("b"), plain("c")])["content"],
        json!([{"type": "text", "text": "abc"}])
    );
    assert_eq!(
        message([thinking("a"), plain("")])["content"],
        message([thinking("a")])["content"],
        "no empty part"
    );
}

#[test]
fn what_the_types_do_not_name_is_merged_by_the_same_rules() {
    let merged = message([
        json!({"reasoning_content": "Let ", "thinking": "1", "extra_content": {"google": {"new": true, "n": 1, "list": [1], "id": "x"}}}),
        json!({"reasoning_content": "me", "thinking": "2", "extra_content": {"google": {"n": 2, "list": [2], "id": "x", "text": "a"}}}),
        json!({"reasoning_content": null, "thinking": null, "extra_content": {"google": {"text": "b"}}}),
    ]);
    assert_eq!(
        merged,
        json!({"reasoning_content": "Let me", "thinking": "12",
        "extra_content": {"google": {"new": true, "n": 2, "list": [1, 2], "id": "x", "text": "ab"}}})
    );
}

/// Vertex marks the deltas of thoughts; with tags as well, the closing one comes with the answer.
#[test]
fn geminis_thoughts_are_kept_apart_from_the_answer() {
    let thought =
        |text: &str| json!({"role": "assistant", "content": text, "extra_content": {"google": {"thought": true}}});
    let signed = json!({"content": "4.", "extra_content": {"google": {"thought_signature": "c2ln"}}});
    for (begin, end) in [("", ""), ("<think>", "</think>")] {
        let first = thought(&format!("{begin}Two and two"));
        let answer = json!({"content": format!("{end}It is "), "extra_content": null});
        let message = message([first, thought(" make four."), answer, signed.clone()]);
        assert_eq!(
            message,
            json!({"role": "assistant", "content": "It is 4.",
                "reasoning_content": format!("{begin}Two and two make four.{end}"),
                "extra_content": {"google": {"thought_signature": "c2ln"}}}),
            "what is sent back is no thought, and signed"
        );
    }
    let cut = message([thought("Two and two"), thought("")]);
    assert_eq!(cut, json!({"role": "assistant", "reasoning_content": "Two and two"}));
    let tagged = message([thought("Hm"), json!({"content": "</b> is a tag"})]);
    assert_eq!(tagged["content"], "</b> is a tag", "no thought began with it");
    let chunk = |delta: &Value| -> Chunk {
        openai_types::decode_str(&json!({"choices": [{"delta": delta}]}).to_string()).unwrap()
    };
    let texts = [thought("Hm"), signed].map(|delta| chunk(&delta).text().into_owned());
    assert_eq!(texts, ["", "4."]);
}

#[test]
fn geminis_thought_signature_survives_into_the_message_to_send_back() {
    let google = json!({"google": {"thought_signature": "c2ln"}});
    let completion = accumulate([
        json!({"choices": [{"index": 0, "delta": {"role": "assistant", "tool_calls": [{"index": 1, "id": "a", "type": "function",
            "function": {"name": "f", "arguments": "{"}, "extra_content": google}]}}]}),
        json!({"choices": [{"index": 0, "delta": {"role": "assistant", "extra_content": google, "tool_calls": [{"index": 0, "id": "a",
            "type": "function", "function": {"name": "f", "arguments": "}"}, "extra_content": google}]}, "finish_reason": "tool_calls"}]}),
    ]);
    let message = completion.message().unwrap();
    assert_eq!(message.extra["extra_content"], google);
    let [ToolCall::Function(call)] = completion.tool_calls() else {
        panic!("one function call")
    };
    assert_eq!(
        (call.function.arguments.as_str(), &call.extra["extra_content"]),
        ("{}", &google)
    );
    let back = serde_json::to_value(openai_types::chat::Message::from(message.clone())).unwrap();
    assert_eq!(
        back["tool_calls"][0]["extra_content"]["google"]["thought_signature"],
        "c2ln"
    );
}

/// A member that the types learn to name leaves `extra`, and is lost unless it is merged by name.
#[test]
fn every_member_that_the_types_name_is_merged() {
    let finish = |chunk: Value| {
        let mut whole = Accumulator::new();
        whole.push(&openai_types::decode_str(&chunk.to_string()).unwrap());
        serde_json::to_value(whole.finish()).unwrap()
    };
    let schema = openai_types::schema::document::<Chunk>();
    let members = |name: &str| -> Vec<String> {
        let of = |schema: &Value| schema["properties"].as_object().unwrap().keys().cloned().collect();
        if name.is_empty() {
            of(&schema)
        } else {
            of(&schema["$defs"][name])
        }
    };
    let count = |members: Vec<String>, gone: &[&str], whole: &Value| {
        let missing: Vec<_> = members
            .into_iter()
            .filter(|name| !gone.contains(&name.as_str()) && whole.get(name).is_none())
            .collect();
        assert!(missing.is_empty(), "not merged: {missing:?}");
    };
    let filters = json!({"hate": {"filtered": true}});
    let choice = json!({
        "index": 0, "finish_reason": "stop", "logprobs": {"content": []}, "content_filter_results": filters,
        "content_filter_offsets": {"check_offset": 1},
        "delta": {"role": "assistant", "content": "a", "reasoning_content": "b", "refusal": "c", "audio": {"id": "d"},
            "function_call": {"name": "f"}, "tool_calls": [{"index": 0, "id": "e", "function": {"name": "g"}}]},
    });
    let prompt = json!([{"prompt_index": 0, "content_filter_results": filters}]);
    let whole = finish(json!({
        "id": "a", "object": "b", "created": 1, "model": "c", "choices": [choice], "usage": {}, "service_tier": "flex",
        "system_fingerprint": "d", "obfuscation": "e", "moderation": {}, "prompt_filter_results": prompt,
    }));
    count(members(""), &["obfuscation", "prompt_annotations"], &whole);
    count(members("chat.ChunkChoice"), &["delta"], &whole["choices"][0]);
    count(members("chat.Delta"), &[], &whole["choices"][0]["message"]);
    count(
        members("chat.ToolCallDelta"),
        &["index", "custom"],
        &whole["choices"][0]["message"]["tool_calls"][0],
    );

    for category in members("content_filter.FilterResults") {
        let finding = match category.as_str() {
            "custom_blocklists" => json!([]),
            "error" => json!({"code": 1}),
            _ => json!({"filtered": true}),
        };
        let first = json!({"index": 0, "delta": {}, "content_filter_results": {}});
        let second = json!({"index": 0, "content_filter_results": {&category: finding}});
        let whole =
            serde_json::to_value(accumulate([json!({"choices": [first]}), json!({"choices": [second]})])).unwrap();
        assert_eq!(
            whole["choices"][0]["content_filter_results"]
                .as_object()
                .unwrap()
                .keys()
                .collect::<Vec<_>>(),
            [&category]
        );
    }
}

#[test]
fn what_is_said_about_an_answer_is_replaced_and_not_repeated() {
    let chunk = |n: u64| json!({"provider": "p", "citations": ["x"], "choices": [{"index": 0, "delta": {}, "native_finish_reason": format!("r{n}")}]});
    let completion = accumulate([chunk(1), chunk(2)]);
    assert_eq!(
        (&completion.extra["provider"], &completion.extra["citations"]),
        (&json!("p"), &json!(["x"]))
    );
    assert_eq!(completion.choices[0].extra["native_finish_reason"], "r2");
}

#[test]
fn nothing_is_a_completion_too() {
    let whole = Accumulator::default();
    assert!(!whole.is_complete());
    assert_eq!(whole.finish().text(), "");
}
