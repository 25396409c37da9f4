//! `pub enum` in [`wire!`](macro@crate::wire): a string with known values and room for others.

/// Writes an open string enum.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_enum {
    ([$($doc:literal)*] $name:ident $($(#[doc = $vdoc:literal])* $wire:literal => $variant:ident,)*) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $vdoc])* $variant,)*
            /// A value that this version does not name, as it came. Build one with `From`, so that a known value never
            /// hides in here.
            Other(String),
        }

        impl $name {
            /// The value as it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Other(value) => value,
                }
            }

            fn known(value: &str) -> Option<Self> {
                match value {
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::known(value).unwrap_or_else(|| Self::Other(value.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self::known(&value).unwrap_or(Self::Other(value))
            }
        }

        impl $crate::wire::support::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> Result<S::Ok, S::Error>
            where
                S: $crate::wire::support::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::wire::support::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where
                D: $crate::wire::support::serde::Deserializer<'de>,
            {
                use $crate::wire::support::{Key, serde::Deserialize};
                <Key<'de> as Deserialize<'de>>::deserialize(deserializer).map(|value| Self::from(&*value))
            }
        }

        impl $crate::Unknowns for $name {
            fn unknowns(&self, path: &mut $crate::wire::support::Path<'_>) {
                if let Self::Other(value) = self {
                    path.value(value);
                }
            }
        }

        $crate::__wire_schema!($name, generator, {
            $crate::wire::support::schema::text(concat!($($doc, "\n"),*), [$(($wire, concat!($($vdoc, "\n"),*))),*])
        });
    };
}
