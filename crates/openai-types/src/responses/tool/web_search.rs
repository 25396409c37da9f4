//! `web_search` and `web_search_preview`: a search of the web.

use crate::chat::SearchContextSize;
use crate::wire;

wire! {
    /// Lets the model search the web.
    pub struct WebSearchTool {
        /// The tool's version. Default: `web_search`.
        #[name = "type"]
        pub version: Option<WebSearchVersion>,
        /// Whether pages are fetched live; otherwise from a cache. Default: true.
        pub external_web_access: Option<bool>,
        /// Which pages are searched.
        pub filters: Option<SearchFilters>,
        /// Where the end user is, so that results fit.
        pub user_location: Option<SearchLocation>,
        /// How much of the results the model reads. Default: `medium`.
        pub search_context_size: Option<SearchContextSize>,
    }

    /// A version of `web_search`.
    pub enum WebSearchVersion {
        /// The newest.
        "web_search" => Latest,
        /// The one of 26 August 2025.
        "web_search_2025_08_26" => V20250826,
    }

    /// Which pages are searched.
    pub struct SearchFilters {
        /// Those of these domains and of domains below them. Default: all.
        pub allowed_domains: Option<Vec<String>>,
    }

    /// Lets the model search the web, as it was before `web_search`.
    pub struct WebSearchPreviewTool {
        /// The tool's version. Default: `web_search_preview`.
        #[name = "type"]
        pub version: Option<WebSearchPreviewVersion>,
        /// Where the end user is, so that results fit.
        pub user_location: Option<SearchLocation>,
        /// How much of the results the model reads. Default: `medium`.
        pub search_context_size: Option<SearchContextSize>,
        /// What is searched. Default: text alone.
        pub search_content_types: Option<Vec<SearchContentType>>,
        /// Domains. In an example answer of OpenAI's file only, and empty there.
        pub domains: Option<Vec<String>>,
    }

    /// A version of `web_search_preview`.
    pub enum WebSearchPreviewVersion {
        /// The newest.
        "web_search_preview" => Latest,
        /// The one of 11 March 2025.
        "web_search_preview_2025_03_11" => V20250311,
    }

    /// What a search finds.
    pub enum SearchContentType {
        /// Text.
        "text" => Text,
        /// Images.
        "image" => Image,
    }

    /// Where the end user is.
    #[constructor = without_kind]
    pub struct SearchLocation {
        /// How exact it is. `web_search` can do without it, `web_search_preview` cannot.
        #[name = "type"]
        pub kind: Option<SearchLocationKind>,
        /// Two-letter country code (ISO 3166-1), such as `US`.
        pub country: Option<String>,
        /// Region or state, in words.
        pub region: Option<String>,
        /// City, in words.
        pub city: Option<String>,
        /// Time zone of the IANA database, such as `America/Los_Angeles`.
        pub timezone: Option<String>,
    }

    /// How exact a place is.
    pub enum SearchLocationKind {
        /// Roughly right.
        "approximate" => Approximate,
    }
}

impl SearchLocation {
    /// A rough place; every part of it is absent.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "an empty place is nothing to come by unasked")]
    pub fn new() -> Self {
        Self::without_kind().kind(SearchLocationKind::Approximate)
    }
}
