//! Audio: transcripts in every format, and speech that a player plays.

use serde_json::{Value, json};

use crate::form::{Part, bytes, events, field, post_form, wav};
use crate::specs::{judge_value, judge_values};
use crate::wire::{Answer, post, spec_dir, start};

pub(crate) const TRANSCRIBE: &str = "/v1/audio/transcriptions";
const TRANSLATE: &str = "/v1/audio/translations";
const AZURE: &str = "/openai/deployments/whisper/audio/transcriptions?api-version=2023-09-01-preview";

pub(crate) async fn transcribe(path: &str, file: Part<'_>, fields: &[(&str, &str)]) -> Answer {
    let emulator = start().await;
    let fields = fields.iter().map(|(name, text)| field(name, text));
    let parts: Vec<Part<'_>> = fields.chain([file]).collect();
    post_form(&emulator, path, &parts).await
}

#[tokio::test]
async fn every_format_of_a_transcript() {
    let wav = wav(4000);
    let file = ("file", Some("talk.wav"), &wav[..]);
    let whisper = ("model", "whisper-1");
    let ask = |format| async move { transcribe(TRANSCRIBE, file, &[whisper, ("response_format", format)]).await };
    let json = ask("json").await.json();
    let text = json["text"].as_str().unwrap().to_owned();
    assert!(text.contains("talk.wav has 64044 bytes"), "{text}");
    assert_eq!(json["usage"], json!({ "type": "duration", "seconds": 4 }));
    let plain = ask("text").await;
    assert_eq!(
        (plain.body, plain.headers["content-type"].as_str()),
        (format!("{text}\n"), "text/plain; charset=utf-8")
    );
    let srt = ask("srt").await.body;
    assert!(
        srt.starts_with("1\n00:00:00,000 --> 00:00:0") && srt.contains("\n\n2\n"),
        "{srt}"
    );
    assert!(srt.contains("--> 00:00:04,000\n"), "{srt}");
    let vtt = ask("vtt").await.body;
    assert!(vtt.starts_with("WEBVTT\n\n00:00:00.000 --> "), "{vtt}");
    let verbose = ask("verbose_json").await.json();
    assert_eq!(
        (&verbose["duration"], &verbose["language"]),
        (&json!(4.0), &json!("english"))
    );
    assert!(
        verbose["segments"].as_array().unwrap().len() > 1 && verbose.get("words").is_none(),
        "{verbose}"
    );
    let both = [
        whisper,
        ("response_format", "verbose_json"),
        ("timestamp_granularities[]", "word"),
        ("timestamp_granularities[]", "segment"),
        ("language", "fr"),
        ("prompt", "Bonjour"),
    ];
    let both = transcribe(TRANSCRIBE, file, &both).await.json();
    assert_eq!(both["language"], "french");
    assert_eq!(both["words"].as_array().unwrap().last().unwrap()["end"], 4.0);
    assert!(both["text"].as_str().unwrap().contains("Bonjour"), "{both}");
}

#[tokio::test]
async fn only_a_wav_file_says_how_long_it_is() {
    let file = ("file", Some("talk.mp3"), &b"ID3 and so on"[..]);
    let fields = [("model", "whisper-1"), ("response_format", "verbose_json")];
    let answer = transcribe(TRANSCRIBE, file, &fields).await.json();
    assert!(
        answer.get("duration").is_none() && answer["segments"].is_array(),
        "{answer}"
    );
}

#[tokio::test]
async fn the_newer_models_stream_and_tell_speakers_apart() {
    let wav = wav(1000);
    let file = ("file", Some("talk.wav"), &wav[..]);
    let fields = [
        ("model", "gpt-4o-transcribe"),
        ("stream", "true"),
        ("include[]", "logprobs"),
    ];
    let streamed = events(&transcribe(TRANSCRIBE, file, &fields).await);
    let (done, deltas) = streamed.split_last().unwrap();
    let joined: String = deltas.iter().map(|event| event["delta"].as_str().unwrap()).collect();
    assert_eq!(
        (&done["type"], &done["text"]),
        (&json!("transcript.text.done"), &json!(joined))
    );
    assert!(deltas.len() > 10 && deltas.iter().all(|event| event["logprobs"].is_array()));
    let ada = crate::transcription_rules::sample(2000);
    let fields = [
        ("model", "gpt-4o-transcribe-diarize"),
        ("response_format", "diarized_json"),
        ("known_speaker_names[]", "Ada"),
        ("known_speaker_references[]", &ada),
        ("chunking_strategy[type]", "server_vad"),
        ("chunking_strategy[threshold]", "0.4"),
    ];
    let diarized = transcribe(TRANSCRIBE, file, &fields).await.json();
    assert_eq!(
        (&diarized["segments"][0]["speaker"], &diarized["duration"]),
        (&json!("Ada"), &json!(1.0))
    );
    // Whisper takes the parameter and answers whole.
    let whole = transcribe(TRANSCRIBE, file, &[("model", "whisper-1"), ("stream", "true")]).await;
    assert!(whole.json()["text"].is_string());
}

#[tokio::test]
async fn what_cannot_be_heard_is_refused() {
    let wav = wav(1000);
    let file = ("file", Some("talk.wav"), &wav[..]);
    let short = crate::form::wav(50);
    let whisper = ("model", "whisper-1");
    for (file, fields, param, words) in [
        (file, vec![], "model", "Missing required"),
        (field("file", "x"), vec![whisper], "file", "expected a file"),
        (
            ("file", Some("talk.txt"), &b"x"[..]),
            vec![whisper],
            "file",
            "Invalid file format",
        ),
        (
            ("file", Some("talk.wav"), &b"x"[..]),
            vec![whisper],
            "file",
            "corrupted",
        ),
        (
            ("file", Some("talk.wav"), &short[..]),
            vec![whisper],
            "file",
            "too short",
        ),
        (
            file,
            vec![whisper, ("temperature", "1.5")],
            "temperature",
            "above maximum",
        ),
        (
            file,
            vec![whisper, ("temperature", "warm")],
            "temperature",
            "Invalid type",
        ),
        (file, vec![whisper, ("language", "English")], "language", "ISO-639-1"),
        (
            file,
            vec![whisper, ("response_format", "teks")],
            "response_format",
            "Supported values",
        ),
        (
            file,
            vec![whisper, ("response_format", "diarized_json")],
            "response_format",
            "not compatible",
        ),
        (
            file,
            vec![("model", "gpt-4o-transcribe"), ("response_format", "srt")],
            "response_format",
            "not compatible",
        ),
        (
            file,
            vec![whisper, ("timestamp_granularities[]", "word")],
            "timestamp_granularities",
            "verbose_json",
        ),
        (
            file,
            vec![whisper, ("include[]", "logprobs")],
            "include",
            "only supported",
        ),
    ] {
        let answer = transcribe(TRANSCRIBE, file, &fields).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["param"]),
            (400, &json!(param)),
            "{fields:?} {answer:?}"
        );
        assert!(answer.message().contains(words), "{fields:?} {answer:?}");
    }
    let large = vec![0; 26_214_401];
    let answer = transcribe(TRANSCRIBE, ("file", Some("talk.wav"), &large), &[whisper]).await;
    assert_eq!(answer.status, 413);
    assert!(answer.message().contains("26214400"), "{answer:?}");
    let newer = [
        ("response_format", "verbose_json"),
        ("timestamp_granularities[]", "word"),
    ];
    assert_eq!(transcribe(AZURE, file, &newer).await.status, 400);
    let later = AZURE.replace("2023-09-01-preview", "2024-04-01-preview");
    assert_eq!(transcribe(&later, file, &newer).await.status, 200);
}

#[tokio::test]
async fn translations_are_english() {
    let wav = wav(1000);
    let file = ("file", Some("talk.wav"), &wav[..]);
    let answer = transcribe(
        TRANSLATE,
        file,
        &[("model", "whisper-1"), ("response_format", "verbose_json")],
    )
    .await
    .json();
    assert_eq!(
        (&answer["task"], &answer["language"]),
        (&json!("translate"), &json!("english"))
    );
    let odd = transcribe(TRANSLATE, file, &[("model", "whisper-1"), ("language", "fr")]).await;
    assert_eq!(odd.status, 400);
    let azure = AZURE.replace("transcriptions", "translations");
    let sample = [("temperature", "0"), ("response_format", "json")];
    assert!(transcribe(&azure, file, &sample).await.json()["text"].is_string());
}

#[tokio::test]
async fn speech_is_audio() {
    let emulator = start().await;
    let ask = |members: Value| {
        let mut body = json!({ "model": "tts-1", "input": "The quick brown fox", "voice": "alloy" });
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        let (emulator, body) = (&emulator, body.to_string());
        async move { bytes(emulator, "POST", "/v1/audio/speech", &body).await }
    };
    let (status, kind, mp3) = ask(json!({})).await;
    assert_eq!(
        (status, kind.as_str(), &mp3[..2]),
        (200, "audio/mpeg", &[0xff, 0xf3][..])
    );
    let (_, kind, wav) = ask(json!({ "response_format": "wav" })).await;
    assert_eq!(
        (kind.as_str(), &wav[..4], &wav[8..12]),
        ("audio/wav", &b"RIFF"[..], &b"WAVE"[..])
    );
    let (_, kind, pcm) = ask(json!({ "response_format": "pcm" })).await;
    assert_eq!((kind.as_str(), pcm.len()), ("audio/pcm", wav.len() - 44));
    let (_, _, fast) = ask(json!({ "response_format": "pcm", "speed": 2 })).await;
    assert_eq!(fast.len(), pcm.len() / 2);
    for format in ["opus", "aac", "flac"] {
        let (status, _, error) = ask(json!({ "response_format": format })).await;
        let error: Value = serde_json::from_slice(&error).unwrap();
        assert_eq!(
            (status, &error["error"]["code"]),
            (400, &json!("unsupported_value")),
            "{error}"
        );
    }
    let long = "x".repeat(4097);
    for members in [
        json!({ "input": long }),
        json!({ "input": "" }),
        json!({ "voice": "nobody" }),
        json!({ "speed": 5 }),
        json!({ "response_format": "ogg" }),
        json!({ "stream_format": "sse" }),
    ] {
        assert_eq!(ask(members.clone()).await.0, 400, "{members}");
    }
    let body = json!({ "model": "gpt-4o-mini-tts", "input": "Hello", "voice": "alloy", "stream_format": "sse" });
    let events = events(&post(&emulator, "/v1/audio/speech", &[], &body).await);
    assert_eq!(events[0]["type"], "speech.audio.delta");
    assert_eq!(events.last().unwrap()["type"], "speech.audio.done");
}

#[tokio::test]
async fn audio_is_as_the_openapi_files_say() {
    let Some(specs) = spec_dir("audio_is_as_the_openapi_files_say") else {
        return;
    };
    let openai = specs.join("specs/openai/openapi.json");
    let wav = wav(1000);
    let file = ("file", Some("talk.wav"), &wav[..]);
    for (path, fields, schema) in [
        (
            TRANSCRIBE,
            vec![("model", "whisper-1")],
            "CreateTranscriptionResponseJson",
        ),
        (
            TRANSCRIBE,
            vec![("model", "gpt-4o-transcribe"), ("include[]", "logprobs")],
            "CreateTranscriptionResponseJson",
        ),
        (
            TRANSCRIBE,
            vec![
                ("model", "whisper-1"),
                ("response_format", "verbose_json"),
                ("timestamp_granularities[]", "word"),
            ],
            "CreateTranscriptionResponseVerboseJson",
        ),
        (
            TRANSCRIBE,
            vec![
                ("model", "gpt-4o-transcribe-diarize"),
                ("response_format", "diarized_json"),
            ],
            "CreateTranscriptionResponseDiarizedJson",
        ),
        (TRANSLATE, vec![("model", "whisper-1")], "CreateTranslationResponseJson"),
        (
            TRANSLATE,
            vec![("model", "whisper-1"), ("response_format", "verbose_json")],
            "CreateTranslationResponseVerboseJson",
        ),
    ] {
        judge_value(&openai, schema, &transcribe(path, file, &fields).await.json());
    }
    for model in ["gpt-4o-transcribe", "gpt-4o-transcribe-diarize"] {
        let streamed = transcribe(TRANSCRIBE, file, &[("model", model), ("stream", "true")]).await;
        judge_values(&openai, "CreateTranscriptionResponseStreamEvent", &events(&streamed));
    }
    let azure = specs.join("specs/azure/inference/stable/2024-10-21/inference.json");
    let verbose = transcribe(AZURE, file, &[("response_format", "verbose_json")])
        .await
        .json();
    judge_value(&azure, "audioVerboseResponse", &verbose);
    let emulator = start().await;
    let sample = specs.join("fixtures/seeds/azure_speech.request.json");
    let body = std::fs::read_to_string(sample).unwrap();
    let path = "/openai/deployments/tts/audio/speech?api-version=2024-02-15-preview";
    let (status, kind, mp3) = bytes(&emulator, "POST", path, &body).await;
    assert_eq!((status, kind.as_str(), mp3[0]), (200, "audio/mpeg", 0xff));
}
