//! What every wire's answers have in common: determinism, limits, stops, logprobs.

use openai_emulator::{Config, Emulator};
use serde_json::{Value, json};

use crate::wire::{DATABRICKS, OPENAI, WIRES, start, text};

#[tokio::test]
async fn the_same_request_gets_the_same_answer() {
    let (emulator, other) = (start().await, start().await);
    for wire in WIRES {
        let first = wire.ask(&emulator, json!({ "n": 2 })).await.body;
        assert_eq!(
            first,
            wire.ask(&emulator, json!({ "n": 2 })).await.body,
            "{}",
            wire.name
        );
        assert_eq!(first, wire.ask(&other, json!({ "n": 2 })).await.body, "{}", wire.name);
        assert_eq!(
            wire.stream(&emulator, json!({})).await,
            wire.stream(&other, json!({})).await,
            "{}",
            wire.name
        );
    }
}

#[tokio::test]
async fn another_seed_model_or_message_changes_the_answer() {
    let emulator = start().await;
    let seeded = Emulator::start(Config::new().seed(7)).await.unwrap();
    let base = OPENAI.ask(&emulator, json!({})).await.body;
    for members in [
        json!({ "model": "gpt-5" }),
        json!({ "seed": 5 }),
        json!({ "messages": [{ "role": "user", "content": "?" }] }),
    ] {
        assert_ne!(base, OPENAI.ask(&emulator, members).await.body);
    }
    assert_ne!(base, OPENAI.ask(&seeded, json!({})).await.body);
}

#[tokio::test]
async fn n_choices_differ() {
    let emulator = start().await;
    for wire in WIRES {
        let body = wire.ask(&emulator, json!({ "n": 3 })).await.json();
        let choices = body["choices"].as_array().unwrap();
        assert_eq!(
            choices.iter().map(|choice| &choice["index"]).collect::<Vec<_>>(),
            [0, 1, 2],
            "{}",
            wire.name
        );
        assert_ne!(choices[0]["message"], choices[1]["message"], "{}", wire.name);
    }
}

#[tokio::test]
async fn choices_of_a_stream_take_turns() {
    let emulator = start().await;
    let events = OPENAI.stream(&emulator, json!({ "n": 2, "max_tokens": 2 })).await;
    let order: Vec<&Value> = events
        .iter()
        .filter_map(|event| event.pointer("/choices/0/index"))
        .collect();
    assert_eq!(order, [0, 1, 0, 1, 0, 1, 0, 1]);
}

#[tokio::test]
async fn a_stop_sequence_ends_the_text_and_is_not_in_it() {
    let emulator = start().await;
    for stop in [json!("emulator"), json!(["never in it", "emulator", "model"])] {
        let body = OPENAI.ask(&emulator, json!({ "stop": stop })).await.json();
        assert_eq!(
            body["choices"][0]["message"]["content"],
            "This answer comes from the openai "
        );
        assert_eq!(body["choices"][0]["finish_reason"], "stop");
        assert_eq!(body["usage"]["completion_tokens"], 7);
    }
}

#[tokio::test]
async fn a_limit_cuts_after_so_many_tokens() {
    let emulator = start().await;
    for wire in WIRES {
        let body = wire.ask(&emulator, json!({ "max_tokens": 4 })).await.json();
        assert_eq!(
            body["choices"][0]["message"]["content"], "This answer comes from",
            "{}",
            wire.name
        );
        assert_eq!(body["choices"][0]["finish_reason"], "length", "{}", wire.name);
        assert_eq!(body["usage"]["completion_tokens"], 4, "{}", wire.name);
    }
}

#[tokio::test]
async fn reasoning_spends_the_limit() {
    let emulator = start().await;
    let body = OPENAI
        .ask(
            &emulator,
            json!({ "reasoning_effort": "low", "max_completion_tokens": 10 }),
        )
        .await
        .json();
    assert_eq!(body["choices"][0]["message"]["content"], "This answer");
    assert_eq!(body["usage"]["completion_tokens"], 10);
    assert_eq!(body["usage"]["completion_tokens_details"]["reasoning_tokens"], 8);
}

#[tokio::test]
async fn logprobs_cover_each_token() {
    let emulator = start().await;
    for wire in [OPENAI, DATABRICKS] {
        let members = json!({ "logprobs": true, "top_logprobs": 3, "max_tokens": 5 });
        let body = wire.ask(&emulator, members.clone()).await.json();
        let entries = body["choices"][0]["logprobs"]["content"].as_array().unwrap();
        assert_eq!(entries.len(), 5);
        let said: String = entries.iter().map(|entry| entry["token"].as_str().unwrap()).collect();
        assert_eq!(said, body["choices"][0]["message"]["content"].as_str().unwrap());
        for entry in entries {
            let top = entry["top_logprobs"].as_array().unwrap();
            assert_eq!((top.len(), &top[0]["token"]), (3, &entry["token"]));
            assert!(entry["logprob"].as_f64().unwrap() < 0.0);
            assert!(
                top.windows(2)
                    .all(|pair| pair[0]["logprob"].as_f64() > pair[1]["logprob"].as_f64()),
                "{top:?}"
            );
            let bytes: Vec<u8> = serde_json::from_value(entry["bytes"].clone()).unwrap();
            assert_eq!(bytes, entry["token"].as_str().unwrap().as_bytes());
        }
        let events = wire.stream(&emulator, members).await;
        let streamed: Vec<&Value> = events
            .iter()
            .filter_map(|event| event.pointer("/choices/0/logprobs/content/0"))
            .collect();
        assert_eq!(streamed, entries.iter().collect::<Vec<_>>());
    }
    let bare = OPENAI.ask(&emulator, json!({ "logprobs": true })).await.json();
    assert_eq!(bare["choices"][0]["logprobs"]["content"][0]["top_logprobs"], json!([]));
}

#[tokio::test]
async fn text_in_other_scripts_survives() {
    let emulator = start().await;
    let said = "größte 大模型 🦀\u{200d}🔥 \"quoted\"\nline";
    let message = json!([{ "role": "user", "content": said }]);
    let body = OPENAI.ask(&emulator, json!({ "messages": message })).await.json();
    let whole = body["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(whole.contains(said), "{whole}");
    assert_eq!(
        text(&OPENAI.stream(&emulator, json!({ "messages": message })).await, 0),
        whole
    );
}
