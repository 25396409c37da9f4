//! The request body of completions.

use std::collections::BTreeMap;

use crate::chat::{Stop, StreamOptions};
use crate::prompt::Prompt;
use crate::wire;

wire! {
    /// A request to continue a text.
    ///
    /// Limits are those of OpenAI's published specification; a model or another provider may set narrower ones.
    #[constructor = without_model]
    pub struct Request {
        /// The model that continues; on Azure the name of a deployment, on Databricks that of a serving endpoint.
        ///
        /// Absent where the address already tells: a dated Azure deployment, a self-deployed Vertex endpoint.
        pub model: Option<String>,
        /// What to continue. Default: `<|endoftext|>`, the mark between two documents: the model begins a new one.
        ///
        /// OpenAI and Azure from 2024-08-01-preview need it; earlier Azure versions do not.
        pub prompt: Option<Prompt>,
        /// Text that comes after the continuation, so that the model fills the gap. `gpt-3.5-turbo-instruct` only.
        pub suffix: Option<String>,
        /// Most tokens that the continuation may take. Default: 16. With the prompt's they must fit the context.
        pub max_tokens: Option<u64>,
        /// Randomness, 0 to 2. Default: 1. Change this or `top_p`, not both.
        pub temperature: Option<f64>,
        /// Share of the probability mass that tokens are drawn from, 0 to 1. Default: 1.
        pub top_p: Option<f64>,
        /// How many continuations to give for each prompt, 1 to 128. Default: 1.
        pub n: Option<u64>,
        /// How many to write before the `n` likeliest by token are given back, 0 to 20. Default: 1.
        ///
        /// At least `n`, though the documents say more than `n`: both default to 1. Cannot be streamed.
        pub best_of: Option<u64>,
        /// Whether to give the prompt back before its continuation. Default: false.
        pub echo: Option<bool>,
        /// How many likely tokens to return at each place, 0 to 5. The token that was chosen comes on top of them.
        ///
        /// Azure's REST reference speaks of 10; its specification stops at 5.
        pub logprobs: Option<u64>,
        /// Texts at which the continuation ends, up to 4; they are not part of it.
        pub stop: Option<Stop>,
        /// Lowers the odds of tokens that have occurred at all, -2 to 2. Default: 0.
        pub presence_penalty: Option<f64>,
        /// Lowers the odds of tokens by how often they have occurred, -2 to 2. Default: 0.
        pub frequency_penalty: Option<f64>,
        /// Bias on single tokens: token id to a number from -100 (never) to 100 (always).
        pub logit_bias: Option<BTreeMap<String, f64>>,
        /// Asks for the same answer to the same request, as far as the service can. Azure: from 2024-08-01-preview.
        pub seed: Option<i64>,
        /// Whether the answer comes as a stream. Default: false.
        pub stream: Option<bool>,
        /// What a stream carries beside the answer. Only with `stream`. Not in Azure's dated api-versions.
        pub stream_options: Option<StreamOptions>,
        /// A pseudonymous id of the end user.
        pub user: Option<String>,
        /// Azure, before 2024-08-01-preview: an undocumented setting.
        pub completion_config: Option<String>,
    }
}

impl Request {
    /// A request to `model` to continue `prompt`; the rest is absent.
    ///
    /// ```
    /// use openai_types::completions::Request;
    ///
    /// let request = Request::new("gpt-3.5-turbo-instruct", "Once upon a time").max_tokens(5);
    /// assert_eq!(request.max_tokens, Some(5));
    /// ```
    #[must_use]
    pub fn new(model: impl Into<String>, prompt: impl Into<Prompt>) -> Self {
        Self::without_model().model(model).prompt(prompt)
    }
}
