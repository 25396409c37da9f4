//! JSON Schemas of the wire types (feature `schemars`).

use serde_json::Value;

/// The schemas of the types that stand at the root of a request or an answer, by file name, in a stable order.
///
/// Each is a whole document of JSON Schema draft 2020-12. Objects may hold members that the schema does not name, and
/// strings and tagged objects may have values that it does not name, as the types themselves allow.
#[must_use]
pub fn roots() -> Vec<(&'static str, Value)> {
    vec![
        ("chat.Chunk", document::<crate::chat::Chunk>()),
        ("chat.Completion", document::<crate::chat::Completion>()),
        ("chat.Request", document::<crate::chat::Request>()),
    ]
}

fn document<T: schemars::JsonSchema>() -> Value {
    schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// What the code that `wire!` writes calls to build a schema.
#[doc(hidden)]
pub mod build {
    use schemars::Schema;
    use serde_json::{Map, Value, json};

    /// A type's name across all modules: `chat.Request`.
    #[must_use]
    pub fn name(module: &str, name: &str) -> String {
        match module.split("::").nth(1) {
            Some(area) => format!("{area}.{name}"),
            None => name.to_owned(),
        }
    }

    /// An object: each member is its name, its description, whether it must be there, and its schema.
    #[must_use]
    pub fn object<const N: usize>(doc: &str, members: [(&str, &str, bool, Schema); N]) -> Schema {
        let required: Vec<_> = members
            .iter()
            .filter(|member| member.2)
            .map(|member| json!(member.0))
            .collect();
        let properties: Map<String, Value> = members
            .into_iter()
            .map(|(name, doc, needed, schema)| (name.to_owned(), described(doc, optional(needed, schema.to_value()))))
            .collect();
        schema(described(
            doc,
            json!({"type": "object", "properties": properties, "required": required}),
        ))
    }

    /// A string with known values; any other is allowed.
    #[must_use]
    pub fn text<const N: usize>(doc: &str, values: [(&str, &str); N]) -> Schema {
        let mut kinds: Vec<_> = values
            .iter()
            .map(|(value, doc)| described(doc, json!({"const": value})))
            .collect();
        kinds.push(json!({"type": "string"}));
        schema(described(doc, json!({"anyOf": kinds})))
    }

    /// Objects told apart by a tag. A known tag must come with its members; an unknown one may bring anything.
    #[must_use]
    pub fn union<const N: usize>(doc: &str, tag: &str, objects: [(&str, &str, Schema); N]) -> Schema {
        let known: Vec<_> = objects.iter().map(|object| json!(object.0)).collect();
        let mut kinds: Vec<_> = objects
            .into_iter()
            .map(|(value, doc, members)| {
                let tagged = json!({"type": "object", "properties": {tag: {"const": value}}, "required": [tag]});
                described(doc, json!({"allOf": [tagged, members.to_value()]}))
            })
            .collect();
        kinds.push(json!({"type": "object", "properties": {tag: {"not": {"enum": known}}}}));
        schema(described(doc, json!({"anyOf": kinds})))
    }

    /// One of several JSON kinds.
    #[must_use]
    pub fn either<const N: usize>(doc: &str, kinds: [(&str, Schema); N]) -> Schema {
        let kinds: Vec<_> = kinds
            .into_iter()
            .map(|(doc, kind)| described(doc, kind.to_value()))
            .collect();
        schema(described(doc, json!({"anyOf": kinds})))
    }

    fn optional(needed: bool, kind: Value) -> Value {
        if needed {
            kind
        } else {
            json!({"anyOf": [kind, {"type": "null"}]})
        }
    }

    fn described(doc: &str, mut kind: Value) -> Value {
        let doc = doc.lines().map(str::trim).collect::<Vec<_>>().join("\n");
        if let Some(members) = kind.as_object_mut()
            && !doc.trim().is_empty()
        {
            members.insert("description".to_owned(), Value::String(doc.trim().to_owned()));
        }
        kind
    }

    fn schema(value: Value) -> Schema {
        match value {
            Value::Object(members) => members.into(),
            _ => Schema::default(),
        }
    }
}
