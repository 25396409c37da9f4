//! What is to be judged.

use crate::{Address, wire};

wire! {
    /// A request to judge text or images.
    pub struct Request {
        /// What is to be judged.
        pub input: Input,
        /// The model that judges. Default: `omni-moderation-latest`, the only line that takes images.
        pub model: Option<String>,
    }

    /// What is to be judged.
    pub either Input {
        /// One text.
        string => Text(String),
        /// Several texts, each judged by itself; or parts, judged as one.
        array => Items(Vec<InputItem>),
    }

    /// A text or a part. The service takes a list of either, not a mix.
    pub either InputItem {
        /// A text.
        string => Text(String),
        /// A part.
        object => Part(InputPart),
    }

    /// A part of what is to be judged. Omni models only.
    pub union InputPart by "type" {
        /// Text.
        "text" => Text(TextPart),
        /// An image.
        "image_url" => ImageUrl(ImagePart),
    }

    /// A stretch of text.
    pub struct TextPart {
        /// The text.
        pub text: String,
    }

    /// An image.
    pub struct ImagePart {
        /// Where the image is.
        pub image_url: ImageUrl,
    }

    /// Where an image is.
    pub struct ImageUrl {
        /// An `https:` address, or a `data:` URI with the image in base64.
        pub url: Address,
    }
}

impl Input {
    /// Several texts, each judged by itself.
    ///
    /// ```
    /// use openai_types::moderations::{Input, Request};
    ///
    /// let request = Request::new(Input::texts(["Hello", "Goodbye"]));
    /// assert_eq!(serde_json::to_string(&request)?, r#"{"input":["Hello","Goodbye"]}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::Items(texts.into_iter().map(|text| InputItem::Text(text.into())).collect())
    }

    /// Parts, judged as one.
    #[must_use]
    pub fn parts(parts: impl IntoIterator<Item = InputPart>) -> Self {
        Self::Items(parts.into_iter().map(InputItem::Part).collect())
    }
}

impl InputPart {
    /// A stretch of text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        TextPart::new(text).into()
    }

    /// An image at an address, or in a `data:` URI.
    #[must_use]
    pub fn image_url(url: impl Into<Address>) -> Self {
        ImagePart::new(ImageUrl::new(url)).into()
    }
}
