//! When two JSON values are the same to a service.

use std::fmt::Debug;

use openai_types::Unknowns;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Members that services send as null or leave out where they should be empty; they are written as empty.
const OR_EMPTY: [&str; 6] = ["arguments", "choices", "data", "output", "summary", "value"];

/// The value without members that are null or, of a few, empty, and with all numbers spelled alike: `1` and `1.0` are the
/// same number.
pub(crate) fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(members) => {
            let is_empty = |name: &str, value: &Value| {
                value.is_null() || OR_EMPTY.contains(&name) && (*value == json!([]) || *value == "")
            };
            let present = members.iter().filter(|(name, value)| !is_empty(name, value));
            let member = |(name, value): (&String, &Value)| match value {
                Value::Array(items) if name == "embedding" => (name.clone(), items.iter().map(rounded).collect()),
                _ => (name.clone(), normal(value)),
            };
            present.map(member).collect()
        }
        other => other.clone(),
    }
}

/// A vector's number as the 32 bits that it is kept in.
fn rounded(value: &Value) -> Value {
    value.as_f64().map_or(Value::Null, |value| Value::from(value as f32))
}

/// A secret that a test plants.
pub(crate) const CANARY: &str = "s3cr3t-c4n4ry";

/// Decodes as `T`, and lists what `T` does not name. Fails unless `T` writes back what it has read, or if `Debug` shows
/// a secret that a test planted.
pub(crate) fn round<T>(text: &str) -> Result<Vec<String>, String>
where
    T: Debug + Serialize + DeserializeOwned + Unknowns,
{
    let decoded: T = openai_types::decode_str(text).map_err(|error| error.to_string())?;
    if text.contains(CANARY) && format!("{decoded:?}").contains(CANARY) {
        return Err(format!("Debug shows a secret: {decoded:?}"));
    }
    let written = serde_json::to_string(&decoded).map_err(|error| error.to_string())?;
    let [before, after] =
        [text, &written].map(|text| normal(&serde_json::from_str(text).expect("what was decoded is JSON")));
    if before != after {
        return Err(format!("written back differently:\n{before}\n{after}"));
    }
    Ok(openai_types::unknowns(&decoded))
}

/// A JSON pointer into `root` in the way that errors and unknowns spell a path.
pub(crate) fn dotted(root: &Value, pointer: &str) -> String {
    let (mut path, mut at) = (String::new(), String::new());
    for step in pointer.split('/').skip(1) {
        if root.pointer(&at).is_some_and(Value::is_array) {
            path += &format!("[{step}]");
        } else {
            path += if path.is_empty() { "" } else { "." };
            path += &unescaped(step);
        }
        at += &format!("/{step}");
    }
    path
}

/// A step of a JSON pointer as the member's name: `hate~1threatening` is `hate/threatening`.
pub(crate) fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
