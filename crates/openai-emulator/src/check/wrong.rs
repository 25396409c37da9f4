//! A refusal, before any wire writes it down.

use std::fmt;

/// Why a body is refused: the code, the place and the words.
#[derive(Debug, PartialEq)]
pub(crate) struct Wrong {
    pub(crate) code: Option<&'static str>,
    pub(crate) param: Option<String>,
    pub(crate) message: String,
}

impl Wrong {
    /// A refusal that names no parameter.
    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self {
            code: None,
            param: None,
            message: message.into(),
        }
    }

    /// A refusal that has no code of its own, as most rules across parameters have none.
    pub(crate) fn new(param: impl fmt::Display, message: impl Into<String>) -> Self {
        Self {
            param: Some(param.to_string()),
            ..Self::plain(message)
        }
    }

    pub(crate) fn coded(code: &'static str, param: impl fmt::Display, message: impl Into<String>) -> Self {
        Self {
            code: Some(code),
            ..Self::new(param, message)
        }
    }

    pub(crate) fn unrecognized(name: &str) -> Self {
        Self::plain(format!("Unrecognized request argument supplied: {name}"))
    }
}
