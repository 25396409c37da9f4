//! The top-level members of a JSON object, each kept as it was written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer as _, MapAccess, Visitor};
use serde::ser::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::{Error, ErrorKind};

/// An ordered index of the top-level members of a JSON object.
///
/// A body passes through without being understood: values are not parsed until they are read, and whatever is not
/// set or removed is written back byte for byte, in its place, numbers of any size and repeated names included.
///
/// ```
/// use openai_core::Members;
///
/// let mut members = Members::parse(br#"{"model":"gpt-4o","seed":123456789012345678901234567890}"#)?;
/// members.set("model", "my-deployment")?;
/// assert_eq!(members.to_bytes(), br#"{"model":"my-deployment","seed":123456789012345678901234567890}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Members<'a> {
    source: &'a [u8],
    entries: Vec<Member<'a>>,
    changed: bool,
}

#[derive(Clone)]
struct Member<'a> {
    name: Cow<'a, str>,
    /// The name as it was written, quotes and escapes included.
    key: Cow<'a, RawValue>,
    value: Cow<'a, RawValue>,
}

impl<'a> Members<'a> {
    /// Indexes the members of `body`, which must be one JSON object and nothing else.
    ///
    /// # Errors
    /// Where `body` is not JSON, not UTF-8, or not an object.
    pub fn parse(body: &'a [u8]) -> Result<Self, serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_slice(body);
        let entries = reader.deserialize_map(Entries)?;
        reader.end()?;
        Ok(Self {
            source: body,
            entries,
            changed: false,
        })
    }

    /// Whether a member of this name exists, even if it is null.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// The value of a member as it was written. Of members with the same name the last one counts.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&RawValue> {
        self.entries
            .iter()
            .rfind(|member| member.name == name)
            .map(|member| &*member.value)
    }

    /// Reads the value of a member; `None` where the object has no such member.
    ///
    /// # Errors
    /// Where the value is not a `T`. Line and column count from the beginning of the value.
    pub fn read<'s, T: Deserialize<'s>>(&'s self, name: &str) -> Result<Option<T>, serde_json::Error> {
        self.raw(name)
            .map(|value| serde_json::from_str(value.get()))
            .transpose()
    }

    /// Gives a member a value: in the place where it stands, or at the end where it is new.
    ///
    /// Further members of the same name are removed. Setting what already stands there changes nothing.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where `value` cannot be written as JSON, such as a map whose keys are not strings.
    pub fn set(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        let unwritable = |error: serde_json::Error| {
            Error::new(ErrorKind::Invalid, format!("`{name}` cannot be written as JSON")).with_source(error)
        };
        let value = to_raw_value(value).map_err(unwritable)?;
        let mut places = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, member)| member.name == name);
        let (first, repeated) = (places.next().map(|(index, _)| index), places.next().is_some());
        let Some(first) = first else {
            let key = Cow::Owned(to_raw_value(name).map_err(unwritable)?);
            self.entries.push(Member {
                name: Cow::Owned(name.to_owned()),
                key,
                value: Cow::Owned(value),
            });
            self.changed = true;
            return Ok(());
        };
        if repeated {
            let mut index = 0;
            self.entries.retain(|member| {
                index += 1;
                member.name != name || index == first + 1
            });
            self.changed = true;
        }
        if let Some(member) = self.entries.get_mut(first)
            && member.value.get() != value.get()
        {
            member.value = Cow::Owned(value);
            self.changed = true;
        }
        Ok(())
    }

    /// Edits a member that is an object, in place, and tells whether that changed it. Another kind of value stays as it
    /// is.
    ///
    /// # Errors
    /// Those of `change`.
    pub fn edit(
        &mut self,
        name: &str,
        change: impl FnOnce(&mut Members<'_>) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        let Some(changed) = self.raw(name).map_or(Ok(None), |value| edited(value, change))? else {
            return Ok(false);
        };
        self.set(name, &changed)?;
        Ok(true)
    }

    /// Edits each object of a member that is an array, and tells the places of those that were changed. What is no
    /// object stays as it is.
    ///
    /// # Errors
    /// Those of `change`.
    pub fn edit_each(
        &mut self,
        name: &str,
        change: impl Fn(&mut Members<'_>) -> Result<(), Error>,
    ) -> Result<Vec<usize>, Error> {
        let Ok(Some(mut items)) = self.read::<Vec<Box<RawValue>>>(name) else {
            return Ok(Vec::new());
        };
        let mut places = Vec::new();
        for (index, item) in items.iter_mut().enumerate() {
            if let Some(changed) = edited(item, &change)? {
                *item = changed;
                places.push(index);
            }
        }
        if !places.is_empty() {
            self.set(name, &items)?;
        }
        Ok(places)
    }

    /// Removes every member of this name and tells whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.entries.len();
        self.entries.retain(|member| member.name != name);
        let removed = self.entries.len() < before;
        self.changed |= removed;
        removed
    }

    /// The names in the order of the object, a repeated one each time.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|member| &*member.name)
    }

    /// Whether a member was set to something else, added or removed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// The object as JSON: exactly the parsed body where nothing changed.
    ///
    /// Otherwise blanks between the members are left out; the names and values that were not touched keep their
    /// bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        if !self.changed {
            return self.source.to_vec();
        }
        let mut out = Vec::with_capacity(self.source.len());
        out.push(b'{');
        for (index, member) in self.entries.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            out.extend_from_slice(member.key.get().as_bytes());
            out.push(b':');
            out.extend_from_slice(member.value.get().as_bytes());
        }
        out.push(b'}');
        out
    }
}

/// An object with a change; nothing where it is none, or stays as it was.
fn edited(
    value: &RawValue,
    change: impl FnOnce(&mut Members<'_>) -> Result<(), Error>,
) -> Result<Option<Box<RawValue>>, Error> {
    let Ok(mut members) = Members::parse(value.get().as_bytes()) else {
        return Ok(None);
    };
    change(&mut members)?;
    let changed = members.is_changed().then(|| members.to_bytes());
    Ok(changed.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Prints the names only: the values may hold prompts or keys.
impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<Member<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry::<&'de RawValue, &'de RawValue>()? {
            let name = match key.get().get(1..key.get().len().saturating_sub(1)) {
                Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
                _ => Cow::Owned(serde_json::from_str(key.get()).map_err(serde::de::Error::custom)?),
            };
            members.push(Member {
                name,
                key: Cow::Borrowed(key),
                value: Cow::Borrowed(value),
            });
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const BODY: &str = r#" {"model": "m", "a\u0062c" :[1, {"x" : 1e400}],
        "big":123456789012345678901234567890, "zero":-0.10, "n":null,"model":"twice"} "#;

    fn text(members: &Members<'_>) -> String {
        String::from_utf8(members.to_bytes()).unwrap()
    }

    #[test]
    fn an_unchanged_body_is_written_back_byte_for_byte() {
        let members = Members::parse(BODY.as_bytes()).unwrap();
        assert!(!members.is_changed());
        assert_eq!(text(&members), BODY);
        assert_eq!(
            members.names().collect::<Vec<_>>(),
            ["model", "abc", "big", "zero", "n", "model"]
        );
    }

    #[test]
    fn reads_names_with_escapes_and_the_last_of_repeated_ones() {
        let members = Members::parse(BODY.as_bytes()).unwrap();
        assert!(members.contains("abc") && members.contains("n"));
        assert!(!members.contains(r"a\u0062c") && !members.contains("x"));
        assert_eq!(members.raw("abc").unwrap().get(), r#"[1, {"x" : 1e400}]"#);
        assert_eq!(members.read::<&str>("model").unwrap(), Some("twice"));
        assert_eq!(members.read::<Option<bool>>("n").unwrap(), Some(None));
        assert_eq!(members.read::<Value>("absent").unwrap(), None);
        assert!(members.read::<u8>("model").is_err());
    }

    #[test]
    fn setting_replaces_in_place_and_drops_repetitions() {
        let mut members = Members::parse(BODY.as_bytes()).unwrap();
        members.set("model", "new").unwrap();
        assert!(members.is_changed());
        assert_eq!(
            text(&members),
            r#"{"model":"new","a\u0062c":[1, {"x" : 1e400}],"big":123456789012345678901234567890,"zero":-0.10,"n":null}"#
        );
        members.set("abc", &true).unwrap();
        members.set("q\"\n", &[1, 2]).unwrap();
        assert!(text(&members).starts_with(r#"{"model":"new","a\u0062c":true,"big":"#));
        assert!(text(&members).ends_with(r#","n":null,"q\"\n":[1,2]}"#));
        assert_eq!(members.read::<Vec<u8>>("q\"\n").unwrap(), Some(vec![1, 2]));
        Members::parse(&members.to_bytes()).unwrap();
    }

    #[test]
    fn setting_what_stands_there_changes_nothing() {
        let body = br#"{ "stream" : true }"#;
        let mut members = Members::parse(body).unwrap();
        members.set("stream", &true).unwrap();
        assert!(!members.is_changed());
        assert_eq!(members.to_bytes(), body);
    }

    #[test]
    fn removes_every_member_of_a_name() {
        let mut members = Members::parse(BODY.as_bytes()).unwrap();
        assert!(!members.remove("absent"));
        assert!(!members.is_changed());
        assert!(members.remove("model"));
        assert!(!members.remove("model"));
        assert!(text(&members).starts_with(r#"{"a\u0062c":[1, {"x" : 1e400}],"big":"#));
        for name in ["abc", "big", "zero", "n"] {
            assert!(members.remove(name));
        }
        assert_eq!(text(&members), "{}");
        members.set("only", &1.5).unwrap();
        assert_eq!(text(&members), r#"{"only":1.5}"#);
    }

    #[test]
    fn moves_a_raw_value_unparsed() {
        let mut members = Members::parse(br#"{"max_tokens":1E2}"#).unwrap();
        let value = members.raw("max_tokens").unwrap().to_owned();
        members.remove("max_tokens");
        members.set("max_completion_tokens", &value).unwrap();
        assert_eq!(text(&members), r#"{"max_completion_tokens":1E2}"#);
    }

    #[test]
    fn refuses_what_is_not_one_object() {
        for body in [
            "",
            "null",
            "[]",
            "1",
            "\"{}\"",
            "{",
            "{}x",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"\\x\":1}",
            "{\"a\":1,}",
        ] {
            assert!(Members::parse(body.as_bytes()).is_err(), "{body}");
        }
        assert!(Members::parse(b"{\"\xff\":1}").is_err());
        assert!(Members::parse(b"{\"a\":\"\xff\"}").is_err());
        let error = Members::parse(b"[1]").unwrap_err().to_string();
        assert!(error.contains("expected a JSON object"), "{error}");
    }

    #[test]
    fn deep_nesting_passes_unparsed() {
        let body = format!("{{\"deep\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
        let mut members = Members::parse(body.as_bytes()).unwrap();
        members.set("x", &1).unwrap();
        assert_eq!(text(&members).len(), body.len() + ",\"x\":1".len());
    }

    #[test]
    fn debug_shows_no_values() {
        let members = Members::parse(br#"{"key":"secret"}"#).unwrap();
        assert_eq!(format!("{members:?}"), r#"{"key"}"#);
    }
}
