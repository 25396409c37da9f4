//! An answer, whole or a piece of one.

use std::collections::BTreeMap;

use crate::chat::FinishReason;
use crate::content_filter::{FilterOffsets, FilterResults, PromptFilterResults};
use crate::usage::Usage;
use crate::wire;

wire! {
    /// An answer, or a piece of a streamed one: `n` choices for each prompt.
    pub struct Completion {
        /// The answer's id, the same in every piece. Begins with `cmpl-` on OpenAI and Azure.
        pub id: Option<String>,
        /// `text_completion`, streamed or not.
        pub object: Option<String>,
        /// When the answer was made, in seconds since 1970.
        pub created: Option<u64>,
        /// The model that answered, often more precise than the one asked for.
        pub model: Option<String>,
        /// The continuations, or what is new in them. Empty in the piece that brings the usage, and where a service sends
        /// null or leaves them out.
        #[or_default]
        pub choices: Vec<Choice>,
        /// What the request cost in tokens. In a stream: in a last piece, where the stream options asked for it.
        pub usage: Option<Usage>,
        /// The configuration that the model ran with; changes when the service changes.
        pub system_fingerprint: Option<String>,
        /// Padding that hides the length of a stream's piece. No meaning.
        pub obfuscation: Option<String>,
        /// Azure: what the content filters found in the prompts.
        pub prompt_filter_results: Option<Vec<PromptFilterResults>>,
    }

    /// One continuation, or what is new in it.
    pub struct Choice {
        /// The text; in a stream, more of it. Azure leaves it out where a filter held it back.
        pub text: Option<String>,
        /// Which of the continuations this is, from 0, counted through all prompts.
        pub index: Option<u64>,
        /// The tokens' log probabilities, where they were asked for.
        pub logprobs: Option<Logprobs>,
        /// Why the continuation ended: `stop`, `length` or `content_filter`. In a stream, in its last piece.
        pub finish_reason: Option<FinishReason>,
        /// Azure: what the content filters found in the continuation.
        pub content_filter_results: Option<Box<FilterResults>>,
        /// Azure: the stretch of text that the results are about.
        pub content_filter_offsets: Option<FilterOffsets>,
    }

    /// Log probabilities of a continuation's tokens: lists of the same length, an item a token.
    pub struct Logprobs {
        /// The tokens as text.
        pub tokens: Option<Vec<String>>,
        /// Natural logarithms of their probabilities. Null for the first token of an echoed prompt.
        pub token_logprobs: Option<Vec<Option<f64>>>,
        /// The likeliest tokens in each place, with their log probabilities. Null where there are none;
        /// Azure's files allow a null for a log probability, too.
        pub top_logprobs: Option<Vec<Option<BTreeMap<String, Option<f64>>>>>,
        /// Where each token begins in the text, in characters; an echoed prompt counts.
        pub text_offset: Option<Vec<u64>>,
    }
}

impl Completion {
    /// The first continuation's text, or what is new in it; empty where there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        let first = self.choices.iter().find(|choice| choice.index.unwrap_or(0) == 0);
        first.and_then(|choice| choice.text.as_deref()).unwrap_or_default()
    }
}
