//! Searches on the web.

use super::ItemStatus;
use crate::{Address, wire};

wire! {
    /// A search on the web, run by the service.
    pub struct WebSearchCall {
        /// The item's id.
        pub id: Option<String>,
        /// How far the search has come.
        pub status: Option<ItemStatus>,
        /// What was done. Earlier answers do not tell.
        pub action: Option<WebSearchAction>,
    }

    /// What a search on the web did.
    pub union WebSearchAction by "type" {
        /// A search.
        "search" => Search(WebSearch),
        /// A look at a page.
        "open_page" => OpenPage(OpenPage),
        /// A search within a page.
        "find_in_page" => FindInPage(FindInPage),
    }

    /// A search.
    pub struct WebSearch {
        /// What was searched for. Deprecated for `queries`.
        pub query: Option<String>,
        /// What was searched for.
        pub queries: Option<Vec<String>>,
        /// What was found, where `include` asked for it.
        pub sources: Option<Vec<WebSearchSource>>,
    }

    /// Something that a search found.
    pub union WebSearchSource by "type" {
        /// A page.
        "url" => Url(WebPage),
    }

    /// A page.
    pub struct WebPage {
        /// The page's address.
        pub url: Address,
    }

    /// A look at a page.
    pub struct OpenPage {
        /// The page's address.
        pub url: Option<Address>,
    }

    /// A search within a page.
    pub struct FindInPage {
        /// The page's address.
        pub url: Address,
        /// What was searched for.
        pub pattern: String,
    }
}
