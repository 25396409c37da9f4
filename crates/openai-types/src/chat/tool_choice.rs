//! Whether and which tool the model calls.

use crate::wire;

wire! {
    /// Whether and which tool the model calls.
    pub either ToolChoice {
        /// A rule for all tools.
        string => Mode(ToolChoiceMode),
        /// One tool, or a selection.
        object => Named(NamedToolChoice),
    }

    /// A rule for all tools.
    pub enum ToolChoiceMode {
        /// Call none.
        "none" => None,
        /// The model decides.
        "auto" => Auto,
        /// Call at least one. Azure: by 2024-10-21.
        "required" => Required,
        /// Vertex only: calls or text, and calls keep to the schema.
        "validated" => Validated,
    }

    /// One tool, or a selection of tools.
    pub union NamedToolChoice by "type" {
        /// Call this function.
        "function" => Function(FunctionChoice),
        /// Call this custom tool.
        "custom" => Custom(CustomChoice),
        /// Call among these only.
        "allowed_tools" => AllowedTools(AllowedToolsChoice),
    }

    /// Call this function.
    pub struct FunctionChoice {
        /// The function.
        pub function: NamedTool,
    }

    /// Call this custom tool.
    pub struct CustomChoice {
        /// The tool.
        pub custom: NamedTool,
    }

    /// A tool by name.
    pub struct NamedTool {
        /// The name.
        pub name: String,
    }

    /// Call among these only.
    pub struct AllowedToolsChoice {
        /// The selection.
        pub allowed_tools: AllowedTools,
    }

    /// A selection of the request's tools.
    pub struct AllowedTools {
        /// `auto`, or `required` to call at least one.
        pub mode: ToolChoiceMode,
        /// The tools, each as `{"type": "function", "function": {"name": …}}`.
        pub tools: Vec<NamedToolChoice>,
    }

    /// Deprecated: whether and which function the model calls.
    pub either FunctionCallChoice {
        /// A rule for all functions.
        string => Mode(FunctionCallMode),
        /// This function.
        object => Named(NamedTool),
    }

    /// Deprecated: a rule for all functions.
    pub enum FunctionCallMode {
        /// Call none.
        "none" => None,
        /// The model decides.
        "auto" => Auto,
    }
}

impl ToolChoice {
    /// Call this function.
    #[must_use]
    pub fn function(name: impl Into<String>) -> Self {
        Self::Named(FunctionChoice::new(NamedTool::new(name)).into())
    }

    /// Call this custom tool.
    #[must_use]
    pub fn custom(name: impl Into<String>) -> Self {
        Self::Named(CustomChoice::new(NamedTool::new(name)).into())
    }
}
