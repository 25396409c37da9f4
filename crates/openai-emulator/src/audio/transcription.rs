//! Transcriptions and translations: what a form may hold, and the answer in each format.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::captions;
use super::transcript::{Span, Transcript};
use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::failure::Failure;
use crate::multipart::{Form, Kind, Part};
use crate::stream;
use crate::token;
use crate::wire::{Family, Wire};

/// The most bytes of a file: 25 MB.
const LARGEST: usize = 26_214_400;
const ENDINGS: [&str; 10] = ["flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm"];

static TRANSCRIPTION: &[Member] = &[
    required("file", &Shape::Text),
    required("model", &Shape::FilledText),
    optional("chunking_strategy", &CHUNKING),
    optional("include", &Shape::List(&Shape::Word(&["logprobs"]), 1, 1)),
    optional("keywords", &Shape::List(&Shape::Text, 1, usize::MAX)),
    optional("known_speaker_names", &Shape::List(&Shape::Text, 1, 4)),
    optional("known_speaker_references", &Shape::List(&Shape::Text, 1, 4)),
    optional("language", &Shape::Text),
    optional("languages", &Shape::List(&Shape::Text, 1, usize::MAX)),
    optional("prompt", &Shape::Text),
    optional(
        "response_format",
        &Shape::Word(&["json", "text", "srt", "verbose_json", "vtt", "diarized_json"]),
    ),
    optional("stream", &Shape::Flag),
    optional("temperature", &TEMPERATURE),
    optional("timestamp_granularities", &GRANULARITIES),
];
static CHUNKING: Shape = Shape::Either(&[
    Shape::Word(&["auto"]),
    Shape::Tagged(
        "type",
        &[(
            "server_vad",
            &[
                required("type", &Shape::Text),
                optional("prefix_padding_ms", &Shape::Integer(0, i64::MAX)),
                optional("silence_duration_ms", &Shape::Integer(0, i64::MAX)),
                optional("threshold", &Shape::Number(0.0, 1.0)),
            ],
        )],
    ),
]);
static GRANULARITIES: Shape = Shape::List(&Shape::Word(&["word", "segment"]), 1, 2);
static TEMPERATURE: Shape = Shape::Number(0.0, 1.0);
static TRANSLATION: &[Member] = &[
    required("file", &Shape::Text),
    required("model", &Shape::FilledText),
    optional("prompt", &Shape::Text),
    optional("response_format", &FORMAT),
    optional("temperature", &TEMPERATURE),
];
static FORMAT: Shape = Shape::Word(&["json", "text", "srt", "verbose_json", "vtt"]);

/// The deployment stands for the model.
static AZURE_TRANSCRIPTION: &[Member] = &[
    required("file", &Shape::Text),
    optional("model", &Shape::Text),
    optional("language", &Shape::Text),
    optional("prompt", &Shape::Text),
    optional("response_format", &FORMAT),
    optional("temperature", &TEMPERATURE),
];
/// From 2024-04-01-preview.
static TIMED_AZURE_TRANSCRIPTION: &[Member] = &[
    required("file", &Shape::Text),
    optional("model", &Shape::Text),
    optional("language", &Shape::Text),
    optional("prompt", &Shape::Text),
    optional("response_format", &FORMAT),
    optional("temperature", &TEMPERATURE),
    optional("timestamp_granularities", &GRANULARITIES),
];
static AZURE_TRANSLATION: &[Member] = &[
    required("file", &Shape::Text),
    optional("model", &Shape::Text),
    optional("prompt", &Shape::Text),
    optional("response_format", &FORMAT),
    optional("temperature", &TEMPERATURE),
];

const KINDS: &[(&str, Kind)] = &[
    ("file", Kind::Text),
    ("model", Kind::Text),
    ("chunking_strategy", Kind::Json),
    ("include", Kind::List),
    ("keywords", Kind::List),
    ("known_speaker_names", Kind::List),
    ("known_speaker_references", Kind::List),
    ("language", Kind::Text),
    ("languages", Kind::List),
    ("prompt", Kind::Text),
    ("response_format", Kind::Text),
    ("stream", Kind::Flag),
    ("temperature", Kind::Number),
    ("timestamp_granularities", Kind::List),
];

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
    let body = form.as_json(KINDS)?;
    let table = match wire {
        Wire::AzureDated { version, .. } if version.is_preview_within("2025-03-01", "9999-12-31") => LATE_AZURE,
        Wire::AzureDated { version, .. } if version.is_preview_within("2024-04-01", "9999-12-31") => {
            TIMED_AZURE_TRANSCRIPTION
        }
        Wire::AzureDated { .. } => AZURE_TRANSCRIPTION,
        _ => TRANSCRIPTION,
    };
    check::object(table, &body, &At::Body, Unknown::Refused)?;
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
    let body = form.as_json(KINDS)?;
    let table = match wire {
        Wire::AzureDated { .. } => AZURE_TRANSLATION,
        _ => TRANSLATION,
    };
    check::object(table, &body, &At::Body, Unknown::Refused)?;
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

static LATE_AZURE: &[Member] = &[
    required("file", &Shape::Text),
    optional("model", &Shape::Text),
    optional("chunking_strategy", &CHUNKING),
    optional("include", &Shape::List(&Shape::Word(&["logprobs"]), 1, 1)),
    optional("language", &Shape::Text),
    optional("prompt", &Shape::Text),
    optional("response_format", &FORMAT),
    optional("stream", &Shape::Flag),
    optional("temperature", &TEMPERATURE),
    optional("timestamp_granularities", &GRANULARITIES),
];

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

#[derive(Debug)]
struct Answer<'a> {
    task: &'static str,
    language: &'a str,
    model: Model,
    body: &'a Map<String, Value>,
    transcript: &'a Transcript,
}

impl Answer<'_> {
    fn whole(&self) -> Answered {
        const TEXT: &str = "text/plain; charset=utf-8";
        let heard = self.transcript;
        match self.body.get("response_format").and_then(Value::as_str) {
            Some("text") => Answered::bytes(TEXT, format!("{}\n", heard.text)),
            Some("srt") => Answered::bytes(TEXT, captions::srt(&heard.segments)),
            Some("vtt") => Answered::bytes(TEXT, captions::vtt(&heard.segments)),
            Some("verbose_json") => Answered::json(&self.verbose()),
            Some("diarized_json") => Answered::json(&self.diarized()),
            _ => {
                let mut answer = json!({ "text": heard.text });
                if self.task == "transcribe" {
                    set(&mut answer, "usage", self.usage());
                }
                if self.wants_logprobs() {
                    let tokens = token::tokens(&heard.text);
                    set(&mut answer, "logprobs", tokens.into_iter().map(logprob).collect());
                }
                Answered::json(&answer)
            }
        }
    }

    fn verbose(&self) -> Value {
        let heard = self.transcript;
        let mut answer = json!({ "task": self.task, "language": language_name(self.language), "text": heard.text });
        if let Some(duration) = heard.duration {
            set(&mut answer, "duration", json!(duration));
        }
        let granularities = self.body.get("timestamp_granularities").and_then(Value::as_array);
        let wants = |name: &str| granularities.map_or(name == "segment", |list| list.iter().any(|item| item == name));
        if wants("segment") {
            let temperature = self.body.get("temperature").and_then(Value::as_f64).unwrap_or(0.0);
            let segments = (0..)
                .zip(&heard.segments)
                .map(|(id, span)| segment(id, span, temperature));
            set(&mut answer, "segments", segments.collect());
        }
        if wants("word") {
            let word =
                |span: &Span| json!({ "word": span.text, "start": seconds(span.start), "end": seconds(span.end) });
            set(&mut answer, "words", heard.words.iter().map(word).collect());
        }
        if self.task == "transcribe" {
            set(&mut answer, "usage", self.usage());
        }
        answer
    }

    fn diarized(&self) -> Value {
        let heard = self.transcript;
        let mut answer = json!({ "task": self.task, "text": heard.text, "segments": self.spoken() });
        let end = heard.words.last().map_or(0, |word| word.end);
        set(&mut answer, "duration", json!(heard.duration.unwrap_or(seconds(end))));
        set(&mut answer, "usage", self.usage());
        answer
    }

    /// Who says what: the speakers take turns.
    fn spoken(&self) -> Vec<Value> {
        let known = self.body.get("known_speaker_names").and_then(Value::as_array);
        let names: Vec<&str> = known.into_iter().flatten().filter_map(Value::as_str).collect();
        let names = if names.is_empty() { vec!["A", "B"] } else { names };
        let segment = |((index, span), speaker): ((usize, &Span), &&str)| {
            json!({
                "type": "transcript.text.segment",
                "id": format!("seg_{index:03}"),
                "start": seconds(span.start),
                "end": seconds(span.end),
                "text": span.text,
                "speaker": speaker,
            })
        };
        let spans = self.transcript.segments.iter().enumerate();
        spans.zip(names.iter().cycle()).map(segment).collect()
    }

    fn events(&self) -> Vec<Bytes> {
        let mut events = Vec::new();
        if self.model == Model::Diarize {
            for segment in self.spoken() {
                let delta = json!({
                    "type": "transcript.text.delta",
                    "delta": segment.get("text"),
                    "segment_id": segment.get("id"),
                });
                events.extend([stream::frame(&delta), stream::frame(&segment)]);
            }
        } else {
            for text in token::tokens(&self.transcript.text) {
                let mut delta = json!({ "type": "transcript.text.delta", "delta": text });
                if self.wants_logprobs() {
                    set(&mut delta, "logprobs", json!([logprob(text)]));
                }
                events.push(stream::frame(&delta));
            }
        }
        let mut done = json!({ "type": "transcript.text.done", "text": self.transcript.text, "usage": self.usage() });
        if self.wants_logprobs() {
            let tokens = token::tokens(&self.transcript.text);
            set(&mut done, "logprobs", tokens.into_iter().map(logprob).collect());
        }
        events.push(stream::frame(&done));
        events
    }

    /// Whisper is paid by the second, the others by the token.
    fn usage(&self) -> Value {
        let heard = self.transcript;
        if self.model == Model::Whisper {
            let end = heard.words.last().map_or(0, |word| word.end);
            return json!({ "type": "duration", "seconds": end.div_ceil(1000) });
        }
        let prompt = self.body.get("prompt").and_then(Value::as_str).map_or(0, token::count);
        let (sound, text) = (heard.audio_tokens(), heard.tokens());
        json!({
            "type": "tokens",
            "input_tokens": prompt + sound,
            "input_token_details": { "text_tokens": prompt, "audio_tokens": sound },
            "output_tokens": text,
            "total_tokens": prompt + sound + text,
        })
    }

    fn wants_logprobs(&self) -> bool {
        self.body.contains_key("include")
    }
}

fn segment(id: usize, span: &Span, temperature: f64) -> Value {
    // A token's number is of no vocabulary: it says where the token stands.
    let tokens: Vec<usize> = (0..token::count(&span.text)).map(|index| 50_364 + index).collect();
    json!({
        "id": id,
        "seek": 0,
        "start": seconds(span.start),
        "end": seconds(span.end),
        "text": format!(" {}", span.text),
        "tokens": tokens,
        "temperature": temperature,
        "avg_logprob": -0.25,
        "compression_ratio": 1.5,
        "no_speech_prob": 0.01,
    })
}

fn logprob(text: &str) -> Value {
    json!({ "token": text, "logprob": -0.1, "bytes": text.as_bytes() })
}

fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}

/// Whisper names languages in words.
fn language_name(code: &str) -> &str {
    match code {
        "de" => "german",
        "en" => "english",
        "es" => "spanish",
        "fr" => "french",
        "id" => "indonesian",
        "it" => "italian",
        "ja" => "japanese",
        "zh" => "chinese",
        code => code,
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}
