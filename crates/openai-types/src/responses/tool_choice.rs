//! Whether and which tool the model calls.

use crate::chat::ToolChoiceMode;
use crate::wire;

wire! {
    /// Whether and which tool the model calls.
    pub either ToolChoice {
        /// A rule for all tools.
        string => Mode(ToolChoiceMode),
        /// One tool, or a selection.
        object => Named(NamedToolChoice),
    }

    /// One tool, or a selection of tools.
    pub union NamedToolChoice by "type" {
        /// Call among these only.
        "allowed_tools" => AllowedTools(AllowedTools),
        /// Call this function.
        "function" => Function(FunctionChoice),
        /// Call this custom tool.
        "custom" => Custom(CustomChoice),
        /// Call a tool of this MCP server.
        "mcp" => Mcp(McpChoice),
        /// Call the tool of this kind, of which there is one at most.
        "file_search" | "web_search_preview" | "web_search_preview_2025_03_11" | "computer" | "computer_use_preview"
            | "computer_use" | "image_generation" | "code_interpreter" | "programmatic_tool_calling" | "apply_patch"
            | "shell" => Kind(KindChoice),
    }

    /// Call among these only.
    pub struct AllowedTools {
        /// `auto`, or `required` to call at least one.
        pub mode: ToolChoiceMode,
        /// The tools, each as if it were chosen alone.
        pub tools: Vec<NamedToolChoice>,
    }

    /// Call this function.
    pub struct FunctionChoice {
        /// The function's name.
        pub name: String,
    }

    /// Call this custom tool.
    pub struct CustomChoice {
        /// The tool's name.
        pub name: String,
    }

    /// Call a tool of this MCP server.
    pub struct McpChoice {
        /// The server's label.
        pub server_label: String,
        /// The tool's name. Default: any.
        pub name: Option<String>,
    }

    /// Call the tool of this kind.
    pub struct KindChoice {
        /// The kind.
        #[name = "type"]
        pub kind: ToolKind,
    }

    /// A kind of tool of which a request has one at most.
    pub enum ToolKind {
        /// Files in vector stores.
        "file_search" => FileSearch,
        /// The web.
        "web_search_preview" => WebSearchPreview,
        /// The web, as of 11 March 2025.
        "web_search_preview_2025_03_11" => WebSearchPreview20250311,
        /// A computer.
        "computer" => Computer,
        /// A computer, as it was before `computer`.
        "computer_use_preview" => ComputerUsePreview,
        /// The same as `computer`.
        "computer_use" => ComputerUse,
        /// Images.
        "image_generation" => ImageGeneration,
        /// Python.
        "code_interpreter" => CodeInterpreter,
        /// Programs that call tools. OpenAI.
        "programmatic_tool_calling" => ProgrammaticToolCalling,
        /// Edits of files.
        "apply_patch" => ApplyPatch,
        /// Shell commands.
        "shell" => Shell,
    }
}

impl ToolChoice {
    /// Call this function.
    #[must_use]
    pub fn function(name: impl Into<String>) -> Self {
        Self::Named(FunctionChoice::new(name).into())
    }

    /// Call this custom tool.
    #[must_use]
    pub fn custom(name: impl Into<String>) -> Self {
        Self::Named(CustomChoice::new(name).into())
    }

    /// Call the tool of this kind.
    #[must_use]
    pub fn kind(kind: impl Into<ToolKind>) -> Self {
        Self::Named(KindChoice::new(kind).into())
    }
}
