//! What speech must do on every wire that has it, to text and from text.

use openai_core::{Error, File, Operation};
use openai_types::audio::{
    ResponseFormat, SpeechEvent, SpeechFormat, SpeechRequest, TranscriptionEvent, TranscriptionRequest,
    TranslationRequest,
};

use crate::chat::{refused_value, unless_refused};
use crate::wav::silence;
use crate::{Check, Outcome, Wire, checks, streamed, whole};

pub(crate) const CHECKS: &[Check] = checks! {
    "transcript" [whole(TRANSCRIPTIONS)] transcript;
    "subtitles" [whole(TRANSCRIPTIONS)] subtitles;
    "streamed transcript is the whole in pieces" [streamed(TRANSCRIPTIONS)] transcript_stream;
    "bad value for a transcript" [whole(TRANSCRIPTIONS)] bad_value;
    "translation" [whole(TRANSLATIONS)] translation;
    "speech" [whole(SPEECH)] speech;
    "speech that is heard" [whole(SPEECH), whole(TRANSCRIPTIONS)] heard;
    "streamed speech is the whole in pieces" [whole(SPEECH), streamed(SPEECH)] speech_stream;
};

const TRANSCRIPTIONS: Operation = Operation::AUDIO_TRANSCRIPTIONS;
const TRANSLATIONS: Operation = Operation::AUDIO_TRANSLATIONS;
const SPEECH: Operation = Operation::AUDIO_SPEECH;
const WORDS: &str = "Good morning. It is a quarter past nine, and the sun is out.";

fn recording() -> File {
    File::bytes("meeting.wav", silence(2500)).media_type("audio/wav")
}

fn listen(wire: &Wire) -> TranscriptionRequest {
    TranscriptionRequest::new(wire.model(whole(TRANSCRIPTIONS))).language("en")
}

async fn transcript(wire: &Wire) -> Result<Outcome, Error> {
    let plain = wire.client().transcribe(listen(wire), recording()).await?;
    let request = listen(wire).response_format(ResponseFormat::VerboseJson);
    let verbose = wire.client().transcribe(request, recording()).await?;
    let end = verbose.segments.as_ref().and_then(|segments| segments.last()?.end);
    Ok(Outcome::that(
        !plain.text.is_empty() && verbose.text == plain.text && verbose.duration == Some(2.5) && end == Some(2.5),
        format!("{:?}, {:?}", plain.value, verbose.value),
    ))
}

async fn subtitles(wire: &Wire) -> Result<Outcome, Error> {
    let client = wire.client();
    let subtitles = |format| client.transcribe(listen(wire).response_format(format), recording());
    let (plain, srt, vtt) = (
        subtitles(ResponseFormat::Text).await?,
        subtitles(ResponseFormat::Srt).await?,
        subtitles(ResponseFormat::Vtt).await?,
    );
    let holds = srt.text.starts_with("1\n00:00:00,000 --> 00:00:") && vtt.text.starts_with("WEBVTT\n");
    Ok(Outcome::that(
        holds && !plain.text.is_empty() && !plain.text.contains("-->"),
        format!("{:?}, {:?}, {:?}", plain.text, srt.text, vtt.text),
    ))
}

async fn transcript_stream(wire: &Wire) -> Result<Outcome, Error> {
    let request = || TranscriptionRequest::new(wire.model(streamed(TRANSCRIPTIONS)));
    let whole = wire.client().transcribe(request(), recording()).await?;
    let mut stream = wire.client().transcribe_stream(request(), recording()).await?;
    let (mut text, mut pieces) = (String::new(), 0);
    while let Some(event) = stream.try_next().await? {
        if let TranscriptionEvent::Delta(delta) = event {
            text.push_str(&delta.delta);
            pieces += 1;
        }
    }
    let collected = wire
        .client()
        .transcribe_stream(request(), recording())
        .await?
        .collect()
        .await?;
    Ok(Outcome::that(
        pieces > 1 && text == whole.text && collected.text == whole.text,
        format!("{pieces} pieces: {text:?} is not {:?}", whole.text),
    ))
}

async fn bad_value(wire: &Wire) -> Outcome {
    let request = listen(wire).temperature(9.0);
    refused_value(wire.client().transcribe(request, recording()).await, "temperature")
}

async fn translation(wire: &Wire) -> Result<Outcome, Error> {
    let request = || TranslationRequest::new(wire.model(whole(TRANSLATIONS)));
    let plain = wire.client().translate(request(), recording()).await?;
    let verbose = request().response_format(ResponseFormat::VerboseJson);
    let verbose = wire.client().translate(verbose, recording()).await?;
    Ok(Outcome::that(
        !plain.text.is_empty() && verbose.text == plain.text && verbose.duration == Some(2.5),
        format!("{:?}, {:?}", plain.value, verbose.value),
    ))
}

async fn speech(wire: &Wire) -> Result<Outcome, Error> {
    let speak = |text| SpeechRequest::new(wire.model(whole(SPEECH)), text, "alloy");
    let long = wire.client().speak(speak(WORDS)).await?;
    let kind = long.headers().get("content-type").cloned();
    let mut file = Vec::new();
    let written = long.write_to(&mut file).await?;
    let short = wire.client().speak(speak("Hi")).await?.bytes().await?;
    let is_mp3 = file.starts_with(b"ID3") || matches!(file.as_slice(), [0xff, second, ..] if second & 0xe0 == 0xe0);
    let is_named = kind
        .as_ref()
        .is_some_and(|kind| kind.as_bytes().starts_with(b"audio/mpeg"));
    Ok(Outcome::that(
        is_mp3 && is_named && u64::try_from(file.len()) == Ok(written) && short.value.len() < file.len(),
        format!("{written} bytes of {kind:?}"),
    ))
}

/// What is spoken as WAV can be sent back, and is as long as it says.
async fn heard(wire: &Wire) -> Result<Outcome, Error> {
    let request = SpeechRequest::new(wire.model(whole(SPEECH)), WORDS, "alloy").response_format(SpeechFormat::Wav);
    let sound = match unless_refused(wire.client().speak(request).await)? {
        Ok(sound) => sound.bytes().await?.into_inner(),
        Err(skip) => return Ok(skip),
    };
    let recording = File::bytes("spoken.wav", sound).media_type("audio/wav");
    let request = listen(wire).response_format(ResponseFormat::VerboseJson);
    let transcript = wire.client().transcribe(request, recording).await?;
    let duration = transcript.duration.unwrap_or_default();
    Ok(Outcome::that(
        (1.0..20.0).contains(&duration),
        format!("{duration} seconds"),
    ))
}

async fn speech_stream(wire: &Wire) -> Result<Outcome, Error> {
    let request = || SpeechRequest::new(wire.model(streamed(SPEECH)), WORDS, "alloy");
    let whole = wire.client().speak(request()).await?.bytes().await?;
    let mut stream = wire.client().speak_stream(request()).await?;
    let mut is_done = false;
    while let Some(event) = stream.try_next().await? {
        is_done |= matches!(event, SpeechEvent::Done(_));
    }
    let collected = wire.client().speak_stream(request()).await?.collect().await?;
    Ok(Outcome::that(
        is_done && collected.audio == whole.value && collected.usage.is_some(),
        format!("{} bytes instead of {}", collected.audio.len(), whole.value.len()),
    ))
}
