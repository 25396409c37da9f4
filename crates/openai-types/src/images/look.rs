//! How an image looks and how it comes: parameters of several requests, told again in their answers.

use crate::wire;

wire! {
    /// An image's width and height in pixels. Which ones there are depends on the model.
    ///
    /// `gpt-image-2` takes any that are multiples of 16, such as `1536x864`: write it as text.
    pub enum Size {
        /// The model chooses. GPT image models.
        "auto" => Auto,
        /// DALL-E 2.
        "256x256" => Square256,
        /// DALL-E 2.
        "512x512" => Square512,
        /// All models.
        "1024x1024" => Square1024,
        /// Wide. GPT image models.
        "1536x1024" => Wide1536,
        /// Tall. GPT image models.
        "1024x1536" => Tall1536,
        /// Wide. DALL-E 3.
        "1792x1024" => Wide1792,
        /// Tall. DALL-E 3.
        "1024x1792" => Tall1792,
    }

    /// How much work goes into an image.
    pub enum Quality {
        /// The model chooses. GPT image models.
        "auto" => Auto,
        /// Little. GPT image models.
        "low" => Low,
        /// The middle. GPT image models.
        "medium" => Medium,
        /// Much. GPT image models.
        "high" => High,
        /// The usual. DALL-E; the only one of DALL-E 2.
        "standard" => Standard,
        /// Finer detail. DALL-E 3.
        "hd" => Hd,
    }

    /// What is behind the motif. GPT image models.
    pub enum Background {
        /// The model chooses.
        "auto" => Auto,
        /// Nothing: for PNG and WebP.
        "transparent" => Transparent,
        /// Something.
        "opaque" => Opaque,
    }

    /// An image's file format. GPT image models.
    pub enum OutputFormat {
        /// PNG.
        "png" => Png,
        /// JPEG.
        "jpeg" => Jpeg,
        /// WebP.
        "webp" => WebP,
    }

    /// How images are handed over. DALL-E; GPT image models always answer with base64.
    pub enum ResponseFormat {
        /// As an address, which OpenAI keeps for an hour.
        "url" => Url,
        /// In the answer, as base64.
        "b64_json" => B64Json,
    }
}
