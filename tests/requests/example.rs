//! The vendors' own examples: addresses out of their command lines, and texts out of their bodies.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The addresses in the page whose file name begins with `page`, in its order.
pub(crate) fn addresses(folder: &Path, page: &str) -> Vec<String> {
    let mut files = fs::read_dir(folder.join("seeds"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let file = files
        .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(page))
        .unwrap();
    let text = fs::read_to_string(file).unwrap();
    text.split_whitespace()
        .filter(|word| word.starts_with("https://"))
        .map(str::to_owned)
        .collect()
}

/// The text at a place of a body.
pub(crate) fn text<'a>(body: &'a Value, place: &str) -> &'a str {
    body.pointer(place)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {place}"))
}
