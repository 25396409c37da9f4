//! Transcriptions and translations: what is sent, and what is heard in it.

use serde_json::{Map, Value};

use super::transcript::Transcript;
use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Wrong};
use crate::failure::Failure;
use crate::multipart::{Form, Part};
use crate::wire::{Family, Wire};

mod answer;
mod rules;
mod table;

use answer::Answer;

/// The most bytes of a file: 25 MB.
const LARGEST: usize = 26_214_400;
const ENDINGS: [&str; 10] = ["flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm"];

/// The kinds of models that hear.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Model {
    Whisper,
    /// `gpt-4o-transcribe` and its smaller kin.
    Gpt4o,
    /// `gpt-transcribe`.
    Gpt,
    /// Tells who speaks.
    Diarize,
}

/// Writes down what is said.
///
/// # Errors
/// A form that the wire's table does not allow, and a file that is too large, too short or of another kind.
pub(crate) async fn transcribe(wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let form = asked.form(LARGEST).await?;
    let body = form.as_json(table::KINDS)?;
    table::transcription(wire, &body)?;
    let model = model(&wire.model_name(&body));
    rules::check(model, &body)?;
    let part = file(&form)?;
    let transcript = hear("transcript", part, &body)?;
    rules::check_length(model, &body, transcript.duration)?;
    let answer = Answer {
        task: "transcribe",
        language: body.get("language").and_then(Value::as_str).unwrap_or("en"),
        model,
        body: &body,
        transcript: &transcript,
    };
    let streams = body.get("stream").is_some_and(|stream| stream == true);
    if streams && model != Model::Whisper {
        return Ok(Answered::events(answer.events()));
    }
    Ok(answer.whole())
}

/// Writes down in English what is said.
///
/// # Errors
/// As [`transcribe`].
pub(crate) async fn translate(wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let form = asked.form(LARGEST).await?;
    let body = form.as_json(table::KINDS)?;
    table::translation(wire, &body)?;
    let name = wire.model_name(&body);
    if wire.family() == Family::OpenAi && model(&name) != Model::Whisper {
        let models = ["whisper-1"].into_iter();
        return Err(check::invalid_value(&name, models, &At::Member(&At::Body, "model")).into());
    }
    let transcript = hear("translation", file(&form)?, &body)?;
    let answer = Answer {
        task: "translate",
        language: "en",
        model: Model::Whisper,
        body: &body,
        transcript: &transcript,
    };
    Ok(answer.whole())
}

fn model(name: &str) -> Model {
    match name {
        name if name.contains("diarize") => Model::Diarize,
        name if name.contains("gpt-transcribe") => Model::Gpt,
        name if name.contains("transcribe") => Model::Gpt4o,
        _ => Model::Whisper,
    }
}

fn file(form: &Form) -> Result<&Part, Failure> {
    let part = form.must_have("file")?;
    if part.size > LARGEST {
        return Err(Failure::too_large(LARGEST, part.size));
    }
    let name = part.file_name.as_deref().unwrap_or_default().to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !ENDINGS.contains(&ending) {
        let message = format!("Invalid file format. Supported formats: ['{}']", ENDINGS.join("', '"));
        return Err(Wrong::new("file", message).into());
    }
    Ok(part)
}

fn hear(verb: &str, part: &Part, body: &Map<String, Value>) -> Result<Transcript, Wrong> {
    let name = part.file_name.as_deref().unwrap_or_default();
    let prompt = body.get("prompt").and_then(Value::as_str);
    let transcript = Transcript::of(verb, name, &part.bytes, prompt);
    let is_wav = name.to_lowercase().ends_with(".wav");
    match transcript.duration {
        Some(seconds) if seconds < 0.1 => {
            let message = "Audio file is too short. Minimum audio length is 0.1 seconds.";
            Err(Wrong::coded("audio_too_short", "file", message))
        }
        None if is_wav || part.bytes.is_empty() => Err(Wrong::coded(
            "invalid_value",
            "file",
            "Audio file might be corrupted or unsupported",
        )),
        _ => Ok(transcript),
    }
}
