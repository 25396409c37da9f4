//! `function`: a function of the caller's.

use serde_json::Value;

use super::AllowedCaller;
use crate::wire;

wire! {
    /// A function of the caller's with arguments in JSON. Chat completions put these members one level deeper.
    pub struct FunctionTool {
        /// The function's name: letters, digits, `_` and `-`, up to 64 characters; in a namespace up to 128.
        pub name: String,
        /// What the function does, so that the model can tell when to call it.
        pub description: Option<String>,
        /// A JSON Schema of the arguments; absent for a function without any. Databricks needs it.
        pub parameters: Option<Value>,
        /// A JSON Schema of the JSON that the function's output holds as text.
        pub output_schema: Option<Value>,
        /// Whether the arguments must keep to the schema exactly. Default: the service decides by the schema; where it
        /// does, the answer says so.
        pub strict: Option<bool>,
        /// Whether the model only learns of the function by tool search. Default: false.
        pub defer_loading: Option<bool>,
        /// Who may call the function. Default: the model itself.
        pub allowed_callers: Option<Vec<AllowedCaller>>,
    }
}
