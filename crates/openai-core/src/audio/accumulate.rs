//! Streams of text and of sound put together.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use openai_types::audio::{Logprob, Segment, SpeechEvent, SpeechUsage, TextDone, Transcription, TranscriptionEvent};

use crate::{Accumulate, Error, ErrorKind};

/// Puts the events of a streamed transcription together.
#[derive(Clone, Debug, Default)]
pub struct TranscriptionAccumulator {
    text: String,
    logprobs: Vec<Logprob>,
    segments: Vec<Segment>,
    done: Option<TextDone>,
}

impl TranscriptionAccumulator {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event.
    pub fn push(&mut self, event: &TranscriptionEvent) {
        match event {
            TranscriptionEvent::Delta(event) => {
                self.text.push_str(&event.delta);
                self.logprobs.extend(event.logprobs.iter().flatten().cloned());
            }
            TranscriptionEvent::Segment(segment) => self.segments.push(segment.clone()),
            TranscriptionEvent::Done(done) => self.done = Some(done.clone()),
            _ => {}
        }
    }

    /// The transcription as far as it has come.
    #[must_use]
    pub fn finish(self) -> Transcription {
        let mut whole = Transcription::new(self.text);
        whole.logprobs = (!self.logprobs.is_empty()).then_some(self.logprobs);
        if let Some(done) = self.done {
            whole.text = done.text;
            whole.languages = done.languages;
            whole.logprobs = done.logprobs.or(whole.logprobs);
            whole.usage = done.usage;
            whole.extra = done.extra;
        }
        whole.segments = (!self.segments.is_empty()).then_some(self.segments);
        whole
    }
}

impl Accumulate<TranscriptionEvent> for TranscriptionAccumulator {
    type Whole = Transcription;

    fn add(&mut self, event: &TranscriptionEvent) -> Result<(), Error> {
        self.push(event);
        Ok(())
    }

    fn whole(self) -> Transcription {
        self.finish()
    }
}

/// A spoken text.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Speech {
    /// The sound file.
    pub audio: Bytes,
    /// What it cost in tokens.
    pub usage: Option<SpeechUsage>,
}

/// Puts the events of a streamed speech together.
#[derive(Clone, Debug, Default)]
pub struct SpeechAccumulator {
    audio: BytesMut,
    usage: Option<SpeechUsage>,
}

impl SpeechAccumulator {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] where its sound is no base64.
    pub fn push(&mut self, event: &SpeechEvent) -> Result<(), Error> {
        match event {
            SpeechEvent::Delta(event) => {
                let audio = STANDARD.decode(&event.audio).map_err(|error| {
                    Error::new(ErrorKind::Decode, "an event cannot be read: `audio` is no base64").with_source(error)
                })?;
                self.audio.extend_from_slice(&audio);
            }
            SpeechEvent::Done(event) => self.usage.clone_from(&event.usage),
            _ => {}
        }
        Ok(())
    }

    /// The sound as far as it has come.
    #[must_use]
    pub fn finish(self) -> Speech {
        Speech {
            audio: self.audio.freeze(),
            usage: self.usage,
        }
    }
}

impl Accumulate<SpeechEvent> for SpeechAccumulator {
    type Whole = Speech;

    fn add(&mut self, event: &SpeechEvent) -> Result<(), Error> {
        self.push(event)
    }

    fn whole(self) -> Speech {
        self.finish()
    }
}
