//! What a form for a transcription or a translation may hold, from OpenAI's and Azure's OpenAPI files.

use serde_json::{Map, Value};

use crate::check::{self, At, Member, Shape, Unknown, Wrong, optional, required};
use crate::multipart::Kind;
use crate::wire::Wire;

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

static AZURE_TRANSLATION: &[Member] = &[
    required("file", &Shape::Text),
    optional("model", &Shape::Text),
    optional("prompt", &Shape::Text),
    optional("response_format", &FORMAT),
    optional("temperature", &TEMPERATURE),
];

/// How the fields become JSON.
pub(super) const KINDS: &[(&str, Kind)] = &[
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
/// The form of the newest dated version; older ones lack what [`LATER`] names. The deployment stands for the model.
static AZURE_TRANSCRIPTION: &[Member] = &[
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

/// The first preview that has a field; no stable version has it. No document of a dated version dates those of the newer
/// models: they came with the model's name in the form, which the reference of 2025-04-01-preview has.
const LATER: &[(&str, &str)] = &[
    ("timestamp_granularities", "2024-04-01"),
    ("chunking_strategy", "2025-04-01"),
    ("include", "2025-04-01"),
    ("stream", "2025-04-01"),
];

/// Checks the members of a transcription.
pub(super) fn transcription(wire: &Wire, body: &Map<String, Value>) -> Result<(), Wrong> {
    let is_later = |name: &str| match wire {
        Wire::AzureDated { version, .. } => LATER
            .iter()
            .any(|(later, first)| *later == name && !version.is_preview_within(first, "9999-12-31")),
        _ => false,
    };
    if let Some(name) = body.keys().find(|name| is_later(name)) {
        return Err(Wrong::unrecognized(name));
    }
    let table = match wire {
        Wire::AzureDated { .. } => AZURE_TRANSCRIPTION,
        _ => TRANSCRIPTION,
    };
    check::object(table, body, &At::Body, Unknown::Refused)
}

/// Checks the members of a translation.
pub(super) fn translation(wire: &Wire, body: &Map<String, Value>) -> Result<(), Wrong> {
    let table = match wire {
        Wire::AzureDated { .. } => AZURE_TRANSLATION,
        _ => TRANSLATION,
    };
    check::object(table, body, &At::Body, Unknown::Refused)
}
