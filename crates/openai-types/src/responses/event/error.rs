//! A stream that failed.

use std::borrow::Cow;

use crate::{ErrorCode, wire};

wire! {
    /// A stream that failed.
    ///
    /// OpenAI's file has the members side by side; services also send them in an `error` of their own. Both are read,
    /// and the accessors look into both.
    pub struct ErrorEvent {
        /// A code for programs.
        #[name = "code"]
        pub bare_code: Option<ErrorCode>,
        /// What happened, in words.
        #[name = "message"]
        pub bare_message: Option<String>,
        /// The request's member that is to blame.
        #[name = "param"]
        pub bare_param: Option<String>,
        /// The same, in an object.
        pub error: Option<StreamError>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// Why a stream failed.
    pub struct StreamError {
        /// The kind of error.
        #[name = "type"]
        pub kind: Option<String>,
        /// A code for programs.
        pub code: Option<ErrorCode>,
        /// What happened, in words.
        pub message: Option<String>,
        /// The request's member that is to blame.
        pub param: Option<String>,
    }
}

impl ErrorEvent {
    /// The code for programs, wherever it was, a number in decimal digits.
    #[must_use]
    pub fn code(&self) -> Option<Cow<'_, str>> {
        let inner = self.error.as_ref().and_then(|error| error.code.as_ref());
        self.bare_code.as_ref().or(inner).map(ErrorCode::text)
    }

    /// What happened, in words, wherever it was.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        let inner = self.error.as_ref().and_then(|error| error.message.as_deref());
        self.bare_message.as_deref().or(inner)
    }

    /// The request's member that is to blame, wherever it was.
    #[must_use]
    pub fn param(&self) -> Option<&str> {
        let inner = self.error.as_ref().and_then(|error| error.param.as_deref());
        self.bare_param.as_deref().or(inner)
    }
}
