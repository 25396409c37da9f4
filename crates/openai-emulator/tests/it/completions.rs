//! The older completions, on each wire that has them.

use serde_json::{Value, json};

use crate::wire::{post, start};

const OPENAI: &str = "/v1/completions";
const AZURE: &str = "/openai/deployments/davinci/completions?api-version=2024-10-21";
const AZURE_V1: &str = "/openai/v1/completions";
const DEPLOYED: &str = "/v1/projects/p/locations/us-central1/endpoints/1234/completions";
const DATABRICKS: &str = "/serving-endpoints/completions";
const MODEL: &str = "gpt-3.5-turbo-instruct";

const PATHS: [&str; 5] = [OPENAI, AZURE, AZURE_V1, DEPLOYED, DATABRICKS];

fn body(members: Value) -> Value {
    let mut body = json!({ "model": MODEL, "prompt": "Once upon a time", "stream": false });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn texts(whole: &Value) -> Vec<String> {
    let choices = whole["choices"].as_array().unwrap().iter();
    choices
        .map(|choice| choice["text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_stream_put_together_is_the_whole() {
    let emulator = start().await;
    for path in PATHS {
        let members = json!({ "n": 2, "max_tokens": 40, "prompt": ["Once", "Twice"] });
        let whole = post(&emulator, path, &[], &body(members.clone())).await;
        assert_eq!(whole.status, 200, "{path}: {whole:?}");
        let whole = whole.json();
        assert_eq!(
            (&whole["object"], &whole["model"]),
            (&json!("text_completion"), &json!(MODEL))
        );
        let mut streamed = body(members);
        streamed["stream"] = json!(true);
        streamed["stream_options"] = json!({ "include_usage": true });
        let events = post(&emulator, path, &[], &streamed).await.events();
        assert_eq!(events.last(), Some(&json!("[DONE]")));
        let mut together = vec![String::new(); 4];
        let mut finishes = vec![Value::Null; 4];
        for choice in events.iter().filter_map(|event| event["choices"].as_array()).flatten() {
            let index = choice["index"].as_u64().unwrap() as usize;
            together[index].push_str(choice["text"].as_str().unwrap());
            finishes[index] = choice["finish_reason"].clone();
        }
        assert_eq!(together, texts(&whole), "{path}");
        let whole_finishes: Vec<&Value> = (0..4).map(|index| &whole["choices"][index]["finish_reason"]).collect();
        assert_eq!(finishes.iter().collect::<Vec<_>>(), whole_finishes);
        let usage = &events[events.len() - 2]["usage"];
        assert_eq!(*usage, whole["usage"], "{path}");
    }
}

#[tokio::test]
async fn every_form_of_a_prompt_is_taken() {
    let emulator = start().await;
    for (prompt, tokens, choices) in [
        (json!("one two three"), 3, 1),
        (json!(["one two", "three"]), 3, 2),
        (json!([1212, 318, 257]), 3, 1),
        (json!([[1212], [318, 257]]), 3, 2),
        (Value::Null, 5, 1),
    ] {
        for path in [OPENAI, AZURE, AZURE_V1] {
            let answer = post(&emulator, path, &[], &body(json!({ "prompt": prompt })))
                .await
                .json();
            assert_eq!(answer["usage"]["prompt_tokens"], tokens, "{path} {prompt}: {answer}");
            assert_eq!(answer["choices"].as_array().unwrap().len(), choices, "{path} {prompt}");
        }
    }
    let mixed = post(&emulator, OPENAI, &[], &body(json!({ "prompt": ["a", 1] }))).await;
    assert_eq!(
        (mixed.status, mixed.json()["error"]["param"].as_str()),
        (400, Some("prompt"))
    );
    let absent = post(&emulator, OPENAI, &[], &json!({ "model": MODEL })).await;
    assert_eq!(absent.message(), "Missing required parameter: 'prompt'.");
    // The prompt has had a default on v1 all along, and on dated versions until 2024-08-01-preview.
    let old = AZURE.replace("2024-10-21", "2022-12-01");
    for (path, status) in [(AZURE_V1, 200), (old.as_str(), 200), (AZURE, 400)] {
        let answer = post(&emulator, path, &[], &json!({ "model": MODEL })).await;
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn limits_stops_and_echoes_shape_the_text() {
    let emulator = start().await;
    let ask = async |members: Value| post(&emulator, OPENAI, &[], &body(members)).await.json();
    let whole = ask(json!({ "max_tokens": 200 })).await;
    assert_eq!(whole["choices"][0]["finish_reason"], "stop");
    let text = &texts(&whole)[0];
    assert!(
        text.contains("openai emulator") && text.contains("Once upon a time"),
        "{text}"
    );
    let short = ask(json!({})).await;
    assert_eq!(
        (
            &short["choices"][0]["finish_reason"],
            &short["usage"]["completion_tokens"]
        ),
        (&json!("length"), &json!(16))
    );
    let stopped = ask(json!({ "max_tokens": 200, "stop": [" emulator", "zzz"] })).await;
    assert!(texts(&stopped)[0].ends_with("from the openai"), "{stopped}");
    let echoed = ask(json!({ "max_tokens": 0, "echo": true })).await;
    assert_eq!(texts(&echoed), ["Once upon a time"]);
    assert_eq!(echoed["usage"]["completion_tokens"], 0);
    let suffixed = ask(json!({ "max_tokens": 200, "suffix": "The end" })).await;
    assert!(texts(&suffixed)[0].contains("comes before \"The end\""));
}

#[tokio::test]
async fn the_best_of_several_is_kept() {
    let emulator = start().await;
    let members = json!({ "best_of": 4, "n": 2, "logprobs": 0, "max_tokens": 8 });
    let best = post(&emulator, OPENAI, &[], &body(members)).await.json();
    assert_eq!(best["usage"]["completion_tokens"], 32);
    let mean = |index: usize| {
        let logprobs = best["choices"][index]["logprobs"]["token_logprobs"].as_array().unwrap();
        logprobs.iter().map(|number| number.as_f64().unwrap()).sum::<f64>()
    };
    assert!(mean(0) >= mean(1));
    for (members, words) in [
        (json!({ "best_of": 1, "n": 2 }), "at most 'best_of'"),
        (json!({ "best_of": 2, "stream": true }), "cannot be streamed"),
        (json!({ "best_of": 21 }), "<= 20"),
    ] {
        let refused = post(&emulator, OPENAI, &[], &body(members)).await;
        assert!(
            refused.status == 400 && refused.message().contains(words),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn log_probabilities_line_up_with_the_tokens() {
    let emulator = start().await;
    let members = json!({ "logprobs": 3, "max_tokens": 5, "echo": true });
    let whole = post(&emulator, OPENAI, &[], &body(members)).await.json();
    let logprobs = &whole["choices"][0]["logprobs"];
    let tokens: Vec<&str> = logprobs["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|token| token.as_str().unwrap())
        .collect();
    assert_eq!(tokens.concat(), texts(&whole)[0]);
    let mut offset = 0;
    for (index, token) in tokens.iter().enumerate() {
        assert_eq!(logprobs["text_offset"][index], offset, "{token}");
        offset += token.chars().count();
        let (chosen, top) = (&logprobs["token_logprobs"][index], &logprobs["top_logprobs"][index]);
        // Nothing comes before the first token of a prompt.
        if index == 0 {
            assert!(chosen.is_null() && top.is_null());
        } else {
            assert_eq!(top[token], *chosen);
            assert_eq!(top.as_object().unwrap().len(), 3, "{top}");
        }
    }
    let above = post(&emulator, OPENAI, &[], &body(json!({ "logprobs": 6 }))).await;
    assert!(above.message().contains("<= 5"));
}

#[tokio::test]
async fn each_wire_refuses_in_its_own_way() {
    let emulator = start().await;
    let chat = post(&emulator, OPENAI, &[], &body(json!({ "model": "gpt-4o" }))).await;
    assert_eq!(
        (chat.status, chat.json()["error"]["param"].as_str()),
        (404, Some("model"))
    );
    assert!(chat.message().contains("v1/chat/completions"), "{chat:?}");
    let long = post(&emulator, AZURE, &[], &body(json!({ "max_tokens": 5000 }))).await;
    assert_eq!(long.json()["error"]["code"], "context_length_exceeded");
    let old = AZURE.replace("2024-10-21", "2024-06-01");
    let seed = post(&emulator, &old, &[], &body(json!({ "seed": 1 }))).await;
    assert_eq!(seed.message(), "Unrecognized request argument supplied: seed");
    let unknown = body(json!({ "best_of": 2, "model": "databricks-mpt" }));
    let refused = post(&emulator, DATABRICKS, &[], &unknown).await;
    assert_eq!(refused.json()["error_code"], "BAD_REQUEST");
    assert_eq!(refused.message(), "json: unknown field \"best_of\"");
    let external = post(&emulator, DATABRICKS, &[], &body(json!({ "best_of": 2 }))).await;
    assert_eq!(
        (external.status, external.headers["served-model-name"].as_str()),
        (200, MODEL)
    );
    let named = json!({ "prompt": "Hello" });
    let invoked = post(&emulator, "/serving-endpoints/mine/invocations", &[], &named).await;
    assert_eq!(
        (&invoked.json()["object"], &invoked.json()["model"]),
        (&json!("text_completion"), &json!("mine"))
    );
    let filtered = post(
        &emulator,
        AZURE,
        &[],
        &body(json!({ "prompt": "trigger content filter" })),
    )
    .await;
    assert_eq!(filtered.json()["error"]["code"], "content_filter");
}
