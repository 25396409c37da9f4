//! Code that the service ran.

use super::ItemStatus;
use crate::{Address, wire};

wire! {
    /// Code that the model wrote and the service ran.
    pub struct CodeInterpreterCall {
        /// The item's id.
        pub id: Option<String>,
        /// How far the run has come.
        pub status: Option<ItemStatus>,
        /// The container that it ran in.
        pub container_id: Option<String>,
        /// The code, in Python.
        pub code: Option<String>,
        /// What came out, where `include` asked for it.
        pub outputs: Option<Vec<CodeInterpreterOutput>>,
    }

    /// Something that came out.
    pub union CodeInterpreterOutput by "type" {
        /// Text.
        "logs" => Logs(CodeInterpreterLogs),
        /// An image.
        "image" => Image(CodeInterpreterImage),
    }

    /// Text that came out.
    pub struct CodeInterpreterLogs {
        /// The text.
        pub logs: String,
    }

    /// An image that came out.
    pub struct CodeInterpreterImage {
        /// The image's address.
        pub url: Address,
    }
}
