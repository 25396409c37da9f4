//! Text to speech.

use crate::chat::Voice;
use crate::wire;

wire! {
    /// A request to speak a text. The answer is the sound file itself, or a stream of events.
    ///
    /// One of Azure's specifications declares a form; the service takes JSON, as its REST reference shows.
    #[constructor = without_model]
    pub struct SpeechRequest {
        /// The model: `tts-1`, `tts-1-hd`, `gpt-4o-mini-tts` and others; Azure's REST reference shows `tts-hd`.
        /// Absent where an Azure deployment's address already tells.
        pub model: Option<String>,
        /// What to say, up to 4096 characters.
        pub input: String,
        /// Who speaks.
        pub voice: Voice,
        /// How to say it, up to 4096 characters. Not `tts-1` and `tts-1-hd`.
        pub instructions: Option<String>,
        /// How the file is encoded. Default: `mp3`.
        pub response_format: Option<SpeechFormat>,
        /// How fast, 0.25 to 4. Default: 1.
        pub speed: Option<f64>,
        /// Whether the answer is the file, or events that bring it in pieces. Default: the file.
        pub stream_format: Option<StreamFormat>,
    }

    /// How spoken text is encoded.
    pub enum SpeechFormat {
        /// MP3.
        "mp3" => Mp3,
        /// Opus.
        "opus" => Opus,
        /// AAC.
        "aac" => Aac,
        /// FLAC.
        "flac" => Flac,
        /// WAV. Azure: from 2024-04-01-preview.
        "wav" => Wav,
        /// Raw 16-bit samples, 24000 a second, little end first. Azure: from 2024-04-01-preview.
        "pcm" => Pcm,
    }

    /// How spoken text arrives.
    pub enum StreamFormat {
        /// As the file's bytes.
        "audio" => Audio,
        /// As server-sent events. Not `tts-1` and `tts-1-hd`.
        "sse" => Sse,
    }

    /// An event of a text that is being spoken.
    pub union SpeechEvent by "type" {
        /// More sound.
        "speech.audio.delta" => Delta(SpeechDelta),
        /// The sound is complete.
        "speech.audio.done" => Done(SpeechDone),
    }

    /// More sound.
    pub struct SpeechDelta {
        /// A piece of the file in base64.
        pub audio: String,
    }

    /// The end of the sound.
    pub struct SpeechDone {
        /// What the request cost in tokens.
        pub usage: Option<SpeechUsage>,
    }

    /// What speaking a text cost in tokens.
    pub struct SpeechUsage {
        /// Tokens of the text.
        pub input_tokens: Option<u64>,
        /// Tokens of the sound.
        pub output_tokens: Option<u64>,
        /// All tokens.
        pub total_tokens: Option<u64>,
    }
}

impl SpeechRequest {
    /// A request to `model` to speak `input` in `voice`; the rest is absent.
    ///
    /// ```
    /// use openai_types::audio::SpeechRequest;
    ///
    /// let request = SpeechRequest::new("tts-1", "Hello", "alloy").speed(1.25);
    /// assert_eq!(request.speed, Some(1.25));
    /// ```
    #[must_use]
    pub fn new(model: impl Into<String>, input: impl Into<String>, voice: impl Into<Voice>) -> Self {
        Self::without_model(input, voice).model(model)
    }
}
