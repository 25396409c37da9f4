//! Moderation beside a chat answer.

use std::collections::BTreeMap;

use crate::{ErrorCode, wire};

wire! {
    /// Asks for moderation of input and output. OpenAI.
    pub struct ModerationConfig {
        /// The moderation model, such as `omni-moderation-latest`.
        pub model: String,
        /// What happens to flagged text.
        pub policy: Option<ModerationPolicy>,
    }

    /// What happens to flagged text.
    pub struct ModerationPolicy {
        /// In the input.
        pub input: Option<ModerationRule>,
        /// In the output.
        pub output: Option<ModerationRule>,
    }

    /// What happens to flagged text on one side.
    pub struct ModerationRule {
        /// Score it, or block it.
        pub mode: ModerationMode,
    }

    /// What happens to flagged text.
    pub enum ModerationMode {
        /// It is scored.
        "score" => Score,
        /// It is blocked.
        "block" => Block,
    }

    /// What moderation found.
    pub struct Moderation {
        /// In the input.
        pub input: Option<ModerationReport>,
        /// In the output.
        pub output: Option<ModerationReport>,
    }

    /// What moderation found on one side, or why it could not run.
    pub union ModerationReport by "type" {
        /// Findings.
        "moderation_results" => Results(ModerationResults),
        /// It could not run.
        "error" => Failed(ModerationFailure),
    }

    /// The findings on one side.
    pub struct ModerationResults {
        /// The moderation model.
        pub model: String,
        /// A finding a text.
        pub results: Vec<ModerationResult>,
    }

    /// Why moderation could not run.
    pub struct ModerationFailure {
        /// A code for programs.
        pub code: ErrorCode,
        /// What happened, in words.
        pub message: String,
    }

    /// The finding on one text.
    pub struct ModerationResult {
        /// `moderation_result`.
        #[name = "type"]
        pub kind: Option<String>,
        /// The moderation model.
        pub model: Option<String>,
        /// Whether any category was found.
        pub flagged: bool,
        /// Category to whether it was found.
        pub categories: Option<BTreeMap<String, bool>>,
        /// Category to a score from 0 to 1.
        pub category_scores: Option<BTreeMap<String, f64>>,
        /// Category to the kinds of input that its score is about: `text`, `image`.
        pub category_applied_input_types: Option<BTreeMap<String, Vec<String>>>,
    }
}
