//! A value that satisfies a JSON schema, for structured answers and tool arguments.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::answer;
use crate::random::Random;

mod judge;
mod merge;
mod number;
pub(crate) mod pattern;
mod text;

/// Why no value was found.
#[derive(Debug, PartialEq)]
pub(crate) struct Unsatisfiable(String);

impl fmt::Display for Unsatisfiable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Unsatisfiable {
    fn from(reason: &str) -> Self {
        Self(reason.to_owned())
    }
}

/// Makes a value that the schema accepts.
///
/// # Errors
/// The schema contradicts itself, refers to nothing, or never ends.
pub(crate) fn satisfy(schema: &Value, random: &mut Random) -> Result<Value, Unsatisfiable> {
    let mut builder = Builder {
        root: schema,
        random,
        steps: 0,
        lean: false,
    };
    builder.build(schema, 0)
}

/// The same for a function's parameters: arguments are an object even where the schema does not say so.
pub(crate) fn satisfy_arguments(schema: &Value, random: &mut Random) -> Result<Value, Unsatisfiable> {
    let mut schema = schema.clone();
    if let Some(keywords) = schema.as_object_mut() {
        keywords.entry("type").or_insert_with(|| json!("object"));
    }
    satisfy(&schema, random)
}

/// From here on down, only what is required is made: a recursive schema ends.
const DEEP: usize = 4;
/// A schema that has found no end by now has none.
const DEEPEST: usize = 48;
/// As many parts as a value may be built of, tries included.
const MOST_STEPS: usize = 20_000;
/// The longest list that is made.
const MOST_ITEMS: usize = 1_000;

/// Builds values for one schema document.
#[derive(Debug)]
struct Builder<'a> {
    root: &'a Value,
    random: &'a mut Random,
    steps: usize,
    /// The next object is made of nothing but what is required.
    lean: bool,
}

impl Builder<'_> {
    fn build(&mut self, schema: &Value, depth: usize) -> Result<Value, Unsatisfiable> {
        self.steps += 1;
        if depth > DEEPEST || self.steps > MOST_STEPS {
            return Err("it requires a value without end".into());
        }
        match schema {
            Value::Bool(true) => Ok(json!(answer::word(self.random))),
            Value::Bool(false) => Err("it accepts nothing".into()),
            _ => {
                let mut merged = merge::Merged::default();
                merged.add(schema, self.root, 0)?;
                self.choose(merged, schema, depth)
            }
        }
    }

    /// Settles each `anyOf` and `oneOf` in turn, the first alternative that works, and builds what is left.
    fn choose(&mut self, mut merged: merge::Merged, schema: &Value, depth: usize) -> Result<Value, Unsatisfiable> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err("it requires a value without end".into());
        }
        let Some(mut alternatives) = merged.alternatives.pop() else {
            return self.try_keywords(&merged.keywords, schema, depth);
        };
        if depth >= DEEP {
            alternatives.sort_by_key(weight);
        }
        let mut reason = "none of its alternatives can be satisfied".into();
        for alternative in &alternatives {
            let mut with = merged.clone();
            let chosen = with
                .add(alternative, self.root, 0)
                .and_then(|()| self.choose(with, schema, depth));
            match chosen {
                Ok(value) => return Ok(value),
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }

    /// What `not` or a sibling of `oneOf` forbids is avoided by trying again, then with nothing optional.
    fn try_keywords(
        &mut self,
        keywords: &Map<String, Value>,
        schema: &Value,
        depth: usize,
    ) -> Result<Value, Unsatisfiable> {
        for lean in [false, false, true, true] {
            self.lean = lean;
            let built = self.build_keywords(keywords, depth);
            self.lean = false;
            let value = built?;
            if judge::accepts(schema, &value, self.root) {
                return Ok(value);
            }
        }
        Err("its keywords contradict each other, or go beyond what the emulator can make".into())
    }

    fn build_keywords(&mut self, keywords: &Map<String, Value>, depth: usize) -> Result<Value, Unsatisfiable> {
        if let Some(value) = keywords.get("const") {
            return Ok(value.clone());
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            let fitting: Vec<&Value> = values.iter().filter(|value| self.fits(keywords, value)).collect();
            let picked = self.random.pick(&fitting).map(|value| (*value).clone());
            return picked.ok_or_else(|| "none of its enum values fits the other keywords".into());
        }
        let mut types = types(keywords);
        if depth >= DEEP {
            types.sort_by_key(|kind| matches!(*kind, "object" | "array"));
        }
        let mut reason = "its types exclude each other".into();
        for kind in types {
            let built = match kind {
                "null" => Ok(Value::Null),
                "boolean" => Ok(json!(self.random.below(2) == 1)),
                "integer" => number::integer(keywords, self.random),
                "number" => number::number(keywords, self.random),
                "string" => text::write(keywords, self.random).map(Value::String),
                "array" => self.array(keywords, depth),
                "object" => self.object(keywords, depth),
                other => Err(Unsatisfiable(format!("it has the unknown type '{other}'"))),
            };
            match built {
                Ok(value) => return Ok(value),
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }

    fn fits(&self, keywords: &Map<String, Value>, value: &Value) -> bool {
        let mut keywords = keywords.clone();
        keywords.remove("enum");
        judge::accepts(&Value::Object(keywords), value, self.root)
    }

    fn array(&mut self, keywords: &Map<String, Value>, depth: usize) -> Result<Value, Unsatisfiable> {
        let leading = ["prefixItems", "items"]
            .iter()
            .find_map(|name| keywords.get(*name)?.as_array());
        let leading = leading.map(Vec::as_slice).unwrap_or_default();
        let rest = match keywords.get("items") {
            Some(items) if !items.is_array() => items,
            Some(_) => keywords.get("additionalItems").unwrap_or(&Value::Bool(true)),
            None => &Value::Bool(true),
        };
        let least = size_of(keywords, "minItems").unwrap_or(0);
        let most = size_of(keywords, "maxItems").unwrap_or(usize::MAX);
        let contains = keywords.get("contains");
        let wanted = if depth >= DEEP {
            least
        } else {
            least.max(leading.len()).max(2)
        };
        let wanted = wanted.max(usize::from(contains.is_some())).min(most);
        if least > most || least > MOST_ITEMS {
            return Err("its minItems is out of reach".into());
        }
        let unique = keywords.get("uniqueItems").is_some_and(|unique| unique == true);
        let mut items: Vec<Value> = Vec::new();
        for index in 0..wanted {
            let schema = match (leading.get(index), contains) {
                (Some(schema), _) => schema.clone(),
                (None, Some(contained)) if index == leading.len() => json!({ "allOf": [rest, contained] }),
                _ => rest.clone(),
            };
            match self.item(&schema, unique, &items, depth) {
                Ok(item) => items.push(item),
                Err(_) if items.len() >= least => break,
                Err(error) => return Err(error),
            }
        }
        Ok(Value::Array(items))
    }

    fn item(&mut self, schema: &Value, unique: bool, others: &[Value], depth: usize) -> Result<Value, Unsatisfiable> {
        const TRIES: usize = 64;
        for _ in 0..TRIES {
            let item = self.build(schema, depth + 1)?;
            if !unique || !others.iter().any(|other| judge::equal(other, &item)) {
                return Ok(item);
            }
        }
        Err("it wants more different items than were found".into())
    }

    fn object(&mut self, keywords: &Map<String, Value>, depth: usize) -> Result<Value, Unsatisfiable> {
        let required: Vec<&str> = strings(keywords.get("required"));
        let empty = Map::new();
        let properties = keywords.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let additional = keywords.get("additionalProperties").unwrap_or(&Value::Bool(true));
        let most = size_of(keywords, "maxProperties").unwrap_or(usize::MAX);
        let least = size_of(keywords, "minProperties").unwrap_or(0);
        if least > MOST_ITEMS {
            return Err("its minProperties is out of reach".into());
        }
        let lean = std::mem::take(&mut self.lean) || depth >= DEEP;
        let mut object = Map::new();
        for name in &required {
            let value = self.build(properties.get(*name).unwrap_or(additional), depth + 1)?;
            object.insert((*name).to_owned(), value);
        }
        let depends = keywords.get("dependentRequired").and_then(Value::as_object);
        for (name, schema) in properties {
            let wanted = !lean || object.len() < least;
            let demanded = depends.is_some_and(|depends| {
                depends
                    .iter()
                    .any(|(asker, asked)| object.contains_key(asker) && strings(Some(asked)).contains(&name.as_str()))
            });
            if object.contains_key(name) || object.len() >= most || !(wanted || demanded) {
                continue;
            }
            // What is optional and cannot be made is left out.
            if let Ok(value) = self.build(schema, depth + 1) {
                object.insert(name.clone(), value);
            }
        }
        let mut number = 1;
        while object.len() < least {
            let value = self.build(additional, depth + 1)?;
            object.insert(format!("{}{number}", answer::word(self.random)), value);
            number += 1;
        }
        Ok(Value::Object(object))
    }
}

/// How much an alternative is likely to hold: plain values end a recursion, references may not.
fn weight(alternative: &Value) -> usize {
    let Some(keywords) = alternative.as_object() else {
        return 1;
    };
    let compound = ["$ref", "properties", "items", "allOf", "anyOf", "oneOf"];
    match keywords.get("type") {
        _ if keywords.contains_key("const") || keywords.contains_key("enum") => 0,
        Some(kind) if kind == "null" => 0,
        _ if compound.iter().any(|name| keywords.contains_key(*name)) => 2,
        _ => 1,
    }
}

/// The types to try: those named, or the one that the other keywords are about.
fn types(keywords: &Map<String, Value>) -> Vec<&str> {
    match keywords.get("type") {
        Some(Value::String(kind)) => return vec![kind],
        Some(Value::Array(kinds)) => {
            let mut kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            kinds.sort_by_key(|kind| *kind == "null");
            return kinds;
        }
        _ => {}
    }
    let about: &[(&str, &[&str])] = &[
        (
            "object",
            &[
                "properties",
                "required",
                "additionalProperties",
                "minProperties",
                "dependentRequired",
            ],
        ),
        (
            "array",
            &["items", "prefixItems", "minItems", "uniqueItems", "contains"],
        ),
        ("string", &["pattern", "format", "minLength", "maxLength"]),
        (
            "number",
            &[
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "multipleOf",
            ],
        ),
    ];
    let found = about
        .iter()
        .find(|(_, names)| names.iter().any(|name| keywords.contains_key(*name)));
    vec![found.map_or("string", |(kind, _)| *kind), "null", "boolean", "integer"]
}

fn number_of(keywords: &Map<String, Value>, name: &str) -> Option<f64> {
    keywords.get(name).and_then(Value::as_f64)
}

fn size_of(keywords: &Map<String, Value>, name: &str) -> Option<usize> {
    let size = number_of(keywords, name)?;
    (size >= 0.0).then_some(size as usize)
}

fn strings(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
