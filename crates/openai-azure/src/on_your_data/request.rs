//! A chat request with data sources.

use std::fmt;
use std::marker::PhantomData;

use openai_types::wire::support::{Members, Path};
use openai_types::{Unknowns, chat};
use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Error, IntoDeserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::enhancements::Enhancements;

const ENHANCEMENTS: &str = "enhancements";

/// A data source: one of the two shapes of one's own data, [`v2023::DataSource`](super::v2023::DataSource) and
/// [`v2024::DataSource`](super::v2024::DataSource), or [`enhancements::Source`](crate::enhancements::Source).
pub trait Source: Serialize + DeserializeOwned + Unknowns {
    /// The member of the request that lists the sources.
    const MEMBER: &'static str;

    /// The name of the request's schema.
    const REQUEST: &'static str;

    /// Where the request goes, below the deployment.
    const PATH: &'static [&'static str];
}

/// A chat request with data sources of one shape: [`v2023::Request`](super::v2023::Request),
/// [`v2024::Request`](super::v2024::Request) or [`enhancements::Request`](crate::enhancements::Request).
///
/// On the wire it is one object: the members of the chat request, the sources, the enhancements.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Request<S> {
    /// The chat request. Beside data sources the service takes `temperature` as 0 by default, `max_tokens` as 1,000, and
    /// up to 2 `stop` texts (4, the specifications say).
    pub chat: chat::Request,
    /// The data sources. The 2024 shape takes exactly one.
    pub data_sources: Vec<S>,
    /// Vision enhancements; see [`enhancements`](mod@crate::enhancements) for the versions.
    pub enhancements: Option<Enhancements>,
}

impl<S: Source> Request<S> {
    /// A chat request that is answered from one source.
    #[must_use]
    pub fn new(chat: chat::Request, source: impl Into<S>) -> Self {
        Self {
            chat,
            data_sources: vec![source.into()],
            enhancements: None,
        }
    }

    /// Asks for vision enhancements.
    #[must_use]
    pub fn enhancements(mut self, enhancements: Enhancements) -> Self {
        self.enhancements = Some(enhancements);
        self
    }
}

// `wire!` has no struct that shares its object with another one.
impl<S: Source> Serialize for Request<S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.chat.write_members(S::MEMBER, &mut map)?;
        map.serialize_entry(S::MEMBER, &self.data_sources)?;
        if let Some(enhancements) = &self.enhancements
            && !self.chat.extra.contains_key(ENHANCEMENTS)
        {
            map.serialize_entry(ENHANCEMENTS, enhancements)?;
        }
        map.end()
    }
}

impl<'de, S: Source> Deserialize<'de> for Request<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Body(PhantomData))
    }
}

struct Body<S>(PhantomData<S>);

impl<'de, S: Source> Visitor<'de> for Body<S> {
    type Value = Request<S>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Request<S>, A::Error> {
        let mut rest = Rest {
            map,
            data_sources: None,
            enhancements: None,
        };
        let chat = chat::Request::deserialize(MapAccessDeserializer::new(&mut rest))?;
        let Some(data_sources) = rest.data_sources else {
            return Err(A::Error::missing_field(S::MEMBER));
        };
        Ok(Request {
            chat,
            data_sources,
            enhancements: rest.enhancements,
        })
    }
}

/// The members of the chat request: all but those that are taken out on the way.
struct Rest<A, S> {
    map: A,
    data_sources: Option<Vec<S>>,
    enhancements: Option<Enhancements>,
}

impl<'de, A: MapAccess<'de>, S: Source> MapAccess<'de> for Rest<A, S> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.map.next_key::<String>()? {
            if name == S::MEMBER {
                self.data_sources = Some(self.map.next_value()?);
            } else if name == ENHANCEMENTS {
                self.enhancements = self.map.next_value()?;
            } else {
                let name: StringDeserializer<A::Error> = name.into_deserializer();
                return seed.deserialize(name).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

impl<S: Source> Unknowns for Request<S> {
    fn unknowns(&self, path: &mut Path<'_>) {
        self.chat.unknowns(path);
        path.member(S::MEMBER, &self.data_sources);
        path.member(ENHANCEMENTS, &self.enhancements);
    }
}

#[cfg(feature = "schemars")]
impl<S: Source + schemars::JsonSchema> schemars::JsonSchema for Request<S> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        S::REQUEST.into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let chat = generator.subschema_for::<chat::Request>();
        let mut sources = generator.subschema_for::<Vec<S>>();
        sources.insert("description".into(), "The data sources.".into());
        let mut enhancements = generator.subschema_for::<Option<Enhancements>>();
        enhancements.insert("description".into(), "Vision enhancements.".into());
        schemars::json_schema!({
            "description": "A chat request with data sources.",
            "type": "object",
            "allOf": [chat, {
                "properties": {S::MEMBER: sources, ENHANCEMENTS: enhancements},
                "required": [S::MEMBER],
            }],
        })
    }
}
