//! Recordings and what they say.

use crate::wire;

wire! {
    /// More of a recording.
    pub struct AudioDelta {
        /// The bytes to append, in base64.
        pub delta: String,
        /// The response's id. In examples of OpenAI's file, though not in its schema.
        pub response_id: Option<String>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// More of what a recording says.
    pub struct TranscriptDelta {
        /// The text to append.
        pub delta: String,
        /// The response's id. In examples of OpenAI's file, though not in its schema.
        pub response_id: Option<String>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// A recording, or what it says, is done.
    pub struct AudioDone {
        /// The response's id. In examples of OpenAI's file, though not in its schema.
        pub response_id: Option<String>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }
}
