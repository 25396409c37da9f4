//! Shell commands and what they printed.

use crate::responses::item::ShellOutput;
use crate::wire;

wire! {
    /// A shell command that has begun or is done.
    pub struct ShellCommandEvent {
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the call's commands it is, from 0.
        pub command_index: u64,
        /// The command as it stands.
        pub command: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// More of a shell command.
    pub struct ShellCommandDelta {
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the call's commands it is, from 0.
        pub command_index: u64,
        /// The text to append.
        pub delta: String,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
        /// Padding that hides the event's length. No meaning.
        pub obfuscation: Option<String>,
    }

    /// More of what a shell command printed.
    pub struct ShellOutputDelta {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the call's commands it is, from 0.
        pub command_index: u64,
        /// What it printed.
        pub delta: ShellOutputChunk,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }

    /// A piece of what a shell command printed.
    pub struct ShellOutputChunk {
        /// To its standard output.
        pub stdout: Option<String>,
        /// To its standard error.
        pub stderr: Option<String>,
    }

    /// What a shell command printed, whole.
    pub struct ShellOutputDone {
        /// The item's id.
        pub item_id: String,
        /// Which of the response's items it is, from 0.
        pub output_index: u64,
        /// Which of the call's commands it is, from 0.
        pub command_index: u64,
        /// What it printed, and how it ended.
        pub output: Vec<ShellOutput>,
        /// The event's place in the stream, from 0.
        pub sequence_number: Option<u64>,
    }
}
