//! Images from a text.

use super::{Background, OutputFormat, Quality, ResponseFormat, Size};
use crate::wire;

wire! {
    /// A request to draw images from a text.
    ///
    /// Azure documents DALL-E 3 under a deployment from 2023-12-01-preview: one image at once, and the answer is the
    /// images themselves with status 200, whatever its REST reference says about 202 and an operation.
    #[constructor = without_model]
    pub struct GenerationRequest {
        /// The model; on Azure the name of a deployment. Default at OpenAI: `dall-e-2`, or a GPT image model where a
        /// parameter of those is set. Absent where a dated Azure deployment's address already tells.
        pub model: Option<String>,
        /// What to draw. Up to 32000 characters for GPT image models, 4000 for DALL-E 3, 1000 for DALL-E 2.
        pub prompt: String,
        /// How many images, 1 to 10. Default: 1. DALL-E 3 draws one only.
        pub n: Option<u64>,
        /// Width and height. Default: `auto`, DALL-E `1024x1024`.
        pub size: Option<Size>,
        /// How much work goes into the image. Default: `auto`, DALL-E `standard`.
        pub quality: Option<Quality>,
        /// DALL-E 3: how it is drawn. Default: `vivid`.
        pub style: Option<Style>,
        /// DALL-E: how images are handed over. Default: `url`.
        pub response_format: Option<ResponseFormat>,
        /// GPT image models: what is behind the motif. Default: `auto`.
        pub background: Option<Background>,
        /// GPT image models: how strictly images are moderated. Default: `auto`.
        pub moderation: Option<Moderation>,
        /// GPT image models: the file format. Default: `png`.
        pub output_format: Option<OutputFormat>,
        /// GPT image models: quality of JPEG and WebP in percent, 0 to 100. Default: 100.
        pub output_compression: Option<u64>,
        /// GPT image models: whether the answer comes as a stream. Default: false.
        pub stream: Option<bool>,
        /// How many unfinished images a stream shows first, 0 to 3. Default: 0.
        pub partial_images: Option<u64>,
        /// A pseudonymous id of the end user.
        pub user: Option<String>,
    }

    /// How DALL-E 3 draws.
    pub enum Style {
        /// Dramatic, larger than life.
        "vivid" => Vivid,
        /// Closer to life.
        "natural" => Natural,
    }

    /// How strictly images are moderated.
    pub enum Moderation {
        /// As usual.
        "auto" => Auto,
        /// Less.
        "low" => Low,
    }
}

impl GenerationRequest {
    /// A request to `model` to draw `prompt`; the rest is absent.
    ///
    /// ```
    /// use openai_types::images::{GenerationRequest, Quality, Size};
    ///
    /// let request = GenerationRequest::new("gpt-image-1", "An avocado chair").size("1536x864").quality(Quality::High);
    /// assert_eq!(request.size, Some(Size::Other("1536x864".into())));
    /// ```
    #[must_use]
    pub fn new(model: impl Into<String>, prompt: impl Into<String>) -> Self {
        Self::without_model(prompt).model(model)
    }
}
