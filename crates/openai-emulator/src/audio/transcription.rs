//! Transcriptions and translations: the forms, and the rules across their fields.

use serde_json::{Map, Value};

use super::transcript::Transcript;
use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Wrong};
use crate::failure::Failure;
use crate::multipart::{Form, Part};
use crate::wire::{Family, Wire};

mod answer;
mod table;

use answer::Answer;

/// The most bytes of a file: 25 MB.
const LARGEST: usize = 26_214_400;
const ENDINGS: [&str; 10] = ["flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm"];

/// The kinds of models that hear.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Model {
    Whisper,
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
    check_together(model, &body)?;
    let part = file(&form)?;
    let transcript = hear("transcript", part, &body)?;
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
        name if name.contains("transcribe") => Model::Gpt,
        _ => Model::Whisper,
    }
}

/// Rules across parameters.
fn check_together(model: Model, body: &Map<String, Value>) -> Result<(), Wrong> {
    let format = body.get("response_format").and_then(Value::as_str).unwrap_or("json");
    let fits: &[&str] = match model {
        Model::Whisper => &["json", "text", "srt", "verbose_json", "vtt"],
        Model::Gpt => &["json", "text"],
        Model::Diarize => &["json", "text", "diarized_json"],
    };
    if !fits.contains(&format) {
        let message = format!(
            "response_format '{format}' is not compatible with this model. Use one of '{}' instead.",
            fits.join("', '")
        );
        return Err(Wrong::coded("unsupported_value", "response_format", message));
    }
    if body.contains_key("timestamp_granularities") && format != "verbose_json" {
        let message = "'timestamp_granularities[]' is only supported with response_format 'verbose_json'.";
        return Err(Wrong::coded("unsupported_value", "timestamp_granularities", message));
    }
    let only = |name: &'static str, right: bool, whose: &str| {
        if body.contains_key(name) && !right {
            let message = format!("'{name}' is only supported by {whose}.");
            return Err(Wrong::coded("unsupported_value", name, message));
        }
        Ok(())
    };
    let logprobs = model == Model::Gpt && format == "json";
    only(
        "include",
        logprobs,
        "the GPT transcription models, with response_format 'json'",
    )?;
    only(
        "known_speaker_names",
        model == Model::Diarize,
        "the models that tell speakers apart",
    )?;
    only(
        "known_speaker_references",
        model == Model::Diarize,
        "the models that tell speakers apart",
    )?;
    only(
        "prompt",
        model != Model::Diarize,
        "the models that do not tell speakers apart",
    )?;
    let count = |name: &str| body.get(name).and_then(Value::as_array).map_or(0, Vec::len);
    if count("known_speaker_names") != count("known_speaker_references") {
        let message = "'known_speaker_names[]' and 'known_speaker_references[]' must have the same length.";
        return Err(Wrong::new("known_speaker_names", message));
    }
    match body.get("language").and_then(Value::as_str) {
        Some(language) if !is_language(language) => {
            let message =
                format!("Invalid language '{language}'. Language parameter must be specified in ISO-639-1 format.");
            Err(Wrong::coded("invalid_language_format", "language", message))
        }
        _ => Ok(()),
    }
}

fn is_language(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase())
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
