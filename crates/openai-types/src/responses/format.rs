//! What the text of an answer must look like.

use serde_json::Value;

use crate::chat::Verbosity;
use crate::wire;

wire! {
    /// What the text of an answer must look like.
    pub struct TextConfig {
        /// Its form. Default: plain text.
        pub format: Option<TextFormat>,
        /// How wordy it is. Default: `medium`.
        pub verbosity: Option<Verbosity>,
    }

    /// The form of an answer's text.
    pub union TextFormat by "type" {
        /// Plain text: the default.
        "text" => Text(AnyText),
        /// JSON that fits a schema.
        "json_schema" => JsonSchema(JsonSchemaFormat),
        /// Any JSON object. The input must ask for JSON too. Newer models do better with a schema.
        "json_object" => JsonObject(JsonObjectFormat),
    }

    /// Plain text.
    pub struct AnyText {}

    /// Any JSON object.
    pub struct JsonObjectFormat {}

    /// JSON that fits a schema. Chat completions put these members one level deeper.
    pub struct JsonSchemaFormat {
        /// The name: letters, digits, `_` and `-`, up to 64 characters.
        pub name: String,
        /// A JSON Schema.
        pub schema: Value,
        /// What the format is for, so that the model can tell how to fill it.
        pub description: Option<String>,
        /// Whether the answer must keep to the schema exactly; then only a part of JSON Schema is allowed. Default: false.
        pub strict: Option<bool>,
    }
}

impl TextFormat {
    /// JSON that keeps to this schema exactly.
    #[must_use]
    pub fn json_schema(name: impl Into<String>, schema: Value) -> Self {
        JsonSchemaFormat::new(name, schema).strict(true).into()
    }

    /// Any JSON object.
    #[must_use]
    pub fn json_object() -> Self {
        JsonObjectFormat::new().into()
    }
}
