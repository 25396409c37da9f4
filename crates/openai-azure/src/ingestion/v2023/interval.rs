//! How often a job repeats.

use std::fmt;

use openai_types::Unknowns;
use openai_types::wire::support::Whole as _;
use serde::de::value::F64Deserializer;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How often a job repeats, in minutes; 0: it runs once.
///
/// The REST reference calls it a string, and its samples and the specification have a number. Both are read; a number is
/// written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval(u64);

impl Interval {
    /// The job runs once.
    pub const ONCE: Self = Self(0);

    /// The job repeats after so many minutes.
    #[must_use]
    pub const fn minutes(minutes: u64) -> Self {
        Self(minutes)
    }

    /// The minutes; 0: the job runs once.
    #[must_use]
    pub const fn as_minutes(self) -> u64 {
        self.0
    }
}

impl From<u64> for Interval {
    fn from(minutes: u64) -> Self {
        Self(minutes)
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

// `either` of `wire!` would write a string back as a string, which the service does not take.
impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Minutes)
    }
}

struct Minutes;

impl Visitor<'_> for Minutes {
    type Value = Interval;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number of minutes, or one in a string")
    }

    fn visit_u64<E: Error>(self, minutes: u64) -> Result<Interval, E> {
        Ok(Interval(minutes))
    }

    fn visit_i64<E: Error>(self, minutes: i64) -> Result<Interval, E> {
        u64::try_from(minutes)
            .map(Interval)
            .map_err(|_| E::invalid_value(Unexpected::Signed(minutes), &self))
    }

    fn visit_f64<E: Error>(self, minutes: f64) -> Result<Interval, E> {
        u64::read(F64Deserializer::new(minutes)).map(Interval)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Interval, E> {
        text.parse()
            .map(Interval)
            .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

impl Unknowns for Interval {}

// By the macro, which follows the feature of openai-types: any crate in the tree may have turned that on.
openai_types::__wire_schema!(
    Interval,
    generator,
    openai_types::wire::support::schemars::json_schema!({
        "description": "How often a job repeats, in minutes; 0: it runs once.",
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": u64::MAX},
            {"type": "string", "pattern": "^[0-9]+$"},
        ],
    })
);
