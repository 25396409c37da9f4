//! The form fields of transcriptions and translations.

use crate::{form, wire};

wire! {
    /// A request for the text of a recording, in the recording's language: a form's fields beside its `file`.
    #[constructor = without_model]
    pub struct TranscriptionRequest {
        /// The model, such as `whisper-1` or `gpt-4o-transcribe`. Absent where an Azure deployment's address tells.
        pub model: Option<String>,
        /// The recording's language by ISO 639-1, such as `fr`: makes the text better and faster.
        pub language: Option<String>,
        /// Languages that may occur in the recording, by ISO 639-1. `gpt-transcribe`.
        pub languages: Option<Vec<String>>,
        /// Words and names that may occur in the recording. `gpt-transcribe`.
        pub keywords: Option<Vec<String>>,
        /// A text that shows the style, or that the recording continues, in the recording's language.
        /// Not `gpt-4o-transcribe-diarize`.
        pub prompt: Option<String>,
        /// What the answer looks like. Default: `json`.
        pub response_format: Option<ResponseFormat>,
        /// Randomness, 0 to 1. Default: 0, at which the model raises it by itself until the text is good enough.
        pub temperature: Option<f64>,
        /// What the answer brings beside the text. Only with `json`.
        pub include: Option<Vec<Include>>,
        /// What gets timestamps. Default: segments. Only with `verbose_json`. Azure: from 2024-04-01-preview.
        pub timestamp_granularities: Option<Vec<TimestampGranularity>>,
        /// Whether the answer comes as a stream. Default: false. `whisper-1` ignores it.
        pub stream: Option<bool>,
        /// How the recording is cut. Default: not at all. `gpt-4o-transcribe-diarize` needs it beyond 30 seconds.
        pub chunking_strategy: Option<ChunkingStrategy>,
        /// Names of speakers, up to 4, one for each of the references. `gpt-4o-transcribe-diarize`.
        pub known_speaker_names: Option<Vec<String>>,
        /// Samples of those speakers as `data:` addresses, 2 to 10 seconds each.
        pub known_speaker_references: Option<Vec<String>>,
    }

    /// A request for the text of a recording in English: a form's fields beside its `file`.
    #[constructor = without_model]
    pub struct TranslationRequest {
        /// The model: `whisper-1`. Absent where an Azure deployment's address tells.
        pub model: Option<String>,
        /// An English text that shows the style, or that the recording continues.
        pub prompt: Option<String>,
        /// What the answer looks like. Default: `json`. Not `diarized_json`.
        pub response_format: Option<ResponseFormat>,
        /// Randomness, 0 to 1. Default: 0, at which the model raises it by itself until the text is good enough.
        pub temperature: Option<f64>,
    }

    /// What an answer looks like. Which ones there are depends on the model; `whisper-1` has all but the last.
    pub enum ResponseFormat {
        /// The text in an object.
        "json" => Json,
        /// The plain text. A translated page of Azure's REST reference prints another word, which is not on the wire.
        "text" => Text,
        /// Subtitles as SubRip.
        "srt" => Srt,
        /// Segments, words and what the model made of them.
        "verbose_json" => VerboseJson,
        /// Subtitles as WebVTT.
        "vtt" => Vtt,
        /// Segments by speaker. `gpt-4o-transcribe-diarize`.
        "diarized_json" => DiarizedJson,
    }

    /// What an answer brings beside the text.
    pub enum Include {
        /// The tokens' log probabilities. Not `whisper-1`, not `gpt-4o-transcribe-diarize`.
        "logprobs" => Logprobs,
    }

    /// What gets timestamps.
    pub enum TimestampGranularity {
        /// Each word; takes longer.
        "word" => Word,
        /// Each segment.
        "segment" => Segment,
    }

    /// How a recording is cut into pieces.
    pub either ChunkingStrategy {
        /// As the service likes.
        string => Mode(ChunkingMode),
        /// Where nobody speaks, with settings of one's own.
        object => VoiceActivity(VoiceActivityDetection),
    }

    /// How a recording is cut, by name.
    pub enum ChunkingMode {
        /// As the service likes: it evens out the loudness and cuts where nobody speaks.
        "auto" => Auto,
    }

    /// How the service tells speech from silence.
    pub union VoiceActivityDetection by "type" {
        /// By loudness over time.
        "server_vad" => Server(ServerVad),
    }

    /// Settings for telling speech from silence.
    pub struct ServerVad {
        /// How much of what precedes speech is kept, in milliseconds. Default: 300.
        pub prefix_padding_ms: Option<u64>,
        /// How long a silence ends speech, in milliseconds. Default: 200.
        pub silence_duration_ms: Option<u64>,
        /// How loud speech is, 0 to 1. Default: 0.5. Higher suits noisy surroundings.
        pub threshold: Option<f64>,
    }
}

impl TranscriptionRequest {
    /// A request to `model`; the rest is absent.
    ///
    /// ```
    /// use openai_types::audio::{ResponseFormat, TranscriptionRequest};
    ///
    /// let request = TranscriptionRequest::new("whisper-1").language("en").response_format(ResponseFormat::Srt);
    /// assert_eq!(request.language.as_deref(), Some("en"));
    /// ```
    #[must_use]
    pub fn new(model: impl Into<String>) -> Self {
        Self::without_model().model(model)
    }

    /// The form's fields by name: an array gives a field `name[]` an item, an object a field `name[member]` a member.
    ///
    /// ```
    /// use openai_types::audio::{TimestampGranularity, TranscriptionRequest};
    ///
    /// let request = TranscriptionRequest::new("whisper-1").timestamp_granularities([TimestampGranularity::Word]);
    /// let fields: Vec<_> = request.fields().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    /// assert_eq!(fields, ["model=whisper-1", "timestamp_granularities[]=word"]);
    /// ```
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        form::fields(self)
    }
}

impl TranslationRequest {
    /// A request to `model`; the rest is absent.
    #[must_use]
    pub fn new(model: impl Into<String>) -> Self {
        Self::without_model().model(model)
    }

    /// The form's fields by name.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        form::fields(self)
    }
}
