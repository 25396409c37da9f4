//! What an answer rests on.

use std::borrow::Cow;

use openai_types::wire;

use super::Message;

wire! {
    /// What an answer rests on. The 2023 versions send it as JSON in a string, or as messages that hold such strings.
    pub struct Context {
        /// The passages that the answer rests on: `[doc1]` in its text is the first of them.
        pub citations: Option<Vec<Citation>>,
        /// What the service took the user to want: often itself a JSON array of queries, in a string. Send it back with the
        /// next turn.
        pub intent: Option<String>,
        /// Every document that was found, where `include_contexts` asked for them.
        pub all_retrieved_documents: Option<Vec<RetrievedDocument>>,
        /// 2023-08-01-preview to 2023-12-01-preview: the messages between the model and the source.
        pub messages: Option<Vec<Message>>,
    }

    /// A passage that an answer rests on.
    pub struct Citation {
        /// The passage.
        pub content: Option<String>,
        /// The document's title.
        pub title: Option<String>,
        /// The document's address.
        pub url: Option<String>,
        /// The document's path.
        pub filepath: Option<String>,
        /// Which part of the document, as text.
        pub chunk_id: Option<String>,
        /// How well it fits, by the second look. From 2024-08-01-preview.
        pub rerank_score: Option<f64>,
        /// The passage's id. 2023 versions, and null in their samples.
        pub id: Option<String>,
        /// How the passage was cut and found. 2023 versions.
        pub metadata: Option<CitationMetadata>,
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
        pub url: Option<String>,
        /// The document's path.
        pub filepath: Option<String>,
        /// Which part of the document, as text.
        pub chunk_id: Option<String>,
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
        let Some(intent) = &self.intent else {
            return Vec::new();
        };
        serde_json::from_str(intent).unwrap_or_else(|_| vec![intent.clone()])
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

/// Looks for what an answer rests on: in the context itself, then in the texts of its tools, then in those beside it.
pub(super) fn find<'a>(
    context: Option<&'a Context>,
    beside: impl Iterator<Item = &'a str>,
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
    within.chain(beside).find_map(Context::in_text).map(Cow::Owned)
}
