//! Answers that Azure's content filter cuts, and the filter that works beside the stream.

use openai_emulator::Running;
use serde_json::{Value, json};

use crate::wire::{AZURE, AZURE_V1, OPENAI, Wire, post, start, text};

const PROMPT: &str = "Please trigger output filter.";

fn cut() -> Value {
    json!({ "messages": [{ "role": "user", "content": PROMPT }] })
}

fn is_blocked(choice: &Value) -> bool {
    choice["content_filter_results"]["violence"] == json!({ "filtered": true, "severity": "high" })
}

#[tokio::test]
async fn a_cut_chat_answer_ends_with_content_filter() {
    let emulator = start().await;
    for wire in [AZURE, AZURE_V1] {
        let mut two = cut();
        two["n"] = json!(2);
        let whole = wire.ask(&emulator, two).await.json();
        let [first, second] = [0, 1].map(|index| &whole["choices"][index]);
        assert_eq!(first["finish_reason"], "content_filter", "{whole}");
        assert!(
            first["message"].get("content").is_none() && is_blocked(first),
            "{first}"
        );
        assert_eq!(second["finish_reason"], "stop", "only one of two is cut");
        assert!(!is_blocked(second), "{second}");
        let events = wire.stream(&emulator, cut()).await;
        let last = &events[events.len() - 2]["choices"][0];
        assert_eq!(last["finish_reason"], "content_filter", "{events:?}");
        assert!(is_blocked(last), "{last}");
        let said = text(&events, 0);
        assert!(!said.is_empty() && said.len() < second["message"]["content"].as_str().unwrap().len());
    }
    let other = OPENAI.ask(&emulator, cut()).await.json();
    assert_eq!(other["choices"][0]["finish_reason"], "stop", "the filter is Azure's");
}

#[tokio::test]
async fn a_cut_completion_ends_with_content_filter() {
    let emulator = start().await;
    for path in [
        "/openai/deployments/d/completions?api-version=2024-10-21",
        "/openai/v1/completions",
    ] {
        let mut body = json!({ "model": "d", "prompt": [PROMPT, "Hello"], "max_tokens": 20 });
        let whole = post(&emulator, path, &[], &body).await.json();
        let [first, second] = [0, 1].map(|index| &whole["choices"][index]);
        assert_eq!(
            (&first["finish_reason"], &second["finish_reason"]),
            (&json!("content_filter"), &json!("length")),
            "{whole}"
        );
        assert!(is_blocked(first) && !is_blocked(second), "{whole}");
        body["stream"] = json!(true);
        let events = post(&emulator, path, &[], &body).await.events();
        let choices = events.iter().filter_map(|event| event["choices"].as_array()).flatten();
        let mine: Vec<&Value> = choices.filter(|choice| choice["index"] == 0).collect();
        let said: String = mine.iter().filter_map(|choice| choice["text"].as_str()).collect();
        assert_eq!(json!(said), first["text"]);
        let last = mine.last().unwrap();
        assert!(last["finish_reason"] == "content_filter" && is_blocked(last), "{last}");
    }
}

/// The events of a deployment whose filter is asynchronous, and its text where the filter is not.
async fn asynchronous(emulator: &Running, wire: Wire, members: Value) -> (Vec<Value>, String) {
    let path = wire.path.replace("my-gpt", "my-gpt-async-filter");
    let model = "my-gpt-async-filter";
    let wire = Wire {
        path: Box::leak(path.into_boxed_str()),
        model,
        ..wire
    };
    let events = wire.stream(emulator, members.clone()).await;
    (events.clone(), text(&events, 0))
}

#[tokio::test]
async fn the_asynchronous_filter_speaks_in_chunks_of_its_own() {
    let emulator = start().await;
    for wire in [AZURE, AZURE_V1] {
        let (events, said) = asynchronous(&emulator, wire, json!({})).await;
        assert_eq!(events[0]["choices"], json!([]));
        assert!(
            events[0]["prompt_annotations"].is_array() && events[0].get("prompt_filter_results").is_none(),
            "{}",
            events[0]
        );
        let choices: Vec<&Value> = events.iter().filter_map(|event| event.pointer("/choices/0")).collect();
        let (annotations, deltas): (Vec<&Value>, Vec<&Value>) =
            choices.iter().partition(|choice| choice.get("delta").is_none());
        assert!(
            deltas
                .iter()
                .all(|choice| choice.get("content_filter_results").is_none()),
            "text comes before its verdict"
        );
        assert!(annotations.len() > 1, "{events:?}");
        let prompt = "What is a mixture of experts?".len();
        let mut at = prompt as u64;
        for annotation in &annotations {
            let offsets = &annotation["content_filter_offsets"];
            let offset = |name: &str| offsets[name].as_u64().unwrap();
            assert_eq!(
                (offset("check_offset"), offset("start_offset")),
                (at, at),
                "{annotation}"
            );
            at = offset("end_offset");
            assert!(
                annotation["finish_reason"].is_null() && !is_blocked(annotation),
                "{annotation}"
            );
        }
        assert_eq!(at as usize, prompt + said.chars().count(), "all of it was looked at");
        let named = events.iter().filter(|event| event["id"] == "" && event["model"] == "");
        assert_eq!(named.count(), annotations.len() + 1, "they name no answer");
        let finish = deltas.last().unwrap();
        assert_eq!(finish["finish_reason"], "stop");
    }
}

#[tokio::test]
async fn the_asynchronous_filter_cuts_late() {
    let emulator = start().await;
    let (events, said) = asynchronous(&emulator, AZURE, cut()).await;
    assert!(!said.is_empty(), "what is out is out");
    let [.., last, done] = events.as_slice() else {
        panic!("{events:?}")
    };
    let last = &last["choices"][0];
    assert_eq!(
        (&last["finish_reason"], done),
        (&json!("content_filter"), &json!("[DONE]"))
    );
    assert!(last.get("delta").is_none() && is_blocked(last), "{last}");
    let finishes = events
        .iter()
        .filter(|event| event.pointer("/choices/0/finish_reason").is_some_and(Value::is_string));
    assert_eq!(finishes.count(), 1, "it ends once");
}
