//! What arrived: so that a test can say how many calls a client made, and what was in them.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, Method};

/// A request that was received, and how it was answered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Served {
    /// The method.
    pub method: Method,
    /// The path, as it was sent.
    pub path: String,
    /// The query, as it was sent, without the `?`.
    pub query: Option<String>,
    /// The headers, without those that carry credentials.
    pub headers: HeaderMap,
    /// The wire that the path belongs to (`openai`, `azure`, `azure-v1`, `vertex`, `vertex-endpoint` or
    /// `databricks`); `None` where nothing is served at the path.
    pub wire: Option<&'static str>,
    /// The operation, such as `chat`, `embeddings`, `responses.create` or `token`; `None` where the address has none of this
    /// method.
    pub operation: Option<&'static str>,
    /// The status of the response; `None` for a connection that was reset instead.
    pub status: Option<u16>,
}

/// Headers that are never recorded.
const SECRET: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "api-key",
    "x-goog-api-key",
];

/// A copy of the headers that may be shown.
pub(crate) fn without_secrets(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in SECRET {
        headers.remove(*name);
    }
    headers
}

/// The newest requests, up to a thousand.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<VecDeque<Served>>);

impl Log {
    pub(crate) fn push(&self, served: Served) {
        const MOST: usize = 1000;
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if log.len() == MOST {
            log.pop_front();
        }
        log.push_back(served);
    }

    pub(crate) fn all(&self) -> Vec<Served> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }
}
