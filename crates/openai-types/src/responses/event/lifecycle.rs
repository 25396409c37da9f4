//! How far the response as a whole is.

use crate::responses::Response;
use crate::wire;

wire! {
    /// How far the response is.
    pub struct ResponseEvent {
        /// The response as it stands.
        pub response: Box<Response>,
        /// The event's place in the stream, from 0. A stream can be taken up again after it.
        pub sequence_number: Option<u64>,
    }
}
