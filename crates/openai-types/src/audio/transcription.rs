//! The answer of transcriptions and translations, for the formats that are JSON.

use crate::wire;

wire! {
    /// The text of a recording, in its own language or in English.
    ///
    /// `json` brings the text, `verbose_json` also language, duration, segments and words, `diarized_json` segments by
    /// speaker. The formats `text`, `srt` and `vtt` are plain text and no object.
    pub struct Transcription {
        /// The whole text.
        pub text: String,
        /// What was done. `verbose_json` on Azure, and `diarized_json`.
        pub task: Option<Task>,
        /// `verbose_json`: the recording's language, or `english` for a translation.
        pub language: Option<String>,
        /// `gpt-transcribe`: the languages that were found; empty where none is certain.
        pub languages: Option<Vec<Language>>,
        /// `verbose_json`, `diarized_json`: how long the recording is, in seconds.
        pub duration: Option<f64>,
        /// `verbose_json`, `diarized_json`: the text in pieces.
        pub segments: Option<Vec<Segment>>,
        /// `verbose_json`: the words, where they were asked for.
        pub words: Option<Vec<Word>>,
        /// The tokens' log probabilities, where they were asked for.
        pub logprobs: Option<Vec<Logprob>>,
        /// What the request cost.
        pub usage: Option<Usage>,
    }

    /// What was done with a recording.
    pub enum Task {
        /// Written down.
        "transcribe" => Transcribe,
        /// Written down in English.
        "translate" => Translate,
    }

    /// A language that was found.
    pub struct Language {
        /// Its code.
        pub code: String,
    }

    /// A piece of the text.
    pub struct Segment {
        /// `transcript.text.segment` in `diarized_json`.
        #[name = "type"]
        pub kind: Option<String>,
        /// The piece's number, or in `diarized_json` its name.
        pub id: Option<SegmentId>,
        /// Where it begins, in seconds.
        pub start: Option<f64>,
        /// Where it ends, in seconds.
        pub end: Option<f64>,
        /// Its text.
        pub text: Option<String>,
        /// `diarized_json`: who speaks: one of the known speakers, or a letter from `A`.
        pub speaker: Option<String>,
        /// `verbose_json`: where the model looked, in frames of 10 milliseconds.
        pub seek: Option<u64>,
        /// `verbose_json`: the text's tokens.
        pub tokens: Option<Vec<u64>>,
        /// `verbose_json`: the randomness that was used.
        pub temperature: Option<f64>,
        /// `verbose_json`: mean log probability of the tokens. Below -1 the text is doubtful.
        pub avg_logprob: Option<f64>,
        /// `verbose_json`: how well the text can be compressed. Above 2.4 it repeats itself, and is doubtful.
        pub compression_ratio: Option<f64>,
        /// `verbose_json`: how likely it is that nobody speaks here, 0 to 1.
        pub no_speech_prob: Option<f64>,
    }

    /// What a piece is called.
    pub either SegmentId {
        /// In `verbose_json`, from 0.
        integer => Number(u64),
        /// In `diarized_json` and in streams.
        string => Name(String),
    }

    /// A word and its time.
    pub struct Word {
        /// The word.
        pub word: String,
        /// Where it begins, in seconds.
        pub start: f64,
        /// Where it ends, in seconds.
        pub end: f64,
    }

    /// A token and how likely it was.
    pub struct Logprob {
        /// The token as text.
        pub token: Option<String>,
        /// Natural logarithm of its probability.
        pub logprob: Option<f64>,
        /// The token's bytes.
        pub bytes: Option<Vec<u8>>,
    }

    /// What a request cost: tokens or time, by the model.
    pub union Usage by "type" {
        /// Tokens. OpenAI's example of a stream has this object without its `type`.
        "tokens" | _ if "input_tokens" => Tokens(TokenUsage),
        /// Time.
        "duration" => Duration(DurationUsage),
    }

    /// What a request cost in tokens.
    pub struct TokenUsage {
        /// `tokens`, where it came with the object.
        #[name = "type"]
        pub kind: Option<String>,
        /// Tokens of recording and prompt.
        pub input_tokens: Option<u64>,
        /// Those by kind.
        pub input_token_details: Option<InputTokenDetails>,
        /// Tokens of the text.
        pub output_tokens: Option<u64>,
        /// All tokens.
        pub total_tokens: Option<u64>,
    }

    /// The input's tokens by kind.
    pub struct InputTokenDetails {
        /// Of text.
        pub text_tokens: Option<u64>,
        /// Of sound.
        pub audio_tokens: Option<u64>,
    }

    /// What a request cost in time.
    pub struct DurationUsage {
        /// Seconds of recording.
        pub seconds: f64,
    }
}
