//! Decoding with an error that names the place.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::misfit::Misfit;
use super::tagged::UNION;

/// Why a text could not be decoded, and at which member.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        let (path, message) = (path.into(), message.into());
        Self { path, message }
    }

    /// The member that does not fit, such as `choices[0].message.tool_calls[2].function`.
    ///
    /// Empty where the text is not JSON at all, or the whole value is of the wrong kind.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there: the JSON kind that was found and what was expected. It never quotes the value, which may be
    /// a secret.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => out.write_str(&self.message),
            path => write!(out, "{path}: {}", self.message),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

/// Decodes a JSON text given as bytes.
///
/// # Errors
/// Where the bytes are not UTF-8 or not JSON, or do not fit `T`; the error names the member.
pub fn decode<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeError> {
    match std::str::from_utf8(json) {
        Ok(text) => decode_str(text),
        Err(error) => Err(DecodeError::new("", format!("not UTF-8: {error}"))),
    }
}

/// Decodes a JSON text.
///
/// # Errors
/// Where the text is not JSON, or does not fit `T`; the error names the member.
pub fn decode_str<T: DeserializeOwned>(json: &str) -> Result<T, DecodeError> {
    serde_json::from_str(json).map_err(|error| locate::<T>(json, &error))
}

/// Finds the place of a failure by decoding once more with the path tracked: only failures pay for the tracking.
fn locate<T: DeserializeOwned>(json: &str, error: &serde_json::Error) -> DecodeError {
    let value = match serde_json::from_str::<Value>(json) {
        Ok(value) => value,
        // What is wrong with the syntax quotes nothing, unlike an error of the type that comes before it in the text.
        Err(syntax) => {
            let message = syntax.to_string();
            let is_json = LIMITS.iter().any(|limit| message.starts_with(limit));
            let path = if is_json { place::<T>(json) } else { String::new() };
            return DecodeError::new(path, message);
        }
    };
    match serde_path_to_error::deserialize::<_, T>(TagFirst::Value(&value)) {
        // A member that comes twice: the value has the last one, which fits.
        Ok(_) => {
            let message = format!("invalid value at line {} column {}", error.line(), error.column());
            DecodeError::new(place::<T>(json), message)
        }
        Err(found) => DecodeError::new(spelled(found.path()), found.into_inner().to_string()),
    }
}

/// What serde_json says of JSON that it cannot hold: numbers beyond those of 64 bits, and more than 127 levels.
const LIMITS: [&str; 2] = ["number out of range", "recursion limit exceeded"];

/// Where decoding the text itself stops. Within an object whose tag comes late, that is the object.
fn place<T: DeserializeOwned>(json: &str) -> String {
    match serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_str(json)) {
        Ok(_) => String::new(),
        Err(found) => spelled(found.path()),
    }
}

fn spelled(path: &serde_path_to_error::Path) -> String {
    let path = path.to_string();
    if path == "." { String::new() } else { path }
}

/// A JSON value whose tagged objects show their tag before anything else.
///
/// A union that meets its tag late decodes what came before from a buffer, where no path is tracked. Seen through
/// this, no tag is late, and one that may be missing is there.
enum TagFirst<'a> {
    Value(&'a Value),
    Tag(&'static str),
}

const TAGS: [&str; 2] = ["type", "role"];

impl<'de> Deserializer<'de> for TagFirst<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Self::Value(Value::Array(items)) => {
                visitor.visit_seq(SeqDeserializer::new(items.iter().map(TagFirst::Value)))
            }
            // An `either` hands its object on to a union, but not what the union asks for.
            Self::Value(Value::Object(members)) => {
                let tags = TAGS.iter().filter_map(|tag| members.get_key_value(*tag));
                let others = members.iter().filter(|(name, _)| !TAGS.contains(&name.as_str()));
                visitor.visit_map(MapDeserializer::new(tags.chain(others).map(shown)))
            }
            Self::Value(Value::Null) => visitor.visit_unit(),
            Self::Value(Value::Bool(value)) => visitor.visit_bool(*value),
            Self::Value(Value::String(text)) => visitor.visit_borrowed_str(text),
            Self::Value(Value::Number(number)) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., Some(number)) => visitor.visit_f64(number),
                _ => Err(Misfit::invalid_value(Unexpected::Other("number"), &visitor)),
            },
            Self::Tag(tag) => visitor.visit_borrowed_str(tag),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Self::Value(Value::Null) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        let (Self::Value(Value::Object(members)), UNION, [tag, untagged @ ..]) = (&self, name, fields) else {
            return self.deserialize_any(visitor);
        };
        let first = match (members.get(*tag), untagged) {
            (None | Some(Value::Null), [mark, instead]) if members.contains_key(*mark) => Some(TagFirst::Tag(instead)),
            (value, _) => value.map(TagFirst::Value),
        };
        let first = first.map(|value| (*tag, value));
        let others = members.iter().filter(|(name, _)| name != tag);
        visitor.visit_map(MapDeserializer::new(first.into_iter().chain(others.map(shown))))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

fn shown<'a>((name, value): (&'a String, &'a Value)) -> (&'a str, TagFirst<'a>) {
    (name, TagFirst::Value(value))
}

impl<'de> IntoDeserializer<'de, Misfit> for TagFirst<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
