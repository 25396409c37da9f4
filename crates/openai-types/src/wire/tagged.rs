//! `pub union` in [`wire!`](macro@crate::wire): objects told apart by a tag, such as `type` or `role`.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde_json::Value;

use super::key::Key;
use super::object::Members;
use crate::Object;

/// The name by which a union asks a deserializer for an object.
pub(super) const UNION: &str = "a tagged object";

/// What a union tells [`open`]: its tag's name, and how to go on once the tag is known.
pub trait Described: Sized {
    /// The member that tells the union's objects apart.
    const TAG: &'static str;

    /// The tag's name. Where one of the union's objects may lack its tag: the member that marks such an object, and the
    /// tag that it might as well have.
    const FIELDS: &'static [&'static str];

    /// Decodes the members that are left once the tag has been read.
    fn read<'de, A: MapAccess<'de>>(tag: &str, members: Late<'de, A>) -> Result<Self, A::Error>;

    /// Goes on with an object whose tag is missing or null.
    fn untagged<'de, A: MapAccess<'de>>(members: Late<'de, A>) -> Result<Self, A::Error>;
}

/// Decodes a union. The members that follow the tag are decoded straight from the input; those that precede it, such as
/// a tool call's `id`, are held back and replayed.
pub fn open<'de, U: Described, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    // As with `deserialize_map`; but the search for the place of a failure is told where to look for the tag.
    deserializer.deserialize_struct(UNION, U::FIELDS, Tagged(PhantomData))
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

/// Encodes an object whose struct holds the tag itself. `fallback` is written where the struct has none.
pub fn write_own<M: SerializeMap>(
    name: &'static str,
    fallback: Option<&str>,
    members: &impl Members,
    mut map: M,
) -> Result<M::Ok, M::Error> {
    match fallback {
        Some(tag) if !members.has_member(name) => write(name, tag, members, map),
        _ => {
            members.write_members("", &mut map)?;
            map.end()
        }
    }
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
                return U::read(&tag, Late::new(early, map));
            } else {
                early.push((key, Value::Null));
            }
        }
        U::untagged(Late::new(early, map))
    }
}

/// An object's members without its tag: first those that came before the tag, then the rest of the input.
#[derive(Debug)]
pub struct Late<'de, A> {
    early: std::vec::IntoIter<(Key<'de>, Value)>,
    held: Option<Value>,
    rest: A,
    /// A tag that has been read, so that a second one does not count.
    past: Option<&'static str>,
}

impl<'de, A: MapAccess<'de>> Late<'de, A> {
    fn new(early: Vec<(Key<'de>, Value)>, rest: A) -> Self {
        Self {
            early: early.into_iter(),
            held: None,
            rest,
            past: None,
        }
    }

    /// Whether one of the members that came before the tag has this name; without a tag, that is any member.
    pub fn has(&self, name: &str) -> bool {
        self.early.as_slice().iter().any(|(key, _)| **key == *name)
    }

    /// Decodes the members as one of the union's objects whose struct holds the tag itself.
    pub fn tagged<T: Deserialize<'de>>(self, name: &'static str, tag: &str) -> Result<T, A::Error> {
        let tag = (Key::from(name), Value::String(tag.to_owned()));
        let mut members = Late::new([tag].into_iter().chain(self.early).collect(), self.rest);
        members.past = Some(name);
        members.known()
    }

    /// Decodes the members as one of the union's objects.
    pub fn known<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        if self.early.as_slice().is_empty() {
            return T::deserialize(MapAccessDeserializer::new(self.rest));
        }
        T::deserialize(MapAccessDeserializer::new(self))
    }

    /// Keeps the members as they are, with the tag, if there is one, put back.
    pub fn unknown(mut self, name: &str, tag: Option<&str>) -> Result<Object, A::Error> {
        let early = self.early.map(|(key, value)| (key.into_string(), value));
        let mut object: Object = early.collect();
        if let Some(tag) = tag {
            object.insert(name.to_owned(), Value::String(tag.to_owned()));
        }
        while let Some((key, value)) = self.rest.next_entry::<Key<'de>, Value>()? {
            object.insert(key.into_string(), value);
        }
        Ok(object)
    }
}

impl<'de, A: MapAccess<'de>> Late<'de, A> {
    fn next_of_rest<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some(past) = self.past else {
            return self.rest.next_key_seed(seed);
        };
        while let Some(key) = self.rest.next_key::<Key<'de>>()? {
            if *key != *past {
                return key.replay(seed).map(Some);
            }
            self.rest.next_value::<IgnoredAny>()?;
        }
        Ok(None)
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
            None => self.next_of_rest(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.held.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// Writes a tagged union.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_union {
    ([$($doc:literal)*] $name:ident $tag:literal
        $($(#[doc = $vdoc:literal])* $(#[from = $from:ident])?
            $wire:literal $(| $also:literal)* $(| _ if $mark:literal)? => $variant:ident($type:ty),)*) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum $name {
            $($(#[doc = $vdoc])* $variant($type),)*
            #[doc = concat!("An object whose `", $tag, "` this version does not name, whole, as it came.")]
            Other($crate::Object),
        }

        impl $name {
            #[doc = concat!(
                "The object's `", $tag, "`, of several spellings the first; empty where an unknown object came without one."
            )]
            #[must_use]
            pub fn tag(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $wire,)*
                    Self::Other(object) => object.get($tag).and_then(|tag| tag.as_str()).unwrap_or_default(),
                }
            }
        }

        $crate::__wire_debug!(union $name $($variant)*);

        $($crate::__wire_from!($name $variant ($type) $($from)?);)*

        impl $crate::wire::support::Described for $name {
            const TAG: &'static str = $tag;
            const FIELDS: &'static [&'static str] = &[$tag, $($($mark, $wire,)?)*];

            fn read<'de, A>(tag: &str, members: $crate::wire::support::Late<'de, A>) -> Result<Self, A::Error>
            where
                A: $crate::wire::support::serde::de::MapAccess<'de>,
            {
                match tag {
                    $($wire $(| $also)* => {
                        $crate::__wire_tag!(read members tag $tag [$($also)*] [$($mark)?]).map(Self::$variant)
                    })*
                    _ => members.unknown($tag, Some(tag)).map(Self::Other),
                }
            }

            fn untagged<'de, A>(members: $crate::wire::support::Late<'de, A>) -> Result<Self, A::Error>
            where
                A: $crate::wire::support::serde::de::MapAccess<'de>,
            {
                $($(if members.has($mark) {
                    return members.known().map(Self::$variant);
                })?)*
                members.unknown($tag, None).map(Self::Other)
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
                        let map = serializer.serialize_map(None)?;
                        $crate::__wire_tag!(write value map $tag $wire [$($also)*] [$($mark)?])
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
                &[$wire, $($also),*],
                [$($mark)?].first().copied(),
                concat!($($vdoc, "\n"),*),
                generator.subschema_for::<$type>(),
            )),*])
        });
    };
}

/// Where the tag is read from and written to: by the union for a variant with one tag, by the struct for one with
/// several, or with none.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_tag {
    (read $members:ident $value:ident $tag:literal [] []) => {
        $members.known()
    };
    (read $members:ident $value:ident $tag:literal [$($also:literal)*] [$($mark:literal)?]) => {
        $members.tagged($tag, $value)
    };

    (write $value:ident $map:ident $tag:literal $wire:literal [] []) => {
        $crate::wire::support::write($tag, $wire, $value, $map)
    };
    (write $value:ident $map:ident $tag:literal $wire:literal [$($also:literal)*] []) => {
        $crate::wire::support::write_own($tag, Some($wire), $value, $map)
    };
    (write $value:ident $map:ident $tag:literal $wire:literal [$($also:literal)*] [$mark:literal]) => {
        $crate::wire::support::write_own($tag, None, $value, $map)
    };
}

/// A conversion into a union, unless several of its tags share a type, so that the type does not tell the tag.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_from {
    ($name:ident $variant:ident ($type:ty)) => {
        impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    };
    ($name:ident $variant:ident ($type:ty) none) => {};
}
