//! How many tokens a request would have: `POST …/responses/input_tokens`. OpenAI.

use super::{ConversationRef, Input, Reasoning, TextConfig, Tool, ToolChoice, Truncation};
use crate::wire;

wire! {
    /// Asks how many input tokens a request would have. Its members are those of such a request.
    #[constructor = empty]
    pub struct InputTokensRequest {
        /// The model whose tokens are counted.
        pub model: Option<String>,
        /// What the model would answer.
        pub input: Option<Input>,
        /// What would stand before everything else.
        pub instructions: Option<String>,
        /// A personality that stands before the instructions.
        pub personality: Option<Personality>,
        /// The response that the request would go on from. Not with `conversation`.
        pub previous_response_id: Option<String>,
        /// The conversation that the request would belong to.
        pub conversation: Option<ConversationRef>,
        /// Tools that the model could call.
        pub tools: Option<Vec<Tool>>,
        /// Whether and which tool would be called.
        pub tool_choice: Option<ToolChoice>,
        /// Whether several tools could be called in one turn.
        pub parallel_tool_calls: Option<bool>,
        /// How the model would think.
        pub reasoning: Option<Reasoning>,
        /// What the text of the answer would have to look like.
        pub text: Option<TextConfig>,
        /// What would happen to input longer than the model can read.
        pub truncation: Option<Truncation>,
    }

    /// A personality that stands before the instructions.
    pub enum Personality {
        /// Warm.
        "friendly" => Friendly,
        /// To the point.
        "pragmatic" => Pragmatic,
    }

    /// How many input tokens a request would have.
    pub struct InputTokens {
        /// `response.input_tokens`.
        pub object: Option<String>,
        /// How many.
        pub input_tokens: u64,
    }
}

impl InputTokensRequest {
    /// Asks for `model`'s tokens of this input, a text or items.
    #[must_use]
    pub fn new(model: impl Into<String>, input: impl Into<Input>) -> Self {
        Self::empty().model(model).input(input)
    }
}
