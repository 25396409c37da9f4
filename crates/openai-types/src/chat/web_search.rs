//! Web search for models that can.

use crate::wire;

wire! {
    /// Web search for models that can. OpenAI's search models; Gemini on Vertex takes it without members.
    pub struct WebSearchOptions {
        /// Where the end user is, so that results fit.
        pub user_location: Option<UserLocation>,
        /// How much of the results the model reads. Default: `medium`.
        pub search_context_size: Option<SearchContextSize>,
    }

    /// Where the end user is.
    pub union UserLocation by "type" {
        /// Roughly.
        "approximate" => Approximate(ApproximateLocation),
    }

    /// A rough place.
    pub struct ApproximateLocation {
        /// The place.
        pub approximate: Location,
    }

    /// A place.
    pub struct Location {
        /// Two-letter country code (ISO 3166-1), such as `US`.
        pub country: Option<String>,
        /// Region or state, in words.
        pub region: Option<String>,
        /// City, in words.
        pub city: Option<String>,
        /// Time zone of the IANA database, such as `America/Los_Angeles`.
        pub timezone: Option<String>,
    }

    /// How much of the results a model reads.
    pub enum SearchContextSize {
        /// Little.
        "low" => Low,
        /// The middle.
        "medium" => Medium,
        /// Much.
        "high" => High,
    }
}
