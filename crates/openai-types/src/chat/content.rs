//! What a message says: text, or parts of several kinds.

use std::borrow::Cow;

use super::PromptCacheMode;
use crate::text::joined;
use crate::{Address, wire};

wire! {
    /// What a message says.
    pub either Content {
        /// Plain text.
        string => Text(String),
        /// Parts, in order.
        array => Parts(Vec<ContentPart>),
    }

    /// One part of a message.
    pub union ContentPart by "type" {
        /// Text. Every role.
        "text" => Text(TextPart),
        /// An image, by address or in place. Users only.
        "image_url" => ImageUrl(ImagePart),
        /// Spoken input. Users only.
        "input_audio" => InputAudio(InputAudioPart),
        /// A file, in place or uploaded before. Users only.
        "file" => File(FilePart),
        /// Why the model declined. Assistants only.
        "refusal" => Refusal(RefusalPart),
        /// A summary of the model's thinking. In answers of Databricks' reasoning models.
        "reasoning" => Reasoning(ReasoningPart),
    }

    /// A stretch of text.
    pub struct TextPart {
        /// The text.
        pub text: String,
        /// Marks the end of a prefix to be cached.
        pub prompt_cache_breakpoint: Option<CacheBreakpoint>,
    }

    /// An image: its address stands in `image_url`, or in `url` as Azure's files up to 2024-02-01 have it.
    #[constructor = empty]
    pub struct ImagePart {
        /// Where the image is.
        pub image_url: Option<ImageUrl>,
        /// Where the image is, without an object around it. Azure's files up to 2024-02-01; write `image_url`.
        pub url: Option<Address>,
        /// How closely the model looks, beside a `url`.
        pub detail: Option<ImageDetail>,
        /// Marks the end of a prefix to be cached.
        pub prompt_cache_breakpoint: Option<CacheBreakpoint>,
    }

    /// Where an image is.
    ///
    /// The object is what every service takes. Azure's samples of vision enhancements, and Vertex, also have the bare
    /// string: it is read, and written back as it came.
    pub either ImageUrl {
        /// The bare address.
        string => Bare(Address),
        /// The address with its options.
        object => Object(ImageUrlObject),
    }

    /// An image's address with its options.
    pub struct ImageUrlObject {
        /// An `https:` address or a `data:` URI with the image in base64; on Vertex also `gs:`.
        pub url: Address,
        /// How closely the model looks. Default: `auto`.
        pub detail: Option<ImageDetail>,
    }

    /// How closely a model looks at an image.
    pub enum ImageDetail {
        /// The service decides.
        "auto" => Auto,
        /// A small copy: cheap and fast.
        "low" => Low,
        /// The image in tiles: dear and thorough.
        "high" => High,
    }

    /// Spoken input.
    pub struct InputAudioPart {
        /// The recording.
        pub input_audio: InputAudio,
        /// Marks the end of a prefix to be cached.
        pub prompt_cache_breakpoint: Option<CacheBreakpoint>,
    }

    /// A recording.
    pub struct InputAudio {
        /// The recording in base64; on Vertex also an address.
        pub data: Address,
        /// How it is encoded.
        pub format: InputAudioFormat,
    }

    /// How a recording is encoded. Vertex takes any MIME type.
    pub enum InputAudioFormat {
        /// WAV.
        "wav" => Wav,
        /// MP3.
        "mp3" => Mp3,
    }

    /// A file.
    pub struct FilePart {
        /// The file.
        pub file: FileRef,
        /// Marks the end of a prefix to be cached.
        pub prompt_cache_breakpoint: Option<CacheBreakpoint>,
    }

    /// A file in place, or the id of one that was uploaded before.
    pub struct FileRef {
        /// The file's name, beside `file_data`.
        pub filename: Option<String>,
        /// The file's bytes in base64.
        pub file_data: Option<String>,
        /// The id of an uploaded file.
        pub file_id: Option<String>,
    }

    /// Why the model declined.
    pub struct RefusalPart {
        /// The model's words.
        pub refusal: String,
    }

    /// A summary of the model's thinking.
    pub struct ReasoningPart {
        /// The summary, in parts.
        pub summary: Option<Vec<SummaryText>>,
    }

    /// One part of a summary of the model's thinking.
    pub union SummaryText by "type" {
        /// Text.
        "summary_text" => Text(SummaryTextPart),
    }

    /// A stretch of a summary.
    pub struct SummaryTextPart {
        /// The text.
        pub text: String,
    }

    /// Marks the end of a prompt prefix to be cached.
    pub struct CacheBreakpoint {
        /// Always `explicit` so far.
        pub mode: PromptCacheMode,
    }
}

impl Content {
    /// The text, text parts joined; empty where there is none.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Parts(parts) => {
                let texts = parts.iter().filter_map(|part| match part {
                    ContentPart::Text(part) => Some(part.text.as_str()),
                    _ => None,
                });
                joined(texts)
            }
        }
    }
}

impl ContentPart {
    /// A stretch of text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        TextPart::new(text).into()
    }

    /// An image at an address, or in a `data:` URI.
    #[must_use]
    pub fn image_url(url: impl Into<Address>) -> Self {
        ImagePart::new(ImageUrlObject::new(url)).into()
    }

    /// A recording in base64, and its format: `wav` or `mp3`.
    #[must_use]
    pub fn input_audio(data: impl Into<Address>, format: impl Into<InputAudioFormat>) -> Self {
        InputAudioPart::new(InputAudio::new(data, format)).into()
    }
}

impl ImagePart {
    /// An image at an address.
    #[must_use]
    pub fn new(image_url: impl Into<ImageUrl>) -> Self {
        Self::empty().image_url(image_url)
    }

    /// The address, wherever it stands.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.image_url.as_ref().map(ImageUrl::url).or(self.url.as_deref())
    }
}

impl ImageUrl {
    /// The address, however it was written.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Bare(url) => url,
            Self::Object(image) => &image.url,
        }
    }
}
