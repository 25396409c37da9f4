//! Azure's wires: versions, content filters, error shapes.

use serde_json::{Value, json};

use crate::form::{call, field, post_form, wav};
use crate::wire::{AZURE, AZURE_V1, Answer, post, send, start, text};

fn dated(version: &str) -> String {
    format!("/openai/deployments/my-gpt/chat/completions?api-version={version}")
}

#[tokio::test]
async fn answers_carry_the_filters_verdicts() {
    let emulator = start().await;
    for wire in [AZURE, AZURE_V1] {
        let answer = wire.ask(&emulator, json!({})).await;
        assert!(answer.headers.contains_key("apim-request-id") && answer.headers.contains_key("x-ms-request-id"));
        let body = answer.json();
        assert_eq!(body["model"], "my-gpt");
        assert_eq!(
            body["prompt_filter_results"][0]["content_filter_results"]["jailbreak"]["detected"],
            false
        );
        assert_eq!(body["choices"][0]["content_filter_results"]["hate"]["severity"], "safe");
        let events = wire.stream(&emulator, json!({})).await;
        assert_eq!(events[0]["choices"], json!([]));
        assert_eq!(
            (&events[0]["id"], &events[0]["model"], &events[0]["created"]),
            (&json!(""), &json!(""), &json!(0))
        );
        assert!(events[0]["prompt_filter_results"].is_array());
        assert_eq!(
            text(&events, 0),
            body["choices"][0]["message"]["content"].as_str().unwrap()
        );
    }
}

#[tokio::test]
async fn the_model_may_be_left_out_of_the_dated_body_only() {
    let emulator = start().await;
    let body = json!({ "messages": [{ "role": "user", "content": "hi" }] });
    let answer = post(&emulator, AZURE.path, &[("authorization", ""), ("api-key", "k")], &body).await;
    assert_eq!((answer.status, answer.json()["model"].as_str()), (200, Some("my-gpt")));
    let answer = post(&emulator, AZURE_V1.path, &[], &body).await;
    assert_eq!(
        (answer.status, answer.json()["error"]["param"].as_str()),
        (400, Some("model"))
    );
}

#[tokio::test]
async fn versions_are_checked() {
    let emulator = start().await;
    let body = AZURE.body(json!({}));
    for (path, status, code) in [
        (dated("2024-10-21"), 200, None),
        (dated("2023-05-15"), 200, None),
        (dated("2025-04-01-preview"), 200, None),
        (dated("2024-10-22"), 404, Some("404")),
        (dated("latest"), 400, None),
        (dated(""), 404, Some("404")),
        (
            "/openai/deployments/my-gpt/chat/completions".to_owned(),
            404,
            Some("404"),
        ),
        (
            "/openai/deployments//chat/completions?api-version=2024-10-21".to_owned(),
            404,
            Some("404"),
        ),
        ("/openai/v1/chat/completions?api-version=preview".to_owned(), 200, None),
        (
            "/openai/v1/chat/completions?api-version=2024-10-21".to_owned(),
            404,
            Some("404"),
        ),
    ] {
        let answer = post(&emulator, &path, &[], &body).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
        if let Some(code) = code {
            assert_eq!(answer.json()["error"]["code"], code, "{path}");
        }
    }
}

#[tokio::test]
async fn a_parameter_newer_than_the_version_is_refused() {
    let emulator = start().await;
    let tool = json!([{ "type": "function", "function": { "name": "f" } }]);
    for (version, members, refused) in [
        ("2023-05-15", json!({ "tools": tool }), Some("tools")),
        ("2023-12-01-preview", json!({ "tools": tool }), None),
        (
            "2023-06-01-preview",
            json!({ "functions": [{ "name": "f" }] }),
            Some("functions"),
        ),
        ("2024-02-01", json!({ "logprobs": true }), Some("logprobs")),
        (
            "2024-06-01",
            json!({ "max_completion_tokens": 5 }),
            Some("max_completion_tokens"),
        ),
        (
            "2024-10-21",
            json!({ "reasoning_effort": "low" }),
            Some("reasoning_effort"),
        ),
        ("2024-12-01-preview", json!({ "reasoning_effort": "low" }), None),
        (
            "2023-12-01-preview",
            json!({ "data_sources": [] }),
            Some("data_sources"),
        ),
        (
            "2023-05-15",
            json!({ "stream": true, "stream_options": { "include_usage": true } }),
            None,
        ),
    ] {
        let answer = post(&emulator, &dated(version), &[], &AZURE.body(members.clone())).await;
        match refused {
            None => assert_eq!(answer.status, 200, "{version} {members}: {answer:?}"),
            Some(name) => {
                assert_eq!(answer.status, 400, "{version} {members}: {answer:?}");
                assert_eq!(
                    answer.message(),
                    format!("Unrecognized request argument supplied: {name}")
                );
            }
        }
    }
    let answer = AZURE_V1.ask(&emulator, json!({ "data_sources": [] })).await;
    assert_eq!(answer.message(), "Unrecognized request argument supplied: data_sources");
}

/// What no document of a dated version has came with the last of them.
#[tokio::test]
async fn what_is_dated_nowhere_came_last() {
    let emulator = start().await;
    let file = wav(1000);
    for (version, there) in [("2025-03-01-preview", false), ("2025-04-01-preview", true)] {
        let path = format!("/openai/deployments/d/audio/transcriptions?api-version={version}");
        let parts = [field("stream", "true"), ("file", Some("a.wav"), &file[..])];
        let transcript = post_form(&emulator, &path, &parts).await;
        assert_eq!(transcript.status == 200, there, "{version}: {transcript:?}");
        let path = path.replace("transcriptions", "speech");
        let body =
            json!({ "model": "d", "input": "Hi", "voice": "alloy", "instructions": "Softly.", "stream_format": "sse" });
        let speech = post(&emulator, &path, &[], &body).await;
        assert_eq!(speech.status == 200, there, "{version}: {speech:?}");
        let path = format!("/openai/responses?api-version={version}");
        let body = json!({ "model": "d", "input": "Hi", "background": true });
        let response = post(&emulator, &path, &[], &body).await.json();
        let id = response["id"].as_str().unwrap_or_else(|| panic!("{response}"));
        let path = format!("/openai/responses/{id}/cancel?api-version={version}");
        let cancelled = call(&emulator, "POST", &path).await;
        assert_eq!(cancelled.status == 200, there, "{version}: {cancelled:?}");
    }
}

#[tokio::test]
async fn a_name_has_letters_digits_and_underscores() {
    let emulator = start().await;
    let (longest, longer) = ("n".repeat(64), "n".repeat(65));
    let ask = async |path: &str, role: &str, name: &str| {
        let named = json!({ "role": role, "name": name, "content": "hi" });
        let messages = json!([named, { "role": "user", "content": "hi" }]);
        post(&emulator, path, &[], &AZURE.body(json!({ "messages": messages }))).await
    };
    for role in ["system", "user", "assistant"] {
        for name in ["ada_1", longest.as_str()] {
            let taken = ask(AZURE.path, role, name).await;
            assert_eq!(taken.status, 200, "{role} {name}: {taken:?}");
        }
        for name in ["a-b", longer.as_str(), "a b", "é", ""] {
            let refused = ask(AZURE.path, role, name).await;
            assert_eq!(refused.status, 400, "{role} {name}: {refused:?}");
            assert_eq!(
                refused.message(),
                format!("'{name}' does not match '^[a-zA-Z0-9_]{{1,64}}$' - 'messages.0.name'")
            );
        }
    }
    assert_eq!(
        ask(AZURE.path, "function", "get-weather").await.status,
        200,
        "a function's name may hold a hyphen"
    );
    assert_eq!(ask(AZURE.path, "function", &longer).await.status, 400);
    assert_eq!(
        ask(AZURE_V1.path, "user", "a-b").await.status,
        200,
        "v1 does not say so"
    );
}

#[tokio::test]
async fn a_blocked_prompt_is_told_in_three_spellings() {
    let emulator = start().await;
    let ask = |headers: &'static [(&str, &str)]| {
        let body = json!({ "messages": [{ "role": "user", "content": "Please TRIGGER content filter." }] });
        let (emulator, body) = (&emulator, AZURE.body(body));
        async move { post(emulator, AZURE.path, headers, &body).await }
    };
    let blocked = |answer: Answer, at: &str| -> Value {
        assert_eq!(answer.status, 400);
        let body = answer.json();
        assert_eq!(
            (&body["error"]["code"], &body["error"]["status"]),
            (&json!("content_filter"), &json!(400))
        );
        body.pointer(at).cloned().unwrap_or_else(|| panic!("{at}: {body}"))
    };
    let live = ask(&[]).await;
    assert_eq!(
        live.json()["error"]["innererror"]["code"],
        "ResponsibleAIPolicyViolation"
    );
    let verdict = blocked(live, "/error/innererror/content_filter_result");
    assert_eq!(verdict["violence"], json!({ "filtered": true, "severity": "high" }));
    let guides = ask(&[("x-emulator-filter-spelling", "innererror-results")]).await;
    blocked(guides, "/error/innererror/content_filter_results");
    let schema = ask(&[("x-emulator-filter-spelling", "inner_error")]).await;
    blocked(schema, "/error/inner_error/content_filter_results");
    let odd = ask(&[("x-emulator-filter-spelling", "odd")]).await;
    assert!(odd.message().contains("innererror-results"), "{odd:?}");
}

#[tokio::test]
async fn an_image_may_be_a_bare_string() {
    let emulator = start().await;
    let content = json!([{ "type": "image_url", "image_url": "https://example.com/a.png" }]);
    let answer = AZURE
        .ask(
            &emulator,
            json!({ "messages": [{ "role": "user", "content": content }] }),
        )
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn the_gateway_writes_its_own_errors() {
    let emulator = start().await;
    let body = AZURE.body(json!({})).to_string();
    for (headers, status) in [
        (&[("authorization", "")][..], 401),
        (&[("authorization", "Basic dG9rZW46eA==")], 401),
        (&[("content-type", "text/plain")], 415),
    ] {
        let answer = send(emulator.address(), "POST", AZURE.path, headers, body.as_bytes())
            .await
            .unwrap();
        assert_eq!(answer.status, status);
        assert_eq!(answer.json()["error"]["code"], status.to_string(), "{answer:?}");
    }
}

/// Judges the refusal of one of Azure's own operations: Microsoft's shape, whose code stands in a header as well.
pub(crate) fn judge_refusal(answer: &Answer, code: &str) {
    let error = &answer.json()["error"];
    assert_eq!(
        (&error["code"], &*answer.headers["x-ms-error-code"]),
        (&json!(code), code),
        "{answer:?}"
    );
    let known = ["code", "message", "target", "details", "innererror"];
    let mut names = error.as_object().unwrap().keys();
    assert!(names.all(|name| known.contains(&name.as_str())), "{answer:?}");
}
