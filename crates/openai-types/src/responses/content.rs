//! What a message or the result of a tool says: text, or parts of several kinds.

use std::borrow::Cow;

use super::Annotation;
use super::item::SummaryText;
use crate::chat::{CacheBreakpoint, InputAudio, TokenLogprob};
use crate::text::joined;
use crate::{Address, wire};

wire! {
    /// What a message or the result of a tool says.
    pub either Content {
        /// Plain text.
        string => Text(String),
        /// Parts, in order.
        array => Parts(Vec<ContentPart>),
    }

    /// One part of what is said.
    pub union ContentPart by "type" {
        /// Text that goes in.
        "input_text" => InputText(InputText),
        /// An image that goes in, by address, in place, or uploaded before.
        "input_image" => InputImage(InputImage),
        /// A file that goes in, by address, in place, or uploaded before.
        "input_file" => InputFile(InputFile),
        /// A recording that goes in. Only models that hear.
        "input_audio" => InputAudio(InputAudioPart),
        /// Text that the model wrote.
        "output_text" => OutputText(OutputText),
        /// Why the model declined.
        "refusal" => Refusal(Refusal),
        /// The model's thinking, in full. In reasoning items and in the stream.
        "reasoning_text" => ReasoningText(ReasoningText),
        /// A stretch of a summary of the model's thinking. In messages only after a compaction.
        "summary_text" => SummaryText(SummaryText),
        /// A picture of the screen. In messages only after a compaction.
        "computer_screenshot" => Screenshot(Screenshot),
        /// Text of either side. In messages only after a compaction.
        "text" => Text(PlainText),
        /// What only the service can read. In messages between agents, and in messages after a compaction; a beta of
        /// OpenAI's.
        "encrypted_content" => Encrypted(EncryptedContent),
    }

    /// Text that goes in.
    pub struct InputText {
        /// The text. Up to 10,485,760 characters.
        pub text: String,
        /// Marks the end of a prefix to be cached.
        pub prompt_cache_breakpoint: Option<CacheBreakpoint>,
    }

    /// An image that goes in: give either `image_url` or `file_id`.
    pub struct InputImage {
        /// An `https:` address or a `data:` URI with the image in base64.
        pub image_url: Option<Address>,
        /// The id of an uploaded file.
        pub file_id: Option<String>,
        /// How closely the model looks. Default: `auto`.
        pub detail: Option<ImageDetail>,
        /// Marks the end of a prefix to be cached.
        pub prompt_cache_breakpoint: Option<CacheBreakpoint>,
    }

    /// How closely a model looks at an image.
    pub enum ImageDetail {
        /// A small copy: cheap and fast.
        "low" => Low,
        /// The image in tiles: dear and thorough.
        "high" => High,
        /// The service decides.
        "auto" => Auto,
        /// The image in the size that it has. OpenAI.
        "original" => Original,
    }

    /// A file that goes in: give one of `file_id`, `file_url` and `file_data`.
    pub struct InputFile {
        /// The id of an uploaded file.
        pub file_id: Option<String>,
        /// The file's name, beside `file_data`.
        pub filename: Option<String>,
        /// The file's bytes: a `data:` URI in base64.
        pub file_data: Option<String>,
        /// An `https:` address.
        pub file_url: Option<Address>,
        /// How finely pages are drawn for the model. OpenAI. Default: `auto`.
        pub detail: Option<FileDetail>,
        /// Marks the end of a prefix to be cached.
        pub prompt_cache_breakpoint: Option<CacheBreakpoint>,
    }

    /// How finely a file's pages are drawn for the model.
    pub enum FileDetail {
        /// The service decides; newer models get fine pages, at more input tokens.
        "auto" => Auto,
        /// Coarse: fewer input tokens.
        "low" => Low,
        /// Fine: more input tokens.
        "high" => High,
    }

    /// A recording that goes in.
    pub struct InputAudioPart {
        /// The recording.
        pub input_audio: InputAudio,
    }

    /// Text that the model wrote.
    pub struct OutputText {
        /// The text.
        pub text: String,
        /// The sources that the text cites. Always there in an answer; in a request it may be left out.
        pub annotations: Option<Vec<Annotation>>,
        /// How likely each token was, where `include` asked for it.
        pub logprobs: Option<Vec<TokenLogprob>>,
    }

    /// Why the model declined.
    pub struct Refusal {
        /// The model's words.
        pub refusal: String,
    }

    /// The model's thinking, in full.
    pub struct ReasoningText {
        /// The text.
        pub text: String,
    }

    /// A picture of the screen, as a part of a message.
    pub struct Screenshot {
        /// An `https:` address or a `data:` URI with the image in base64.
        pub image_url: Option<Address>,
        /// The id of an uploaded file.
        pub file_id: Option<String>,
        /// How closely the model looks. Default: `auto`.
        pub detail: Option<ImageDetail>,
        /// Marks the end of a prefix to be cached.
        pub prompt_cache_breakpoint: Option<CacheBreakpoint>,
    }

    /// Text of either side.
    pub struct PlainText {
        /// The text.
        pub text: String,
    }

    /// What only the service can read.
    pub struct EncryptedContent {
        /// It: send it back as it came. Up to 10,485,760 characters.
        pub encrypted_content: String,
    }
}

impl Content {
    /// The text, text parts of either side joined; empty where there is none.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let parts = match self {
            Self::Text(text) => return Cow::Borrowed(text),
            Self::Parts(parts) => parts,
        };
        joined(parts.iter().filter_map(ContentPart::as_text))
    }

    /// The parts; none where it is plain text.
    #[must_use]
    pub fn parts(&self) -> &[ContentPart] {
        match self {
            Self::Text(_) => &[],
            Self::Parts(parts) => parts,
        }
    }
}

impl ContentPart {
    /// Text that goes in.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        InputText::new(text).into()
    }

    /// An image at an address, or in a `data:` URI.
    #[must_use]
    pub fn image_url(url: impl Into<Address>) -> Self {
        InputImage::new().image_url(url).into()
    }

    /// A file at an address.
    #[must_use]
    pub fn file_url(url: impl Into<Address>) -> Self {
        InputFile::new().file_url(url).into()
    }

    /// A file that was uploaded before.
    #[must_use]
    pub fn file_id(id: impl Into<String>) -> Self {
        InputFile::new().file_id(id).into()
    }

    /// What a text part says, of either side.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::InputText(part) => Some(&part.text),
            Self::OutputText(part) => Some(&part.text),
            Self::Text(part) => Some(&part.text),
            _ => None,
        }
    }
}
