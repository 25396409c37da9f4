//! Streams of every kind put together, whole and cut.

use std::sync::Arc;

use openai_client::Client;
use openai_client::responses::Accumulator;
use openai_core::{Ending, Error, ErrorKind, File, Transport};
use openai_types::audio::{SpeechRequest, Transcription, TranscriptionRequest};
use openai_types::completions::Completion;
use openai_types::images::GenerationRequest;
use openai_types::responses::{Event, Item, Response, Status};
use openai_types::{completions, images, responses};
use serde_json::{Value, json};

use crate::script::{Cloud, Script, Step, builder, events, once};

fn stream(data: impl IntoIterator<Item = Value>) -> Step {
    data.into_iter()
        .fold(events(), |step, data| step.data(&data.to_string()))
}

fn partial<T: Clone + 'static>(error: &Error) -> T {
    assert_eq!(error.kind(), ErrorKind::Truncated);
    error.partial::<T>().unwrap().clone()
}

#[tokio::test(start_paused = true)]
async fn completions_of_several_prompts() {
    let piece = |index: u64, text: &str, reason: Option<&str>| {
        let logprobs = json!({"tokens": [text], "text_offset": [index]});
        json!({"id": "c", "object": "text_completion", "created": 3, "model": "m",
            "choices": [{"index": index, "text": text, "finish_reason": reason, "logprobs": logprobs}]})
    };
    let usage = json!({"id": "", "choices": [], "usage": {"total_tokens": 9}});
    let pieces = [
        piece(1, "B", None),
        piece(0, "A", Some("length")),
        piece(1, "b", Some("stop")),
    ];
    let request = || completions::Request::new("m", ["a", "b"]);
    let step = stream(pieces.clone().into_iter().chain([usage]));
    let whole = once(step)
        .complete_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(
        serde_json::to_value(&whole.value).unwrap(),
        json!({"id": "c", "object": "text_completion", "created": 3, "model": "m", "usage": {"total_tokens": 9}, "choices": [
            {"text": "A", "index": 0, "logprobs": {"tokens": ["A"], "text_offset": [0]}, "finish_reason": "length"},
            {"text": "Bb", "index": 1, "logprobs": {"tokens": ["B", "b"], "text_offset": [1, 1]}, "finish_reason": "stop"},
        ]})
    );
    let cut = stream(pieces.into_iter().take(2));
    let error = once(cut)
        .complete_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap_err();
    assert_eq!(partial::<Completion>(&error).choices.len(), 2);
}

/// The events of a response with thinking, a text and a call.
fn response() -> Vec<Value> {
    let at = |kind: &str, output_index: u64, more: Value| {
        let mut event = json!({"type": kind, "item_id": "i", "output_index": output_index});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    let begun = json!({"id": "resp_1", "model": "m", "status": "in_progress", "output": []});
    let call = json!({"type": "function_call", "id": "fc", "call_id": "call", "name": "f", "arguments": ""});
    let mut done = begun.clone();
    done["status"] = json!("completed");
    done["output"] =
        json!([{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "The whole."}]}]);
    let mut events = vec![
        json!({"type": "response.created", "response": begun}),
        at(
            "response.output_item.added",
            0,
            json!({"item": {"type": "reasoning", "id": "rs", "summary": []}}),
        ),
        at(
            "response.reasoning_summary_part.added",
            0,
            json!({"summary_index": 0, "part": {"type": "summary_text", "text": ""}}),
        ),
        at(
            "response.reasoning_summary_text.delta",
            0,
            json!({"summary_index": 0, "delta": "Think"}),
        ),
        at(
            "response.reasoning_summary_text.delta",
            0,
            json!({"summary_index": 0, "delta": "ing"}),
        ),
        at(
            "response.output_item.added",
            1,
            json!({"item": {"type": "message", "id": "m", "role": "assistant", "status": "in_progress", "content": []}}),
        ),
        at(
            "response.content_part.added",
            1,
            json!({"content_index": 0, "part": {"type": "output_text", "text": "", "annotations": []}}),
        ),
        at(
            "response.output_text.delta",
            1,
            json!({"content_index": 0, "delta": "Hel", "logprobs": []}),
        ),
        at(
            "response.output_text.delta",
            1,
            json!({"content_index": 0, "delta": "lo"}),
        ),
        at(
            "response.output_text.annotation.added",
            1,
            json!({"content_index": 0, "annotation_index": 0,
            "annotation": {"type": "url_citation", "url": "https://a.example", "title": "A", "start_index": 0, "end_index": 2}}),
        ),
        at("response.refusal.delta", 1, json!({"content_index": 1, "delta": "No."})),
        at("response.output_item.added", 2, json!({"item": call})),
        at("response.function_call_arguments.delta", 2, json!({"delta": "{\"a\":"})),
        at("response.function_call_arguments.delta", 2, json!({"delta": "1}"})),
        json!({"type": "response.completed", "response": done}),
    ];
    for (number, event) in events.iter_mut().enumerate() {
        event["sequence_number"] = json!(number);
    }
    events
}

fn request() -> responses::Request {
    responses::Request::new("m", "Hi")
}

#[tokio::test(start_paused = true)]
async fn the_last_event_brings_the_whole_response() {
    for ending in [Ending::Done, Ending::Events(&["response.failed"])] {
        // Nothing after the last event counts, and the connection need not close.
        let step = stream(response()).data("{}").then_silence();
        let transport: Arc<dyn Transport> = Script::new([step]);
        let client = Client::builder(Cloud::new().ending(ending))
            .transport(transport)
            .build();
        let whole = client.respond_stream(request()).await.unwrap().collect().await.unwrap();
        assert_eq!(
            (whole.output_text().as_ref(), whole.status.clone()),
            ("The whole.", Some(Status::Completed))
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_cut_stands_as_far_as_it_came() {
    let mut cut = response();
    cut.pop();
    let error = once(stream(cut))
        .respond_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap_err();
    let response: Response = partial(&error);
    assert_eq!(
        (response.id.as_deref(), response.status.clone()),
        (Some("resp_1"), Some(Status::InProgress))
    );
    assert_eq!(
        serde_json::to_value(&response.output).unwrap(),
        json!([
            {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "Thinking"}]},
            {"type": "message", "id": "m", "role": "assistant", "status": "in_progress", "content": [
                {"type": "output_text", "text": "Hello", "annotations": [
                    {"type": "url_citation", "url": "https://a.example", "title": "A", "start_index": 0, "end_index": 2}]},
                {"type": "refusal", "refusal": "No."}]},
            {"type": "function_call", "id": "fc", "call_id": "call", "name": "f", "arguments": "{\"a\":1}"},
        ])
    );
}

/// `[DONE]` ends a stream of chat; of a response it is no last event.
#[tokio::test(start_paused = true)]
async fn a_response_without_its_last_event_is_cut() {
    let mut cut = response();
    cut.pop();
    for step in [
        stream(cut.clone()),
        stream(cut.clone()).body("data: [DONE]\n\n"),
        stream(cut).then_breaks(),
    ] {
        let transport: Arc<dyn Transport> = Script::new([step]);
        let responses = Ending::Events(&["response.completed", "response.incomplete", "response.failed"]);
        let client = Client::builder(Cloud::new().ending(responses))
            .transport(transport)
            .build();
        let error = client
            .respond_stream(request())
            .await
            .unwrap()
            .collect()
            .await
            .unwrap_err();
        assert_eq!(partial::<Response>(&error).output_text(), "Hello");
    }
}

/// An agent on Databricks brings items, as MLflow's agent server sends them, and no whole response.
#[tokio::test(start_paused = true)]
async fn an_agents_items_are_its_response_once_the_server_says_so() {
    let delta = |id: &str, text: &str| json!({"type": "response.output_text.delta", "item_id": id, "delta": text});
    let done = |id: &str, text: &str| {
        let content = json!([{"type": "output_text", "text": text}]);
        let item = json!({"type": "message", "id": id, "role": "assistant", "status": "completed", "content": content});
        json!({"type": "response.output_item.done", "item": item})
    };
    let items = || vec![delta("a", "On"), delta("a", "e."), done("a", "One."), done("b", "Two.")];
    let mark = "data: [DONE]\n\n";
    let trace = "data: {\"trace_id\": \"tr-1\"}\n\ndata: [DONE]";
    for end in [mark, trace] {
        let step = stream(items()).body(end);
        let whole = once(step)
            .respond_stream(request())
            .await
            .unwrap()
            .collect()
            .await
            .unwrap();
        assert_eq!(
            (whole.output.len(), whole.output_text().as_ref()),
            (2, "One.Two."),
            "{end}"
        );
        assert_eq!(whole.status, None, "as without a stream, where an agent tells none");
    }
    let mut open = items();
    open.push(delta("c", "Thr"));
    for (step, count) in [
        (stream(items()), 2),
        (stream(open).body(mark), 3),
        (stream([delta("a", "On")]).body("data: [DONE]"), 1),
        (stream([]).body(mark), 0),
    ] {
        let error = once(step)
            .respond_stream(request())
            .await
            .unwrap()
            .collect()
            .await
            .unwrap_err();
        assert_eq!(partial::<Response>(&error).output.len(), count);
    }
    let failed = stream(items()).body("data: {\"error\": \"the agent failed\"}\n\ndata: [DONE]\n\n");
    let error = once(failed)
        .respond_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.api().unwrap().message()),
        (ErrorKind::Api, "the agent failed")
    );
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_cut_can_be_gone_on_with() {
    let events = response();
    let (first, rest) = events.split_at(8);
    let script = Script::new([stream(first.to_vec()), stream(rest.to_vec())]);
    let client = builder(&script).build();
    let mut whole = Accumulator::new();
    let mut streamed = client.respond_stream(request()).await.unwrap();
    while let Ok(Some(event)) = streamed.try_next().await {
        whole.push(&event);
    }
    assert_eq!((whole.sequence_number(), whole.is_complete()), (Some(7), false));
    assert_eq!(whole.snapshot().output_text(), "Hel");
    let mut streamed = client.retrieve_response_stream(whole.rest().unwrap()).await.unwrap();
    while let Some(event) = streamed.try_next().await.unwrap() {
        whole.push(&event);
        if whole.sequence_number() == Some(13) {
            let text = whole.snapshot();
            assert!(matches!(&text.output[1], Item::Message(message) if message.text() == "Hello"));
        }
    }
    assert!(whole.is_complete() && whole.rest().is_none());
    assert_eq!(whole.finish().output_text(), "The whole.");
    assert_eq!(
        script.seen()[1].line(),
        "GET /v1/responses/resp_1?starting_after=7&stream=true"
    );
    drop(client.resume_response_stream("resp_1", 3).await.unwrap());
    assert_eq!(
        script.seen()[2].line(),
        "GET /v1/responses/resp_1?starting_after=3&stream=true"
    );
}

#[tokio::test(start_paused = true)]
async fn an_error_event_is_an_error_and_an_unknown_one_is_not() {
    for data in [
        json!({"type": "error", "code": "server_error", "message": "broken", "sequence_number": 3}),
        json!({"type": "error", "error": {"code": "server_error", "message": "broken"}}),
        json!({"error": {"code": "server_error", "message": "broken"}}),
    ] {
        let step = stream([json!({"type": "response.brand_new", "sequence_number": 1}), data]);
        let mut streamed = once(step).respond_stream(request()).await.unwrap();
        assert!(matches!(streamed.try_next().await, Ok(Some(Event::Other(_)))));
        let error = streamed.try_next().await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!(
            (error.kind(), api.code(), api.message()),
            (ErrorKind::Api, Some("server_error"), "broken")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn signs_of_life_are_passed_over() {
    let last = response().pop().unwrap();
    let step = events()
        .body(": comment\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\nevent: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":1}\n\n")
        .body("data: {}\n\ndata:\n\ndata: {\"type\": \"keepalive\"}\n\n")
        .data(&last.to_string());
    let mut streamed = once(step).respond_stream(request()).await.unwrap();
    assert!(matches!(streamed.try_next().await, Ok(Some(Event::Completed(_)))));
    let step = events()
        .body("event: ping\ndata: {}\n\ndata: {\"type\":\"ping\"}\n\n")
        .text("a", true);
    let whole = once(step)
        .chat_stream(crate::script::hello())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(whole.text(), "a");
}

#[tokio::test(start_paused = true)]
async fn images_finished_and_not() {
    let shown = json!({"type": "image_generation.partial_image", "b64_json": "cGFydA==", "partial_image_index": 0, "size": "auto"});
    let done =
        |text: &str| json!({"type": "image_generation.completed", "b64_json": text, "usage": {"total_tokens": 5}});
    let request = || GenerationRequest::new("m", "A chair").n(2_u64);
    let step = stream([shown.clone(), done("AA=="), done("AQ==")]);
    let whole = once(step)
        .generate_images_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    let images: Vec<_> = whole
        .images()
        .iter()
        .map(|image| image.b64_json.as_deref().unwrap())
        .collect();
    assert_eq!(
        (images, whole.usage.clone().unwrap().total_tokens),
        (vec!["AA==", "AQ=="], Some(5))
    );
    let safe = json!({"hate": {"filtered": false, "severity": "safe"}});
    let mut more = done("AA==");
    more["content_filter_results"] = safe.clone();
    more["brand_new"] = json!([1]);
    let step = stream([more, done("AQ==")]);
    let whole = once(step)
        .generate_images_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    let image = &whole.images()[0];
    assert!(image.content_filter_results.is_some(), "{image:?}");
    assert_eq!(
        serde_json::to_value(image).unwrap(),
        json!({"b64_json": "AA==", "content_filter_results": safe, "brand_new": [1]})
    );
    let cut = once(stream([shown, done("AA==")]));
    let error = cut
        .generate_images_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap_err();
    assert_eq!(partial::<images::Response>(&error).images().len(), 1, "one of two");
    let shown = json!({"type": "image_edit.partial_image", "b64_json": "cGFydA=="});
    let edit = openai_core::images::Edit::new(images::EditRequest::new("m", "p"), [File::bytes("a.png", "1")]);
    let error = once(stream([shown]))
        .edit_images_stream(edit)
        .await
        .unwrap()
        .collect()
        .await
        .unwrap_err();
    assert_eq!(
        partial::<images::Response>(&error).images()[0].b64_json.as_deref(),
        Some("cGFydA==")
    );
}

#[tokio::test(start_paused = true)]
async fn transcriptions_and_speech() {
    let request = || TranscriptionRequest::new("m");
    let file = || File::bytes("a.wav", "RIFF");
    let delta = |text: &str| json!({"type": "transcript.text.delta", "delta": text});
    let segment = json!({"type": "transcript.text.segment", "id": "seg_1", "speaker": "A", "text": "Hel"});
    let done = json!({"type": "transcript.text.done", "text": "Hello.", "usage": {"type": "duration", "seconds": 2.0}});
    let step = stream([delta("Hel"), segment, delta("lo"), done]);
    let whole = once(step)
        .transcribe_stream(request(), file())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(
        (
            whole.text.as_str(),
            whole.segments.as_ref().unwrap().len(),
            whole.usage.is_some()
        ),
        ("Hello.", 1, true)
    );
    let likely = |text: &str| {
        let mut delta = delta(text);
        delta["logprobs"] = json!([{"token": text, "logprob": -0.5}]);
        delta
    };
    let cut = once(stream([likely("Hel"), delta("l"), likely("o")]));
    let error = cut
        .transcribe_stream(request(), file())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap_err();
    let cut: Transcription = partial(&error);
    let tokens: Vec<_> = cut
        .logprobs
        .iter()
        .flatten()
        .map(|known| known.token.as_deref())
        .collect();
    assert_eq!((cut.text.as_str(), tokens), ("Hello", vec![Some("Hel"), Some("o")]));
    let cut = once(stream([delta("Hel")]));
    let error = cut
        .transcribe_stream(request(), file())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap_err();
    assert_eq!(partial::<Transcription>(&error).text, "Hel");

    let request = || SpeechRequest::new("m", "Hi", "alloy");
    let delta = |audio: &str| json!({"type": "speech.audio.delta", "audio": audio});
    let done = json!({"type": "speech.audio.done", "usage": {"total_tokens": 4}});
    let step = stream([delta("AQ=="), delta("AgM="), done]);
    let whole = once(step)
        .speak_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(
        (&whole.audio[..], whole.usage.clone().unwrap().total_tokens),
        (&[1, 2, 3][..], Some(4))
    );
    let broken = once(stream([delta("AQ=="), delta("%")]));
    let error = broken
        .speak_stream(request())
        .await
        .unwrap()
        .collect()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let cut = error.partial::<openai_client::audio::Speech>().unwrap();
    assert_eq!(&cut.audio[..], [1], "what came before");
}
