//! Calls that the types do not know.

use std::sync::Arc;

use http::Method;
use openai_client::{Client, Options};
use openai_core::{
    Call, Ending, ErrorKind, NoticeKind, Operation, Part, Payload, Policy, Reaction, Segment, Target, Transport,
};
use openai_platform::OpenAi;
use serde_json::json;

use crate::script::{Cloud, Script, answer, client, events};

#[tokio::test(start_paused = true)]
async fn raw_calls_go_out_and_come_back_as_they_are() {
    let body = r#"{"model":"m","brand_new":[1e400],"stream" : true}"#;
    let call = || Call::raw(Operation::CHAT, &["chat", "completions"], body);
    let (client, script) = client([
        answer(200).body("any bytes"),
        events().body("event: new\ndata: 1\n\ndata: {\"a\":2}\n\ndata: [DONE]\n\n"),
        events().body("data: {\"error\":{\"message\":\"no\"}}\n\n"),
    ]);
    let reply = client.send_raw(call()).await.unwrap();
    assert_eq!((&reply.value, reply.raw()), (&"any bytes".into(), &"any bytes".into()));
    let mut stream = client.stream_raw(call()).await.unwrap();
    let mut seen = Vec::new();
    while let Some(event) = stream.try_next().await.unwrap() {
        seen.push((event.kind, event.data));
    }
    let expected = [("new", "1"), ("message", r#"{"a":2}"#)];
    assert_eq!(seen, expected.map(|(kind, data)| (kind.to_owned(), data.to_owned())));
    let error = client.stream_raw(call()).await.unwrap().try_next().await.unwrap_err();
    assert_eq!(error.api().unwrap().message(), "no");
    assert_eq!(script.seen()[1].header("accept"), Some("text/event-stream"));
    assert!(script.seen().iter().all(|seen| matches!(
        seen.request.body(), Payload::Json(json) if json == body
    )));
}

/// Else the caller could not tell half an answer from a whole one.
#[tokio::test(start_paused = true)]
async fn a_raw_stream_ends_as_its_operation_does() {
    const RESPONSES: Ending = Ending::Events(&["response.completed"]);
    let piece = r#"{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}"#;
    let last = piece.replace("null", "\"stop\"");
    let new = Operation::new("new").without_model();
    for (operation, ending, step, is_whole) in [
        (Operation::CHAT, Ending::Done, events().data(piece), false),
        (Operation::CHAT, Ending::Done, events(), false),
        (Operation::CHAT, Ending::Done, events().data(piece).data("[DONE]"), true),
        (Operation::CHAT, Ending::Done, events().data(piece).data(&last), true),
        (
            Operation::CHAT,
            Ending::Done,
            events().data(r#"{"choices":[{"index":0,"messages":[{"delta":{},"end_turn":true}]}]}"#),
            true,
        ),
        (
            Operation::RESPONSES,
            RESPONSES,
            events().data(r#"{"type":"response.created"}"#),
            false,
        ),
        (
            Operation::RESPONSES,
            RESPONSES,
            events().body("event: response.completed\ndata: {\"type\":\"response.completed\"}\n\n"),
            true,
        ),
        (
            Operation::RESPONSES,
            Ending::Done,
            events().data(r#"{"type":"response.completed"}"#),
            true,
        ),
        (
            Operation::IMAGES_GENERATIONS,
            Ending::Done,
            events().data(r#"{"type":"image_generation.partial_image"}"#),
            false,
        ),
        (
            Operation::IMAGES_GENERATIONS,
            Ending::Done,
            events().body("event: image_generation.completed\ndata: {\"n\":1}\n\ndata: 1\n\n"),
            true,
        ),
        (new, Ending::Done, events().data("1"), true),
    ] {
        let script = Script::new([step]);
        let transport: Arc<dyn Transport> = script.clone();
        let client = Client::builder(Cloud::new().ending(ending))
            .transport(transport)
            .build();
        let mut stream = client.stream_raw(Call::raw(operation, &["a"], "{}")).await.unwrap();
        let end = loop {
            match stream.try_next().await {
                Ok(Some(_)) => {}
                Ok(None) => break None,
                Err(error) => break Some(error.kind()),
            }
        };
        assert_eq!(
            end,
            (!is_whole).then_some(ErrorKind::Truncated),
            "{operation} {ending:?}"
        );
    }
}

/// A server that is not asked for a stream makes the whole answer, and charges for it.
#[tokio::test(start_paused = true)]
async fn a_raw_call_is_made_to_ask_for_a_stream() {
    let (client, script) = client([events().data("[DONE]")]);
    let chat = |body: &'static str| Call::raw(Operation::CHAT, &["chat"], body);
    let speech = |body: &'static str| Call::raw(Operation::AUDIO_SPEECH, &["audio", "speech"], body);
    let form = |parts: Vec<Part>| Call::multipart(Operation::AUDIO_TRANSCRIPTIONS, &["audio"], parts);
    let stored = || {
        let path = Target::Path(vec![Segment::fixed("responses"), Segment::fixed("r")]);
        Call::new(Operation::RESPONSES_RETRIEVE, Method::GET, path)
    };
    for call in [
        chat(r#"{"stream":null,"model":"m"}"#),
        speech("{}"),
        form(vec![Part::text("model", "m")]),
        stored(),
    ] {
        drop(client.stream_raw(call).await.unwrap());
    }
    let seen = script.seen();
    assert_eq!(seen[0].json(), json!({"stream": true, "model": "m"}));
    assert_eq!(seen[1].json(), json!({"stream_format": "sse"}));
    assert_eq!(seen[2].form(), ["stream = true", "model = m"]);
    assert_eq!(seen[3].line(), "GET /v1/responses/r?stream=true");
    let whole = stored().with_query(vec![("stream".to_owned(), "false".to_owned())]);
    for call in [
        chat(r#"{"stream":false}"#),
        chat(r#"{"stream":1}"#),
        speech(r#"{"stream_format":"audio"}"#),
        form(vec![Part::text("stream", "false")]),
        whole,
    ] {
        let error = client.stream_raw(call).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        assert!(error.to_string().contains("`Client::send_raw`"), "{error}");
    }
    assert_eq!(script.count(), 4, "nothing more is sent");
}

/// An operation that nobody names may be new; one that the provider is known to lack is not there.
#[tokio::test(start_paused = true)]
async fn a_raw_call_may_be_of_an_operation_that_nobody_names() {
    let new = || Call::raw(Operation::new("vector_stores_create"), &["vector_stores"], "{}");
    let script = Script::new([answer(200).body("{}")]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = Client::builder(OpenAi::new()).transport(transport).build();
    let reply = client.send_raw(new()).await.unwrap();
    assert_eq!(script.seen()[0].line(), "POST /v1/vector_stores");
    assert_eq!(script.seen()[0].json(), json!({}));
    let kinds: Vec<_> = reply.notices().iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Unlisted]);
    let quiet = Policy::new().unlisted(Reaction::Allow);
    let reply = client.with(Options::new().policy(quiet)).send_raw(new()).await.unwrap();
    assert!(reply.notices().is_empty());
    let lacking = Call::raw(Operation::FILES_IMPORT, &["files", "import"], "{}");
    let error = client.send_raw(lacking).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Unsupported, 2), "{error}");
}
