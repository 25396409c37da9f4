//! `tool_search`: a search of tools whose loading is deferred.

use serde_json::Value;

use crate::wire;

wire! {
    /// Lets the model search the tools whose loading is deferred, so that it need not read them all beforehand.
    pub struct ToolSearchTool {
        /// Who searches. Default: the service.
        pub execution: Option<ToolSearchExecution>,
        /// Where the caller searches: what the tool does.
        pub description: Option<String>,
        /// Where the caller searches: a JSON Schema of the arguments.
        pub parameters: Option<Value>,
    }

    /// Who searches tools.
    pub enum ToolSearchExecution {
        /// The service.
        "server" => Server,
        /// The caller.
        "client" => Client,
    }
}
