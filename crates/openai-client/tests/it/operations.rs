//! What every operation but chat sends, and how it reads what comes back.

use openai_client::Client;
use openai_core::images::Edit;
use openai_core::responses::Retrieve;
use openai_core::{Error, ErrorKind, File};
use openai_types::audio::{ResponseFormat, SpeechRequest, TranscriptionRequest, TranslationRequest};
use openai_types::files::{ExpiresAfter, Form, Import, Purpose};
use openai_types::images::{EditRequest, GenerationRequest, ImageRef, VariationRequest};
use openai_types::responses::{CompactRequest, InputTokensRequest, Query};
use openai_types::{batches, completions, embeddings, files, moderations, responses, uploads};
use serde_json::{Value, json};

use crate::script::{Cloud, Script, Seen, Step, answer, builder, client};

/// Sends one call and answers with what it came to and what was sent.
async fn sent<T, F: Future<Output = Result<T, Error>>>(body: &Value, call: impl FnOnce(Client) -> F) -> (T, Seen) {
    let (reply, seen) = to(answer(200).body(&body.to_string()), call).await;
    (reply.unwrap(), seen.unwrap())
}

async fn to<T, F>(step: Step, call: impl FnOnce(Client) -> F) -> (Result<T, Error>, Option<Seen>)
where
    F: Future<Output = Result<T, Error>>,
{
    let (client, script) = client([step]);
    (call(client).await, script.seen().pop())
}

fn file(name: &str) -> File {
    File::bytes(name, "bytes")
}

#[tokio::test(start_paused = true)]
async fn completions_and_embeddings() {
    let request = completions::Request::new("m", "Once");
    let body = json!({"choices": [{"text": " more", "index": 0, "finish_reason": "stop"}]});
    let (reply, seen) = sent(&body, |client| async move { client.complete(request).await }).await;
    assert_eq!((reply.text(), seen.line().as_str()), (" more", "POST /v1/completions"));
    assert_eq!(seen.json(), json!({"model": "m", "prompt": "Once"}));

    let body = json!({"data": [{"index": 0, "embedding": "AACAPwAAAEA="}]});
    let request = embeddings::Request::new("m", "a");
    let (reply, seen) = sent(&body, |client| async move { client.embed(request).await }).await;
    assert_eq!(reply.vectors().collect::<Vec<_>>(), [[1.0, 2.0]]);
    assert_eq!(seen.line(), "POST /v1/embeddings");
    assert_eq!(
        seen.json(),
        json!({"model": "m", "input": "a", "encoding_format": "base64"})
    );

    let request = embeddings::Request::new("m", "a").encoding_format(embeddings::EncodingFormat::Float);
    let (_, seen) = sent(&body, |client| async move { client.embed(request).await }).await;
    assert_eq!(seen.json()["encoding_format"], "float", "who asks for floats gets them");
}

#[tokio::test(start_paused = true)]
async fn responses_by_their_ids() {
    let body = json!({"id": "resp_1", "status": "completed", "output": [], "error": null});
    let request = responses::Request::new("m", "Hi");
    let (reply, seen) = sent(&body, |client| async move { client.respond(request).await }).await;
    assert_eq!(reply.id.as_deref(), Some("resp_1"));
    assert_eq!(
        (seen.line().as_str(), seen.json()),
        ("POST /v1/responses", json!({"model": "m", "input": "Hi"}))
    );

    let retrieve = Retrieve::new("resp/1").query(Query::new().include([responses::Include::from("x")]));
    let (_, seen) = sent(&body, |client| async move { client.retrieve_response(retrieve).await }).await;
    assert_eq!(seen.line(), "GET /v1/responses/resp%2F1?include[]=x");
    let (_, seen) = sent(&body, |client| async move { client.cancel_response("resp_1").await }).await;
    assert_eq!(seen.line(), "POST /v1/responses/resp_1/cancel");

    let list =
        json!({"object": "list", "data": [{"type": "message", "role": "user", "content": "Hi"}], "has_more": false});
    let query = responses::ListQuery::new().limit(2);
    let (items, seen) = sent(
        &list,
        |client| async move { client.response_input_items("r", query).await },
    )
    .await;
    assert_eq!(
        (items.data[0].text().as_ref(), seen.line().as_str()),
        ("Hi", "GET /v1/responses/r/input_items?limit=2")
    );

    let request = InputTokensRequest::new("m", "Hi");
    let tokens = json!({"object": "response.input_tokens", "input_tokens": 7});
    let (tokens, seen) = sent(
        &tokens,
        |client| async move { client.count_input_tokens(request).await },
    )
    .await;
    assert_eq!(
        (tokens.input_tokens, seen.line().as_str()),
        (7, "POST /v1/responses/input_tokens")
    );

    let request = CompactRequest::of_response("m", "r");
    let (_, seen) = sent(
        &json!({"output": []}),
        |client| async move { client.compact(request).await },
    )
    .await;
    assert_eq!(seen.line(), "POST /v1/responses/compact");
    assert_eq!(seen.json(), json!({"model": "m", "previous_response_id": "r"}));
}

/// Azure's dated api-versions answer a deletion with nothing.
#[tokio::test(start_paused = true)]
async fn what_is_deleted_is_told_with_or_without_a_body() {
    let receipt = answer(200).body(r#"{"id":"x","object":"file","deleted":true}"#);
    for step in [receipt, answer(204), answer(200).body(" \n")] {
        let (deleted, seen) = to(step.clone(), |client| async move { client.delete_file("x").await }).await;
        let deleted = deleted.unwrap();
        assert_eq!((deleted.id.as_str(), deleted.deleted), ("x", true));
        assert_eq!(seen.unwrap().line(), "DELETE /v1/files/x");
        let (deleted, seen) = to(step.clone(), |client| async move { client.delete_model("x").await }).await;
        assert!(deleted.unwrap().deleted);
        assert_eq!(seen.unwrap().line(), "DELETE /v1/models/x");
        let (deleted, seen) = to(step, |client| async move { client.delete_response("x").await }).await;
        assert!(deleted.unwrap().deleted);
        assert_eq!(seen.unwrap().line(), "DELETE /v1/responses/x");
    }
    let body = json!({"error": {"message": "no"}});
    let (outcome, _) = to(answer(200).body(&body.to_string()), |client| async move {
        client.delete_file("x").await
    })
    .await;
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Api);
}

#[tokio::test(start_paused = true)]
async fn images_as_json_and_as_forms() {
    let body = json!({"created": 1, "data": [{"b64_json": "AA=="}], "usage": {"input_tokens": 1}});
    let request = GenerationRequest::new("m", "A chair");
    let (reply, seen) = sent(&body, |client| async move { client.generate_images(request).await }).await;
    assert_eq!(
        (reply.images().len(), seen.line().as_str()),
        (1, "POST /v1/images/generations")
    );

    let edit = Edit::new(EditRequest::new("m", "Paint it").n(2), [file("a.png")]).mask(file("mask.png"));
    let (_, seen) = sent(&body, |client| async move { client.edit_images(edit).await }).await;
    assert_eq!(seen.line(), "POST /v1/images/edits");
    assert_eq!(
        seen.form(),
        [
            "model = m",
            "n = 2",
            "prompt = Paint it",
            "image = File(\"a.png\", 5 bytes) image/png",
            "mask = File(\"mask.png\", 5 bytes) image/png",
        ]
    );
    let edit = Edit::new(EditRequest::new("m", "Paint"), [file("a.jpg"), file("b")]);
    let (_, seen) = sent(&body, |client| async move { client.edit_images(edit).await }).await;
    assert_eq!(
        seen.form()[2..],
        [
            "image[] = File(\"a.jpg\", 5 bytes) image/jpeg",
            "image[] = File(\"b\", 5 bytes) application/octet-stream",
        ]
    );
    let edit = Edit::by_reference(EditRequest::new("m", "Paint").images([ImageRef::file("file-1")]));
    let (_, seen) = sent(&body, |client| async move { client.edit_images(edit).await }).await;
    assert_eq!(
        seen.json(),
        json!({"model": "m", "prompt": "Paint", "images": [{"file_id": "file-1"}]})
    );

    let request = VariationRequest::new("m").n(3);
    let (_, seen) = sent(&body, |client| async move {
        client.vary_image(request, file("a.png")).await
    })
    .await;
    assert_eq!(seen.line(), "POST /v1/images/variations");
    assert_eq!(
        seen.form(),
        ["model = m", "n = 3", "image = File(\"a.png\", 5 bytes) image/png"]
    );
}

#[tokio::test(start_paused = true)]
async fn transcriptions_in_every_format() {
    let plain = |kind: &str, text: &str| answer(200).header("content-type", kind).body(text);
    for (format, step, text) in [
        ("json", plain("application/json", r#"{"text":"Hello."}"#), "Hello."),
        ("text", plain("text/plain; charset=utf-8", "Hello.\n"), "Hello.\n"),
        (
            "srt",
            plain("text/plain", "1\n00:00 --> 00:01\nHello."),
            "1\n00:00 --> 00:01\nHello.",
        ),
        ("vtt", answer(200).body("WEBVTT"), "WEBVTT"),
        ("json", plain("text/plain", "Not asked for."), "Not asked for."),
        (
            "vtt",
            plain("application/json", r#"{"text":"Not asked for."}"#),
            "Not asked for.",
        ),
    ] {
        let request = TranscriptionRequest::new("m").response_format(format);
        let (reply, seen) = to(
            step,
            |client| async move { client.transcribe(request, file("a.wav")).await },
        )
        .await;
        assert_eq!(reply.unwrap().text, text, "{format}");
        let seen = seen.unwrap();
        assert_eq!(seen.line(), "POST /v1/audio/transcriptions");
        assert_eq!(seen.form().last().unwrap(), "file = File(\"a.wav\", 5 bytes) audio/wav");
        assert_eq!(
            seen.header("accept"),
            Some(if format == "json" { "application/json" } else { "*/*" })
        );
    }
    let (reply, seen) = to(plain("text/plain", "Hi"), |client| async move {
        client
            .translate(
                TranslationRequest::new("m").response_format(ResponseFormat::Text),
                file("a.mp3"),
            )
            .await
    })
    .await;
    assert_eq!(reply.unwrap().text, "Hi");
    assert_eq!(
        seen.unwrap().form()[1..],
        ["response_format = text", "file = File(\"a.mp3\", 5 bytes) audio/mpeg"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_page_or_an_error_is_no_transcription() {
    let html = answer(200)
        .header("content-type", "text/html")
        .body("<html>Log in</html>");
    let error = answer(200)
        .header("content-type", "text/plain")
        .body(r#"{"error":{"message":"no"}}"#);
    for (step, kind) in [(html, ErrorKind::Decode), (error, ErrorKind::Api)] {
        let (outcome, _) = to(step, |client| async move {
            let request = TranscriptionRequest::new("m").response_format(ResponseFormat::Text);
            client.transcribe(request, file("a.wav")).await
        })
        .await;
        assert_eq!(outcome.unwrap_err().kind(), kind);
    }
}

#[tokio::test(start_paused = true)]
async fn files_uploads_and_batches() {
    let stored = json!({"id": "file-1", "bytes": 5, "purpose": "batch"});
    let form = Form::new(Purpose::Batch).expires_after(ExpiresAfter::days(1));
    let (reply, seen) = sent(&stored, |client| async move {
        client.create_file(form, file("a.jsonl")).await
    })
    .await;
    assert_eq!((reply.id.as_str(), seen.line().as_str()), ("file-1", "POST /v1/files"));
    assert_eq!(
        seen.form(),
        [
            "expires_after[anchor] = created_at",
            "expires_after[seconds] = 86400",
            "purpose = batch",
            "file = File(\"a.jsonl\", 5 bytes) text/jsonl",
        ]
    );
    let import = Import::new(Purpose::Batch, "a", "https://blob.example/a?sig=s3cret");
    let (_, seen) = sent(&stored, |client| async move { client.import_file(import).await }).await;
    assert_eq!(seen.line(), "POST /v1/files/import");
    assert_eq!(seen.json()["content_url"], "https://blob.example/a?sig=s3cret");
    let (_, seen) = sent(&stored, |client| async move { client.retrieve_file("file-1").await }).await;
    assert_eq!(seen.line(), "GET /v1/files/file-1");
    let list = json!({"object": "list", "data": [stored]});
    let query = files::ListQuery::new().purpose(Purpose::Batch);
    let (page, seen) = sent(&list, |client| async move { client.list_files(query).await }).await;
    assert_eq!(
        (page.data.len(), seen.line().as_str()),
        (1, "GET /v1/files?purpose=batch")
    );
    let (_, seen) = sent(&list, |client| async move { client.list_files(None).await }).await;
    assert_eq!(seen.line(), "GET /v1/files");

    let upload = json!({"id": "upload_1", "status": "pending"});
    let request = uploads::Request::new("a.jsonl", Purpose::Batch, 10_u64, "text/jsonl");
    let (_, seen) = sent(&upload, |client| async move { client.create_upload(request).await }).await;
    assert_eq!(seen.line(), "POST /v1/uploads");
    let part = json!({"id": "part_1"});
    let (part, seen) = sent(&part, |client| async move {
        client.add_upload_part("u/1", file("part")).await
    })
    .await;
    assert_eq!(
        (part.id.as_str(), seen.line().as_str()),
        ("part_1", "POST /v1/uploads/u%2F1/parts")
    );
    assert_eq!(seen.form(), ["data = File(\"part\", 5 bytes) application/octet-stream"]);
    let complete = uploads::Complete::new(vec!["part_1".to_owned()]);
    let (_, seen) = sent(
        &upload,
        |client| async move { client.complete_upload("u", complete).await },
    )
    .await;
    assert_eq!(
        (seen.line().as_str(), seen.json()),
        ("POST /v1/uploads/u/complete", json!({"part_ids": ["part_1"]}))
    );
    let (_, seen) = sent(&upload, |client| async move { client.cancel_upload("u").await }).await;
    assert_eq!(seen.line(), "POST /v1/uploads/u/cancel");

    let batch = json!({"id": "batch_1", "status": "validating"});
    let request = batches::Request::new("file-1", batches::Endpoint::Embeddings);
    let (_, seen) = sent(&batch, |client| async move { client.create_batch(request).await }).await;
    assert_eq!(seen.line(), "POST /v1/batches");
    let (_, seen) = sent(&batch, |client| async move { client.retrieve_batch("b").await }).await;
    assert_eq!(seen.line(), "GET /v1/batches/b");
    let (_, seen) = sent(&batch, |client| async move { client.cancel_batch("b").await }).await;
    assert_eq!(seen.line(), "POST /v1/batches/b/cancel");
    let query = batches::ListQuery::new().limit(1).after("b");
    let (_, seen) = sent(&json!({"data": []}), |client| async move {
        client.list_batches(query).await
    })
    .await;
    assert_eq!(seen.line(), "GET /v1/batches?after=b&limit=1");
}

#[tokio::test(start_paused = true)]
async fn models_and_moderations() {
    let model = json!({"id": "ft:gpt-4o:org", "object": "model"});
    let list = json!({"object": "list", "data": [model]});
    let (list, seen) = sent(&list, |client| async move { client.list_models().await }).await;
    assert_eq!(
        (list.data[0].id.as_str(), seen.line().as_str()),
        ("ft:gpt-4o:org", "GET /v1/models")
    );
    let (_, seen) = sent(
        &model,
        |client| async move { client.retrieve_model("ft:gpt-4o:org").await },
    )
    .await;
    assert_eq!(seen.line(), "GET /v1/models/ft%3Agpt-4o%3Aorg");
    let found = json!({"results": [{"flagged": false}]});
    let request = moderations::Request::new("Hi");
    let (found, seen) = sent(&found, |client| async move { client.moderate(request).await }).await;
    assert_eq!(
        (found.results[0].flagged, seen.line().as_str()),
        (false, "POST /v1/moderations")
    );
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_right_is_not_sent() {
    let script = Script::new([answer(200)]);
    let client = &builder(&script).build();
    let of = |outcome: Result<(), Error>| {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        error.to_string()
    };
    macro_rules! refused {
        ($($call:ident($($argument:expr),*) says $word:literal;)*) => {
            $(let said = of(client.$call($($argument),*).await.map(drop));
            assert!(said.contains($word), "{said}");)*
        };
    }
    let both = Edit::new(EditRequest::new("m", "p").images([ImageRef::file("f")]), [file("a")]);
    let mask = Edit::by_reference(EditRequest::new("m", "p").images([ImageRef::file("f")])).mask(file("a"));
    let reference = Edit::new(EditRequest::new("m", "p").mask(ImageRef::file("f")), [file("a")]);
    let moderated = Edit::new(EditRequest::new("m", "p").moderation("low"), [file("a")]);
    refused! {
        complete(completions::Request::new("m", Vec::<String>::new())) says "`prompt` is an empty list";
        complete(completions::Request::new("m", "p").top_p(f64::NAN)) says "`top_p`";
        complete(completions::Request::new("m", "p").stream(true)) says "stream";
        embed(embeddings::Request::new("m", Vec::<String>::new())) says "`input` is an empty list";
        embed(embeddings::Request::new("m", "a").dimensions(0_u64)) says "`dimensions`";
        respond(responses::Request::empty()) says "`input` is missing";
        respond(responses::Request::new("m", "a").conversation("c").previous_response_id("r")) says "go together";
        respond(responses::Request::new("m", "a").temperature(f64::INFINITY)) says "`temperature`";
        retrieve_response("") says "response id is empty";
        retrieve_response(Retrieve::new("r").query(Query::new().starting_after(3_u64))) says "`starting_after`";
        compact(CompactRequest::empty()) says "made shorter";
        generate_images(GenerationRequest::new("m", " ")) says "`prompt` is empty";
        edit_images(both) says "given twice";
        edit_images(mask) says "`mask` is a file";
        edit_images(reference) says "`mask` is a reference";
        edit_images(moderated) says "`moderation` does not go with files";
        edit_images(Edit::new(EditRequest::new("m", "p"), [])) says "no image";
        transcribe(TranscriptionRequest::new("m").known_speaker_names(["a".to_owned()]), file("a")) says "sample for each";
        translate(TranslationRequest::new("m").temperature(f64::NAN), file("a")) says "`temperature`";
        speak(SpeechRequest::new("m", "", "alloy")) says "`input` is empty";
        speak(SpeechRequest::new("m", "a", "alloy").stream_format("sse")) says "stream";
        retrieve_model("..") says "path step";
        create_file(Form::new(Purpose::Batch), file("")) says "file name";
        file_content(" ") says "file id is empty";
        create_upload(uploads::Request::new("a", Purpose::Batch, 0_u64, "text/jsonl")) says "`bytes` is 0";
        complete_upload("u", uploads::Complete::new(Vec::<String>::new())) says "`part_ids`";
        create_batch(batches::Request::new("f", "/v1/embeddings").input_blob("b")) says "one of them";
        cancel_batch("a\nb") says "control character";
        moderate(moderations::Request::new(Vec::<moderations::InputItem>::new())) says "`input`";
    }
    assert_eq!(script.count(), 0);
}

/// Calls are made from tasks, too.
#[test]
fn every_call_can_move_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    let client = Client::new(Cloud::new());
    is_send(&client.complete_stream(completions::Request::new("m", "p")));
    is_send(&client.embed(embeddings::Request::new("m", "a")));
    is_send(&client.speak(SpeechRequest::new("m", "a", "alloy")));
    is_send(&client.upload_in_parts(Form::new(Purpose::Batch), openai_core::File::bytes("a", "a")));
    is_send(&openai_client::file::open("a"));
    is_send(&async {
        let whole = client
            .respond_stream(responses::Request::new("m", "a"))
            .await?
            .collect()
            .await?;
        let mut file = tokio::io::sink();
        client.file_content("f").await?.write_to(&mut file).await.map(|_| whole)
    });
}
