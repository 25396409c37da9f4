//! The answer of every image operation.

use super::{Background, OutputFormat, Quality, Size};
use crate::content_filter::FilterResults;
use crate::{Address, wire};

wire! {
    /// Images.
    pub struct Response {
        /// When they were made, in seconds since 1970.
        pub created: Option<u64>,
        /// The images.
        pub data: Option<Vec<Image>>,
        /// GPT image models: what is behind the motif.
        pub background: Option<Background>,
        /// GPT image models: the file format.
        pub output_format: Option<OutputFormat>,
        /// GPT image models: how much work went into the images.
        pub quality: Option<Quality>,
        /// GPT image models: width and height.
        pub size: Option<Size>,
        /// GPT image models: what the request cost in tokens.
        pub usage: Option<Usage>,
        /// The prompt that was drawn: here in Azure's example for 2023-12-01-preview, elsewhere in each image.
        pub revised_prompt: Option<String>,
    }

    /// An image: an address, or the file itself.
    pub struct Image {
        /// The address to fetch it from, which OpenAI keeps for an hour.
        pub url: Option<Address>,
        /// The file in base64.
        pub b64_json: Option<String>,
        /// DALL-E 3: the prompt that was drawn, where it is not the one that was sent.
        pub revised_prompt: Option<String>,
        /// Azure: what the content filters found in the image.
        pub content_filter_results: Option<Box<FilterResults>>,
        /// Azure: what the content filters found in the prompt.
        pub prompt_filter_results: Option<Box<FilterResults>>,
    }

    /// What a request cost in tokens.
    pub struct Usage {
        /// Tokens of the prompt, images and text.
        pub input_tokens: Option<u64>,
        /// The prompt's tokens by kind.
        pub input_tokens_details: Option<InputTokensDetails>,
        /// Tokens of the images that were made.
        pub output_tokens: Option<u64>,
        /// The output's tokens by kind.
        pub output_tokens_details: Option<OutputTokensDetails>,
        /// All tokens.
        pub total_tokens: Option<u64>,
    }

    /// A prompt's tokens by kind.
    pub struct InputTokensDetails {
        /// Of text.
        pub text_tokens: Option<u64>,
        /// Of images.
        pub image_tokens: Option<u64>,
    }

    /// The output's tokens by kind.
    pub struct OutputTokensDetails {
        /// Of text.
        pub text_tokens: Option<u64>,
        /// Of images.
        pub image_tokens: Option<u64>,
    }
}

impl Response {
    /// The images; none where the answer has no `data`.
    #[must_use]
    pub fn images(&self) -> &[Image] {
        self.data.as_deref().unwrap_or_default()
    }
}
