//! `namespace`: functions and custom tools under one name.

use super::{CustomTool, FunctionTool};
use crate::wire;

wire! {
    /// Functions and custom tools under one name.
    pub struct NamespaceTool {
        /// The name, which calls carry.
        pub name: String,
        /// What the tools are for, so that the model can tell when to use them.
        pub description: String,
        /// The tools. At least one.
        pub tools: Vec<NamespacedTool>,
    }

    /// A tool in a namespace.
    pub union NamespacedTool by "type" {
        /// A function of the caller's with arguments in JSON.
        "function" => Function(FunctionTool),
        /// A tool of the caller's that takes text as it is.
        "custom" => Custom(CustomTool),
    }
}
