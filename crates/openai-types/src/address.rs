//! A web address, which may carry a password or a signature.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::Unknowns;

/// A web address: written to the wire as it is, but shown by `Debug` without what may be a secret.
///
/// Whoever has a signed address has what it leads to, and an address may carry a user's name and password. `Debug`
/// shows the scheme, the host and the path; of a `data:` URI the media type; and of any other text nothing.
///
/// ```
/// use openai_types::Address;
///
/// let address = Address::from("https://blobs.example.com/a.png?sig=s3cr3t");
/// assert_eq!(format!("{address:?}"), r#"Address("https://blobs.example.com/a.png?[redacted]")"#);
/// assert_eq!(address.as_str(), "https://blobs.example.com/a.png?sig=s3cr3t");
/// ```
// No `wire!` shape: those print what they hold.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// The address, whole.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address, whole, taken out.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Address").field(&shown(&self.0)).finish()
    }
}

fn shown(address: &str) -> String {
    const REDACTED: &str = "[redacted]";
    if let Some((media, _)) = address.strip_prefix("data:").and_then(|rest| rest.split_once(',')) {
        return format!("data:{media},{REDACTED}");
    }
    let Some((scheme, rest)) = address.split_once("://") else {
        return REDACTED.to_owned();
    };
    let (place, tail) = match rest.find(['?', '#']) {
        Some(at) => (
            rest.get(..at).unwrap_or_default(),
            rest.get(at..=at).unwrap_or_default(),
        ),
        None => (rest, ""),
    };
    let (authority, path) = match place.find(['/', '\\']) {
        Some(at) => place.split_at(at),
        None => (place, ""),
    };
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let user = if host.len() < authority.len() {
        "[redacted]@"
    } else {
        ""
    };
    let tail = if tail.is_empty() {
        String::new()
    } else {
        format!("{tail}{REDACTED}")
    };
    format!("{scheme}://{user}{host}{path}{tail}")
}

impl Deref for Address {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Address {
    fn from(address: String) -> Self {
        Self(address)
    }
}

impl From<&str> for Address {
    fn from(address: &str) -> Self {
        Self(address.to_owned())
    }
}

impl PartialEq<str> for Address {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Address {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Unknowns for Address {}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Address {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<String>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_where_to_but_no_secret() {
        for (address, shown) in [
            ("https://example.com", "https://example.com"),
            ("gs://bucket/a b/ü.png", "gs://bucket/a b/ü.png"),
            ("https://example.com:8443/a?", "https://example.com:8443/a?[redacted]"),
            ("https://u:hush@example.com/a@b", "https://[redacted]@example.com/a@b"),
            (
                "https://hush@x@example.com?hush",
                "https://[redacted]@example.com?[redacted]",
            ),
            ("https://example.com/a#hush?hush", "https://example.com/a#[redacted]"),
            ("https://example.com?u=http://hush@x/", "https://example.com?[redacted]"),
            ("https://hush@example.com\\a", "https://[redacted]@example.com\\a"),
            ("data:image/png;base64,hush", "data:image/png;base64,[redacted]"),
            ("hush", "[redacted]"),
            ("", "[redacted]"),
        ] {
            let address = Address::from(address);
            assert_eq!(format!("{address:?}"), format!("Address({shown:?})"));
        }
    }
}
