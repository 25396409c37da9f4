//! Audio: speech to text in its own language or in English, and text to speech.
//!
//! | operation | request | answer | streamed |
//! |---|---|---|---|
//! | `POST …/audio/transcriptions` | [`TranscriptionRequest`] | [`Transcription`] or text | [`TranscriptionEvent`] |
//! | `POST …/audio/translations` | [`TranslationRequest`] | [`Transcription`] or text | |
//! | `POST …/audio/speech` | [`SpeechRequest`] | a sound file | [`SpeechEvent`] |
//!
//! The first two take a form. Its text fields are what a request's `fields()` gives; the file goes beside them as
//! `file`: FLAC, MP3, MP4, MPEG, MPGA, M4A, OGG, WAV or WebM, up to 25 MB.

mod event;
mod request;
mod speech;
mod transcription;

pub use event::{TextDelta, TextDone, TranscriptionEvent};
pub use request::{
    ChunkingMode, ChunkingStrategy, Include, ResponseFormat, ServerVad, TimestampGranularity, TranscriptionRequest,
    TranslationRequest, VoiceActivityDetection,
};
pub use speech::{SpeechDelta, SpeechDone, SpeechEvent, SpeechFormat, SpeechRequest, SpeechUsage, StreamFormat};
pub use transcription::{
    DurationUsage, InputTokenDetails, Language, Logprob, Segment, SegmentId, Task, TokenUsage, Transcription, Usage,
    Word,
};
