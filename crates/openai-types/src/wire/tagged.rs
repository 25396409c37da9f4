//! `pub union` in [`wire!`](macro@crate::wire): objects told apart by a tag, such as `type` or `role`.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde_json::Value;

use super::key::Key;
use super::object::Members;
use crate::Object;

/// What a union tells [`open`]: its tag's name, and how to go on once the tag is known.
pub trait Described: Sized {
    /// The member that tells the union's objects apart.
    const TAG: &'static str;

    /// Decodes the members that are left once the tag has been read.
    fn read<'de, A: MapAccess<'de>>(tag: &str, members: Late<'de, A>) -> Result<Self, A::Error>;

    /// Keeps an object whose tag is missing or null.
    fn untagged(object: Object) -> Self;
}

/// Decodes a union. The members that follow the tag are decoded straight from the input; those that precede it, such as
/// a tool call's `id`, are held back and replayed.
pub fn open<'de, U: Described, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_map(Tagged(PhantomData))
}

/// Encodes one of a union's objects: the tag, then the members.
pub fn write<M: SerializeMap>(
    name: &'static str,
    tag: &str,
    members: &impl Members,
    mut map: M,
) -> Result<M::Ok, M::Error> {
    map.serialize_entry(name, tag)?;
    members.write_members(name, &mut map)?;
    map.end()
}

struct Tagged<U>(PhantomData<U>);

impl<'de, U: Described> Visitor<'de> for Tagged<U> {
    type Value = U;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "an object with a `{}`", U::TAG)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        let mut early = Vec::new();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            if *key != *U::TAG {
                early.push((key, map.next_value()?));
            } else if let Some(tag) = map.next_value::<Option<Key<'de>>>()? {
                return U::read(
                    &tag,
                    Late {
                        early: early.into_iter(),
                        held: None,
                        rest: map,
                    },
                );
            } else {
                early.push((key, Value::Null));
            }
        }
        Ok(U::untagged(kept(early)))
    }
}

/// An object's members without its tag: first those that came before the tag, then the rest of the input.
#[derive(Debug)]
pub struct Late<'de, A> {
    early: std::vec::IntoIter<(Key<'de>, Value)>,
    held: Option<Value>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> Late<'de, A> {
    /// Decodes the members as one of the union's objects.
    pub fn known<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        if self.early.as_slice().is_empty() {
            return T::deserialize(MapAccessDeserializer::new(self.rest));
        }
        T::deserialize(MapAccessDeserializer::new(self))
    }

    /// Keeps the members as they are, with the tag put back.
    pub fn unknown(mut self, name: &str, tag: &str) -> Result<Object, A::Error> {
        let mut object = kept(self.early);
        object.insert(name.to_owned(), Value::String(tag.to_owned()));
        while let Some((key, value)) = self.rest.next_entry::<Key<'de>, Value>()? {
            object.insert(key.into_string(), value);
        }
        Ok(object)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Late<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.early.next() {
            Some((key, value)) => {
                self.held = Some(value);
                key.replay(seed).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.held.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}

fn kept<'de>(members: impl IntoIterator<Item = (Key<'de>, Value)>) -> Object {
    let members = members.into_iter();
    members.map(|(key, value)| (key.into_string(), value)).collect()
}

/// Writes a tagged union.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_union {
    ([$($doc:literal)*] $name:ident $tag:literal
        $($(#[doc = $vdoc:literal])* $wire:literal => $variant:ident($type:ty),)*) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum $name {
            $($(#[doc = $vdoc])* $variant($type),)*
            #[doc = concat!("An object whose `", $tag, "` this version does not name, whole, as it came.")]
            Other($crate::Object),
        }

        impl $name {
            #[doc = concat!("The object's `", $tag, "`; empty where the object came without one.")]
            #[must_use]
            pub fn tag(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $wire,)*
                    Self::Other(object) => object.get($tag).and_then(|tag| tag.as_str()).unwrap_or_default(),
                }
            }
        }

        $(impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*

        impl $crate::wire::support::Described for $name {
            const TAG: &'static str = $tag;

            fn read<'de, A>(tag: &str, members: $crate::wire::support::Late<'de, A>) -> Result<Self, A::Error>
            where
                A: $crate::wire::support::serde::de::MapAccess<'de>,
            {
                match tag {
                    $($wire => members.known().map(Self::$variant),)*
                    _ => members.unknown($tag, tag).map(Self::Other),
                }
            }

            fn untagged(object: $crate::Object) -> Self {
                Self::Other(object)
            }
        }

        impl<'de> $crate::wire::support::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where
                D: $crate::wire::support::serde::Deserializer<'de>,
            {
                $crate::wire::support::open(deserializer)
            }
        }

        impl $crate::wire::support::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> Result<S::Ok, S::Error>
            where
                S: $crate::wire::support::serde::Serializer,
            {
                match self {
                    $(Self::$variant(value) => {
                        $crate::wire::support::write($tag, $wire, value, serializer.serialize_map(None)?)
                    })*
                    Self::Other(object) => object.serialize(serializer),
                }
            }
        }

        impl $crate::Unknowns for $name {
            fn unknowns(&self, path: &mut $crate::wire::support::Path<'_>) {
                match self {
                    $(Self::$variant(value) => value.unknowns(path),)*
                    Self::Other(_) => path.value(self.tag()),
                }
            }
        }

        $crate::__wire_schema!($name, generator, {
            $crate::wire::support::schema::union(concat!($($doc, "\n"),*), $tag, [$((
                $wire,
                concat!($($vdoc, "\n"),*),
                generator.subschema_for::<$type>(),
            )),*])
        });
    };
}
