//! Whole numbers, which JSON may spell with a fraction of nothing: `1.0` is an integer to a JSON Schema.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

/// A whole number, or what holds nothing else.
pub trait Whole<'de>: Sized {
    /// Reads it, with or without a fraction of nothing. A number that does not fit exactly is an error.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// How a member of type `T` is read: whole numbers as above, all else as serde does.
///
/// A call of `read` finds the method below where `T` is [`Whole`], and that of [`Usual`] where it is not: a method of
/// the type itself goes before that of a trait. So types need not say which they are.
#[derive(Debug)]
pub struct Member<T>(PhantomData<T>);

impl<T> Member<T> {
    /// The way to read a `T`.
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for Member<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de, T: Whole<'de>> Member<T> {
    /// Reads a member that holds whole numbers.
    pub fn read<A: MapAccess<'de>>(self, map: &mut A) -> Result<T, A::Error> {
        map.next_value_seed(self)
    }
}

/// How serde reads a member.
pub trait Usual<'de, T> {
    /// Reads a member.
    fn read<A: MapAccess<'de>>(self, map: &mut A) -> Result<T, A::Error>;
}

impl<'de, T: Deserialize<'de>> Usual<'de, T> for Member<T> {
    fn read<A: MapAccess<'de>>(self, map: &mut A) -> Result<T, A::Error> {
        map.next_value()
    }
}

impl<'de, T: Whole<'de>> DeserializeSeed<'de> for Member<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

macro_rules! whole {
    ($($name:ident $ask:ident)*) => {
        $(impl<'de> Whole<'de> for $name {
            fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Number;

                impl Visitor<'_> for Number {
                    type Value = $name;

                    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                        out.write_str(stringify!($name))
                    }

                    fn visit_u64<E: Error>(self, number: u64) -> Result<$name, E> {
                        $name::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
                    }

                    fn visit_i64<E: Error>(self, number: i64) -> Result<$name, E> {
                        $name::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
                    }

                    fn visit_f64<E: Error>(self, number: f64) -> Result<$name, E> {
                        whole(number)
                            .and_then(|number| $name::try_from(number).ok())
                            .ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
                    }
                }

                deserializer.$ask(Number)
            }
        })*
    };
}

whole! { u8 deserialize_u8 u64 deserialize_u64 i64 deserialize_i64 }

/// The same number as an integer, where it is one and 64 bits hold it.
fn whole(number: f64) -> Option<i128> {
    // 2^64 is the least number above all that fit; beyond these bounds a cast would not be exact.
    let fits = number.fract() == 0.0 && number.abs() <= 18_446_744_073_709_551_616.0;
    fits.then_some(number as i128)
}

impl<'de, T: Whole<'de>> Whole<'de> for Option<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Maybe<T>(PhantomData<T>);

        impl<'de, T: Whole<'de>> Visitor<'de> for Maybe<T> {
            type Value = Option<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("option")
            }

            fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
                T::read(deserializer).map(Some)
            }
        }

        deserializer.deserialize_option(Maybe(PhantomData))
    }
}

impl<'de, T: Whole<'de>> Whole<'de> for Vec<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List<T>(PhantomData<T>);

        impl<'de, T: Whole<'de>> Visitor<'de> for List<T> {
            type Value = Vec<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element_seed(Member::<T>::new())? {
                    all.push(item);
                }
                Ok(all)
            }
        }

        deserializer.deserialize_seq(List(PhantomData))
    }
}

impl<'de, T: Whole<'de>> Whole<'de> for BTreeMap<String, T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table<T>(PhantomData<T>);

        impl<'de, T: Whole<'de>> Visitor<'de> for Table<T> {
            type Value = BTreeMap<String, T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let mut all = BTreeMap::new();
                while let Some(name) = members.next_key()? {
                    all.insert(name, members.next_value_seed(Member::<T>::new())?);
                }
                Ok(all)
            }
        }

        deserializer.deserialize_map(Table(PhantomData))
    }
}
