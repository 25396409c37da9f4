//! Transcriptions: what goes together, and with which model.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::audio::{TRANSCRIBE, transcribe};
use crate::form::wav;

/// A data URL of a WAV file of so many milliseconds.
pub(crate) fn sample(milliseconds: u32) -> String {
    format!("data:audio/wav;base64,{}", STANDARD.encode(wav(milliseconds)))
}

#[tokio::test]
async fn long_recordings_are_cut_where_speakers_are_told_apart() {
    let (long, short) = (wav(30_001), wav(30_000));
    let (diarize, auto) = (("model", "gpt-4o-transcribe-diarize"), ("chunking_strategy", "auto"));
    for (name, file, fields, status) in [
        ("talk.wav", &long, vec![diarize], 400),
        ("talk.wav", &long, vec![diarize, auto], 200),
        ("talk.wav", &short, vec![diarize], 200),
        ("talk.wav", &long, vec![("model", "gpt-4o-transcribe")], 200),
    ] {
        let answer = transcribe(TRANSCRIBE, ("file", Some(name), file), &fields).await;
        assert_eq!(answer.status, status, "{fields:?} {answer:?}");
        if status == 400 {
            let error = &answer.json()["error"];
            assert_eq!(
                (&error["param"], &error["code"], &error["message"]),
                (
                    &json!("chunking_strategy"),
                    &json!("invalid_value"),
                    &json!("chunking_strategy is required for diarization models")
                )
            );
        }
    }
}

#[tokio::test]
async fn samples_of_speakers_are_short_pieces_of_audio() {
    let wav = wav(1000);
    let file = ("file", Some("talk.wav"), &wav[..]);
    let mp3 = format!("data:audio/mpeg;base64,{}", STANDARD.encode(b"ID3 and so on"));
    for (reference, words) in [
        (sample(2000), None),
        (sample(10_000), None),
        (mp3, None),
        (sample(1999), Some("2 to 10 seconds")),
        (sample(10_001), Some("2 to 10 seconds")),
        ("data:audio/wav;base64,AAAA".to_owned(), Some("corrupted")),
        ("data:audio/wav;base64,".to_owned(), Some("expected a data URL")),
        ("data:audio/wav;base64,%%%".to_owned(), Some("expected a data URL")),
        ("data:text/plain;base64,AAAA".to_owned(), Some("expected a data URL")),
        ("data:audio/wav,AAAA".to_owned(), Some("expected a data URL")),
        ("https://example.com/ada.wav".to_owned(), Some("expected a data URL")),
        ("ada".to_owned(), Some("expected a data URL")),
    ] {
        let fields = [
            ("model", "gpt-4o-transcribe-diarize"),
            ("known_speaker_names[]", "Ada"),
            ("known_speaker_references[]", &reference),
        ];
        let answer = transcribe(TRANSCRIBE, file, &fields).await;
        let Some(words) = words else {
            assert_eq!(answer.status, 200, "{answer:?}");
            continue;
        };
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (400, &json!("known_speaker_references[0]")),
            "{answer:?}"
        );
        assert!(answer.message().contains(words), "{answer:?}");
    }
}

#[tokio::test]
async fn keywords_and_languages_are_for_one_model() {
    let wav = wav(1000);
    let file = ("file", Some("talk.wav"), &wav[..]);
    for (name, value) in [("keywords", "Oslo"), ("languages", "no"), ("include", "logprobs")] {
        let fitting = if name == "include" {
            "gpt-4o-mini-transcribe"
        } else {
            "gpt-transcribe"
        };
        let list = format!("{name}[]");
        for model in [
            "whisper-1",
            "gpt-4o-transcribe-diarize",
            "gpt-4o-mini-transcribe",
            "gpt-transcribe",
        ] {
            let answer = transcribe(TRANSCRIBE, file, &[("model", model), (&list, value)]).await;
            if model == fitting {
                assert_eq!(answer.status, 200, "{answer:?}");
                continue;
            }
            assert_eq!(
                (answer.status, &answer.json()["error"]["param"]),
                (400, &json!(name)),
                "{model}: {answer:?}"
            );
        }
    }
    let odd = [
        ("model", "gpt-transcribe"),
        ("languages[]", "no"),
        ("languages[]", "English"),
    ];
    let answer = transcribe(TRANSCRIBE, file, &odd).await;
    assert_eq!(
        (answer.status, &answer.json()["error"]["param"]),
        (400, &json!("languages")),
        "{answer:?}"
    );
}
