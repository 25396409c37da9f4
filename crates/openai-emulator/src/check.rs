//! Table-driven checks of a JSON body: what a member must look like, and the words for one that does not.

use std::fmt;

use serde_json::{Map, Value};

mod at;
mod wrong;

pub(crate) use at::At;
pub(crate) use wrong::Wrong;

/// What a value must look like.
#[derive(Debug)]
pub(crate) enum Shape {
    Any,
    Text,
    /// A string of at least one character.
    FilledText,
    /// A string of at most so many characters.
    TextUpTo(usize),
    /// A function or tool name: 1 to 64 of letters, digits, `_` and `-`.
    Name,
    Flag,
    Integer(i64, i64),
    Number(f64, f64),
    /// A number above the first and up to the second.
    NumberAbove(f64, f64),
    Word(&'static [&'static str]),
    /// A list with at least and at most so many items.
    List(&'static Shape, usize, usize),
    /// An object of any keys, with at most so many, each of at most so many characters.
    Map(&'static Shape, usize, usize),
    Object(&'static [Member]),
    /// An object whose members depend on the string under the first name.
    Tagged(&'static str, &'static [(&'static str, &'static [Member])]),
    /// The first of these that reads this JSON type.
    Either(&'static [Shape]),
}

/// One member of an object.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    shape: &'static Shape,
    need: Need,
}

#[derive(Debug, PartialEq)]
enum Need {
    Required,
    Optional,
    Nullable,
}

/// A member that must be there.
pub(crate) const fn required(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        shape,
        need: Need::Required,
    }
}

/// A member that may be left out, but not be null.
pub(crate) const fn optional(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        shape,
        need: Need::Optional,
    }
}

/// A member that may be left out or be null.
pub(crate) const fn nullable(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        shape,
        need: Need::Nullable,
    }
}

/// What happens to a member that no table names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unknown {
    Refused,
    Ignored,
}

/// Checks an object against its table.
pub(crate) fn object(
    members: &'static [Member],
    value: &Map<String, Value>,
    at: &At<'_>,
    unknown: Unknown,
) -> Result<(), Wrong> {
    if unknown == Unknown::Refused
        && let Some(name) = value
            .keys()
            .find(|name| members.iter().all(|member| member.name != *name))
    {
        return Err(match at {
            At::Body => Wrong::unrecognized(name),
            _ => {
                let at = At::Member(at, name);
                Wrong::coded("unknown_parameter", at, format!("Unknown parameter: '{at}'."))
            }
        });
    }
    for member in members {
        let at = At::Member(at, member.name);
        match value.get(member.name) {
            None if member.need == Need::Required => {
                let message = format!("Missing required parameter: '{at}'.");
                return Err(Wrong::coded("missing_required_parameter", at, message));
            }
            None => {}
            Some(Value::Null) if member.need == Need::Nullable => {}
            Some(value) => check(member.shape, value, &at, unknown)?,
        }
    }
    Ok(())
}

/// Checks one value.
pub(crate) fn check(shape: &'static Shape, value: &Value, at: &At<'_>, unknown: Unknown) -> Result<(), Wrong> {
    match (shape, value) {
        (Shape::Any, _) | (Shape::Text, Value::String(_)) | (Shape::Flag, Value::Bool(_)) => Ok(()),
        (Shape::FilledText, Value::String(text)) if text.is_empty() => {
            let message = format!("Invalid '{at}': empty string. Expected a string with minimum length 1.");
            Err(Wrong::coded("empty_string", at, message))
        }
        (Shape::FilledText, Value::String(_)) => Ok(()),
        (Shape::TextUpTo(most), Value::String(text)) => {
            let length = text.chars().count();
            if length <= *most {
                return Ok(());
            }
            let message = format!(
                "Invalid '{at}': string too long. Expected a string with maximum length {most}, but got a string with length {length} instead."
            );
            Err(Wrong::coded("string_above_max_length", at, message))
        }
        (Shape::Name, Value::String(name)) => check_name(name, at),
        (Shape::Integer(least, most), Value::Number(number)) if number.is_i64() || number.is_u64() => {
            let below = number.as_i64().is_some_and(|number| number < *least);
            let above = number.as_i64().is_none_or(|number| number > *most);
            check_bounds(below, above, "integer", (least, most), number, at)
        }
        (Shape::Number(least, most), Value::Number(number)) => {
            let float = number.as_f64().unwrap_or(f64::INFINITY);
            check_bounds(float < *least, float > *most, "decimal", (least, most), number, at)
        }
        (Shape::NumberAbove(least, most), Value::Number(number)) => {
            let float = number.as_f64().unwrap_or(f64::INFINITY);
            check_bounds(float <= *least, float > *most, "decimal", (least, most), number, at)
        }
        (Shape::Word(words), Value::String(word)) => match words.contains(&word.as_str()) {
            true => Ok(()),
            false => Err(invalid_value(word, words.iter().copied(), at)),
        },
        (Shape::List(item, least, most), Value::Array(items)) => {
            check_length(items.len(), *least, *most, at)?;
            items
                .iter()
                .enumerate()
                .try_for_each(|(index, value)| check(item, value, &At::Item(at, index), unknown))
        }
        (Shape::Map(item, most, key), Value::Object(map)) => {
            if map.len() > *most {
                let message = format!(
                    "Invalid '{at}': too many properties. Expected at most {most}, but got {}.",
                    map.len()
                );
                return Err(Wrong::coded("object_above_max_properties", at, message));
            }
            map.iter().try_for_each(|(name, value)| {
                let at = At::Member(at, name);
                if name.chars().count() > *key {
                    let message = format!("Invalid '{at}': the name is longer than {key} characters.");
                    return Err(Wrong::coded("string_above_max_length", at, message));
                }
                check(item, value, &at, unknown)
            })
        }
        (Shape::Object(members), Value::Object(map)) => object(members, map, at, unknown),
        (Shape::Tagged(tag, arms), Value::Object(map)) => check_tagged(tag, arms, map, at, unknown),
        (Shape::Either(shapes), value) => match shapes.iter().find(|shape| shape.reads(value)) {
            Some(shape) => check(shape, value, at, unknown),
            None => Err(invalid_type(shape, value, at)),
        },
        (shape, value) => Err(invalid_type(shape, value, at)),
    }
}

impl Shape {
    /// Whether this shape is about values of this JSON type.
    fn reads(&self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Text | Self::FilledText | Self::TextUpTo(_) | Self::Name | Self::Word(_) => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Integer(..) => value.is_i64() || value.is_u64(),
            Self::Number(..) | Self::NumberAbove(..) => value.is_number(),
            Self::List(..) => value.is_array(),
            Self::Map(..) | Self::Object(_) | Self::Tagged(..) => value.is_object(),
            Self::Either(shapes) => shapes.iter().any(|shape| shape.reads(value)),
        }
    }

    fn words(&self) -> String {
        let words = match self {
            Self::Any => "a value",
            Self::Text | Self::FilledText | Self::TextUpTo(_) | Self::Name | Self::Word(_) => "a string",
            Self::Flag => "a boolean",
            Self::Integer(..) => "an integer",
            Self::Number(..) | Self::NumberAbove(..) => "a decimal",
            Self::List(..) => "an array",
            Self::Map(..) | Self::Object(_) | Self::Tagged(..) => "an object",
            Self::Either(shapes) => {
                let words: Vec<String> = shapes.iter().map(Self::words).collect();
                return format!("one of {}", words.join(" or "));
            }
        };
        words.to_owned()
    }
}

/// The refusal of a word that is not on the list.
pub(crate) fn invalid_value<'a>(word: &str, words: impl Iterator<Item = &'a str>, at: &At<'_>) -> Wrong {
    let words: Vec<String> = words.map(|word| format!("'{word}'")).collect();
    let message = format!("Invalid value: '{word}'. Supported values are: {}.", words.join(", "));
    Wrong::coded("invalid_value", at, message)
}

fn check_tagged(
    tag: &'static str,
    arms: &'static [(&'static str, &'static [Member])],
    map: &Map<String, Value>,
    at: &At<'_>,
    unknown: Unknown,
) -> Result<(), Wrong> {
    let here = At::Member(at, tag);
    let word = match map.get(tag) {
        Some(Value::String(word)) => word,
        Some(other) => return Err(invalid_type(&Shape::Text, other, &here)),
        None => {
            let message = format!("Missing required parameter: '{here}'.");
            return Err(Wrong::coded("missing_required_parameter", here, message));
        }
    };
    let Some((_, members)) = arms.iter().find(|(name, _)| name == word) else {
        return Err(invalid_value(word, arms.iter().map(|(name, _)| *name), &here));
    };
    object(members, map, at, unknown)
}

fn check_name(name: &str, at: &At<'_>) -> Result<(), Wrong> {
    let fits = (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if fits {
        return Ok(());
    }
    let message = format!(
        "Invalid '{at}': expected 1 to 64 characters out of letters, digits, underscores and dashes ('^[a-zA-Z0-9_-]+$')."
    );
    Err(Wrong::coded("invalid_value", at, message))
}

fn check_bounds(
    below: bool,
    above: bool,
    kind: &'static str,
    (least, most): (impl fmt::Display, impl fmt::Display),
    number: impl fmt::Display,
    at: &At<'_>,
) -> Result<(), Wrong> {
    let (code, words) = match (below, above, kind) {
        (false, false, _) => return Ok(()),
        (true, _, "integer") => (
            "integer_below_min_value",
            format!("below minimum value. Expected a value >= {least}"),
        ),
        (true, _, _) => (
            "decimal_below_min_value",
            format!("below minimum value. Expected a value >= {least}"),
        ),
        (_, _, "integer") => (
            "integer_above_max_value",
            format!("above maximum value. Expected a value <= {most}"),
        ),
        _ => (
            "decimal_above_max_value",
            format!("above maximum value. Expected a value <= {most}"),
        ),
    };
    Err(Wrong::coded(
        code,
        at,
        format!("Invalid '{at}': {kind} {words}, but got {number} instead."),
    ))
}

fn check_length(length: usize, least: usize, most: usize, at: &At<'_>) -> Result<(), Wrong> {
    if length < least {
        let message = format!(
            "Invalid '{at}': empty array. Expected an array with minimum length {least}, but got an array with length {length} instead."
        );
        return Err(Wrong::coded("empty_array", at, message));
    }
    if length > most {
        let message = format!(
            "Invalid '{at}': array too long. Expected an array with maximum length {most}, but got an array with length {length} instead."
        );
        return Err(Wrong::coded("array_above_max_length", at, message));
    }
    Ok(())
}

fn invalid_type(shape: &Shape, value: &Value, at: &At<'_>) -> Wrong {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a decimal",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    let message = format!(
        "Invalid type for '{at}': expected {}, but got {found} instead.",
        shape.words()
    );
    Wrong::coded("invalid_type", at, message)
}
