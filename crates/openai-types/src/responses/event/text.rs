//! Text, refusals and citations.

use crate::chat::TokenLogprob;
use crate::responses::Annotation;
use crate::wire;

wire! {
    /// More text.
    pub struct TextDelta {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0. Agents on Databricks may leave it out: the id tells.
        pub output_index: Option<u64>,
        /// Which of the item's parts it is, from 0. Agents on Databricks may leave it out.
        pub content_index: Option<u64>,
        /// The text to append.
        pub delta: String,
        /// The new tokens' log probabilities; empty unless they were asked for.
        pub logprobs: Option<Vec<TokenLogprob>>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
        /// Padding that hides the event's length. No meaning.
        pub obfuscation: Option<String>,
    }

    /// A part's text, whole.
    pub struct TextDone {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the item's parts it is, from 0.
        pub content_index: u64,
        /// The text.
        pub text: String,
        /// The tokens' log probabilities; empty unless they were asked for.
        pub logprobs: Option<Vec<TokenLogprob>>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// A source that the text cites.
    pub struct AnnotationAdded {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0. Agents on Databricks may leave it out: the id tells.
        pub output_index: Option<u64>,
        /// Which of the item's parts it is, from 0. Agents on Databricks may leave it out.
        pub content_index: Option<u64>,
        /// Which of the part's citations it is, from 0.
        pub annotation_index: u64,
        /// The citation.
        pub annotation: Option<Annotation>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// More of a refusal.
    pub struct RefusalDelta {
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

    /// A refusal, whole.
    pub struct RefusalDone {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the item's parts it is, from 0.
        pub content_index: u64,
        /// The model's words.
        pub refusal: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }
}
