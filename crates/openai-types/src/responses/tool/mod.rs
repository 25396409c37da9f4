//! Tools that a model may call.
//!
//! Some run at the service (file search, web search, code interpreter, image generation, MCP servers); the others are
//! the caller's to run, and the next request brings their output.

mod apply_patch;
mod code_interpreter;
mod computer;
mod container;
mod custom;
mod file_search;
mod function;
mod image_generation;
mod local_shell;
mod mcp;
mod namespace;
mod programmatic_tool_calling;
mod shell;
mod skill;
mod tool_search;
mod web_search;

use serde_json::Value;

pub use apply_patch::ApplyPatchTool;
pub use code_interpreter::{AutoContainer, CodeInterpreterTool, Container, ContainerConfig};
pub use computer::{ComputerEnvironment, ComputerTool, ComputerUsePreviewTool};
pub use container::{AllowedNetwork, DomainSecret, MemoryLimit, NetworkPolicy, NoNetwork};
pub use custom::{CustomFormat, CustomTool, GrammarFormat, TextInput};
pub use file_search::{
    Comparison, ComparisonOperator, Compound, Connective, FileSearchTool, Filter, FilterValue, FilterValueItem,
    HybridSearch, Ranker, RankingOptions,
};
pub use function::FunctionTool;
pub use image_generation::{
    ImageAction, ImageBackground, ImageFormat, ImageGenerationTool, ImageMask, ImageModeration, ImageQuality,
    ImageSize, InputFidelity,
};
pub use local_shell::LocalShellTool;
pub use mcp::{AllowedMcpTools, Approval, ApprovalByTool, ApprovalPolicy, McpConnector, McpTool, McpToolFilter};
pub use namespace::{NamespaceTool, NamespacedTool};
pub use programmatic_tool_calling::ProgrammaticTool;
pub use shell::{ContainerReference, HostedShell, LocalShell, ShellEnvironment, ShellTool};
pub use skill::{InlineSkill, LocalSkill, Skill, SkillArchive, SkillMediaType, SkillReference, SkillSource};
pub use tool_search::{ToolSearchExecution, ToolSearchTool};
pub use web_search::{
    SearchContentType, SearchFilters, SearchLocation, SearchLocationKind, WebSearchPreviewTool,
    WebSearchPreviewVersion, WebSearchTool, WebSearchVersion,
};

use crate::wire;

wire! {
    /// A tool that the model may call.
    ///
    /// Databricks takes `function`, `custom` (GPT-5 family), `apply_patch`, `shell`, `image_generation`, `mcp` and
    /// `web_search` on its pay-per-token models.
    pub union Tool by "type" {
        /// A function of the caller's with arguments in JSON.
        "function" => Function(FunctionTool),
        /// A tool of the caller's that takes text as it is.
        "custom" => Custom(CustomTool),
        /// Searches files in vector stores.
        "file_search" => FileSearch(FileSearchTool),
        /// Searches the web.
        "web_search" | "web_search_2025_08_26" => WebSearch(WebSearchTool),
        /// Searches the web, as it was before `web_search`.
        "web_search_preview" | "web_search_preview_2025_03_11" => WebSearchPreview(WebSearchPreviewTool),
        /// The tools of a remote MCP server.
        "mcp" => Mcp(McpTool),
        /// Runs Python in a container.
        "code_interpreter" => CodeInterpreter(CodeInterpreterTool),
        /// Makes images.
        "image_generation" => ImageGeneration(ImageGenerationTool),
        /// Works a computer by screen, mouse and keyboard.
        "computer" => Computer(ComputerTool),
        /// Works a computer, as it was before `computer`.
        "computer_use_preview" => ComputerUsePreview(ComputerUsePreviewTool),
        /// Runs shell commands, at the caller's or in a container.
        "shell" => Shell(ShellTool),
        /// Runs shell commands at the caller's, as it was before `shell`.
        "local_shell" => LocalShell(LocalShellTool),
        /// Writes, edits and deletes files by diffs. The caller applies them.
        "apply_patch" => ApplyPatch(ApplyPatchTool),
        /// Lets the model write a program that calls tools.
        "programmatic_tool_calling" => Programmatic(ProgrammaticTool),
        /// Functions and custom tools under one name.
        "namespace" => Namespace(NamespaceTool),
        /// Finds tools whose loading is deferred.
        "tool_search" => ToolSearch(ToolSearchTool),
    }

    /// Who may call a tool.
    pub enum AllowedCaller {
        /// The model itself.
        "direct" => Direct,
        /// A program of the model's, by programmatic tool calling.
        "programmatic" => Programmatic,
    }
}

impl Tool {
    /// A function: its name, what it does, and the JSON Schema of its arguments.
    ///
    /// ```
    /// use openai_types::responses::Tool;
    /// use serde_json::json;
    ///
    /// let tool = Tool::function("weather", "Today's weather", json!({
    ///     "type": "object",
    ///     "properties": {"city": {"type": "string"}},
    ///     "required": ["city"],
    /// }));
    /// assert_eq!(tool.name(), Some("weather"));
    /// ```
    #[must_use]
    pub fn function(name: impl Into<String>, description: impl Into<String>, parameters: Value) -> Self {
        FunctionTool::new(name)
            .description(description)
            .parameters(parameters)
            .into()
    }

    /// A tool that takes any text.
    #[must_use]
    pub fn custom(name: impl Into<String>, description: impl Into<String>) -> Self {
        CustomTool::new(name).description(description).into()
    }

    /// Web search.
    #[must_use]
    pub fn web_search() -> Self {
        WebSearchTool::new().into()
    }

    /// Edits of files by diffs, which the caller applies.
    #[must_use]
    pub fn apply_patch() -> Self {
        ApplyPatchTool::new().into()
    }

    /// The name by which the model calls the tool: of functions, custom tools and namespaces.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Function(tool) => Some(&tool.name),
            Self::Custom(tool) => Some(&tool.name),
            Self::Namespace(tool) => Some(&tool.name),
            _ => None,
        }
    }
}
