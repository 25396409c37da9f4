//! Tools on servers that speak the Model Context Protocol (MCP).

use serde_json::Value;

use super::ItemStatus;
use crate::wire;

wire! {
    /// The tools that a server offers.
    pub struct McpListTools {
        /// The item's id.
        pub id: Option<String>,
        /// The server's label, as the request gave it.
        pub server_label: String,
        /// The tools.
        pub tools: Vec<McpListedTool>,
        /// Why the server could not be asked.
        pub error: Option<McpError>,
    }

    /// A tool that a server offers.
    pub struct McpListedTool {
        /// The tool's name.
        pub name: String,
        /// What the tool does.
        pub description: Option<String>,
        /// What the tool takes, as a JSON Schema.
        pub input_schema: Value,
        /// Hints about the tool, such as whether it only reads.
        pub annotations: Option<Value>,
    }

    /// A call that waits for a person to approve of it.
    pub struct McpApprovalRequest {
        /// The item's id: what the answer names as `approval_request_id`.
        pub id: String,
        /// The server's label, as the request gave it.
        pub server_label: String,
        /// The tool's name.
        pub name: String,
        /// The arguments, as JSON text.
        pub arguments: String,
    }

    /// A person's answer.
    pub struct McpApprovalResponse {
        /// The item's id. Given by the service.
        pub id: Option<String>,
        /// The request that this answers.
        pub approval_request_id: String,
        /// Whether the call may be made.
        pub approve: bool,
        /// Why.
        pub reason: Option<String>,
    }

    /// A call of a tool on a server, made by the service.
    pub struct McpCall {
        /// The item's id.
        pub id: Option<String>,
        /// The server's label, as the request gave it.
        pub server_label: String,
        /// The tool's name.
        pub name: String,
        /// The arguments, as JSON text.
        pub arguments: String,
        /// The result.
        pub output: Option<String>,
        /// Why the call failed.
        pub error: Option<McpError>,
        /// How far the call has come.
        pub status: Option<ItemStatus>,
        /// The approval that the call was made under.
        pub approval_request_id: Option<String>,
    }

    /// Why a server could not be asked, or a call failed.
    ///
    /// OpenAI's file gives an object for a call and text for a list; both are read for either.
    pub either McpError {
        /// In words.
        string => Text(String),
        /// By its kind.
        object => Object(McpErrorObject),
    }

    /// Why a call failed, by its kind.
    pub union McpErrorObject by "type" {
        /// The server broke the protocol.
        "mcp_protocol_error" => Protocol(McpProtocolError),
        /// The tool itself failed.
        "mcp_tool_execution_error" => Execution(McpExecutionError),
        /// The server could not be reached, or refused.
        "http_error" => Http(McpHttpError),
    }

    /// A server that broke the protocol.
    pub struct McpProtocolError {
        /// The protocol's own error number.
        pub code: i64,
        /// What went wrong.
        pub message: String,
    }

    /// A tool that failed.
    pub struct McpExecutionError {
        /// What the tool said, in the protocol's own form.
        pub content: Value,
    }

    /// A server that could not be reached, or refused.
    pub struct McpHttpError {
        /// The HTTP status.
        pub code: i64,
        /// What went wrong.
        pub message: String,
    }
}
