//! Changes to files that the model wants made, and what came of them.
//!
//! The caller makes the change and answers. Databricks calls this tool managed, but its items come back like any other.

use super::{Caller, ItemStatus};
use crate::wire;

wire! {
    /// A change to a file that the model wants made.
    pub struct ApplyPatchCall {
        /// The item's id.
        pub id: Option<String>,
        /// The call's id, to answer it by. Up to 64 characters.
        pub call_id: String,
        /// What made the call: the model itself, or a program of its own. OpenAI.
        pub caller: Option<Caller>,
        /// How far the item has come: `in_progress` or `completed`.
        pub status: ItemStatus,
        /// The change.
        pub operation: ApplyPatchOperation,
        /// Who made the item.
        pub created_by: Option<String>,
    }

    /// A change to a file.
    pub union ApplyPatchOperation by "type" {
        /// A new file.
        "create_file" => CreateFile(CreateFile),
        /// A file that goes.
        "delete_file" => DeleteFile(DeleteFile),
        /// A file that changes.
        "update_file" => UpdateFile(UpdateFile),
    }

    /// A new file.
    pub struct CreateFile {
        /// Where the file is to stand, from the workspace's root. The model chose it: check it before use.
        pub path: String,
        /// The content, as a diff.
        pub diff: String,
    }

    /// A file that goes.
    pub struct DeleteFile {
        /// Where the file stands, from the workspace's root. The model chose it: check it before use.
        pub path: String,
    }

    /// A file that changes.
    pub struct UpdateFile {
        /// Where the file stands, from the workspace's root. The model chose it: check it before use.
        pub path: String,
        /// The change, as a diff.
        pub diff: String,
    }

    /// What came of a change.
    pub struct ApplyPatchCallOutput {
        /// The item's id. Given by the service.
        pub id: Option<String>,
        /// The call that this answers. Up to 64 characters.
        pub call_id: String,
        /// What made the call. OpenAI.
        pub caller: Option<Caller>,
        /// Whether the change was made: `completed` or `failed`.
        pub status: ItemStatus,
        /// What there is to say, such as why it failed.
        pub output: Option<String>,
        /// Who made the item.
        pub created_by: Option<String>,
    }
}

impl ApplyPatchOperation {
    /// The file's path, where this version knows the operation.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::CreateFile(file) => Some(&file.path),
            Self::DeleteFile(file) => Some(&file.path),
            Self::UpdateFile(file) => Some(&file.path),
            Self::Other(_) => None,
        }
    }
}
