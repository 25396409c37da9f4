//! Commands for the caller's own machine, in the older form of the shell tool.

use std::collections::BTreeMap;

use super::ItemStatus;
use crate::{Secret, wire};

wire! {
    /// A command that the model wants run on the caller's machine.
    pub struct LocalShellCall {
        /// The item's id.
        pub id: Option<String>,
        /// The call's id.
        pub call_id: String,
        /// What to run.
        pub action: LocalShellAction,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
    }

    /// What to run.
    pub union LocalShellAction by "type" {
        /// A command.
        "exec" => Exec(LocalShellExec),
    }

    /// A command.
    pub struct LocalShellExec {
        /// The program and its arguments, one by one. The model chose them: check them before use.
        pub command: Vec<String>,
        /// How long it may run, in milliseconds.
        pub timeout_ms: Option<u64>,
        /// The folder to run it in.
        pub working_directory: Option<String>,
        /// Environment variables.
        pub env: BTreeMap<String, Secret>,
        /// The user to run it as.
        pub user: Option<String>,
    }

    /// What a command came to.
    pub struct LocalShellCallOutput {
        /// The call that this answers, as OpenAI's file has it: the call's `call_id` goes here.
        pub id: Option<String>,
        /// The call that this answers, as many clients send it and as all other results have it.
        pub call_id: Option<String>,
        /// What came out, as JSON text.
        pub output: String,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
    }
}
