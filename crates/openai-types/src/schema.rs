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

/// The schema of one type, as a whole document of JSON Schema draft 2020-12.
#[must_use]
pub fn document<T: schemars::JsonSchema>() -> Value {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let mut document = generator.into_root_schema_for::<T>().to_value();
    // Some other crate in the tree may have switched on serde_json's `preserve_order`.
    document.sort_all_objects();
    document
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
            .map(|member| member.0)
            .collect();
        let mut kind = json!({"type": "object"});
        if !required.is_empty() {
            kind["required"] = json!(required);
        }
        if N > 0 {
            let properties = members
                .into_iter()
                .map(|(name, doc, _, schema)| (name.to_owned(), described(doc, schema.to_value())));
            kind["properties"] = Value::Object(properties.collect::<Map<_, _>>());
        }
        schema(described(doc, kind))
    }

    /// A string with known values; any other is allowed.
    #[must_use]
    pub fn text<const N: usize>(doc: &str, values: [(&str, &str); N]) -> Schema {
        let known = values.map(|(value, doc)| described(doc, json!({"const": value})));
        let kinds: Vec<_> = known.into_iter().chain([json!({"type": "string"})]).collect();
        schema(described(doc, json!({"anyOf": kinds})))
    }

    /// Objects told apart by a tag. A known tag must come with its members; an unknown one may bring anything.
    #[must_use]
    pub fn union<const N: usize>(doc: &str, tag: &str, objects: [(&str, &str, Schema); N]) -> Schema {
        let known: Vec<_> = objects.iter().map(|object| json!(object.0)).collect();
        let other = json!({"properties": {tag: {"type": ["string", "null"], "not": {"enum": known}}}});
        let known = objects.map(|(value, doc, members)| {
            let tagged = json!({"properties": {tag: {"const": value}}, "required": [tag]});
            described(doc, json!({"allOf": [tagged, members.to_value()]}))
        });
        let kinds: Vec<_> = known.into_iter().chain([other]).collect();
        schema(described(doc, json!({"type": "object", "anyOf": kinds})))
    }

    /// One of several JSON kinds.
    #[must_use]
    pub fn either<const N: usize>(doc: &str, kinds: [(&str, Schema); N]) -> Schema {
        let kinds = kinds.map(|(doc, kind)| described(doc, kind.to_value()));
        schema(described(doc, json!({"anyOf": kinds.to_vec()})))
    }

    /// Adds a doc comment as prose: a line a paragraph, and no links, for they lead nowhere from a schema.
    fn described(doc: &str, mut kind: Value) -> Value {
        let doc = doc.replace("[`", "`").replace("`]", "`");
        let paragraphs: Vec<_> = doc
            .split("\n\n")
            .map(|lines| lines.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|paragraph| !paragraph.is_empty())
            .collect();
        // `true`, the schema of any value, has no room for a description.
        if kind == json!(true) {
            kind = json!({});
        }
        if let Some(members) = kind.as_object_mut()
            && !paragraphs.is_empty()
        {
            members.insert("description".to_owned(), paragraphs.join("\n\n").into());
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
