//! JSON Schemas of the wire types (feature `schemars`).

mod operations;

use serde_json::Value;

pub use operations::{OPERATIONS, Operation};

/// The schemas of the types that stand at the root of a request or an answer, by file name, in a stable order.
///
/// Each is a whole document of JSON Schema draft 2020-12. Objects may hold members that the schema does not name, and
/// strings and tagged objects may have values that it does not name, as the types themselves allow.
#[must_use]
pub fn roots() -> Vec<(&'static str, Value)> {
    let mut roots = vec![
        ("audio.SpeechEvent", document::<crate::audio::SpeechEvent>()),
        ("audio.SpeechRequest", document::<crate::audio::SpeechRequest>()),
        ("audio.Transcription", document::<crate::audio::Transcription>()),
        (
            "audio.TranscriptionEvent",
            document::<crate::audio::TranscriptionEvent>(),
        ),
        (
            "audio.TranscriptionRequest",
            document::<crate::audio::TranscriptionRequest>(),
        ),
        (
            "audio.TranslationRequest",
            document::<crate::audio::TranslationRequest>(),
        ),
        ("batches.Batch", document::<crate::batches::Batch>()),
        ("batches.Input", document::<crate::batches::Input>()),
        ("batches.List", document::<crate::batches::List>()),
        ("batches.Output", document::<crate::batches::Output>()),
        ("batches.Request", document::<crate::batches::Request>()),
        ("chat.Chunk", document::<crate::chat::Chunk>()),
        ("chat.Completion", document::<crate::chat::Completion>()),
        ("chat.List", document::<crate::chat::List>()),
        ("chat.MessageList", document::<crate::chat::MessageList>()),
        ("chat.Request", document::<crate::chat::Request>()),
        ("chat.Update", document::<crate::chat::Update>()),
        ("completions.Completion", document::<crate::completions::Completion>()),
        ("completions.Request", document::<crate::completions::Request>()),
        ("embeddings.Request", document::<crate::embeddings::Request>()),
        ("embeddings.Response", document::<crate::embeddings::Response>()),
        ("files.File", document::<crate::files::File>()),
        ("files.Form", document::<crate::files::Form>()),
        ("files.Import", document::<crate::files::Import>()),
        ("files.List", document::<crate::files::List>()),
        ("images.EditEvent", document::<crate::images::EditEvent>()),
        ("images.EditRequest", document::<crate::images::EditRequest>()),
        ("images.GenerationEvent", document::<crate::images::GenerationEvent>()),
        (
            "images.GenerationRequest",
            document::<crate::images::GenerationRequest>(),
        ),
        ("images.Response", document::<crate::images::Response>()),
        ("images.VariationRequest", document::<crate::images::VariationRequest>()),
        ("list.Deleted", document::<crate::list::Deleted>()),
        ("models.List", document::<crate::models::List>()),
        ("models.Model", document::<crate::models::Model>()),
        ("moderations.Moderation", document::<crate::moderations::Moderation>()),
        ("moderations.Request", document::<crate::moderations::Request>()),
        (
            "responses.CompactRequest",
            document::<crate::responses::CompactRequest>(),
        ),
        (
            "responses.CompactedConversation",
            document::<crate::responses::CompactedConversation>(),
        ),
        ("responses.Event", document::<crate::responses::Event>()),
        ("responses.InputTokens", document::<crate::responses::InputTokens>()),
        (
            "responses.InputTokensRequest",
            document::<crate::responses::InputTokensRequest>(),
        ),
        ("responses.List", document::<crate::responses::List>()),
        ("responses.Request", document::<crate::responses::Request>()),
        ("responses.Response", document::<crate::responses::Response>()),
        ("uploads.Complete", document::<crate::uploads::Complete>()),
        ("uploads.Part", document::<crate::uploads::Part>()),
        ("uploads.Request", document::<crate::uploads::Request>()),
        ("uploads.Upload", document::<crate::uploads::Upload>()),
    ];
    for (name, document) in &mut roots {
        // One page of files is `files.List` as a root, and `files.FileList` inside another type.
        document["title"] = (*name).into();
    }
    roots
}

/// The schema of one type, as a whole document of JSON Schema draft 2020-12.
#[must_use]
pub fn document<T: schemars::JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let generator = settings
        .with_transform(schemars::transform::RecursiveTransform(bounded))
        .into_generator();
    let mut document = generator.into_root_schema_for::<T>().to_value();
    // Some other crate in the tree may have switched on serde_json's `preserve_order`.
    document.sort_all_objects();
    document
}

/// Says of whole numbers what the types can hold.
fn bounded(schema: &mut schemars::Schema) {
    let bounds = match schema.get("format").and_then(Value::as_str) {
        Some("uint64") => (u64::MIN.into(), u64::MAX.into()),
        Some("int64") => (i64::MIN.into(), i64::MAX.into()),
        _ => return,
    };
    schema.insert("minimum".to_owned(), bounds.0);
    schema.insert("maximum".to_owned(), bounds.1);
}

/// What the code that `wire!` writes calls to build a schema.
#[doc(hidden)]
pub mod build {
    use schemars::Schema;
    use serde_json::{Map, Value, json};

    /// A type's name across all modules: `chat.Request`, or `ingestion.v2024.Job` where a module is a version.
    #[must_use]
    pub fn name(module: &str, name: &str) -> String {
        let mut modules = module.split("::").skip(1);
        let Some(area) = modules.next() else {
            return name.to_owned();
        };
        let is_version = |module: &&str| module.strip_prefix('v').is_some_and(|rest| rest.parse::<u32>().is_ok());
        match modules.next().filter(is_version) {
            Some(version) => format!("{area}.{version}.{name}"),
            None => format!("{area}.{name}"),
        }
    }

    /// The name of a generic type for one parameter: `files.FileList` for `files.File` and `list.List`.
    #[must_use]
    pub fn name_of(parameter: &str, name: &str) -> String {
        let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
        format!("{parameter}{name}")
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

    /// Objects told apart by a tag: the tags of each, the member that marks it where it may lack a tag, its
    /// description, and its schema. A known tag must come with its members; an unknown one may bring anything.
    #[must_use]
    pub fn union<const N: usize>(doc: &str, tag: &str, objects: [(&[&str], Option<&str>, &str, Schema); N]) -> Schema {
        let known: Vec<_> = objects.iter().flat_map(|object| object.0).collect();
        let mut other = json!({"properties": {tag: {"type": ["string", "null"], "not": {"enum": known}}}});
        let marks = objects.iter().filter_map(|object| object.1);
        let marks: Vec<_> = marks.map(|mark| json!({"required": [mark]})).collect();
        if !marks.is_empty() {
            other["not"] = json!({"properties": {tag: {"type": "null"}}, "anyOf": marks});
        }
        let known = objects.map(|(tags, mark, doc, members)| {
            let tagged = match (tags, mark) {
                ([tag_of_one], None) => json!({"properties": {tag: {"const": tag_of_one}}, "required": [tag]}),
                (_, None) => json!({"properties": {tag: {"enum": tags}}, "required": [tag]}),
                (_, Some(_)) => {
                    let tags: Vec<_> = tags.iter().copied().map(Value::from).chain([Value::Null]).collect();
                    json!({"properties": {tag: {"enum": tags}}})
                }
            };
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
