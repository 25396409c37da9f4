//! Calls of custom tools, and their results.

use super::{Caller, ItemStatus};
use crate::responses::Content;
use crate::wire;

wire! {
    /// A custom tool that the model wants called.
    pub struct CustomToolCall {
        /// The item's id.
        pub id: Option<String>,
        /// The call's id, to answer it by.
        pub call_id: String,
        /// What made the call: the model itself, or a program of its own. OpenAI.
        pub caller: Option<Caller>,
        /// The namespace that the tool belongs to. OpenAI.
        pub namespace: Option<String>,
        /// The tool's name.
        pub name: String,
        /// The input: any text, not JSON.
        pub input: String,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
        /// Who made the item. Only in lists of a response's input.
        pub created_by: Option<String>,
    }

    /// The result of a call of a custom tool.
    pub struct CustomToolCallOutput {
        /// The item's id. Given by the service.
        pub id: Option<String>,
        /// The call that this answers.
        pub call_id: String,
        /// What made the call. OpenAI.
        pub caller: Option<Caller>,
        /// The result: text, or parts (text, images, files).
        pub output: Content,
        /// How far the item has come.
        pub status: Option<ItemStatus>,
        /// Who made the item. Only in lists of a response's input.
        pub created_by: Option<String>,
    }
}
