//! Commands that the model wants run in a shell, and what they came to.

use super::{Caller, ItemStatus};
use crate::responses::tool::ShellEnvironment;
use crate::wire;

wire! {
    /// Commands that the model wants run in a shell.
    ///
    /// In a container the service runs them and gives the output too; in a local environment the caller does.
    pub struct ShellCall {
        /// The item's id.
        pub id: Option<String>,
        /// The call's id, to answer it by. Up to 64 characters.
        pub call_id: String,
        /// What made the call: the model itself, or a program of its own. OpenAI.
        pub caller: Option<Caller>,
        /// What to run.
        pub action: ShellAction,
        /// Where to run it.
        pub environment: Option<ShellEnvironment>,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
        /// Who made the item.
        pub created_by: Option<String>,
    }

    /// What to run.
    pub struct ShellAction {
        /// The commands, in order. The model chose them: check them before use.
        pub commands: Vec<String>,
        /// How long they may run, in milliseconds.
        pub timeout_ms: Option<u64>,
        /// How much of the output to keep of each, in characters. Hand it on to the result.
        pub max_output_length: Option<u64>,
    }

    /// What the commands came to.
    pub struct ShellCallOutput {
        /// The item's id. Given by the service.
        pub id: Option<String>,
        /// The call that this answers. Up to 64 characters.
        pub call_id: String,
        /// What made the call. OpenAI.
        pub caller: Option<Caller>,
        /// What came out, command by command.
        pub output: Vec<ShellOutput>,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
        /// The limit that the call gave, in characters.
        pub max_output_length: Option<u64>,
        /// Who made the item.
        pub created_by: Option<String>,
    }

    /// What came out of a command.
    pub struct ShellOutput {
        /// What it wrote to its standard output.
        pub stdout: String,
        /// What it wrote to its standard error.
        pub stderr: String,
        /// How it ended.
        pub outcome: ShellOutcome,
        /// Who made it.
        pub created_by: Option<String>,
    }

    /// How a command ended.
    pub union ShellOutcome by "type" {
        /// By itself.
        "exit" => Exit(ShellExit),
        /// It ran for too long.
        "timeout" => Timeout(ShellTimeout),
    }

    /// It ended by itself.
    pub struct ShellExit {
        /// The exit code: 0 where all went well.
        pub exit_code: i64,
    }

    /// It ran for too long.
    pub struct ShellTimeout {}
}
