//! How a reasoning model thinks.

use crate::chat::ReasoningEffort;
use crate::wire;

wire! {
    /// How a reasoning model thinks. In an answer: how it did.
    pub struct Reasoning {
        /// How long it thinks. Each model has its own default and its own set of levels.
        pub effort: Option<ReasoningEffort>,
        /// Whether and how its thinking is summed up. Default: not at all.
        pub summary: Option<SummaryLength>,
        /// The older name of `summary`. Deprecated.
        pub generate_summary: Option<SummaryLength>,
        /// How much it computes for one answer.
        pub mode: Option<ReasoningMode>,
        /// Of which turns it sees its thinking again.
        pub context: Option<ReasoningContext>,
    }

    /// How the model's thinking is summed up.
    pub enum SummaryLength {
        /// As fully as the model can.
        "auto" => Auto,
        /// Briefly. Not every model can.
        "concise" => Concise,
        /// Fully.
        "detailed" => Detailed,
    }

    /// How much a model computes for one answer.
    pub enum ReasoningMode {
        /// As usual.
        "standard" => Standard,
        /// More: dearer and slower.
        "pro" => Pro,
    }

    /// Of which turns the model sees its thinking again.
    pub enum ReasoningContext {
        /// The model's default.
        "auto" => Auto,
        /// Of this turn.
        "current_turn" => CurrentTurn,
        /// Of all turns.
        "all_turns" => AllTurns,
    }
}

impl Reasoning {
    /// Thinking of this length.
    #[must_use]
    pub fn of_effort(effort: impl Into<ReasoningEffort>) -> Self {
        Self::new().effort(effort)
    }
}
