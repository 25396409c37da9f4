//! How streams go, and how they end.

use std::time::Duration;

use futures_util::StreamExt;
use openai_client::{Client, RetryPolicy};
use openai_core::{Ending, Error, ErrorKind, Transport};
use openai_types::chat::{Chunk, Completion};

use crate::script::{COMPLETION, Cloud, Script, Step, answer, builder, events, hello, once};

const DONE: &str = "data: [DONE]\n\n";

/// The texts of a stream, and the error at its end.
async fn read(client: &Client) -> (Vec<String>, Option<Error>) {
    let mut texts = Vec::new();
    let mut stream = client.chat_stream(hello()).await.unwrap();
    let outcome = loop {
        match stream.try_next().await {
            Ok(Some(chunk)) => texts.push(chunk.text().into_owned()),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    for _ in 0..3 {
        assert!(matches!(stream.try_next().await, Ok(None)), "nothing follows the end");
    }
    (texts, outcome)
}

#[tokio::test(start_paused = true)]
async fn ends_that_are_ends() {
    let begun = || events().text("a", false);
    let finished = || events().text("a", true);
    for (name, step) in [
        ("[DONE]", begun().body(DONE)),
        (
            "[DONE] of a server that keeps the connection open",
            begun().body(DONE).then_silence(),
        ),
        ("[DONE] before the connection breaks", begun().body(DONE).then_breaks()),
        ("[DONE] without its blank line", begun().body("data: [DONE]\n")),
        ("[DONE] without any line end", begun().body("data:[DONE]")),
        ("a close after the finish reason", finished()),
        (
            "what follows [DONE] does not count",
            begun().body(DONE).text("b", false),
        ),
    ] {
        let (texts, error) = read(&once(step)).await;
        assert!(error.is_none(), "{name}: {error:?}");
        assert_eq!(texts, ["a"], "{name}");
    }
}

/// A choice that never began is missing all the same: the request says how many there are to be.
#[tokio::test(start_paused = true)]
async fn a_close_before_the_second_choice_is_no_end() {
    for (n, complete) in [(1, true), (2, false)] {
        let client = once(events().text("a", true));
        let outcome = client.chat_stream(hello().n(n)).await.unwrap().collect().await;
        assert_eq!(outcome.is_ok(), complete, "{n}");
    }
}

#[tokio::test(start_paused = true)]
async fn ends_that_are_none() {
    let begun = || events().text("a", false);
    for (name, step) in [
        ("a close in the middle", begun()),
        ("a break in the middle", begun().then_breaks()),
        (
            "a break after the finish reason",
            events().text("a", true).then_breaks(),
        ),
        (
            "one of two choices is open",
            events().data(
                r#"{"choices":[{"index":1,"delta":{},"finish_reason":"stop"},{"index":0,"delta":{"content":"a"}}]}"#,
            ),
        ),
        (
            "an event without its blank line",
            begun().body("data: {\"choices\":[]}"),
        ),
        ("half of [DONE]", begun().body("data: [DO")),
    ] {
        let (texts, error) = read(&once(step)).await;
        let error = error.unwrap();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Truncated, 200),
            "{name}"
        );
        assert_eq!(texts, ["a"], "{name}");
        assert!(!error.is_retryable());
    }
    let (_, error) = read(&once(events())).await;
    assert_eq!(
        error.unwrap().kind(),
        ErrorKind::Truncated,
        "a stream without any event"
    );
    let (_, error) = read(&once(events().text("a", false).then_breaks())).await;
    assert!(
        std::error::Error::source(&error.unwrap()).is_some(),
        "a break has its cause"
    );
}

#[tokio::test(start_paused = true)]
async fn a_wire_with_terminal_events_ends_with_one() {
    let client = |step: Step| {
        let transport: std::sync::Arc<dyn Transport> = Script::new([step]);
        Client::builder(Cloud::new().ending(Ending::Events(&["finished", "failed"])))
            .transport(transport)
            .build()
    };
    let last = "event: finished\ndata: {\"choices\":[]}\n\n";
    let (texts, error) = read(&client(events().text("a", true).body(last).then_silence())).await;
    assert!(texts == ["a", ""] && error.is_none());
    for step in [
        events().text("a", true),
        events()
            .text("a", true)
            .body("event: other\ndata: {\"choices\":[]}\n\n"),
    ] {
        let (_, error) = read(&client(step)).await;
        assert_eq!(error.unwrap().kind(), ErrorKind::Truncated);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_cut_anywhere_without_a_difference() {
    let whole = "\u{feff}: hi\r\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"zażółć 🦀\"}}]}\r\n\r\n\
                 event: ping\r\n\r\nid: 7\r\ndata: {\"choices\":[{\"index\":0,\ndata: \"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    for at in 0..=whole.len() {
        let (left, right) = whole.as_bytes().split_at(at);
        let step = events().piece(Duration::ZERO, left).piece(Duration::ZERO, right);
        let (texts, error) = read(&once(step)).await;
        assert!(error.is_none(), "cut at {at}: {error:?}");
        assert_eq!(texts, ["zażółć 🦀", ""], "cut at {at}");
    }
    let single = whole
        .as_bytes()
        .iter()
        .fold(events(), |step, byte| step.piece(Duration::ZERO, [*byte]));
    assert_eq!(read(&once(single)).await.0, ["zażółć 🦀", ""]);
}

#[tokio::test(start_paused = true)]
async fn events_are_handed_out_as_they_come() {
    let step = events()
        .text("a", false)
        .piece(Duration::from_secs(1), "data: {\"choices\":[]}\n\n")
        .then_silence();
    let mut stream = once(step).chat_stream(hello()).await.unwrap();
    let start = tokio::time::Instant::now();
    stream.try_next().await.unwrap().unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    stream.try_next().await.unwrap().unwrap();
    assert_eq!(start.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn it_is_a_stream_like_any_other() {
    let step = events()
        .header("apim-request-id", "r-3")
        .text("a", false)
        .text("b", true)
        .body(DONE);
    let stream = once(step).chat_stream(hello()).await.unwrap();
    assert_eq!(
        (stream.status().as_u16(), stream.request_id(), stream.attempts()),
        (200, Some("r-3"), 1)
    );
    assert_eq!((stream.headers().len(), stream.notices().len()), (2, 0));
    let chunks: Vec<Result<Chunk, Error>> = StreamExt::collect(stream).await;
    assert_eq!(
        chunks
            .into_iter()
            .map(|chunk| chunk.unwrap().text().into_owned())
            .collect::<String>(),
        "ab"
    );
}

#[tokio::test(start_paused = true)]
async fn an_error_inside_a_stream_is_an_error_with_the_servers_words() {
    let object = r#"{"error":{"message":"overloaded","code":"server_error","type":"x"}}"#;
    for body in [
        format!("data: {object}\n\n"),
        format!("event: error\ndata: {object}\n\n"),
    ] {
        let step = events()
            .header("x-request-id", "r-4")
            .text("a", false)
            .body(&body)
            .text("b", true);
        let (texts, error) = read(&once(step)).await;
        let error = error.unwrap();
        assert_eq!(texts, ["a"]);
        assert_eq!((error.kind(), error.request_id()), (ErrorKind::Api, Some("r-4")));
        assert_eq!(error.api().unwrap().code(), Some("server_error"));
        assert!(error.to_string().contains("overloaded"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_that_cannot_be_read_keeps_its_bytes() {
    let (_, error) = read(&once(events().data(r#"{"choices":[{"delta":{"tool_calls":3}}]}"#))).await;
    let error = error.unwrap();
    assert_eq!((error.kind(), error.body().len()), (ErrorKind::Decode, 40));
    assert!(error.to_string().contains("choices[0].delta.tool_calls"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_event_may_not_be_larger_than_the_limit() {
    let long = "x".repeat(500);
    let client = builder(&Script::new([events().text("a", false).text(&long, true)]))
        .max_event_bytes(200)
        .build();
    let (texts, error) = read(&client).await;
    assert!(texts == ["a"] && error.unwrap().kind() == ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn what_is_no_stream_is_a_clear_error() {
    let json = || {
        answer(200)
            .header("content-type", "Application/JSON; charset=utf-8")
            .header("x-request-id", "r-5")
    };
    let error = once(json().body(COMPLETION)).chat_stream(hello()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.request_id()),
        (ErrorKind::Decode, 1, Some("r-5"))
    );
    assert_eq!(error.body(), COMPLETION.as_bytes());
    assert!(
        error.to_string().contains("stream") && error.to_string().contains("JSON"),
        "{error}"
    );

    let object = json().body(r#"[{"error":{"code":503,"message":"try later","status":"UNAVAILABLE"}}]"#);
    let error = once(object).chat_stream(hello()).await.unwrap_err();
    assert_eq!(error.api().unwrap().status_text(), Some("UNAVAILABLE"));
    assert!(error.to_string().contains("try later"), "{error}");

    let page = answer(200)
        .header("content-type", "text/html")
        .body("<html>Sign in</html>");
    assert!(
        once(page)
            .chat_stream(hello())
            .await
            .unwrap_err()
            .to_string()
            .contains("text/html")
    );
    let bare = answer(200).text("a", true);
    assert_eq!(
        read(&once(bare)).await.0,
        ["a"],
        "a stream that does not say what it is"
    );
}

#[tokio::test(start_paused = true)]
async fn collects_the_whole_and_keeps_the_part_where_it_breaks_off() {
    let step = events()
        .header("x-request-id", "r-6")
        .text("Hel", false)
        .text("lo", true);
    let usage = step
        .clone()
        .data(r#"{"choices":[],"usage":{"prompt_tokens":2,"completion_tokens":1}}"#)
        .body(DONE);
    let reply = once(usage).chat_stream(hello()).await.unwrap().collect().await.unwrap();
    assert_eq!(
        (reply.text().as_ref(), reply.request_id(), reply.raw().len()),
        ("Hello", Some("r-6"), 0)
    );
    assert_eq!(reply.usage.as_ref().unwrap().prompt_tokens, Some(2));

    let failing = [
        (step.clone().then_breaks(), ErrorKind::Truncated),
        (step.clone().then_silence(), ErrorKind::Timeout),
        (step.clone().data(r#"{"error":{"message":"no"}}"#), ErrorKind::Api),
        (step.data("nonsense"), ErrorKind::Decode),
    ];
    for (step, kind) in failing {
        let client = builder(&Script::new([step])).retry(RetryPolicy::never()).build();
        let error = client.chat_stream(hello()).await.unwrap().collect().await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.partial::<Completion>().unwrap().text(), "Hello");
    }
}
