//! The items of a conversation: what goes into a response and what comes out of it.
//!
//! ```
//! use openai_types::responses::Item;
//!
//! let question = Item::user("What is the weather in Bandung?");
//! let call: Item = openai_types::decode_str(
//!     r#"{"type":"function_call","id":"fc_1","call_id":"call_1","name":"weather","arguments":"{}"}"#,
//! )?;
//! let result = Item::function_call_output(call.call_id().unwrap_or_default(), "31 °C");
//! let input = vec![question, call, result];
//! assert_eq!(
//!     serde_json::to_string(&input[2]).unwrap(),
//!     r#"{"type":"function_call_output","call_id":"call_1","output":"31 °C"}"#,
//! );
//! # Ok::<(), openai_types::DecodeError>(())
//! ```

mod apply_patch;
mod code_interpreter;
mod compaction;
mod computer;
mod custom;
mod file_search;
mod function;
mod image_generation;
mod local_shell;
mod mcp;
mod message;
mod multi_agent;
mod program;
mod reasoning;
mod reference;
mod shell;
mod status;
mod tool_search;
mod web_search;

use std::borrow::Cow;

pub use apply_patch::{ApplyPatchCall, ApplyPatchCallOutput, ApplyPatchOperation, CreateFile, DeleteFile, UpdateFile};
pub use code_interpreter::{CodeInterpreterCall, CodeInterpreterImage, CodeInterpreterLogs, CodeInterpreterOutput};
pub use compaction::{Compaction, CompactionTrigger};
pub use computer::{
    Click, ComputerAction, ComputerCall, ComputerCallOutput, ComputerOutput, ComputerScreenshot, Coordinate,
    DoubleClick, Drag, Keypress, MouseButton, Move, SafetyCheck, Scroll, TakeScreenshot, TypeText, Wait,
};
pub use custom::{CustomToolCall, CustomToolCallOutput};
pub use file_search::{FileSearchCall, FileSearchResult};
pub use function::{FunctionCall, FunctionCallOutput};
pub use image_generation::ImageGenerationCall;
pub use local_shell::{LocalShellAction, LocalShellCall, LocalShellCallOutput, LocalShellExec};
pub use mcp::{
    McpApprovalRequest, McpApprovalResponse, McpCall, McpError, McpErrorObject, McpExecutionError, McpHttpError,
    McpListTools, McpListedTool, McpProtocolError,
};
pub use message::{Message, MessageType, Phase, Role};
pub use multi_agent::{Agent, AgentAction, AgentMessage, MultiAgentCall, MultiAgentCallOutput};
pub use program::{Caller, DirectCaller, Program, ProgramCaller, ProgramOutput};
pub use reasoning::{ReasoningItem, SummaryPart, SummaryText};
pub use reference::ItemReference;
pub use shell::{ShellAction, ShellCall, ShellCallOutput, ShellExit, ShellOutcome, ShellOutput, ShellTimeout};
pub use status::ItemStatus;
pub use tool_search::{AdditionalTools, ToolSearchCall, ToolSearchOutput};
pub use web_search::{FindInPage, OpenPage, WebPage, WebSearch, WebSearchAction, WebSearchCall, WebSearchSource};

use super::Content;
use crate::wire;

wire! {
    /// What goes into a response.
    pub either Input {
        /// What the user says.
        string => Text(String),
        /// The conversation, item by item.
        array => Items(Vec<Item>),
    }

    /// One item of a conversation, told apart by its `type`.
    ///
    /// The same types serve both ways: an item that came out goes back in unchanged. A message may come without a
    /// `type`, and is written back without one.
    pub union Item by "type" {
        /// A message, from either side.
        "message" | "output_message" | _ if "role" => Message(Message),
        /// A stretch of the model's thinking.
        "reasoning" => Reasoning(ReasoningItem),
        /// A function that the model wants called.
        "function_call" => FunctionCall(FunctionCall),
        /// The result of a function call.
        "function_call_output" => FunctionCallOutput(FunctionCallOutput),
        /// A custom tool that the model wants called.
        "custom_tool_call" => CustomToolCall(CustomToolCall),
        /// The result of a call of a custom tool.
        "custom_tool_call_output" => CustomToolCallOutput(CustomToolCallOutput),
        /// A change to a file that the model wants made.
        "apply_patch_call" => ApplyPatchCall(ApplyPatchCall),
        /// What came of a change.
        "apply_patch_call_output" => ApplyPatchCallOutput(ApplyPatchCallOutput),
        /// Commands that the model wants run in a shell.
        "shell_call" => ShellCall(ShellCall),
        /// What the commands came to.
        "shell_call_output" => ShellCallOutput(ShellCallOutput),
        /// A command for the caller's machine, in the older form.
        "local_shell_call" => LocalShellCall(LocalShellCall),
        /// What a command for the caller's machine came to, in the older form.
        "local_shell_call_output" => LocalShellCallOutput(LocalShellCallOutput),
        /// Actions at a screen that the model wants taken.
        "computer_call" => ComputerCall(ComputerCall),
        /// What the screen shows after the actions.
        "computer_call_output" => ComputerCallOutput(ComputerCallOutput),
        /// A search in vector stores, run by the service.
        "file_search_call" => FileSearchCall(FileSearchCall),
        /// A search on the web, run by the service.
        "web_search_call" => WebSearchCall(WebSearchCall),
        /// Code that the service ran.
        "code_interpreter_call" => CodeInterpreterCall(CodeInterpreterCall),
        /// An image that the service drew.
        "image_generation_call" => ImageGenerationCall(ImageGenerationCall),
        /// The tools that an MCP server offers.
        "mcp_list_tools" => McpListTools(McpListTools),
        /// A call of an MCP tool that waits for a person to approve of it.
        "mcp_approval_request" => McpApprovalRequest(McpApprovalRequest),
        /// A person's answer to that.
        "mcp_approval_response" => McpApprovalResponse(McpApprovalResponse),
        /// A call of an MCP tool, made by the service.
        "mcp_call" => McpCall(McpCall),
        /// A search for tools whose definitions were deferred. OpenAI.
        "tool_search_call" => ToolSearchCall(ToolSearchCall),
        /// The tools that a search found. OpenAI.
        "tool_search_output" => ToolSearchOutput(ToolSearchOutput),
        /// Tools that join at this point of the conversation. OpenAI.
        "additional_tools" => AdditionalTools(AdditionalTools),
        /// A program that the model wrote to call tools with. OpenAI.
        "program" => Program(Program),
        /// What a program came to. OpenAI.
        "program_output" => ProgramOutput(ProgramOutput),
        /// A message from one agent to another. A beta of OpenAI's.
        "agent_message" => AgentMessage(AgentMessage),
        /// Something that an agent does with others. A beta of OpenAI's.
        "multi_agent_call" => MultiAgentCall(MultiAgentCall),
        /// What came of it. A beta of OpenAI's.
        "multi_agent_call_output" => MultiAgentCallOutput(MultiAgentCallOutput),
        /// What stands in for the conversation so far.
        "compaction" => Compaction(Compaction),
        /// Asks the service to compact the conversation now. OpenAI.
        "compaction_trigger" => CompactionTrigger(CompactionTrigger),
        /// An item that the service has stored, by its id.
        "item_reference" => ItemReference(ItemReference),
    }
}

impl Item {
    /// What the end user says.
    #[must_use]
    pub fn user(content: impl Into<Content>) -> Self {
        Message::new(Role::User, content).into()
    }

    /// What the model said earlier.
    #[must_use]
    pub fn assistant(content: impl Into<Content>) -> Self {
        Message::new(Role::Assistant, content).into()
    }

    /// Instructions by the developer, for reasoning models.
    #[must_use]
    pub fn developer(content: impl Into<Content>) -> Self {
        Message::new(Role::Developer, content).into()
    }

    /// Instructions by the developer.
    #[must_use]
    pub fn system(content: impl Into<Content>) -> Self {
        Message::new(Role::System, content).into()
    }

    /// The result of the function call with this `call_id`.
    #[must_use]
    pub fn function_call_output(call_id: impl Into<String>, output: impl Into<Content>) -> Self {
        FunctionCallOutput::new(output).call_id(call_id).into()
    }

    /// The result of the custom tool call with this `call_id`.
    #[must_use]
    pub fn custom_tool_call_output(call_id: impl Into<String>, output: impl Into<Content>) -> Self {
        CustomToolCallOutput::new(call_id, output).into()
    }

    /// An item that the service has stored, by its id.
    #[must_use]
    pub fn reference(id: impl Into<String>) -> Self {
        ItemReference::new(id).into()
    }

    /// The item's id, where it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Message(item) => item.id.as_deref(),
            Self::Reasoning(item) => item.id.as_deref(),
            Self::FunctionCall(item) => item.id.as_deref(),
            Self::FunctionCallOutput(item) => item.id.as_deref(),
            Self::CustomToolCall(item) => item.id.as_deref(),
            Self::CustomToolCallOutput(item) => item.id.as_deref(),
            Self::ApplyPatchCall(item) => item.id.as_deref(),
            Self::ApplyPatchCallOutput(item) => item.id.as_deref(),
            Self::ShellCall(item) => item.id.as_deref(),
            Self::ShellCallOutput(item) => item.id.as_deref(),
            Self::LocalShellCall(item) => item.id.as_deref(),
            Self::LocalShellCallOutput(item) => item.id.as_deref(),
            Self::ComputerCall(item) => item.id.as_deref(),
            Self::ComputerCallOutput(item) => item.id.as_deref(),
            Self::FileSearchCall(item) => item.id.as_deref(),
            Self::WebSearchCall(item) => item.id.as_deref(),
            Self::CodeInterpreterCall(item) => item.id.as_deref(),
            Self::ImageGenerationCall(item) => item.id.as_deref(),
            Self::McpListTools(item) => item.id.as_deref(),
            Self::McpApprovalRequest(item) => Some(&item.id),
            Self::McpApprovalResponse(item) => item.id.as_deref(),
            Self::McpCall(item) => item.id.as_deref(),
            Self::ToolSearchCall(item) => item.id.as_deref(),
            Self::ToolSearchOutput(item) => item.id.as_deref(),
            Self::AdditionalTools(item) => item.id.as_deref(),
            Self::Program(item) => Some(&item.id),
            Self::ProgramOutput(item) => Some(&item.id),
            Self::AgentMessage(item) => item.id.as_deref(),
            Self::MultiAgentCall(item) => item.id.as_deref(),
            Self::MultiAgentCallOutput(item) => item.id.as_deref(),
            Self::Compaction(item) => item.id.as_deref(),
            Self::CompactionTrigger(_) => None,
            Self::ItemReference(item) => Some(&item.id),
            Self::Other(item) => item.get("id").and_then(|id| id.as_str()),
        }
    }

    /// The id that ties a call and its result together, where the item is one of these.
    #[must_use]
    pub fn call_id(&self) -> Option<&str> {
        match self {
            Self::FunctionCall(item) => Some(&item.call_id),
            Self::FunctionCallOutput(item) => item.call_id.as_deref(),
            Self::CustomToolCall(item) => Some(&item.call_id),
            Self::CustomToolCallOutput(item) => Some(&item.call_id),
            Self::ApplyPatchCall(item) => Some(&item.call_id),
            Self::ApplyPatchCallOutput(item) => Some(&item.call_id),
            Self::ShellCall(item) => Some(&item.call_id),
            Self::ShellCallOutput(item) => Some(&item.call_id),
            Self::LocalShellCall(item) => Some(&item.call_id),
            Self::LocalShellCallOutput(item) => item.call_id.as_deref().or(item.id.as_deref()),
            Self::ComputerCall(item) => Some(&item.call_id),
            Self::ComputerCallOutput(item) => Some(&item.call_id),
            Self::ToolSearchCall(item) => item.call_id.as_deref(),
            Self::ToolSearchOutput(item) => item.call_id.as_deref(),
            Self::Program(item) => Some(&item.call_id),
            Self::ProgramOutput(item) => Some(&item.call_id),
            Self::MultiAgentCall(item) => Some(&item.call_id),
            Self::MultiAgentCallOutput(item) => Some(&item.call_id),
            Self::Other(item) => item.get("call_id").and_then(|id| id.as_str()),
            _ => None,
        }
    }

    /// The message, where the item is one.
    #[must_use]
    pub fn as_message(&self) -> Option<&Message> {
        match self {
            Self::Message(message) => Some(message),
            _ => None,
        }
    }

    /// What a message says, its text parts joined; empty for any other item.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.as_message().map(Message::text).unwrap_or_default()
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Self::user(text)
    }
}
