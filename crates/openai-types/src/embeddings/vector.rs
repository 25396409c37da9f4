//! A vector, read from an array of numbers or from base64.

use std::fmt;
use std::ops::Deref;

use base64::Engine as _;
use base64::display::Base64Display;
use base64::prelude::BASE64_STANDARD;
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::wire::Unknowns;

/// A vector of 32-bit floats, and the form it came in, which is the form it is written back in.
///
/// Numbers that come with more digits than 32 bits hold are rounded: services compute with no more than that.
///
/// ```
/// use openai_types::embeddings::Vector;
///
/// let vector: Vector = openai_types::decode_str(r#""AACAPwAAAMA=""#)?;
/// assert_eq!(vector, Vector::Base64(vec![1.0, -2.0]));
/// assert_eq!(vector.iter().sum::<f32>(), -1.0);
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Vector {
    /// An array of numbers.
    Floats(Vec<f32>),
    /// Base64 of 32-bit floats, little end first.
    Base64(Vec<f32>),
}

impl Vector {
    /// The numbers.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        match self {
            Self::Floats(values) | Self::Base64(values) => values,
        }
    }

    /// The numbers, taken out.
    #[must_use]
    pub fn into_vec(self) -> Vec<f32> {
        match self {
            Self::Floats(values) | Self::Base64(values) => values,
        }
    }
}

impl Deref for Vector {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        self.as_slice()
    }
}

impl From<Vec<f32>> for Vector {
    fn from(values: Vec<f32>) -> Self {
        Self::Floats(values)
    }
}

impl Serialize for Vector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Floats(values) => values.serialize(serializer),
            Self::Base64(values) => {
                let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
                serializer.collect_str(&Base64Display::new(&bytes, &BASE64_STANDARD))
            }
        }
    }
}

// By hand: base64 is decoded where it stands in the input, and numbers are checked for their range.
impl<'de> Deserialize<'de> for Vector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = Vector;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an array of numbers or a base64 string")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Vector, E> {
                from_base64(text).map(Vector::Base64)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vector, A::Error> {
                let mut values = Vec::with_capacity(items.size_hint().unwrap_or(0));
                while let Some(Finite(value)) = items.next_element()? {
                    values.push(value);
                }
                Ok(Vector::Floats(values))
            }
        }

        deserializer.deserialize_any(Form)
    }
}

/// Characters decoded at a time: a multiple of 16, which hold three floats exactly.
const CHARACTERS: usize = 1024;
const BYTES: usize = CHARACTERS / 4 * 3;

fn from_base64<E: de::Error>(text: &str) -> Result<Vec<f32>, E> {
    let mut values = Vec::with_capacity(text.len() / 16 * 3 + 2);
    let mut buffer = [0; BYTES];
    for piece in text.as_bytes().chunks(CHARACTERS) {
        let Ok(length) = BASE64_STANDARD.decode_slice(piece, &mut buffer) else {
            return Err(no_embedding("base64 (standard alphabet, padded)"));
        };
        let (floats, rest) = buffer.get(..length).unwrap_or_default().as_chunks();
        if !rest.is_empty() {
            return Err(no_embedding("base64 of whole 32-bit floats"));
        }
        values.extend(floats.iter().map(|bytes| f32::from_le_bytes(*bytes)));
    }
    Ok(values)
}

/// An error that does not repeat the text, which is long.
fn no_embedding<E: de::Error>(expected: &str) -> E {
    E::invalid_value(de::Unexpected::Str("…"), &expected)
}

/// A number that 32 bits hold: a greater one would become infinite, which JSON cannot say.
struct Finite(f32);

impl<'de> Deserialize<'de> for Finite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f32::deserialize(deserializer)?;
        if value.is_finite() {
            Ok(Self(value))
        } else {
            Err(de::Error::invalid_value(
                de::Unexpected::Float(value.into()),
                &"a number in the range of 32-bit floats",
            ))
        }
    }
}

impl Unknowns for Vector {}

crate::__wire_schema!(Vector, generator, {
    use crate::wire::support::schemars::json_schema;
    crate::wire::support::schema::either(
        "A vector.",
        [
            ("An array of numbers.", generator.subschema_for::<Vec<f32>>()),
            (
                "Base64 of 32-bit floats, little end first.",
                json_schema!({
                    "type": "string",
                    "contentEncoding": "base64",
                    "pattern": "^([A-Za-z0-9+/]{16})*([A-Za-z0-9+/]{5}[AQgw]==|[A-Za-z0-9+/]{10}[AEIMQUYcgkosw048]=)?$",
                }),
            ),
        ],
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> Result<Vector, String> {
        crate::decode_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn vectors_of_every_length_come_back_bit_for_bit() {
        for length in [0, 1, 2, 3, 191, 192, 193, 194, 384, 1536, 3072] {
            let values: Vec<f32> = (0..length).map(|at| (at as f32 - 700.5) / 3.0).collect();
            for vector in [Vector::Base64(values.clone()), Vector::Floats(values.clone())] {
                let text = serde_json::to_string(&vector).expect("JSON");
                assert_eq!(decode(&text), Ok(vector), "{length}");
            }
        }
    }

    #[test]
    fn base64_may_be_escaped() {
        // A NaN, which numbers in JSON cannot say.
        let vector = decode(r#""\/\/\/\/fw==""#).expect("one float");
        assert!(vector[0].is_nan());
        assert_eq!(serde_json::to_string(&vector).expect("JSON"), r#""////fw==""#);
    }

    #[test]
    fn whatever_is_no_vector_is_refused() {
        let long = format!("{}AA==", "A".repeat(CHARACTERS));
        let padded_within = format!("{}AA=={}", "A".repeat(CHARACTERS - 4), "A".repeat(16));
        for (text, message) in [
            ("AACAP-==", "standard alphabet"),
            ("AACAPw", "standard alphabet"),
            ("AACAPx==", "standard alphabet"),
            ("AACAPw==AACAPw==", "standard alphabet"),
            ("AACA", "whole 32-bit floats"),
            (&long, "whole 32-bit floats"),
            (&padded_within, "whole 32-bit floats"),
        ] {
            let error = decode(&format!("\"{text}\"")).expect_err(text);
            assert!(error.contains(message), "{text}: {error}");
        }
        assert_eq!(
            decode("[1, 1e39]"),
            Err("[1]: invalid value: floating point, expected a number in the range of 32-bit floats".to_owned())
        );
        assert!(decode("[null]").expect_err("null").starts_with("[0]: "));
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn the_schema_takes_the_same_strings() {
        let schema = crate::schema::document::<Vector>();
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        let strings = [
            "",
            "AACAPw==",
            "AACAPwAAAMA=",
            "AACAPwAAAMAAAIA/",
            "AACA",
            "AACAPx==",
            "AACAPwAAAMB=",
            "=",
            "a b",
        ];
        for text in strings {
            let value = serde_json::json!(text);
            assert_eq!(schema.is_valid(&value), decode(&value.to_string()).is_ok(), "{text}");
        }
    }
}
