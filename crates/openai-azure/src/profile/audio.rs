//! Speech in the dated API, to text and from text.

use openai_core::{Members, Operation, Parameter, Part, PartContent, Rule};

use super::dates::Dates;
use super::table::{Group, INFERENCE, LATEST, Row};
use crate::ApiVersion;
use crate::version::{preview, stable};

/// When Whisper came.
const WHISPER: Dates = Dates::since(preview(2023, 9, 1)).stable(stable(2024, 2, 1));

/// When transcription came to name its model beside its deployment.
const NAMED_MODEL: Dates = Dates::since(preview(2025, 4, 1));

/// When speech came to be had without a container.
const PLAIN_SOUND: Dates = Dates::since(preview(2024, 4, 1));

/// The most bytes of a recording: 25 MB.
const LARGEST: u64 = 25 * 1024 * 1024;

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Operation::AUDIO_TRANSCRIPTIONS,
        WHISPER,
        INFERENCE,
        &[
            Group::always("file").note("up to 25 MB: flac, mp3, mp4, mpeg, mpga, m4a, ogg, wav or webm"),
            Group::always("language prompt response_format temperature"),
            Group::always("model")
                .note("the deployment in the path; from 2025-04-01-preview on the model stands in the form too")
                .source(LATEST),
            Group::new("stream", NAMED_MODEL).source("no document of a dated version; official clients send it"),
            Group::new("timestamp_granularities", Dates::since(preview(2024, 4, 1))).note("with verbose_json"),
        ],
    )
    .streamed(),
    Row::new(
        Operation::AUDIO_TRANSLATIONS,
        WHISPER,
        INFERENCE,
        &[
            Group::always("file").note("up to 25 MB: flac, mp3, mp4, mpeg, mpga, m4a, ogg, wav or webm"),
            Group::always("prompt response_format temperature"),
            Group::always("model").note("the deployment in the path"),
        ],
    ),
    // A `generated.json` of 2024-06-01 has it too; the specifications of the stable versions themselves do not.
    Row::new(
        Operation::AUDIO_SPEECH,
        Dates::since(preview(2024, 2, 15)),
        INFERENCE,
        &[
            Group::always("input").note("up to 4,096 characters"),
            Group::always("response_format speed voice"),
            Group::always("model").note("in the body, as the REST reference has it, beside the deployment in the path"),
        ],
    ),
];

/// Whether an operation's body names the model, though the deployment stands in the path.
pub(crate) fn names_model(operation: Operation, version: ApiVersion) -> bool {
    match operation {
        Operation::AUDIO_SPEECH => true,
        Operation::AUDIO_TRANSCRIPTIONS => NAMED_MODEL.has(version),
        _ => false,
    }
}

/// A recording that is larger than the service takes.
pub(super) fn too_large(form: &[Part]) -> Option<Parameter> {
    let file = form.iter().find_map(|part| match &part.content {
        PartContent::File(file) if part.name == "file" => Some(file),
        _ => None,
    });
    let len = file?.len().filter(|len| *len > LARGEST)?;
    let note = format!(
        "it has {len} bytes, and {LARGEST} are the most: send it in pieces, or use the batch transcription of Azure AI Speech"
    );
    Some(Parameter::new("file", Rule::Rejected, note, INFERENCE))
}

/// What a version does not take of the values of a request for speech.
pub(super) fn found(version: ApiVersion, body: &Members<'_>) -> Option<Parameter> {
    let format: String = body.read("response_format").ok()??;
    if !matches!(format.as_str(), "wav" | "pcm") || PLAIN_SOUND.has(version) {
        return None;
    }
    let name = format!("response_format: {format}");
    Some(Parameter::new(
        name,
        Rule::Rejected,
        PLAIN_SOUND.words(false),
        INFERENCE,
    ))
}
