//! Strict schemas: the part of JSON Schema that structured outputs and strict tools take (feature `schemars`).
//!
//! A strict schema is an object at its root; every object in it is closed and requires all its members. [`of`] makes one
//! from a Rust type, [`make`] from a schema that is there already. What cannot be said strictly is refused with its
//! place, before anything is sent. Source: OpenAI's guide to structured outputs.

mod definitions;

use std::fmt;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use definitions::Definitions;

/// The strict schema of a type's JSON, as serde reads it.
///
/// Members with a serde default are required all the same: a model has to write them.
///
/// # Errors
/// Where the type has values that no strict schema describes: a map with open keys, any JSON value, a tuple, or an enum
/// where an object must stand.
///
/// ```
/// # use openai_types::strict;
/// // With the derive of `schemars`, this is `#[derive(JsonSchema)]` on a type of your own.
/// let error = strict::of::<std::collections::BTreeMap<String, u8>>().unwrap_err();
/// assert_eq!(error.path(), "$");
/// ```
pub fn of<T: JsonSchema>() -> Result<Value, NotStrict> {
    let generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    make(generator.into_root_schema_for::<T>().to_value())
}

/// A name for a type's schema: its own, with `_` for what a name may not hold, at most 64 characters.
#[must_use]
pub fn name_of<T: JsonSchema>() -> String {
    plain(&T::schema_name()).chars().take(64).collect()
}

/// Makes a schema strict: closes every object, requires its members, and leaves out what only describes.
///
/// A member that was optional is required then; it must be nullable to be left empty, as `Option` is. Definitions get
/// names of letters, digits, `_` and `-`.
///
/// # Errors
/// As [`of`]: the first part that cannot be said strictly, and its place.
pub fn make(mut schema: Value) -> Result<Value, NotStrict> {
    let mut places = Vec::new();
    let defined = Definitions::of(&schema);
    if let Some(root) = schema.as_object_mut() {
        unfold(root);
        resolve(root, &defined);
        root.remove("$schema");
    }
    walk(&mut schema, &defined, &mut places)?;
    defined.rename(&mut schema);
    let is_object = schema.get("type").is_some_and(|kind| kind == "object");
    if is_object && schema.get("anyOf").is_none() {
        return Ok(schema);
    }
    let reason = "the root is not one object: wrap it in a struct with one member";
    Err(NotStrict::at(&places, reason))
}

/// Why a schema cannot be made strict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotStrict {
    path: String,
    reason: String,
}

impl NotStrict {
    /// The place in the schema: `$.properties.tags`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    fn at(places: &[String], reason: impl Into<String>) -> Self {
        let path = std::iter::once("$").chain(places.iter().map(String::as_str));
        Self {
            path: path.collect::<Vec<_>>().join("."),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for NotStrict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the schema cannot be strict: at `{}` {}", self.path, self.reason)
    }
}

impl std::error::Error for NotStrict {}

/// Keywords that strict mode does not take, and that say something: leaving them out would change what is allowed.
const REFUSED: &[&str] = &[
    "allOf",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "maxProperties",
    "minContains",
    "minProperties",
    "not",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Keywords that only describe, and that strict mode may refuse.
const DROPPED: &[&str] = &[
    "$comment",
    "default",
    "deprecated",
    "examples",
    "readOnly",
    "title",
    "writeOnly",
];

/// The formats that strict mode takes; others, such as `uint32`, only describe.
const FORMATS: &[&str] = &[
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "time",
    "uuid",
];

fn walk(schema: &mut Value, defined: &Definitions, places: &mut Vec<String>) -> Result<(), NotStrict> {
    let Some(keywords) = schema.as_object_mut() else {
        return Err(NotStrict::at(
            places,
            "anything is allowed: name the members and their types",
        ));
    };
    unfold(keywords);
    if keywords.contains_key("properties") {
        resolve(keywords, defined);
    }
    if keywords.contains_key("properties") && keywords.contains_key("anyOf") {
        let reason = "its members depend on a choice: give the choice a member of its own";
        return Err(NotStrict::at(places, reason));
    }
    if let Some(keyword) = REFUSED.iter().find(|keyword| keywords.contains_key(**keyword)) {
        return Err(NotStrict::at(places, format!("`{keyword}` is not taken")));
    }
    keywords.retain(|keyword, value| match keyword.as_str() {
        "format" => value.as_str().is_some_and(|format| FORMATS.contains(&format)),
        keyword => !DROPPED.contains(&keyword),
    });
    reference(keywords, defined, places)?;
    if !["type", "enum", "const", "anyOf", "$ref"]
        .iter()
        .any(|kind| keywords.contains_key(*kind))
    {
        return Err(NotStrict::at(places, "anything is allowed: give it a type"));
    }
    if is_kind(keywords, "array") && !keywords.contains_key("items") {
        return Err(NotStrict::at(places, "the array has no `items`"));
    }
    if is_kind(keywords, "object") {
        close(keywords, places)?;
    }
    for container in ["$defs", "properties"] {
        for (name, inner) in keywords
            .get_mut(container)
            .and_then(Value::as_object_mut)
            .into_iter()
            .flatten()
        {
            within(places, [container, name], |places| walk(inner, defined, places))?;
        }
    }
    for (index, inner) in keywords
        .get_mut("anyOf")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .enumerate()
    {
        within(places, ["anyOf", &index.to_string()], |places| {
            walk(inner, defined, places)
        })?;
    }
    match keywords.get_mut("items") {
        Some(items) => within(places, ["items"], |places| walk(items, defined, places)),
        None => Ok(()),
    }
}

/// Says the same with fewer keywords: a choice of one is that one, and exactly one of several is any of them.
fn unfold(keywords: &mut Map<String, Value>) {
    if !keywords.contains_key("anyOf")
        && let Some(choices) = keywords.remove("oneOf")
    {
        keywords.insert("anyOf".to_owned(), choices);
    }
    let alone = match keywords.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([Value::Object(alone)]) if alone.keys().all(|keyword| !keywords.contains_key(keyword)) => alone.clone(),
        _ => return,
    };
    keywords.remove("allOf");
    keywords.extend(alone);
}

/// Puts what is referred to in the place of the reference.
///
/// Members beside a reference to an object become members of one object so: closed apart, neither would leave room for
/// the other. A tagged enum of structs is written that way. At the root an object must stand, where a type that wraps
/// another has a reference.
fn resolve(keywords: &mut Map<String, Value>, defined: &Definitions) {
    // A definition may itself lean on another; one that leans on itself ends here, and is refused as what it is.
    for _ in 0..=defined.len() {
        let target = keywords.get("$ref").and_then(|target| defined.find(target).ok());
        let Some(Value::Object(object)) = target.map(|definition| &definition.schema) else {
            return;
        };
        let mut object = object.clone();
        unfold(&mut object);
        keywords.remove("$ref");
        for (keyword, value) in object {
            match (keyword.as_str(), keywords.get_mut(&keyword), value) {
                ("properties", Some(Value::Object(members)), Value::Object(more)) => {
                    for (name, member) in more {
                        members.entry(name).or_insert(member);
                    }
                }
                (_, None, value) => {
                    keywords.insert(keyword, value);
                }
                _ => {}
            }
        }
    }
}

/// A reference leads into `$defs`, and stands alone: what describes it stands around it.
fn reference(keywords: &mut Map<String, Value>, defined: &Definitions, places: &[String]) -> Result<(), NotStrict> {
    let Some(target) = keywords.get_mut("$ref") else {
        return Ok(());
    };
    if target != "#" {
        let definition = defined.find(target).map_err(|reason| NotStrict::at(places, reason))?;
        *target = definition.reference();
    }
    let target = target.clone();
    if keywords.len() > 1 {
        keywords.remove("$ref");
        keywords.insert("anyOf".to_owned(), json!([{"$ref": target}]));
    }
    Ok(())
}

/// Closes an object and requires all its members.
fn close(keywords: &mut Map<String, Value>, places: &[String]) -> Result<(), NotStrict> {
    let is_open = match keywords.get("additionalProperties") {
        None | Some(Value::Bool(false)) => false,
        // What a type leaves open it can do without, unless there is nothing else to it.
        Some(Value::Bool(true)) => !keywords.contains_key("properties"),
        Some(_) => true,
    };
    if is_open {
        let reason = "it is a map with open keys: name the members, or use a list of pairs";
        return Err(NotStrict::at(places, reason));
    }
    let properties = keywords
        .entry("properties")
        .or_insert_with(|| json!({}))
        .as_object()
        .map(|properties| properties.keys().cloned().collect::<Vec<_>>());
    keywords.insert("required".to_owned(), json!(properties.unwrap_or_default()));
    keywords.insert("additionalProperties".to_owned(), Value::Bool(false));
    Ok(())
}

/// A name of letters, digits, `_` and `-`: with `_` for all else.
fn plain(name: &str) -> String {
    let plain = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => letter,
        _ => '_',
    };
    name.chars().map(plain).collect()
}

fn is_kind(keywords: &Map<String, Value>, kind: &str) -> bool {
    match keywords.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|known| known == kind),
        Some(known) => known == kind,
        None => false,
    }
}

fn within<const N: usize>(
    places: &mut Vec<String>,
    names: [&str; N],
    work: impl FnOnce(&mut Vec<String>) -> Result<(), NotStrict>,
) -> Result<(), NotStrict> {
    places.extend(names.map(str::to_owned));
    let outcome = work(places);
    places.truncate(places.len().saturating_sub(N));
    outcome
}

#[cfg(test)]
mod tests;
