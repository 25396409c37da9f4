//! Bodies of `multipart/form-data`, read as strictly as RFC 7578 writes them.

use bytes::Bytes;
use serde_json::{Map, Number, Value};

use crate::check::Wrong;

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
    pub(crate) bytes: Bytes,
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
    /// Reads a whole body.
    ///
    /// # Errors
    /// A body that is not what its boundary says: unfinished, or a part without a name.
    pub(crate) fn parse(boundary: &str, body: &Bytes) -> Result<Self, Wrong> {
        let opening = format!("--{boundary}");
        let delimiter = format!("\r\n--{boundary}");
        // A preamble may stand before the first boundary, as in mail.
        let mut at = if body.starts_with(opening.as_bytes()) {
            opening.len()
        } else {
            let found = find(body, delimiter.as_bytes()).ok_or_else(|| broken("it does not hold its boundary"))?;
            found + delimiter.len()
        };
        let mut parts = Vec::new();
        loop {
            let rest = body.slice(at.min(body.len())..);
            if rest.starts_with(b"--") {
                return Ok(Self { parts });
            }
            if !rest.starts_with(b"\r\n") {
                return Err(broken("a boundary is not followed by a line break"));
            }
            let end = find(&rest, delimiter.as_bytes()).ok_or_else(|| broken("it has no closing boundary"))?;
            parts.push(Part::parse(&rest.slice(..end))?);
            at += end + delimiter.len();
        }
    }

    /// The text of a plain field.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let part = self.parts.iter().find(|part| part.name == name)?;
        std::str::from_utf8(&part.bytes).ok()
    }

    /// The first file under a name.
    pub(crate) fn file(&self, name: &str) -> Option<&Part> {
        self.files(name).next()
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

impl Part {
    fn parse(bytes: &Bytes) -> Result<Self, Wrong> {
        // Everything between two boundaries begins with the line break of the first.
        let split = find(bytes, b"\r\n\r\n").ok_or_else(|| broken("a part has no blank line after its headers"))?;
        let head = std::str::from_utf8(bytes.get(..split).unwrap_or_default())
            .map_err(|_| broken("a part's headers are not valid UTF-8"))?;
        let disposition = head.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-disposition").then_some(value.trim())
        });
        let disposition = disposition.ok_or_else(|| broken("a part has no Content-Disposition"))?;
        if !disposition.to_ascii_lowercase().starts_with("form-data") {
            return Err(broken("a part's Content-Disposition is not form-data"));
        }
        let name = parameter(disposition, "name").ok_or_else(|| broken("a part has no name"))?;
        Ok(Self {
            name,
            file_name: parameter(disposition, "filename"),
            bytes: bytes.slice((split + 4).min(bytes.len())..),
        })
    }
}

/// The value of one parameter of a header, unquoted: `form-data; name="file"; filename="a.wav"`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let (_, mut rest) = header.split_once(';')?;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, end) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after.get(..end)?.trim().to_owned(), after.get(end..)?)
            }
        };
        if name.trim().trim_start_matches(';').trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = end;
    }
}

/// Reads to the closing quote: a backslash escapes (as curl writes), and `%22` is a quote (as browsers write).
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value.replace("%22", "\""), text.get(at + 1..)?)),
            '\\' => match characters.next() {
                Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                Some((_, other)) => value.extend(['\\', other]),
                None => return None,
            },
            _ => value.push(character),
        }
    }
    None
}

/// The boundary of a `multipart/form-data` content type.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let essence = content_type.split(';').next()?.trim();
    let boundary = parameter(content_type, "boundary")?;
    let fits = (1..=70).contains(&boundary.len());
    (essence.eq_ignore_ascii_case("multipart/form-data") && fits).then_some(boundary)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
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

fn broken(reason: &str) -> Wrong {
    Wrong {
        code: None,
        param: None,
        message: format!("We could not parse the multipart body of your request: {reason}."),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Form, Kind, boundary};
    use serde_json::json;

    fn form(text: &str) -> Result<Form, String> {
        Form::parse("xx", &Bytes::from(text.replace('\n', "\r\n"))).map_err(|wrong| wrong.message)
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
    fn what_is_broken_says_so() {
        for (text, words) in [
            ("", "does not hold its boundary"),
            (
                "--xx\nContent-Disposition: form-data; name=\"a\"\n\nb",
                "no closing boundary",
            ),
            ("--xxContent", "line break"),
            ("--xx\nContent-Disposition: form-data\n\nb\n--xx--", "no name"),
            ("--xx\nX-Other: 1\n\nb\n--xx--", "no Content-Disposition"),
            (
                "--xx\nContent-Disposition: attachment; name=a\n\nb\n--xx--",
                "not form-data",
            ),
            ("--xx\nContent-Disposition: form-data; name=a\n--xx--", "no blank line"),
        ] {
            let message = form(text).unwrap_err();
            assert!(message.contains(words), "{text:?}: {message}");
        }
    }

    #[test]
    fn a_field_stands_once() {
        let part = "--xx\nContent-Disposition: form-data; name=\"a\"\n\nb\n";
        let form = form(&format!("{part}{part}--xx--")).unwrap();
        assert_eq!(form.as_json(&[]).unwrap_err().message, "Duplicate form field: 'a'.");
    }

    #[test]
    fn the_boundary_stands_in_the_content_type() {
        assert_eq!(boundary("multipart/form-data; boundary=abc").as_deref(), Some("abc"));
        assert_eq!(
            boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"").as_deref(),
            Some("a b")
        );
        assert_eq!(boundary("multipart/form-data"), None);
        assert_eq!(boundary("application/json; boundary=abc"), None);
        assert_eq!(boundary("multipart/form-data; boundary="), None);
    }
}
