//! `image_generation`: images by the GPT image models.

use crate::{Address, wire};

wire! {
    /// Lets the model make and edit images at the service.
    pub struct ImageGenerationTool {
        /// The image model, such as `gpt-image-1`: the default.
        pub model: Option<String>,
        /// How good the image is. Default: `auto`.
        pub quality: Option<ImageQuality>,
        /// Width and height. Default: `auto`.
        pub size: Option<ImageSize>,
        /// How the image is encoded. Default: `png`.
        pub output_format: Option<ImageFormat>,
        /// Quality of the encoding in percent, 0 to 100. Default: 100. Not with `png`.
        pub output_compression: Option<u64>,
        /// How strictly the image is moderated. Default: `auto`.
        pub moderation: Option<ImageModeration>,
        /// What is behind the motif. Default: `auto`.
        pub background: Option<ImageBackground>,
        /// How closely an edit keeps to the images it is given. Default: `low`. Some models refuse it.
        pub input_fidelity: Option<InputFidelity>,
        /// Which part of an image an edit may change.
        pub input_image_mask: Option<ImageMask>,
        /// How many unfinished images a stream shows first, 0 to 3. Default: 0.
        pub partial_images: Option<u64>,
        /// Whether an image is made or edited. Default: `auto`.
        pub action: Option<ImageAction>,
    }

    /// How good an image is.
    pub enum ImageQuality {
        /// The service decides.
        "auto" => Auto,
        /// Fast and cheap.
        "low" => Low,
        /// The middle.
        "medium" => Medium,
        /// The best.
        "high" => High,
    }

    /// Width and height of an image, in pixels. Newer models take any `WIDTHxHEIGHT` within limits.
    pub enum ImageSize {
        /// The service decides.
        "auto" => Auto,
        /// Square.
        "1024x1024" => Square,
        /// Upright.
        "1024x1536" => Portrait,
        /// Wide.
        "1536x1024" => Landscape,
    }

    /// How an image is encoded.
    pub enum ImageFormat {
        /// PNG.
        "png" => Png,
        /// WebP.
        "webp" => Webp,
        /// JPEG.
        "jpeg" => Jpeg,
    }

    /// How strictly an image is moderated.
    pub enum ImageModeration {
        /// As usual.
        "auto" => Auto,
        /// Less.
        "low" => Low,
    }

    /// What is behind an image's motif.
    pub enum ImageBackground {
        /// The service decides.
        "auto" => Auto,
        /// Nothing. Needs `png` or `webp`.
        "transparent" => Transparent,
        /// Something.
        "opaque" => Opaque,
    }

    /// How closely an edit keeps to the images it is given.
    pub enum InputFidelity {
        /// Loosely.
        "low" => Low,
        /// Closely, faces above all.
        "high" => High,
    }

    /// Which part of an image an edit may change: an image that is transparent there.
    pub struct ImageMask {
        /// The mask as a `data:` URI.
        pub image_url: Option<Address>,
        /// The id of an uploaded mask.
        pub file_id: Option<String>,
    }

    /// What is done with an image.
    pub enum ImageAction {
        /// The model decides.
        "auto" => Auto,
        /// It is made.
        "generate" => Generate,
        /// It is edited.
        "edit" => Edit,
    }
}
