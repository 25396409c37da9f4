//! Vision enhancements: what Azure's Computer Vision adds to a chat about a picture.
//!
//! In 2023-12-01-preview on `/extensions/chat/completions`, in 2024-02-15-preview and 2024-03-01-preview on
//! `/chat/completions`; no stable version has them. They need a data source of the type `AzureComputerVision`.

use openai_types::wire;

wire! {
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
