//! How the program ends.

use std::error::Error as _;
use std::fmt;
use std::process::ExitCode;

use openai_multicloud::{Error, ErrorKind};

/// Why the program fails: one message, and the exit code that goes with it.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    /// Output could not be written.
    pub(crate) fn output(message: impl Into<String>) -> Self {
        Self {
            code: 1,
            message: message.into(),
        }
    }

    /// Whoever read the output has had enough: no failure, and nothing to tell.
    pub(crate) fn output_closed() -> Self {
        Self {
            code: 0,
            message: String::new(),
        }
    }

    /// Bad input; nothing was sent.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self {
            code: 2,
            message: message.into(),
        }
    }

    /// Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Self {
            code: 130,
            message: "interrupted".to_owned(),
        }
    }

    /// Whether there is anything to tell.
    pub(crate) fn is_told(&self) -> bool {
        !self.message.is_empty()
    }

    /// The exit code.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match error.kind() {
            ErrorKind::Config | ErrorKind::Invalid | ErrorKind::Unsupported => 2,
            ErrorKind::Credential if !error.is_retryable() => 2,
            ErrorKind::Connect
            | ErrorKind::Transport
            | ErrorKind::Timeout
            | ErrorKind::Deadline
            | ErrorKind::Truncated
            | ErrorKind::Credential => 4,
            _ => 3,
        };
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            message = format!("{message}: {error}");
            cause = error.source();
        }
        Self { code, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_code() {
        for (kind, code) in [
            (ErrorKind::Config, 2),
            (ErrorKind::Unsupported, 2),
            (ErrorKind::RateLimit, 3),
            (ErrorKind::Authentication, 3),
            (ErrorKind::Decode, 3),
            (ErrorKind::Connect, 4),
            (ErrorKind::Truncated, 4),
        ] {
            assert_eq!(Failure::from(Error::new(kind, "x")).code, code, "{kind:?}");
        }
    }

    #[test]
    fn a_message_ends_with_its_cause() {
        let error = Error::new(ErrorKind::Connect, "no connection").with_source(std::io::Error::other("refused"));
        assert_eq!(Failure::from(error).to_string(), "no connection: refused");
    }
}
