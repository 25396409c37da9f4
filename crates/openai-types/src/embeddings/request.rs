//! The request body of embeddings.

use crate::prompt::Prompt;
use crate::wire;

wire! {
    /// A request for the vectors of one or several texts.
    #[constructor = without_model]
    pub struct Request {
        /// The model; on Azure the name of a deployment, on Databricks that of a serving endpoint.
        ///
        /// Absent where the address already tells: a dated Azure deployment, a self-deployed Vertex endpoint.
        pub model: Option<String>,
        /// The texts, 1 to 2048 of them, none empty, each within the model's limit (8192 tokens at OpenAI).
        ///
        /// Azure's dated api-versions and Databricks document texts only, not tokens.
        pub input: Prompt,
        /// How vectors come back. Default: `float`. `base64` is shorter and read alike.
        /// Azure: from 2024-03-01-preview.
        pub encoding_format: Option<EncodingFormat>,
        /// How long vectors are, at least 1. Default: as long as the model makes them. `text-embedding-3` and later.
        /// Azure: from 2024-03-01-preview.
        pub dimensions: Option<u64>,
        /// A pseudonymous id of the end user.
        pub user: Option<String>,
        /// Azure, dated api-versions: what kind of search the vectors are for.
        pub input_type: Option<String>,
        /// Databricks: what the model is told to do with the texts, for models that take an instruction.
        pub instruction: Option<String>,
    }

    /// How vectors come back.
    pub enum EncodingFormat {
        /// As arrays of numbers.
        "float" => Float,
        /// As base64 of 32-bit floats, little end first.
        "base64" => Base64,
    }
}

impl Request {
    /// A request to `model` for the vectors of `input`; the rest is absent.
    ///
    /// ```
    /// use openai_types::embeddings::{EncodingFormat, Request};
    ///
    /// let request = Request::new("text-embedding-3-small", ["one text", "another"])
    ///     .encoding_format(EncodingFormat::Base64)
    ///     .dimensions(256);
    /// assert_eq!(request.input.count(), 2);
    /// ```
    #[must_use]
    pub fn new(model: impl Into<String>, input: impl Into<Prompt>) -> Self {
        Self::without_model(input).model(model)
    }
}
