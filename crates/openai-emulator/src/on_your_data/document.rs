//! The documents that a question finds: made up, and the same for the same question.

use serde_json::{Value, json};

use super::Found;
use crate::answer;
use crate::random::Random;

/// A document, as far as it was found.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) title: String,
    pub(super) content: String,
    pub(super) file: String,
    pub(super) chunk: String,
    /// How well it fits.
    pub(super) score: f64,
    /// How well it fits when looked at again.
    pub(super) rerank: Option<f64>,
}

/// The best documents for a question, no more than were asked for.
pub(super) fn search(question: &str, found: &Found) -> Vec<Document> {
    /// No question finds more.
    const MOST: usize = 3;
    let mut random = Random::from_parts(0, &[b"documents", found.source.as_bytes(), question.as_bytes()]);
    let document = |index: usize| {
        let (first, second) = (answer::word(&mut random), answer::word(&mut random));
        let score = 0.9 - index as f64 / 10.0;
        Document {
            title: format!("On {first}"),
            content: format!("Whoever asks about {first} should also read about {second}."),
            file: format!("{first}.md"),
            chunk: index.to_string(),
            score,
            rerank: found.reranked.then_some(4.0 * score),
        }
    };
    (0..found.documents.min(MOST)).map(document).collect()
}

impl Document {
    /// As the previews of 2023 cite it.
    pub(super) fn early_citation(&self) -> Value {
        json!({
            "content": self.content,
            "id": Value::Null,
            "title": self.title,
            "filepath": self.file,
            "url": Value::Null,
            "metadata": { "chunking": format!("original document size={}.", self.content.len()) },
            "chunk_id": self.chunk,
        })
    }

    /// As it is cited since 2024.
    pub(super) fn citation(&self) -> Value {
        let mut citation = json!({
            "content": self.content,
            "title": self.title,
            "url": format!("https://documents.example/{}", self.file),
            "filepath": self.file,
            "chunk_id": self.chunk,
        });
        if let (Some(rerank), Some(object)) = (self.rerank, citation.as_object_mut()) {
            object.insert("rerank_score".into(), json!(rerank));
        }
        citation
    }

    /// As it is listed among all that the search brought up.
    pub(super) fn retrieved(&self, query: &str) -> Value {
        let mut document = self.citation();
        if let Some(object) = document.as_object_mut() {
            object.insert("search_queries".into(), json!([query]));
            object.insert("data_source_index".into(), json!(0));
            object.insert("original_search_score".into(), json!(self.score));
        }
        document
    }
}
