//! The rules across the fields of a transcription.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::Model;
use crate::audio::wav;
use crate::check::{At, Wrong};

/// How long a recording may be that is not cut into chunks where speakers are told apart, in seconds.
const LONGEST_WHOLE: f64 = 30.0;
/// How long a sample of a speaker is, in seconds.
const SAMPLE: std::ops::RangeInclusive<f64> = 2.0..=10.0;

/// Checks what belongs together, before anything is heard.
///
/// # Errors
/// What the model does not have, lists that do not match, languages without a code, and samples that are none.
pub(super) fn check(model: Model, body: &Map<String, Value>) -> Result<(), Wrong> {
    let format = body.get("response_format").and_then(Value::as_str).unwrap_or("json");
    let fits: &[&str] = match model {
        Model::Whisper => &["json", "text", "srt", "verbose_json", "vtt"],
        Model::Gpt | Model::Gpt4o => &["json", "text"],
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
    let tells_apart = model == Model::Diarize;
    for (name, is_right, whose) in [
        (
            "include",
            model == Model::Gpt4o && format == "json",
            "the models 'gpt-4o-transcribe' and 'gpt-4o-mini-transcribe', with response_format 'json'",
        ),
        ("keywords", model == Model::Gpt, "the model 'gpt-transcribe'"),
        ("languages", model == Model::Gpt, "the model 'gpt-transcribe'"),
        (
            "known_speaker_names",
            tells_apart,
            "the models that tell speakers apart",
        ),
        (
            "known_speaker_references",
            tells_apart,
            "the models that tell speakers apart",
        ),
        ("prompt", !tells_apart, "the models that do not tell speakers apart"),
    ] {
        if body.contains_key(name) && !is_right {
            let message = format!("'{name}' is only supported by {whose}.");
            return Err(Wrong::coded("unsupported_value", name, message));
        }
    }
    check_samples(body)?;
    let language = body.get("language").map(|language| ("language", language));
    let languages = items(body, "languages").iter().map(|language| ("languages", language));
    for (name, language) in language.into_iter().chain(languages) {
        let language = language.as_str().unwrap_or_default();
        if !is_language(language) {
            let message =
                format!("Invalid language '{language}'. Language parameter must be specified in ISO-639-1 format.");
            return Err(Wrong::coded("invalid_language_format", name, message));
        }
    }
    Ok(())
}

/// Checks how long a recording is, where its file says that.
///
/// # Errors
/// Speakers are to be told apart in a long one that is not to be cut.
pub(super) fn check_length(model: Model, body: &Map<String, Value>, duration: Option<f64>) -> Result<(), Wrong> {
    let is_long = duration.is_some_and(|seconds| seconds > LONGEST_WHOLE);
    if model == Model::Diarize && is_long && !body.contains_key("chunking_strategy") {
        let message = "chunking_strategy is required for diarization models";
        return Err(Wrong::coded("invalid_value", "chunking_strategy", message));
    }
    Ok(())
}

/// Checks the samples of speakers: a data URL for each name, of 2 to 10 seconds where it says how long it is.
fn check_samples(body: &Map<String, Value>) -> Result<(), Wrong> {
    let samples = items(body, "known_speaker_references");
    if items(body, "known_speaker_names").len() != samples.len() {
        let message = "'known_speaker_names[]' and 'known_speaker_references[]' must have the same length.";
        return Err(Wrong::new("known_speaker_names", message));
    }
    for (index, sample) in samples.iter().enumerate() {
        let at = At::Member(&At::Body, "known_speaker_references");
        let at = At::Item(&at, index);
        let message = match sample.as_str().and_then(decode) {
            None => format!("Invalid '{at}': expected a data URL of audio in base64 ('data:audio/wav;base64,…')."),
            Some((kind, audio)) => match wav::duration(&audio) {
                Some(seconds) if !SAMPLE.contains(&seconds) => {
                    format!("Invalid '{at}': expected audio of 2 to 10 seconds, but got {seconds} seconds.")
                }
                None if kind.ends_with("wav") => {
                    format!("Invalid '{at}': the audio might be corrupted or unsupported.")
                }
                _ => continue,
            },
        };
        return Err(Wrong::coded("invalid_value", at, message));
    }
    Ok(())
}

/// The media type and the bytes of a data URL of audio, or of a container that also holds films.
fn decode(url: &str) -> Option<(String, Vec<u8>)> {
    let (scheme, rest) = url.split_at_checked("data:".len())?;
    let (head, data) = rest.split_once(',')?;
    let mut words = head.split(';').map(str::trim);
    let kind = words.next()?.to_ascii_lowercase();
    let fits = scheme.eq_ignore_ascii_case("data:")
        && ["audio/", "video/"].iter().any(|start| kind.starts_with(start))
        && words.next_back()?.eq_ignore_ascii_case("base64");
    let bytes = STANDARD.decode(data).ok()?;
    (fits && !bytes.is_empty()).then_some((kind, bytes))
}

fn items<'a>(body: &'a Map<String, Value>, name: &str) -> &'a [Value] {
    body.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn is_language(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}
