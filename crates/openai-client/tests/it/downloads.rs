//! Answers that are files.

use std::time::Duration;

use openai_client::{Client, RetryPolicy};
use openai_core::ErrorKind;
use openai_types::audio::SpeechRequest;

use crate::script::{Script, Step, answer, builder, client};

fn once(step: Step) -> Client {
    let builder = builder(&Script::new([step])).retry(RetryPolicy::never());
    builder.max_body_bytes(8).idle_timeout(Duration::from_secs(5)).build()
}

fn speech() -> SpeechRequest {
    SpeechRequest::new("tts", "Hello", "alloy")
}

#[tokio::test(start_paused = true)]
async fn a_file_is_handed_on_as_it_comes() {
    let slow = Duration::from_secs(4);
    let step = answer(200).header("content-length", "12").header("x-request-id", "r-1");
    let client = once(step.piece(slow, "four").piece(slow, "more").piece(slow, "last"));
    let mut download = client.file_content("f").await.unwrap();
    assert_eq!(
        (download.content_length(), download.request_id()),
        (Some(12), Some("r-1"))
    );
    assert_eq!(download.try_next().await.unwrap().unwrap(), "four");
    let mut rest = Vec::new();
    assert_eq!(
        download.write_to(&mut rest).await.unwrap(),
        8,
        "beyond the limit of whole answers"
    );
    assert_eq!(rest, b"morelast");
}

#[tokio::test(start_paused = true)]
async fn a_file_in_memory_keeps_to_the_limit() {
    let bytes = once(answer(200).body("12345").body("678"))
        .speak(speech())
        .await
        .unwrap()
        .bytes()
        .await;
    assert_eq!(bytes.unwrap().value, "12345678");
    let error = once(answer(200).body("12345").body("6789"))
        .speak(speech())
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("8 bytes"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_file_that_breaks_off_says_so() {
    let begun = || {
        answer(200)
            .header("content-length", "9")
            .header("x-request-id", "r-2")
            .body("1234")
    };
    for (name, step, kind) in [
        ("it closes early", begun(), ErrorKind::Truncated),
        ("it breaks", begun().then_breaks(), ErrorKind::Truncated),
        ("it falls silent", begun().then_silence(), ErrorKind::Timeout),
    ] {
        let mut download = once(step).file_content("f").await.unwrap();
        download.try_next().await.unwrap();
        let error = download.try_next().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.request_id()),
            (kind, Some("r-2")),
            "{name}: {error}"
        );
        assert!(download.try_next().await.unwrap().is_none(), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_coded_file_has_another_length() {
    let step = answer(200)
        .header("content-length", "99")
        .header("content-encoding", "gzip")
        .body("1234");
    assert_eq!(
        once(step).file_content("f").await.unwrap().bytes().await.unwrap().value,
        "1234"
    );
}

#[tokio::test(start_paused = true)]
async fn json_is_no_sound_but_may_be_a_file() {
    let json = |body: &str| answer(200).header("content-type", "application/json; x=y").body(body);
    let refusal = r#"{"error":{"message":"the voice is hoarse","code":"voice"}}"#;
    let error = once(json(refusal)).speak(speech()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.api().unwrap().code()),
        (ErrorKind::Api, Some("voice"))
    );
    let error = once(json("{}")).speak(speech()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let mut file = Vec::new();
    once(json(refusal))
        .file_content("f")
        .await
        .unwrap()
        .write_to(&mut file)
        .await
        .unwrap();
    assert_eq!(file, refusal.as_bytes(), "a file may speak of errors");
    let large = format!("[{}]", "1,".repeat(1024 * 1024));
    let mut file = Vec::new();
    once(json(&large).body("more"))
        .file_content("f")
        .await
        .unwrap()
        .write_to(&mut file)
        .await
        .unwrap();
    assert_eq!(file.len(), large.len() + 4);
}

#[tokio::test(start_paused = true)]
async fn a_download_is_tried_again_until_it_begins() {
    let (client, script) = client([answer(503), answer(200).body("1").then_breaks()]);
    let download = client.file_content("f").await.unwrap();
    assert_eq!(download.attempts(), 2);
    assert_eq!(download.bytes().await.unwrap_err().kind(), ErrorKind::Truncated);
    assert_eq!(script.count(), 2);
}

/// It takes a few bytes, and no more.
struct Full(usize);

impl tokio::io::AsyncWrite for Full {
    fn poll_write(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        bytes: &[u8],
    ) -> std::task::Poll<std::io::Result<usize>> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        std::task::Poll::Ready(if taken == 0 {
            Err(std::io::Error::from(std::io::ErrorKind::StorageFull))
        } else {
            Ok(taken)
        })
    }

    fn poll_flush(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn poll_shutdown(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::task::Poll::Ready(Ok(()))
    }
}

#[tokio::test(start_paused = true)]
async fn a_writer_that_fails_is_not_the_servers_fault() {
    let download = once(answer(200).body("12345678")).file_content("f").await.unwrap();
    let error = download.write_to(&mut Full(5)).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Io, false));
}
