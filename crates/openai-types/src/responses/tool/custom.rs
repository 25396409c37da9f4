//! `custom`: a tool of the caller's that takes text.

use super::AllowedCaller;
use crate::chat::GrammarSyntax;
use crate::wire;

wire! {
    /// A tool of the caller's that takes text as it is, without JSON around it.
    ///
    /// Databricks: the GPT-5 family only.
    pub struct CustomTool {
        /// The tool's name.
        pub name: String,
        /// What the tool does, so that the model can tell when to call it.
        pub description: Option<String>,
        /// What the input must look like. Default: any text.
        pub format: Option<CustomFormat>,
        /// Whether the model only learns of the tool by tool search. Default: false.
        pub defer_loading: Option<bool>,
        /// Who may call the tool. Default: the model itself.
        pub allowed_callers: Option<Vec<AllowedCaller>>,
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

    /// Text that a grammar produces. Chat completions put the two members one level deeper.
    pub struct GrammarFormat {
        /// The language that the grammar is written in.
        pub syntax: GrammarSyntax,
        /// The grammar itself.
        pub definition: String,
    }
}

impl CustomFormat {
    /// Text that a Lark grammar produces.
    #[must_use]
    pub fn lark(definition: impl Into<String>) -> Self {
        GrammarFormat::new(GrammarSyntax::Lark, definition).into()
    }

    /// Text that a regular expression matches.
    #[must_use]
    pub fn regex(definition: impl Into<String>) -> Self {
        GrammarFormat::new(GrammarSyntax::Regex, definition).into()
    }
}
