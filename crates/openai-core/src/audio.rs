//! Audio as endpoints, speech to text and text to speech, and streams of it put together.

mod accumulate;

use bytes::Bytes;
use http::{HeaderValue, header, response};
use openai_types::audio::{
    ResponseFormat, SpeechEvent, SpeechRequest, StreamFormat, Transcription, TranscriptionEvent, TranscriptionRequest,
    TranslationRequest, Usage,
};

pub use self::accumulate::{Speech, SpeechAccumulator, TranscriptionAccumulator};
use crate::check::{finite, require, said};
use crate::endpoint::{decode_event_union, decode_object};
use crate::progress::LastProgress;
use crate::{ApiError, Call, Collect, Endpoint, Error, ErrorKind, Event, File, Operation, Part, Streaming, Summary};

/// Asks for the text of a recording, in the recording's language.
///
/// The formats `text`, `srt` and `vtt` are plain text: it is the whole of the answer's
/// [`text`](Transcription#structfield.text).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Transcribe {
    /// The request.
    pub request: TranscriptionRequest,
    /// The recording.
    pub file: File,
}

/// Asks for the text of a recording in English. The formats are as with [`Transcribe`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Translate {
    /// The request.
    pub request: TranslationRequest,
    /// The recording.
    pub file: File,
}

impl Transcribe {
    /// Asks for the text of this recording.
    #[must_use]
    pub fn new(request: TranscriptionRequest, file: File) -> Self {
        Self { request, file }
    }
}

impl Translate {
    /// Asks for the text of this recording in English.
    #[must_use]
    pub fn new(request: TranslationRequest, file: File) -> Self {
        Self { request, file }
    }
}

impl Endpoint for Transcribe {
    type Response = Transcription;

    fn call(&self) -> Result<Call, Error> {
        let Self { request, file } = self;
        let vad = request.chunking_strategy.as_ref().and_then(threshold);
        finite([("temperature", request.temperature), ("threshold", vad)])?;
        let count = |list: &Option<Vec<String>>| list.as_ref().map_or(0, Vec::len);
        let (names, samples) = (
            count(&request.known_speaker_names),
            count(&request.known_speaker_references),
        );
        let message =
            "`known_speaker_names` and `known_speaker_references` differ in length: give a sample for each name";
        require(names == samples, message)?;
        let call = form(
            Operation::AUDIO_TRANSCRIPTIONS,
            &["audio", "transcriptions"],
            request.fields(),
            file,
            request.response_format.as_ref(),
        );
        Ok(call
            .with_model(request.model.as_deref())
            .with_stream(request.stream == Some(true)))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Transcription, Error> {
        decode_text(self.request.response_format.as_ref(), head, body)
    }

    fn summary(transcription: &Transcription) -> Summary {
        summary(transcription.usage.as_ref())
    }
}

impl Streaming for Transcribe {
    const OPERATION: Operation = Operation::AUDIO_TRANSCRIPTIONS;

    type Event = TranscriptionEvent;

    fn streamed(mut self, _: bool) -> Self {
        self.request.stream = Some(true);
        self
    }
}

impl Event for TranscriptionEvent {
    type Progress = LastProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        decode_event_union(kind, data, |event| match event {
            Self::Other(members) => Some(members),
            _ => None,
        })
    }

    fn is_last(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    fn summary(&self) -> Summary {
        match self {
            Self::Done(done) => summary(done.usage.as_ref()),
            _ => Summary::default(),
        }
    }
}

impl Collect for TranscriptionEvent {
    type Accumulator = TranscriptionAccumulator;
}

impl Endpoint for Translate {
    type Response = Transcription;

    fn call(&self) -> Result<Call, Error> {
        let Self { request, file } = self;
        finite([("temperature", request.temperature)])?;
        let call = form(
            Operation::AUDIO_TRANSLATIONS,
            &["audio", "translations"],
            request.fields(),
            file,
            request.response_format.as_ref(),
        );
        Ok(call.with_model(request.model.as_deref()))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Transcription, Error> {
        decode_text(self.request.response_format.as_ref(), head, body)
    }

    fn summary(transcription: &Transcription) -> Summary {
        summary(transcription.usage.as_ref())
    }
}

/// The answer is the sound itself.
impl Endpoint for SpeechRequest {
    type Response = Bytes;

    fn call(&self) -> Result<Call, Error> {
        said("input", &self.input, "say what to speak")?;
        finite([("speed", self.speed)])?;
        let mut call = Call::json(Operation::AUDIO_SPEECH, &["audio", "speech"], self)?;
        let stream = self.stream_format == Some(StreamFormat::Sse);
        if !stream {
            call.headers.insert(header::ACCEPT, ANYTHING);
        }
        Ok(call.with_model(self.model.as_deref()).with_stream(stream))
    }

    fn decode(&self, head: &response::Parts, body: Bytes) -> Result<Bytes, Error> {
        if media_type(head).is_some_and(|kind| kind.ends_with("json")) {
            return match ApiError::in_stream("", &body) {
                Some(api) => Err(Error::from_answer(head.status, head.headers.clone(), body, api)),
                None => {
                    Err(Error::new(ErrorKind::Decode, "the answer is JSON, where sound was to come").with_body(body))
                }
            };
        }
        Ok(body)
    }
}

impl Streaming for SpeechRequest {
    const OPERATION: Operation = Operation::AUDIO_SPEECH;

    type Event = SpeechEvent;

    fn streamed(mut self, _: bool) -> Self {
        self.stream_format = Some(StreamFormat::Sse);
        self
    }
}

impl Event for SpeechEvent {
    type Progress = LastProgress;

    fn decode(kind: &str, data: &str) -> Result<Self, Error> {
        decode_event_union(kind, data, |event| match event {
            Self::Other(members) => Some(members),
            _ => None,
        })
    }

    fn is_last(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    fn summary(&self) -> Summary {
        match self {
            Self::Done(done) => {
                let usage = done.usage.as_ref();
                Summary {
                    input_tokens: usage.and_then(|usage| usage.input_tokens),
                    output_tokens: usage.and_then(|usage| usage.output_tokens),
                    ..Summary::default()
                }
            }
            _ => Summary::default(),
        }
    }
}

impl Collect for SpeechEvent {
    type Accumulator = SpeechAccumulator;
}

/// What is asked for where the answer need not be JSON.
pub(crate) const ANYTHING: HeaderValue = HeaderValue::from_static("*/*");

fn form(
    operation: Operation,
    path: &[&'static str],
    fields: Vec<(String, String)>,
    file: &File,
    format: Option<&ResponseFormat>,
) -> Call {
    let mut parts = Part::texts(fields);
    parts.push(Part::file("file", file.clone()));
    let mut call = Call::multipart(operation, path, parts);
    if is_plain(format) {
        call.headers.insert(header::ACCEPT, ANYTHING);
    }
    call
}

/// Whether an answer in this format is plain text.
fn is_plain(format: Option<&ResponseFormat>) -> bool {
    matches!(
        format,
        Some(ResponseFormat::Text | ResponseFormat::Srt | ResponseFormat::Vtt)
    )
}

/// Reads an object, or plain text: that is what came where it was asked for and the answer does not call itself JSON,
/// and where the answer calls itself plain text.
fn decode_text(format: Option<&ResponseFormat>, head: &response::Parts, body: Bytes) -> Result<Transcription, Error> {
    let media_type = media_type(head);
    // Nobody speaks in error objects.
    let is_error = body.trim_ascii_start().starts_with(b"{") && ApiError::in_stream("", &body).is_some();
    let is_text = match media_type.as_deref() {
        Some(kind) if kind.ends_with("json") => false,
        Some("text/html") => false,
        _ if is_error => false,
        Some(kind) if kind.starts_with("text/") && !body.trim_ascii_start().starts_with(b"{") => true,
        _ => is_plain(format),
    };
    if !is_text {
        return decode_object(head, &body, |transcription: &Transcription| &transcription.extra);
    }
    match str::from_utf8(&body) {
        Ok(text) => Ok(Transcription::new(text)),
        Err(error) => {
            let error = Error::new(ErrorKind::Decode, "the answer cannot be read: it is not UTF-8").with_source(error);
            Err(error.with_body(body))
        }
    }
}

/// The media type of an answer, in lower case and without parameters.
fn media_type(head: &response::Parts) -> Option<String> {
    let kind = head.headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

fn threshold(strategy: &openai_types::audio::ChunkingStrategy) -> Option<f64> {
    use openai_types::audio::{ChunkingStrategy, VoiceActivityDetection};
    match strategy {
        ChunkingStrategy::VoiceActivity(VoiceActivityDetection::Server(vad)) => vad.threshold,
        _ => None,
    }
}

fn summary(usage: Option<&Usage>) -> Summary {
    match usage {
        Some(Usage::Tokens(usage)) => Summary {
            input_tokens: usage.input_tokens,
            output_tokens: usage.output_tokens,
            ..Summary::default()
        },
        _ => Summary::default(),
    }
}
