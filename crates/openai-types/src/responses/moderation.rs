//! Moderation beside a response. The request's side is that of chat completions; the answer's is flatter.

use std::collections::BTreeMap;

use crate::{ErrorCode, wire};

wire! {
    /// What moderation found.
    pub struct Moderation {
        /// In the input.
        pub input: Option<ModerationReport>,
        /// In the output.
        pub output: Option<ModerationReport>,
    }

    /// What moderation found on one side, or why it could not run.
    pub union ModerationReport by "type" {
        /// A finding.
        "moderation_result" => Result(ModerationResult),
        /// It could not run.
        "error" => Failed(ModerationFailure),
    }

    /// The finding on one side.
    pub struct ModerationResult {
        /// The moderation model.
        pub model: Option<String>,
        /// Whether any category was found.
        pub flagged: bool,
        /// Category to whether it was found.
        pub categories: Option<BTreeMap<String, bool>>,
        /// Category to a score from 0 to 1.
        pub category_scores: Option<BTreeMap<String, f64>>,
        /// Category to the kinds of input that its score is about.
        pub category_applied_input_types: Option<BTreeMap<String, Vec<ModeratedInput>>>,
    }

    /// A kind of input that moderation looks at.
    pub enum ModeratedInput {
        /// Text.
        "text" => Text,
        /// Images.
        "image" => Image,
    }

    /// Why moderation could not run.
    pub struct ModerationFailure {
        /// A code for programs.
        pub code: ErrorCode,
        /// What happened, in words.
        pub message: String,
    }
}
