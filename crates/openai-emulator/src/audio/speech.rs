//! Speech: as long as the text would take, and silent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{mp3, wav};
use crate::answered::Answered;
use crate::asked::Asked;
use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::failure::Failure;
use crate::stream;
use crate::token;
use crate::wire::{Wire, content_filter};

static OPENAI: &[Member] = &[
    required("model", &Shape::FilledText),
    required("input", &Shape::TextUpTo(4096)),
    required("voice", &VOICE),
    optional("instructions", &Shape::TextUpTo(4096)),
    optional("response_format", &FORMAT),
    optional("speed", &SPEED),
    optional("stream_format", &STREAM_FORMAT),
];
static VOICE: Shape = Shape::Either(&[
    Shape::Word(&[
        "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin",
        "cedar",
    ]),
    Shape::Object(&[required("id", &Shape::FilledText)]),
]);
static FORMAT: Shape = Shape::Word(&["mp3", "opus", "aac", "flac", "wav", "pcm"]);
static SPEED: Shape = Shape::Number(0.25, 4.0);
static STREAM_FORMAT: Shape = Shape::Word(&["audio", "sse"]);

/// The deployment may stand for the model.
static AZURE: &[Member] = &[
    required("input", &Shape::TextUpTo(4096)),
    required("voice", &AZURE_VOICE),
    optional("model", &Shape::Text),
    optional("response_format", &FORMAT),
    optional("speed", &SPEED),
];
static FIRST_AZURE: &[Member] = &[
    required("input", &Shape::TextUpTo(4096)),
    required("voice", &AZURE_VOICE),
    optional("model", &Shape::Text),
    optional("response_format", &Shape::Word(&["mp3", "opus", "aac", "flac"])),
    optional("speed", &SPEED),
];
/// No document of a dated version has the members of newer models: they are taken to have come with streamed transcripts.
static LATE_AZURE: &[Member] = &[
    required("input", &Shape::TextUpTo(4096)),
    required("voice", &VOICE),
    optional("model", &Shape::Text),
    optional("instructions", &Shape::TextUpTo(4096)),
    optional("response_format", &FORMAT),
    optional("speed", &SPEED),
    optional("stream_format", &STREAM_FORMAT),
];
static AZURE_VOICE: Shape = Shape::Word(&["alloy", "echo", "fable", "onyx", "nova", "shimmer"]);

/// Says nothing, for as long as the text would take.
///
/// # Errors
/// A body that the wire's table does not allow, and a file format that the emulator cannot write.
pub(crate) async fn speak(wire: &Wire, asked: Asked<'_>) -> Result<Answered, Failure> {
    let headers = asked.headers();
    let body = asked.json().await?;
    check::object(table(wire), &body, &At::Body, Unknown::Refused)?;
    let word = |name: &str| body.get(name).and_then(Value::as_str);
    let input = word("input").unwrap_or_default();
    if input.is_empty() {
        let message = "Invalid 'input': empty string. Expected a string with minimum length 1.";
        return Err(Wrong::coded("empty_string", "input", message).into());
    }
    content_filter::screen(wire.family(), headers, [input].into_iter())?;
    let (kind, file) = write(word("response_format"), milliseconds(input, &body))?;
    if word("stream_format") != Some("sse") {
        return Ok(Answered::bytes(kind, file));
    }
    let model = wire.model_name(&body);
    if model.starts_with("tts-1") {
        let message = format!("The model '{model}' does not support 'stream_format' 'sse'.");
        return Err(Wrong::coded("unsupported_value", "stream_format", message).into());
    }
    Ok(Answered::events(events(input, &file)))
}

fn table(wire: &Wire) -> &'static [Member] {
    match wire {
        Wire::AzureDated { version, .. } if version.is_preview_within("2024-02-15", "2024-03-01") => FIRST_AZURE,
        Wire::AzureDated { version, .. } if version.is_preview_within("2025-04-01", "9999-12-31") => LATE_AZURE,
        Wire::AzureDated { .. } => AZURE,
        _ => OPENAI,
    }
}

/// People read about fifteen characters in a second.
fn milliseconds(input: &str, body: &Map<String, Value>) -> u64 {
    let speed = body.get("speed").and_then(Value::as_f64).unwrap_or(1.0);
    let hundredths = (speed * 100.0) as u64;
    input.chars().count() as u64 * 66 * 100 / hundredths.max(25)
}

fn write(format: Option<&str>, milliseconds: u64) -> Result<(&'static str, Vec<u8>), Wrong> {
    match format {
        None | Some("mp3") => Ok(("audio/mpeg", mp3::silence(milliseconds))),
        Some("wav") => Ok(("audio/wav", wav::silence(milliseconds))),
        Some("pcm") => Ok(("audio/pcm", wav::samples(milliseconds))),
        Some(other) => {
            let message = format!(
                "Unsupported value: '{other}' is not written by this emulator. Supported values are: 'mp3', 'wav', and 'pcm'."
            );
            Err(Wrong::coded("unsupported_value", "response_format", message))
        }
    }
}

fn events(input: &str, file: &[u8]) -> Vec<Bytes> {
    const PIECE: usize = 8 * 1024;
    let mut events: Vec<Bytes> = file
        .chunks(PIECE)
        .map(|piece| stream::frame(&json!({ "type": "speech.audio.delta", "audio": STANDARD.encode(piece) })))
        .collect();
    let (heard, said) = (token::count(input), file.len() / 200 + 1);
    let usage = json!({ "input_tokens": heard, "output_tokens": said, "total_tokens": heard + said });
    events.push(stream::frame(&json!({ "type": "speech.audio.done", "usage": usage })));
    events
}
