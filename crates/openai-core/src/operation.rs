//! Operations: what a caller wants done, whatever the cloud.

use std::fmt;

/// What a caller wants done, such as a chat completion.
///
/// Open: a provider crate names operations of its own with [`Operation::new`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operation(&'static str);

impl Operation {
    /// Chat completions, streamed or not.
    pub const CHAT: Self = Self::new("chat");

    /// An operation by its name: lower case, words joined by `_`, unique across providers.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The operation's name; `gen_ai.operation.name` in traces.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Operation({})", self.0)
    }
}
