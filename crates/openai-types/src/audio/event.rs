//! Events of a streamed transcription.

use super::{Language, Logprob, Segment, Usage};
use crate::wire;

wire! {
    /// An event of a transcription that is being written.
    pub union TranscriptionEvent by "type" {
        /// More text.
        "transcript.text.delta" => Delta(TextDelta),
        /// `diarized_json`: a piece is complete.
        "transcript.text.segment" => Segment(Segment),
        /// The text is complete.
        "transcript.text.done" => Done(TextDone),
    }

    /// More text.
    pub struct TextDelta {
        /// The text.
        pub delta: String,
        /// Its tokens' log probabilities, where they were asked for.
        pub logprobs: Option<Vec<Logprob>>,
        /// `gpt-4o-transcribe-diarize`: the piece that the text belongs to.
        pub segment_id: Option<String>,
    }

    /// The complete text.
    pub struct TextDone {
        /// The text.
        pub text: String,
        /// `gpt-transcribe`: the languages that were found; empty where none is certain.
        pub languages: Option<Vec<Language>>,
        /// The tokens' log probabilities, where they were asked for.
        pub logprobs: Option<Vec<Logprob>>,
        /// What the request cost.
        pub usage: Option<Usage>,
    }
}
