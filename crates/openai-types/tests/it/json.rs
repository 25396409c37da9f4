//! When two JSON values are the same to a service.

use openai_types::Unknowns;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The value without members that are null, and with all numbers spelled alike: `1` and `1.0` are the same number.
pub(crate) fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(members) => {
            let present = members.iter().filter(|(_, value)| !value.is_null());
            present.map(|(name, value)| (name.clone(), normal(value))).collect()
        }
        other => other.clone(),
    }
}

/// Decodes as `T`, and lists what `T` does not name. Fails unless `T` writes back what it has read.
pub(crate) fn round<T>(text: &str) -> Result<Vec<String>, String>
where
    T: Serialize + DeserializeOwned + Unknowns,
{
    let decoded: T = openai_types::decode_str(text).map_err(|error| error.to_string())?;
    let written = serde_json::to_string(&decoded).map_err(|error| error.to_string())?;
    let [before, after] =
        [text, &written].map(|text| normal(&serde_json::from_str(text).expect("what was decoded is JSON")));
    if before != after {
        return Err(format!("written back differently:\n{before}\n{after}"));
    }
    Ok(openai_types::unknowns(&decoded))
}

/// [`round`] by the name of a chat type, as the folders of bodies have it.
pub(crate) fn round_chat(kind: &str, text: &str) -> Result<Vec<String>, String> {
    use openai_types::chat::{Chunk, Completion, Request};
    match kind {
        "request" => round::<Request>(text),
        "completion" => round::<Completion>(text),
        "chunk" => round::<Chunk>(text),
        other => Err(format!("no chat type is called {other}")),
    }
}

/// The path of every value in `root`, as JSON pointers, parents before children.
pub(crate) fn pointers(root: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut at = 0;
    while let Some(pointer) = found.get(at).cloned() {
        match root.pointer(&pointer) {
            Some(Value::Object(members)) => found.extend(members.keys().map(|name| {
                let name = name.replace('~', "~0").replace('/', "~1");
                format!("{pointer}/{name}")
            })),
            Some(Value::Array(items)) => found.extend((0..items.len()).map(|index| format!("{pointer}/{index}"))),
            _ => {}
        }
        at += 1;
    }
    found
}

/// A JSON pointer into `root` in the way that errors and unknowns spell a path.
pub(crate) fn dotted(root: &Value, pointer: &str) -> String {
    let (mut path, mut at) = (String::new(), String::new());
    for step in pointer.split('/').skip(1) {
        if root.pointer(&at).is_some_and(Value::is_array) {
            path += &format!("[{step}]");
        } else {
            path += if path.is_empty() { "" } else { "." };
            path += step;
        }
        at += &format!("/{step}");
    }
    path
}
