//! A text is spoken into a WAV file, and the file becomes subtitles in its own language and in English.
//!
//! `cargo run --example subtitles talk.wav` takes a recording of one's own.
#![allow(clippy::print_stdout, reason = "a program talks on its standard output")]

use std::path::{Path, PathBuf};

use openai_multicloud::audio::{ResponseFormat, SpeechFormat, SpeechRequest, TranscriptionRequest, TranslationRequest};
use openai_multicloud::{Client, file};

mod cloud;

type Failure = Box<dyn std::error::Error>;

/// Speaks a text into a file, piece by piece as the sound comes, and answers with the file's size.
pub(crate) async fn speak(client: &Client, text: &str, path: &Path) -> Result<u64, Failure> {
    let request = SpeechRequest::new("tts-1", text, "alloy").response_format(SpeechFormat::Wav);
    let mut sound = tokio::fs::File::create(path).await?;
    Ok(client.speak(request).await?.write_to(&mut sound).await?)
}

/// Writes `talk.srt` and `talk.en.srt` beside `talk.wav`, and answers with how long the recording is, where known.
pub(crate) async fn run(client: &Client, recording: &Path) -> Result<Option<f64>, Failure> {
    let request = TranscriptionRequest::new("whisper-1").response_format(ResponseFormat::VerboseJson);
    let heard = client.transcribe(request, file::open(recording).await?).await?;
    println!("{:?} seconds of {:?}", heard.duration, heard.language);

    // The file is read from disk as it is sent, and again for a retry: a long recording is never whole in memory.
    let request = TranscriptionRequest::new("whisper-1").response_format(ResponseFormat::Srt);
    let subtitles = client.transcribe(request, file::open(recording).await?).await?;
    tokio::fs::write(recording.with_extension("srt"), &subtitles.text).await?;

    let request = TranslationRequest::new("whisper-1").response_format(ResponseFormat::Srt);
    let english = client.translate(request, file::open(recording).await?).await?;
    tokio::fs::write(recording.with_extension("en.srt"), &english.text).await?;
    Ok(heard.duration)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let (client, _emulator) = cloud::client("openai+{}/v1").await?;
    let recording = match std::env::args().nth(1) {
        Some(path) => PathBuf::from(path),
        None => {
            let path = std::env::temp_dir().join(format!("talk-{}.wav", std::process::id()));
            let bytes = speak(&client, "Quinces ripen late. Nobody eats them raw.", &path).await?;
            println!("{bytes} bytes of speech in {}", path.display());
            path
        }
    };
    run(&client, &recording).await?;
    println!("{}", tokio::fs::read_to_string(recording.with_extension("srt")).await?);
    Ok(())
}
