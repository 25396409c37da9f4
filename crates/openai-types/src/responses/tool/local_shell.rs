//! `local_shell`: shell commands at the caller's.

use crate::wire;

wire! {
    /// Lets the model run shell commands, one at a time, at the caller's. For `codex-mini`; others take `shell`.
    pub struct LocalShellTool {}
}
