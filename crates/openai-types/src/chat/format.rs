//! What an answer must look like.

use serde_json::Value;

use crate::wire;

wire! {
    /// What an answer must look like.
    pub union ResponseFormat by "type" {
        /// Plain text: the default.
        "text" => Text(TextFormat),
        /// Any JSON object. The messages must ask for JSON too.
        "json_object" => JsonObject(JsonObjectFormat),
        /// JSON that fits a schema. Azure: from 2024-08-01-preview.
        "json_schema" => JsonSchema(JsonSchemaFormat),
    }

    /// Plain text.
    pub struct TextFormat {}

    /// Any JSON object.
    pub struct JsonObjectFormat {}

    /// JSON that fits a schema.
    pub struct JsonSchemaFormat {
        /// The schema and its name.
        pub json_schema: JsonSchema,
    }

    /// A schema and its name.
    pub struct JsonSchema {
        /// The name: letters, digits, `_` and `-`, up to 64 characters.
        pub name: String,
        /// What the format is for, so that the model can tell how to fill it.
        pub description: Option<String>,
        /// A JSON Schema.
        pub schema: Option<Value>,
        /// Whether the answer must keep to the schema exactly; then only a part of JSON Schema is allowed. Default: false.
        pub strict: Option<bool>,
    }
}

impl ResponseFormat {
    /// JSON that keeps to this schema exactly.
    #[must_use]
    pub fn json_schema(name: impl Into<String>, schema: Value) -> Self {
        JsonSchemaFormat::new(JsonSchema::new(name).schema(schema).strict(true)).into()
    }

    /// Any JSON object.
    #[must_use]
    pub fn json_object() -> Self {
        JsonObjectFormat::new().into()
    }
}
