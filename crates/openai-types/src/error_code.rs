//! Codes of errors.

use std::borrow::Cow;

use crate::wire;

wire! {
    /// A code of an error, for programs.
    ///
    /// OpenAI's file has text; Vertex AI's errors, and content filters of Azure v1 that could not run, have a number.
    pub either ErrorCode {
        /// A name, such as `server_error`.
        string => Text(String),
        /// A number, such as 400.
        integer => Number(i64),
    }
}

impl ErrorCode {
    /// The code as text, a number in decimal digits.
    ///
    /// ```
    /// use openai_types::ErrorCode;
    ///
    /// assert_eq!(ErrorCode::from("server_error").text(), "server_error");
    /// assert_eq!(ErrorCode::from(400).text(), "400");
    /// ```
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Number(number) => number.to_string().into(),
        }
    }
}
