//! `pub either` in [`wire!`](macro@crate::wire): a value that comes as one of several JSON kinds.

/// Writes an enum over JSON kinds. The kind alone decides which type decodes the value.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_either {
    ([$($doc:literal)*] $name:ident $($(#[doc = $vdoc:literal])* $kind:ident => $variant:ident($($type:tt)*),)*) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum $name {
            $($(#[doc = $vdoc])* $variant($($type)*),)*
        }

        $crate::__wire_debug!(enum $name $($variant)*);

        $($crate::__wire_kind!(from $kind $name $variant $($type)*);)*

        impl<'de> $crate::wire::support::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where
                D: $crate::wire::support::serde::Deserializer<'de>,
            {
                #[allow(unused_imports)]
                use $crate::wire::support::{Whole as _, serde::{Deserialize, de}};
                struct WireVisitor;

                impl<'de> de::Visitor<'de> for WireVisitor {
                    type Value = $name;

                    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        out.write_str(&[$(stringify!($kind)),*].join(" or "))
                    }

                    $($crate::__wire_kind!(visit $kind $name $variant $($type)*);)*
                }

                deserializer.deserialize_any(WireVisitor)
            }
        }

        impl $crate::wire::support::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> Result<S::Ok, S::Error>
            where
                S: $crate::wire::support::serde::Serializer,
            {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                }
            }
        }

        impl $crate::Unknowns for $name {
            fn unknowns(&self, path: &mut $crate::wire::support::Path<'_>) {
                match self {
                    $(Self::$variant(value) => value.unknowns(path),)*
                }
            }
        }

        $crate::__wire_schema!($name, generator, {
            $crate::wire::support::schema::either(concat!($($doc, "\n"),*), [$((
                concat!($($vdoc, "\n"),*),
                generator.subschema_for::<$($type)*>(),
            )),*])
        });
    };
}

/// What each JSON kind adds to an `either`: the conversions into it, and the visitor's methods.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_kind {
    (from string $name:ident $variant:ident String) => {
        $crate::__wire_kind!(from plain $name $variant String);
        $crate::__wire_kind!(from text $name $variant);
    };
    (from string $name:ident $variant:ident $($type:tt)*) => {
        $crate::__wire_kind!(from plain $name $variant $($type)*);
        $crate::__wire_kind!(from text $name $variant);
    };
    (from text $name:ident $variant:ident) => {
        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::$variant(value.into())
            }
        }
    };
    (from array $name:ident $variant:ident Vec<$item:ty>) => {
        $crate::__wire_kind!(from plain $name $variant Vec<$item>);

        impl<const N: usize> From<[$item; N]> for $name {
            fn from(value: [$item; N]) -> Self {
                Self::$variant(value.into())
            }
        }
    };
    (from plain $name:ident $variant:ident $($type:tt)*) => {
        impl From<$($type)*> for $name {
            fn from(value: $($type)*) -> Self {
                Self::$variant(value)
            }
        }
    };
    (from $kind:ident $name:ident $variant:ident $($type:tt)*) => {
        $crate::__wire_kind!(from plain $name $variant $($type)*);
    };

    (visit string $name:ident $variant:ident $($type:tt)*) => {
        fn visit_str<E: de::Error>(self, value: &str) -> Result<$name, E> {
            <$($type)*>::deserialize(de::value::StrDeserializer::new(value)).map($name::$variant)
        }
    };
    (visit bool $name:ident $variant:ident $($type:tt)*) => {
        fn visit_bool<E: de::Error>(self, value: bool) -> Result<$name, E> {
            <$($type)*>::deserialize(de::value::BoolDeserializer::new(value)).map($name::$variant)
        }
    };
    (visit integer $name:ident $variant:ident $($type:tt)*) => {
        $crate::__wire_kind!(visit whole $name $variant $($type)*);

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<$name, E> {
            <$($type)*>::read(de::value::F64Deserializer::new(value)).map($name::$variant)
        }
    };
    (visit whole $name:ident $variant:ident $($type:tt)*) => {
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<$name, E> {
            <$($type)*>::deserialize(de::value::U64Deserializer::new(value)).map($name::$variant)
        }

        fn visit_i64<E: de::Error>(self, value: i64) -> Result<$name, E> {
            <$($type)*>::deserialize(de::value::I64Deserializer::new(value)).map($name::$variant)
        }
    };
    (visit number $name:ident $variant:ident $($type:tt)*) => {
        $crate::__wire_kind!(visit whole $name $variant $($type)*);

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<$name, E> {
            <$($type)*>::deserialize(de::value::F64Deserializer::new(value)).map($name::$variant)
        }
    };
    (visit array $name:ident $variant:ident $($type:tt)*) => {
        fn visit_seq<A: de::SeqAccess<'de>>(self, items: A) -> Result<$name, A::Error> {
            <$($type)*>::deserialize(de::value::SeqAccessDeserializer::new(items)).map($name::$variant)
        }
    };
    (visit object $name:ident $variant:ident $($type:tt)*) => {
        fn visit_map<A: de::MapAccess<'de>>(self, members: A) -> Result<$name, A::Error> {
            <$($type)*>::deserialize(de::value::MapAccessDeserializer::new(members)).map($name::$variant)
        }
    };
}
