//! `apply_patch`: edits of files by diffs.

use super::AllowedCaller;
use crate::wire;

wire! {
    /// Lets the model write, edit and delete files by diffs. The caller applies them and reports how it went.
    pub struct ApplyPatchTool {
        /// Who may call the tool. Default: the model itself.
        pub allowed_callers: Option<Vec<AllowedCaller>>,
    }
}
