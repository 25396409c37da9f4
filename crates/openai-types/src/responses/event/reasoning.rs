//! The model's thinking, in full and summed up.

use crate::responses::item::SummaryPart;
use crate::wire;

wire! {
    /// More of the model's thinking, in full.
    pub struct ReasoningTextDelta {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the item's parts it is, from 0.
        pub content_index: u64,
        /// The text to append.
        pub delta: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
        /// Padding that hides the event's length. No meaning.
        pub obfuscation: Option<String>,
    }

    /// A part of the model's thinking, whole.
    pub struct ReasoningTextDone {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the item's parts it is, from 0.
        pub content_index: u64,
        /// The text.
        pub text: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// A part of a summary that has begun.
    pub struct SummaryPartAdded {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the summary's parts it is, from 0.
        pub summary_index: u64,
        /// The part as it stands.
        pub part: SummaryPart,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// A part of a summary that is done.
    pub struct SummaryPartDone {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the summary's parts it is, from 0.
        pub summary_index: u64,
        /// The part.
        pub part: SummaryPart,
        /// That it was cut off, where it was.
        pub status: Option<SummaryPartStatus>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// That a part of a summary is not whole.
    pub enum SummaryPartStatus {
        /// It was cut off.
        "incomplete" => Incomplete,
    }

    /// More of a summary.
    pub struct SummaryTextDelta {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the summary's parts it is, from 0.
        pub summary_index: u64,
        /// The text to append.
        pub delta: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
        /// Padding that hides the event's length. No meaning.
        pub obfuscation: Option<String>,
    }

    /// A part of a summary, its text whole.
    pub struct SummaryTextDone {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the summary's parts it is, from 0.
        pub summary_index: u64,
        /// The text.
        pub text: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }
}
