//! The submission.

use openai_types::wire;

wire! {
    /// A request for pictures.
    pub struct Request {
        /// What the pictures show, in words. Up to 1,000 characters.
        pub prompt: String,
        /// How many pictures, 1 to 5. Default: 1. A later specification says up to 10.
        pub n: Option<u64>,
        /// How large they are. Default: 1024x1024.
        pub size: Option<Size>,
        /// A pseudonymous id of the end user, to find abuse by.
        pub user: Option<String>,
        /// The model, for other services. A later specification lists it; neither the REST reference nor its samples do.
        pub model: Option<String>,
        /// How the pictures come. As with `model`, only a later specification lists it.
        pub response_format: Option<ImageFormat>,
    }

    /// How a picture comes.
    pub enum ImageFormat {
        /// As an address. The default.
        "url" => Url,
        /// In place, in base64.
        "b64_json" => Base64,
    }

    /// How large a picture is, in pixels.
    pub enum Size {
        /// Small.
        "256x256" => Small,
        /// In between.
        "512x512" => Medium,
        /// Large.
        "1024x1024" => Large,
    }
}
