//! What an answer rests on.

use std::borrow::Cow;
use std::fmt;

use openai_types::{Address, wire};
use serde_json::Value;

use super::Message;

wire! {
    /// What an answer rests on. The 2023 versions send it as JSON in a string, or as messages that hold such strings.
    pub struct Context {
        /// The passages that the answer rests on: `[doc1]` in its text is the first of them.
        pub citations: Option<Vec<Citation>>,
        /// What the service took the user to want. Send it back with the next turn.
        pub intent: Option<Intent>,
        /// Every document that was found, where `include_contexts` asked for them.
        pub all_retrieved_documents: Option<Vec<RetrievedDocument>>,
        /// 2023-08-01-preview to 2023-12-01-preview: the messages between the model and the source.
        pub messages: Option<Vec<Message>>,
    }

    /// What the service took the user to want.
    pub either Intent {
        /// In words; often itself a JSON array of queries, in a string.
        string => Text(String),
        /// Queries, as one published example has them.
        array => Queries(Vec<String>),
    }

    /// A passage that an answer rests on.
    pub struct Citation {
        /// The passage.
        pub content: Option<String>,
        /// The document's title.
        pub title: Option<String>,
        /// The document's address.
        pub url: Option<Address>,
        /// The document's path.
        pub filepath: Option<String>,
        /// Which part of the document.
        pub chunk_id: Option<PassageId>,
        /// How well it fits, by the second look. From 2024-08-01-preview.
        pub rerank_score: Option<f64>,
        /// The passage's id. 2023 versions, and null in their samples.
        pub id: Option<PassageId>,
        /// How the passage was cut and found. 2023 versions.
        pub metadata: Option<CitationMetadata>,
    }

    /// Which passage of a document. Text in every published example; an index's field may hold a number.
    pub either PassageId {
        /// As text, such as `0`.
        string => Text(String),
        /// As a number.
        integer => Number(i64),
    }

    /// How a passage was cut and found.
    pub struct CitationMetadata {
        /// In words, with the scores.
        pub chunking: Option<String>,
    }

    /// A document that was found. From 2024-05-01-preview.
    pub struct RetrievedDocument {
        /// The passage.
        pub content: Option<String>,
        /// The document's title.
        pub title: Option<String>,
        /// The document's address.
        pub url: Option<Address>,
        /// The document's path.
        pub filepath: Option<String>,
        /// Which part of the document.
        pub chunk_id: Option<PassageId>,
        /// The queries that found it.
        pub search_queries: Option<Vec<String>>,
        /// Which of the request's sources it is from, from 0.
        pub data_source_index: Option<u64>,
        /// How well it fits, by the search.
        pub original_search_score: Option<f64>,
        /// How well it fits, by the second look.
        pub rerank_score: Option<f64>,
        /// Why it was left out. Absent for a document that was not.
        pub filter_reason: Option<FilterReason>,
    }

    /// Why a document was left out.
    pub enum FilterReason {
        /// The search's score was too low for the `strictness`.
        "score" => Score,
        /// The second look put it behind the first `top_n_documents`.
        "rerank" => Rerank,
    }
}

impl Context {
    /// What the service took the user to want, query by query: `intent` taken apart where it is a JSON array in a string.
    #[must_use]
    pub fn intents(&self) -> Vec<String> {
        match &self.intent {
            None => Vec::new(),
            Some(Intent::Text(text)) => serde_json::from_str(text).unwrap_or_else(|_| vec![text.clone()]),
            Some(Intent::Queries(queries)) => queries.clone(),
        }
    }

    /// What a tool's message tells, where its text is the JSON that the service puts there.
    fn in_text(text: &str) -> Option<Self> {
        let context: Self = serde_json::from_str(text).ok()?;
        context.tells().then_some(context)
    }

    fn tells(&self) -> bool {
        self.citations.is_some() || self.intent.is_some() || self.all_retrieved_documents.is_some()
    }
}

impl PassageId {
    /// The id as text, a number in decimal digits.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Number(number) => number.to_string().into(),
        }
    }
}

impl fmt::Display for Intent {
    /// The text, or the queries as a JSON array, which is what the text often is.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => out.write_str(text),
            Self::Queries(queries) => out.write_str(&Value::from(queries.as_slice()).to_string()),
        }
    }
}

/// Looks for what an answer rests on: in the context itself, then in the texts of its tools, then in those beside it.
pub(super) fn find<'a>(
    context: Option<&'a Context>,
    beside: impl Iterator<Item = Cow<'a, str>>,
) -> Option<Cow<'a, Context>> {
    if let Some(context) = context
        && context.tells()
    {
        return Some(Cow::Borrowed(context));
    }
    let within = context
        .and_then(|context| context.messages.as_deref())
        .unwrap_or_default();
    let within = within.iter().filter_map(Message::tool_text);
    within
        .chain(beside)
        .find_map(|text| Context::in_text(&text))
        .map(Cow::Owned)
}
