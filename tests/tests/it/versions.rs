//! Azure's api-version of an operation and of a call, streams included: each is held against the version it goes out in.

use conformance::KEY;
use openai_core::{BaseUrl, ErrorKind, File, Operation};
use openai_emulator::Running;
use openai_multicloud::wires::azure::{self as wire, ApiVersion};
use openai_multicloud::{Azure, Client, Options};
use openai_types::audio::TranscriptionRequest;
use openai_types::chat::{Message, Request};
use openai_types::embeddings;
use openai_types::images::GenerationRequest;
use openai_types::responses;

use crate::wires;

const STABLE: &str = "2024-10-21";
const PREVIEW: &str = "2025-04-01-preview";

fn version(text: &str) -> ApiVersion {
    text.parse().unwrap()
}

fn azure(emulator: &Running, of_client: &str) -> Azure {
    let endpoint = BaseUrl::parse("the emulator's address", &emulator.url()).unwrap();
    let azure = Azure::with_key(&emulator.url(), KEY).unwrap().model("prod-4o");
    azure.configure(|_| wire::Azure::new(endpoint, version(of_client)))
}

fn picture() -> GenerationRequest {
    GenerationRequest::new("prod-gpt-image-1", "A quince on a window sill")
}

fn recording() -> File {
    File::bytes("meeting.mp3", &b"ID3"[..]).media_type("audio/mpeg")
}

fn listen() -> TranscriptionRequest {
    TranscriptionRequest::new("prod-4o-transcribe")
}

#[tokio::test]
async fn streams_go_out_in_the_version_of_their_operation() {
    let (emulator, _) = wires::start().await;
    let plain = Client::new(azure(&emulator, STABLE));
    let error = plain.generate_images_stream(picture()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    let client = Client::new(azure(&emulator, STABLE).configure(|azure| {
        azure
            .api_version_for(Operation::IMAGES_GENERATIONS, version(PREVIEW))
            .api_version_for(Operation::AUDIO_TRANSCRIPTIONS, version(PREVIEW))
    }));
    let stream = client.generate_images_stream(picture()).await.unwrap();
    assert!(!stream.collect().await.unwrap().images().is_empty());
    let stream = client.transcribe_stream(listen(), recording()).await.unwrap();
    assert!(!stream.collect().await.unwrap().text.is_empty());
    emulator.stop().await;
}

#[tokio::test]
async fn streams_go_out_in_the_version_of_their_call() {
    let (emulator, _) = wires::start().await;
    let client = Client::new(azure(&emulator, STABLE));
    let late = client.with(Options::new().extension(version(PREVIEW)));
    let stream = late.generate_images_stream(picture()).await.unwrap();
    assert!(!stream.collect().await.unwrap().images().is_empty());
    let stream = late.transcribe_stream(listen(), recording()).await.unwrap();
    assert!(!stream.collect().await.unwrap().text.is_empty());
    assert!(
        client.generate_images_stream(picture()).await.is_err(),
        "the client is as it was"
    );
    let early = client.with(Options::new().extension(version("2022-12-01")));
    let error = early.chat_stream(hello()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    emulator.stop().await;
}

fn hello() -> Request {
    Request::without_model([Message::user("Hello")])
}

/// Usage is asked for where the call's version has it, whatever the client's own version does.
#[tokio::test]
async fn usage_is_asked_for_by_the_version_of_the_call() {
    let (emulator, _) = wires::start().await;
    let client = Client::new(azure(&emulator, "2022-12-01"));
    let late = client.with(Options::new().extension(version("2024-02-01")));
    let whole = late.chat_stream(hello()).await.unwrap().collect().await.unwrap();
    assert!(whole.usage.is_some(), "{whole:?}");
    emulator.stop().await;
}

/// What the client adds by itself must not make a call impossible.
#[tokio::test]
async fn vectors_are_asked_for_in_a_format_that_the_version_of_the_call_has() {
    let (emulator, _) = wires::start().await;
    let client = Client::new(azure(&emulator, STABLE)).with(Options::new().extension(version("2023-05-15")));
    let request = embeddings::Request::new("prod-embedding-3-small", "a quince");
    let reply = client.embed(request).await.unwrap();
    assert_eq!(reply.vectors().count(), 1);
    emulator.stop().await;
}

/// The dated versions stream a response that is there already, as v1 does.
#[tokio::test]
async fn a_cut_response_goes_on_in_a_dated_version() {
    let (emulator, _) = wires::start().await;
    let client = Client::new(azure(&emulator, PREVIEW));
    let request = responses::Request::new("prod-4o", "Name a fruit.").background(true);
    let mut cut = client.respond_stream(request).await.unwrap();
    let first = cut.try_next().await.unwrap().unwrap();
    let id = first.response().and_then(|response| response.id.clone()).unwrap();
    drop(cut);
    let whole = client
        .retrieve_response_stream(&*id)
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert!(!whole.output_text().is_empty(), "{whole:?}");
    let mut rest = client.resume_response_stream(&*id, 3).await.unwrap();
    let next = rest.try_next().await.unwrap().unwrap();
    assert_eq!(next.sequence_number(), Some(4));
    emulator.stop().await;
}
