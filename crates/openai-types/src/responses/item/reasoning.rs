//! The model's thinking.

use std::borrow::Cow;

use super::ItemStatus;
use crate::responses::ContentPart;
use crate::text::joined;
use crate::wire;

wire! {
    /// A stretch of the model's thinking. Sent back with the calls that follow it, it lets the model go on from there.
    pub struct ReasoningItem {
        /// The item's id. Up to 64 characters when sent; Databricks may give longer ones.
        pub id: Option<String>,
        /// A summary, in parts: empty unless `reasoning.summary` asked for one, and where a service leaves it out.
        #[or_default]
        pub summary: Vec<SummaryPart>,
        /// The thinking itself, where the model shows it: parts of type `reasoning_text`.
        pub content: Option<Vec<ContentPart>>,
        /// The thinking in a form that only the service can read, where `include` asked for it. Needed to go on without
        /// stored responses.
        pub encrypted_content: Option<String>,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
    }

    /// One part of a summary of the model's thinking.
    pub union SummaryPart by "type" {
        /// Text.
        "summary_text" => Text(SummaryText),
    }

    /// A stretch of a summary.
    pub struct SummaryText {
        /// The text.
        pub text: String,
    }
}

impl ReasoningItem {
    /// The summary's parts.
    pub fn summaries(&self) -> impl Iterator<Item = &str> {
        self.summary.iter().filter_map(|part| match part {
            SummaryPart::Text(part) => Some(part.text.as_str()),
            SummaryPart::Other(_) => None,
        })
    }

    /// The thinking itself, its parts joined; empty where the model does not show it.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let parts = self.content.iter().flatten();
        joined(parts.filter_map(|part| match part {
            ContentPart::ReasoningText(part) => Some(part.text.as_str()),
            _ => None,
        }))
    }
}
