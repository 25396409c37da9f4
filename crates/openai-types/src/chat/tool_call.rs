//! Calls of tools that a model asks for.

use crate::wire;

wire! {
    /// A tool that the model wants called.
    pub union ToolCall by "type" {
        /// A function with arguments in JSON.
        "function" => Function(FunctionToolCall),
        /// A custom tool with text as it is.
        "custom" => Custom(CustomToolCall),
    }

    /// A call of a function.
    pub struct FunctionToolCall {
        /// The call's id, to answer it by.
        pub id: String,
        /// The function and its arguments.
        pub function: FunctionCall,
    }

    /// A function and its arguments.
    pub struct FunctionCall {
        /// The function's name.
        pub name: String,
        /// The arguments, as the model wrote them: meant to be a JSON object, but it may be broken JSON or hold
        /// arguments that were never defined. Check before use.
        pub arguments: String,
    }

    /// A call of a custom tool.
    pub struct CustomToolCall {
        /// The call's id, to answer it by.
        pub id: String,
        /// The tool and its input.
        pub custom: CustomCall,
    }

    /// A custom tool and its input.
    pub struct CustomCall {
        /// The tool's name.
        pub name: String,
        /// The input: any text, not JSON.
        pub input: String,
    }
}

impl ToolCall {
    /// A call of a function, with its arguments as JSON text.
    #[must_use]
    pub fn function(id: impl Into<String>, name: impl Into<String>, arguments: impl Into<String>) -> Self {
        FunctionToolCall::new(id, FunctionCall::new(name, arguments)).into()
    }

    /// The call's id.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Function(call) => Some(&call.id),
            Self::Custom(call) => Some(&call.id),
            Self::Other(object) => object.get("id").and_then(|id| id.as_str()),
        }
    }

    /// The name of the tool to call, where this version knows the tool's kind.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Function(call) => Some(&call.function.name),
            Self::Custom(call) => Some(&call.custom.name),
            Self::Other(_) => None,
        }
    }
}
