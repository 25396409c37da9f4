//! Calls of tools that a model asks for.

use crate::wire;

wire! {
    /// A tool that the model wants called.
    pub union ToolCall by "type" {
        /// A function with arguments in JSON. Some servers leave the `type` out.
        "function" | _ if "function" => Function(FunctionToolCall),
        /// A custom tool with text as it is.
        "custom" => Custom(CustomToolCall),
    }

    /// A call of a function.
    #[constructor = untyped]
    pub struct FunctionToolCall {
        /// `function`, where it is written out: OpenAI requires it.
        #[name = "type"]
        pub kind: Option<String>,
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
        /// arguments that were never defined. Check before use. Empty where a service sends null or leaves them out.
        #[or_default]
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

impl FunctionToolCall {
    /// A call of a function, with its type.
    #[must_use]
    pub fn new(id: impl Into<String>, function: FunctionCall) -> Self {
        Self::untyped(id, function).kind("function")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{decode_str, unknowns};

    #[test]
    fn a_function_call_keeps_its_type_or_the_lack_of_it() {
        for text in [
            r#"{"id":"a","function":{"name":"f","arguments":"{}"}}"#,
            r#"{"type":"function","id":"a","function":{"name":"f","arguments":"{}"}}"#,
        ] {
            let call: ToolCall = decode_str(text).unwrap();
            assert_eq!((call.id(), call.name(), call.tag()), (Some("a"), Some("f"), "function"));
            assert_eq!(unknowns(&call), Vec::<String>::new());
            assert_eq!(serde_json::to_string(&call).unwrap(), text);
        }
        let built = serde_json::to_string(&ToolCall::function("a", "f", "{}")).unwrap();
        assert_eq!(
            built,
            r#"{"type":"function","id":"a","function":{"name":"f","arguments":"{}"}}"#
        );
    }

    #[test]
    fn a_malformed_function_call_without_a_type_fails_at_its_place() {
        for (text, path) in [
            (
                r#"[{"id":"a","function":{"name":1,"arguments":"{}"}}]"#,
                "[0].function.name",
            ),
            (r#"[{"id":1,"function":{"name":"f","arguments":"{}"}}]"#, "[0].id"),
            (r#"[{"id":"a","function":{"arguments":"{}"}}]"#, "[0].function"),
            (r#"[{"function":{"name":"f","arguments":"{}"}}]"#, "[0]"),
        ] {
            assert_eq!(decode_str::<Vec<ToolCall>>(text).unwrap_err().path(), path, "{text}");
        }
    }
}
