//! Searches for tools whose definitions were deferred, and tools that join on the way. OpenAI.

use serde_json::Value;

use super::{ItemStatus, Role};
use crate::responses::tool::{Tool, ToolSearchExecution};
use crate::wire;

wire! {
    /// A search for tools whose definitions were deferred.
    pub struct ToolSearchCall {
        /// The item's id.
        pub id: Option<String>,
        /// The call's id, to answer it by where the caller searches. Up to 64 characters.
        pub call_id: Option<String>,
        /// Who searches.
        pub execution: Option<ToolSearchExecution>,
        /// What is searched for: a JSON object, whose members the tool's `parameters` define where the caller searches.
        pub arguments: Value,
        /// How far the search has come.
        pub status: Option<ItemStatus>,
        /// Who made the item.
        pub created_by: Option<String>,
    }

    /// The tools that a search found.
    pub struct ToolSearchOutput {
        /// The item's id. Given by the service.
        pub id: Option<String>,
        /// The call that this answers. Up to 64 characters.
        pub call_id: Option<String>,
        /// Who searched.
        pub execution: Option<ToolSearchExecution>,
        /// The tools' definitions, which the model may use from here on.
        pub tools: Vec<Tool>,
        /// How far the search has come.
        pub status: Option<ItemStatus>,
        /// Who made the item.
        pub created_by: Option<String>,
    }

    /// Tools that join at this point of the conversation.
    pub struct AdditionalTools {
        /// The item's id. Given by the service.
        pub id: Option<String>,
        /// Who brings them. In a request always `developer`.
        pub role: Role,
        /// The tools' definitions, which the model may use from here on.
        pub tools: Vec<Tool>,
    }
}
