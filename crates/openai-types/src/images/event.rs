//! Events of a streamed image.

use super::{Background, OutputFormat, Quality, Size, Usage};
use crate::wire;

wire! {
    /// An event of an image that is being drawn.
    pub union GenerationEvent by "type" {
        /// The image as far as it has come.
        "image_generation.partial_image" => Partial(PartialImage),
        /// The image is done.
        "image_generation.completed" => Completed(CompletedImage),
    }

    /// An event of an image that is being changed.
    pub union EditEvent by "type" {
        /// The image as far as it has come.
        "image_edit.partial_image" => Partial(PartialImage),
        /// The image is done.
        "image_edit.completed" => Completed(CompletedImage),
    }

    /// An image as far as it has come. OpenAI's examples have no more than the first two members.
    pub struct PartialImage {
        /// The file in base64.
        pub b64_json: String,
        /// Which of the unfinished images this is, from 0.
        pub partial_image_index: Option<u64>,
        /// When the event was made, in seconds since 1970.
        pub created_at: Option<u64>,
        /// Width and height that were asked for.
        pub size: Option<Size>,
        /// Quality that was asked for.
        pub quality: Option<Quality>,
        /// Background that was asked for.
        pub background: Option<Background>,
        /// File format that was asked for.
        pub output_format: Option<OutputFormat>,
    }

    /// A finished image. OpenAI's examples have the file and the usage only.
    pub struct CompletedImage {
        /// The file in base64.
        pub b64_json: String,
        /// What the request cost in tokens.
        pub usage: Option<Usage>,
        /// When the event was made, in seconds since 1970.
        pub created_at: Option<u64>,
        /// Width and height.
        pub size: Option<Size>,
        /// Quality.
        pub quality: Option<Quality>,
        /// Background.
        pub background: Option<Background>,
        /// File format.
        pub output_format: Option<OutputFormat>,
    }
}
