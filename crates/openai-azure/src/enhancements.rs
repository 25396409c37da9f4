//! Vision enhancements: what Azure's Computer Vision adds to a chat about a picture.
//!
//! They need the resource that looks at the picture, as the one data source of the request. No stable version has them,
//! and the previews take them at two addresses:
//!
//! | api-version | sent to | request |
//! |---|---|---|
//! | 2023-12-01-preview | `/extensions/chat/completions` | [`on_your_data::v2023::Request`] |
//! | 2024-02-15-preview, 2024-03-01-preview | `/chat/completions` | [`Request`] |
//!
//! The source is spelled alike in all of them: `dataSources` with the type `AzureComputerVision`, though the later two
//! write other sources as `data_sources`. The how-to guide for GPT-4 Turbo with Vision has it so for 2024-02-15-preview;
//! for a while it had `data_sources`, and was corrected. The specification of that version has `enhancements` and does not
//! name the source, and no document shows it in 2024-03-01-preview, which is taken to be like the version before.
//!
//! ```
//! use openai_azure::enhancements::{Enhancements, Request};
//! use openai_azure::on_your_data::v2023::ComputerVisionParameters;
//! use openai_types::chat::{self, ContentPart, Message};
//!
//! let parts = [ContentPart::text("What is this?"), ContentPart::image_url("https://images.example/a.png")];
//! let chat = chat::Request::new("gpt-4-vision", [Message::user(parts)]);
//! let eye = ComputerVisionParameters::new("https://eye.cognitiveservices.azure.com", "key");
//! let request = Request::new(chat, eye).enhancements(Enhancements::all());
//! assert_eq!(request.data_sources[0].tag(), "AzureComputerVision");
//! ```

use openai_types::wire;

use crate::on_your_data;
use crate::on_your_data::v2023::{ComputerVision, ComputerVisionParameters};

/// A chat request with vision enhancements, in 2024-02-15-preview and 2024-03-01-preview.
pub type Request = on_your_data::Request<Source>;

wire! {
    /// The resource that looks at the picture.
    pub union Source by "type" {
        /// An Azure Computer Vision resource.
        "AzureComputerVision" => ComputerVision(ComputerVision),
    }

    /// Which enhancements a request asks for.
    pub struct Enhancements {
        /// Finds the things that the text speaks of in the picture.
        pub grounding: Option<Switch>,
        /// Reads the text in the picture.
        pub ocr: Option<Switch>,
    }

    /// One enhancement, on or off.
    pub struct Switch {
        /// Whether it is wanted. Default: false.
        pub enabled: bool,
    }

    /// What the enhancements found, in an answer.
    pub struct Findings {
        /// Where the things are that the text speaks of.
        pub grounding: Option<Grounding>,
    }

    /// Where the things are that the text speaks of.
    pub struct Grounding {
        /// The text, line by line.
        pub lines: Vec<Line>,
    }

    /// A line of the text.
    pub struct Line {
        /// The line.
        pub text: String,
        /// The stretches of it that speak of something in the picture.
        pub spans: Vec<Span>,
    }

    /// A stretch of a line, and where in the picture the thing is that it speaks of.
    pub struct Span {
        /// The stretch.
        pub text: String,
        /// Where it begins, in Unicode code points of the line.
        pub offset: u64,
        /// How long it is, in Unicode code points.
        pub length: u64,
        /// The corners of a polygon around the thing.
        pub polygon: Vec<Point>,
    }

    /// A point of the picture.
    pub struct Point {
        /// Distance from the left edge.
        pub x: f64,
        /// Distance from the upper edge.
        pub y: f64,
    }
}

impl Enhancements {
    /// Both enhancements, as the vendor's sample asks for them.
    #[must_use]
    pub fn all() -> Self {
        Self::new().grounding(Switch::new(true)).ocr(Switch::new(true))
    }
}

impl on_your_data::Source for Source {
    const MEMBER: &'static str = "dataSources";
    const REQUEST: &'static str = "enhancements.Request";
    const PATH: &'static [&'static str] = &["chat", "completions"];
}

impl From<ComputerVisionParameters> for Source {
    fn from(parameters: ComputerVisionParameters) -> Self {
        ComputerVision::new(parameters).into()
    }
}
