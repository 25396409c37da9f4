//! Prompt templates made before.

use std::collections::BTreeMap;

use super::ContentPart;
use crate::wire;

wire! {
    /// A prompt template made before, and what fills it.
    pub struct Prompt {
        /// The template's id.
        pub id: String,
        /// The template's version. Default: its newest.
        pub version: Option<String>,
        /// The template's variables by name.
        pub variables: Option<BTreeMap<String, PromptVariable>>,
    }

    /// What a template's variable stands for.
    pub either PromptVariable {
        /// Text.
        string => Text(String),
        /// Text, an image or a file.
        object => Part(ContentPart),
    }
}
