//! A request for every operation that more than one cloud has, whole and streamed, with a name for its snapshot.

use openai_core::{Call, Endpoint, Error, File, Streaming, audio, batches, files, images, models, responses, uploads};
use openai_types::audio::{SpeechRequest, StreamFormat, TranscriptionRequest, TranslationRequest};
use openai_types::batches::Request as Batch;
use openai_types::completions::Request as Completions;
use openai_types::embeddings::Request as Embeddings;
use openai_types::files::{ListQuery, Purpose};
use openai_types::images::{EditRequest, GenerationRequest, VariationRequest};
use openai_types::responses::{CompactRequest, InputTokensRequest, Query, Request as Responses, Tool};
use openai_types::{batches as batch_types, moderations, uploads as upload_types};

/// Every request but for chat, which has samples of its own.
pub(crate) fn all() -> Vec<(&'static str, Call)> {
    [asking(), drawing(), sounding(), keeping()]
        .into_iter()
        .flatten()
        .map(|(name, call)| (name, call.unwrap_or_else(|error| panic!("{name}: {error}"))))
        .collect()
}

type Sample = (&'static str, Result<Call, Error>);

fn asking() -> Vec<Sample> {
    let completions = || Completions::new("gpt-instruct", ["Once upon", "Long ago"]).max_tokens(5_u64);
    let responses = || {
        Responses::new("gpt-5", "Which way?")
            .tools([Tool::apply_patch()])
            .max_output_tokens(64_u64)
    };
    let stored = || responses::Retrieve::new("resp_1/2");
    vec![
        ("completions", completions().call()),
        ("completions_stream", completions().streamed(true).call()),
        ("embeddings", Embeddings::new("embedder", ["a", "b"]).call()),
        ("responses", responses().call()),
        ("responses_stream", responses().streamed(true).call()),
        ("responses_retrieve", stored().call()),
        (
            "responses_retrieve_stream",
            stored().query(Query::new().starting_after(7_u64)).streamed(true).call(),
        ),
        ("responses_delete", responses::Delete::new("resp_1").call()),
        ("responses_cancel", responses::Cancel::new("resp_1").call()),
        ("responses_input_items", responses::InputItems::new("resp_1").call()),
        (
            "responses_input_tokens",
            InputTokensRequest::new("gpt-5", "Which way?").call(),
        ),
        ("responses_compact", CompactRequest::new("gpt-5", "Which way?").call()),
        ("moderations", moderations::Request::new("Be nice.").call()),
    ]
}

fn drawing() -> Vec<Sample> {
    let picture = || File::bytes("a.png", "PNG").media_type("image/png");
    let generation = || GenerationRequest::new("painter", "A quince").n(1_u64);
    let edit = || images::Edit::new(EditRequest::new("painter", "Riper"), [picture(), picture()]).mask(picture());
    vec![
        ("images_generations", generation().call()),
        ("images_generations_stream", generation().streamed(true).call()),
        ("images_edits", edit().call()),
        ("images_edits_stream", edit().streamed(true).call()),
        (
            "images_variations",
            images::Vary::new(VariationRequest::new("dall-e-2"), picture()).call(),
        ),
    ]
}

fn sounding() -> Vec<Sample> {
    let recording = || File::bytes("a.wav", "RIFF").media_type("audio/wav");
    let transcription = || audio::Transcribe::new(TranscriptionRequest::new("whisper-1").language("en"), recording());
    let speech = || SpeechRequest::new("tts-1", "Good morning.", "alloy");
    vec![
        ("audio_transcriptions", transcription().call()),
        ("audio_transcriptions_stream", transcription().streamed(true).call()),
        (
            "audio_translations",
            audio::Translate::new(TranslationRequest::new("whisper-1"), recording()).call(),
        ),
        ("audio_speech", speech().call()),
        ("audio_speech_stream", speech().stream_format(StreamFormat::Sse).call()),
    ]
}

fn keeping() -> Vec<Sample> {
    let lines = || File::bytes("lines.jsonl", "{}\n").media_type("application/jsonl");
    let batch = || Batch::new("file-1", batch_types::Endpoint::ChatCompletions);
    let upload = upload_types::Request::new("lines.jsonl", Purpose::Batch, 3_u64, "application/jsonl");
    vec![
        ("models_list", models::List::new().call()),
        ("models_retrieve", models::Retrieve::new("ft:gpt-4o:team/1").call()),
        ("models_delete", models::Delete::new("ft:gpt-4o:team/1").call()),
        ("files_create", files::Create::new(Purpose::Batch, lines()).call()),
        (
            "files_list",
            files::List::new()
                .query(ListQuery::new().purpose(Purpose::Batch))
                .call(),
        ),
        ("files_retrieve", files::Retrieve::new("file-1").call()),
        ("files_delete", files::Delete::new("file-1").call()),
        ("files_content", files::Content::new("file-1").call()),
        ("uploads_create", upload.call()),
        ("uploads_part", uploads::AddPart::new("upload_1", lines()).call()),
        (
            "uploads_complete",
            uploads::Complete::new("upload_1", upload_types::Complete::new(["part_1".to_owned()])).call(),
        ),
        ("uploads_cancel", uploads::Cancel::new("upload_1").call()),
        ("batches_create", batch().call()),
        ("batches_list", batches::List::new().call()),
        ("batches_retrieve", batches::Retrieve::new("batch_1").call()),
        ("batches_cancel", batches::Cancel::new("batch_1").call()),
    ]
}
