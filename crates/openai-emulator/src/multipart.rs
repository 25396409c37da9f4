//! Bodies of `multipart/form-data`, read as strictly as RFC 7578 writes them.

use bytes::Bytes;
use serde_json::{Map, Number, Value};

use crate::check::Wrong;

mod header;
mod reader;

pub(crate) use header::boundary;
pub(crate) use reader::Reader;

/// The fields and files of a form, in the order in which they came.
#[derive(Debug)]
pub(crate) struct Form {
    parts: Vec<Part>,
}

/// One field, or one file.
#[derive(Debug)]
pub(crate) struct Part {
    /// The field's name, with the `[]` or `[key]` that clients append.
    pub(crate) name: String,
    /// The file's name; a part without one is a plain field.
    pub(crate) file_name: Option<String>,
    /// What is in it; only the beginning of a file that is larger than its reader holds.
    pub(crate) bytes: Bytes,
    /// How many bytes came.
    pub(crate) size: usize,
}

/// How the text of a field becomes JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    /// Every field of this name, or of `name[]`, makes an item.
    List,
    /// Each field `name[key]` makes a member; numbers become numbers.
    Object,
    /// A JSON document, plain text where it is none, or fields as those of an object.
    Json,
}

impl Form {
    /// The text of a plain field.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let part = self.parts.iter().find(|part| part.name == name)?;
        std::str::from_utf8(&part.bytes).ok()
    }

    /// The first file under a name.
    pub(crate) fn file(&self, name: &str) -> Option<&Part> {
        self.files(name).next()
    }

    /// The first file under a name.
    ///
    /// # Errors
    /// There is none, or a plain field of that name.
    pub(crate) fn must_have(&self, name: &str) -> Result<&Part, Wrong> {
        self.file(name).ok_or_else(|| {
            let message = format!("Invalid type for '{name}': expected a file, but got a string instead.");
            Wrong::coded("invalid_type", name, message)
        })
    }

    /// Every file under a name, or under `name[]`.
    pub(crate) fn files(&self, name: &str) -> impl Iterator<Item = &Part> {
        let is_mine = move |part: &&Part| part.file_name.is_some() && base(&part.name) == name;
        self.parts.iter().filter(is_mine)
    }

    /// The form as a JSON object, so that a table can check it; a file stands there as its name.
    ///
    /// # Errors
    /// Text that is not UTF-8, and a name that stands twice without being a list.
    pub(crate) fn as_json(&self, kinds: &[(&str, Kind)]) -> Result<Map<String, Value>, Wrong> {
        let mut body = Map::new();
        for part in &self.parts {
            let name = base(&part.name);
            let kind = kinds.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
            let text = match &part.file_name {
                Some(file_name) => file_name.clone(),
                None => String::from_utf8(part.bytes.to_vec())
                    .map_err(|_| Wrong::new(name, format!("Invalid '{name}': the field is not valid UTF-8.")))?,
            };
            match kind {
                Some(Kind::List) => {
                    if let Value::Array(items) = body.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
                        items.push(Value::String(text));
                    }
                }
                Some(Kind::Object | Kind::Json) if key(&part.name).is_some() => {
                    let member = key(&part.name).unwrap_or_default().to_owned();
                    if let Value::Object(object) = body.entry(name).or_insert_with(|| Value::Object(Map::new())) {
                        object.insert(member, number(text));
                    }
                }
                kind => {
                    // A name in brackets that is neither list nor object is an unknown parameter, brackets and all.
                    let name = if kind.is_some() { name } else { &part.name };
                    let value = match kind {
                        Some(Kind::Number) => number(text),
                        Some(Kind::Flag) => flag(text),
                        Some(Kind::Json | Kind::Object) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
                        _ => Value::String(text),
                    };
                    if body.insert(name.to_owned(), value).is_some() {
                        let message = format!("Duplicate form field: '{name}'.");
                        return Err(Wrong::coded("duplicate_parameter", name, message));
                    }
                }
            }
        }
        Ok(body)
    }
}

fn base(name: &str) -> &str {
    name.split_once('[').map_or(name, |(base, _)| base)
}

fn key(name: &str) -> Option<&str> {
    let (_, rest) = name.split_once('[')?;
    rest.strip_suffix(']').filter(|key| !key.is_empty())
}

fn number(text: String) -> Value {
    text.trim().parse::<Number>().map_or(Value::String(text), Value::Number)
}

fn flag(text: String) -> Value {
    match text.as_str() {
        "true" | "True" | "1" => Value::Bool(true),
        "false" | "False" | "0" => Value::Bool(false),
        _ => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Kind, Reader};
    use serde_json::json;

    fn form(text: &str) -> Result<Form, String> {
        let mut reader = Reader::new("xx", 1000);
        let read = reader.push(text.replace('\n', "\r\n").as_bytes());
        read.and_then(|()| reader.finish()).map_err(|wrong| wrong.message)
    }

    #[test]
    fn fields_and_files_are_read() {
        let form = form(
            "--xx\nContent-Disposition: form-data; name=\"model\"\n\nwhisper-1\n\
             --xx\ncontent-disposition: form-data; filename=\"a \\\"b%22.wav\"; name=\"file\"\nContent-Type: audio/wav\n\nRIFF\n\n--x\n\
             --xx\nContent-Disposition: form-data; name=\"tags[]\"\n\none\n\
             --xx\nContent-Disposition: form-data; name=tags[]\n\n\n\
             --xx\nContent-Disposition: form-data; name=\"expires_after[seconds]\"\n\n3600\n\
             --xx\nContent-Disposition: form-data; name=\"stream\"\n\ntrue\n--xx--\nafterwards",
        )
        .unwrap();
        let file = form.file("file").unwrap();
        assert_eq!(file.file_name.as_deref(), Some("a \"b\".wav"));
        assert_eq!(file.bytes, "RIFF\r\n\r\n--x");
        assert_eq!(form.text("model"), Some("whisper-1"));
        let kinds = [
            ("tags", Kind::List),
            ("stream", Kind::Flag),
            ("expires_after", Kind::Object),
        ];
        assert_eq!(
            serde_json::Value::Object(form.as_json(&kinds).unwrap()),
            json!({
                "model": "whisper-1", "file": "a \"b\".wav", "tags": ["one", ""], "stream": true,
                "expires_after": { "seconds": 3600 },
            })
        );
    }

    #[test]
    fn a_field_stands_once() {
        let part = "--xx\nContent-Disposition: form-data; name=\"a\"\n\nb\n";
        let form = form(&format!("{part}{part}--xx--")).unwrap();
        assert_eq!(form.as_json(&[]).unwrap_err().message, "Duplicate form field: 'a'.");
    }
}
