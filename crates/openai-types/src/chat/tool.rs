//! Tools that a model may call.

use serde_json::Value;

use crate::wire;

wire! {
    /// A tool that the model may call.
    pub union Tool by "type" {
        /// A function with arguments in JSON.
        "function" => Function(FunctionTool),
        /// A tool that takes text as it is. OpenAI and Azure v1.
        "custom" => Custom(CustomTool),
    }

    /// A function with arguments in JSON.
    pub struct FunctionTool {
        /// The function.
        pub function: Function,
    }

    /// What the model knows of a function.
    pub struct Function {
        /// The function's name: letters, digits, `_` and `-`, up to 64 characters.
        pub name: String,
        /// What the function does, so that the model can tell when to call it.
        pub description: Option<String>,
        /// A JSON Schema of the arguments; absent for a function without any. Databricks needs it. Vertex reads it as an
        /// OpenAPI schema.
        pub parameters: Option<Value>,
        /// Whether the arguments must keep to the schema exactly. Default: false.
        pub strict: Option<bool>,
    }

    /// A tool that takes text as it is.
    pub struct CustomTool {
        /// The tool.
        pub custom: CustomToolSpec,
    }

    /// What the model knows of a custom tool.
    pub struct CustomToolSpec {
        /// The tool's name.
        pub name: String,
        /// What the tool does.
        pub description: Option<String>,
        /// What the input must look like. Default: any text.
        pub format: Option<CustomFormat>,
    }

    /// What a custom tool's input must look like.
    pub union CustomFormat by "type" {
        /// Any text.
        "text" => Text(TextInput),
        /// Text that a grammar produces.
        "grammar" => Grammar(GrammarFormat),
    }

    /// Any text.
    pub struct TextInput {}

    /// Text that a grammar produces.
    pub struct GrammarFormat {
        /// The grammar.
        pub grammar: Grammar,
    }

    /// A grammar.
    pub struct Grammar {
        /// The grammar itself.
        pub definition: String,
        /// The language that it is written in.
        pub syntax: GrammarSyntax,
    }

    /// The language of a grammar.
    pub enum GrammarSyntax {
        /// Lark.
        "lark" => Lark,
        /// A regular expression.
        "regex" => Regex,
    }
}

impl Tool {
    /// A function: its name, what it does, and the JSON Schema of its arguments.
    ///
    /// ```
    /// use openai_types::chat::Tool;
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
        FunctionTool::new(Function::new(name).description(description).parameters(parameters)).into()
    }

    /// A tool that takes any text.
    #[must_use]
    pub fn custom(name: impl Into<String>, description: impl Into<String>) -> Self {
        CustomTool::new(CustomToolSpec::new(name).description(description)).into()
    }

    /// The tool's name, where this version knows the tool's kind.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Function(tool) => Some(&tool.function.name),
            Self::Custom(tool) => Some(&tool.custom.name),
            Self::Other(_) => None,
        }
    }
}
