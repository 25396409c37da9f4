//! How a response is asked for again: `GET …/responses/{response_id}`.

use super::Include;
use crate::wire;

wire! {
    /// How a response is asked for again, in the address.
    pub struct Query {
        /// What the answer tells beside what it tells anyway.
        pub include: Option<Vec<Include>>,
        /// Whether the answer comes as a stream of events: only where the response was begun as a stream in the
        /// background. Default: false.
        pub stream: Option<bool>,
        /// The sequence number of the event after which the stream goes on.
        pub starting_after: Option<u64>,
        /// Whether events are padded to hide their lengths from an observer of the connection. Default: true.
        pub include_obfuscation: Option<bool>,
    }
}

impl Query {
    /// The parameters by name, not yet escaped for an address.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        crate::form::fields(self)
    }
}
