//! Log probabilities of an answer's tokens.

use crate::wire;

wire! {
    /// Log probabilities of an answer's tokens.
    pub struct Logprobs {
        /// Those of the text.
        pub content: Option<Vec<TokenLogprob>>,
        /// Those of a refusal.
        pub refusal: Option<Vec<TokenLogprob>>,
    }

    /// One token, and what else was likely in its place.
    pub struct TokenLogprob {
        /// The token as text.
        pub token: String,
        /// Natural logarithm of its probability; -9999 stands for "very unlikely".
        pub logprob: f64,
        /// The token's bytes, where it has a text of its own.
        pub bytes: Option<Vec<u8>>,
        /// The likeliest tokens in this place, as many as `top_logprobs` asked for.
        pub top_logprobs: Option<Vec<TopLogprob>>,
    }

    /// A likely token.
    pub struct TopLogprob {
        /// The token as text.
        pub token: String,
        /// Natural logarithm of its probability.
        pub logprob: f64,
        /// The token's bytes, where it has a text of its own.
        pub bytes: Option<Vec<u8>>,
    }
}
