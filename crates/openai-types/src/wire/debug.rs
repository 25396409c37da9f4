//! The `Debug` of structs and unions: as derived, but of what they do not know only the names, as it may hold secrets.

use std::fmt;

use serde_json::Value;

use crate::Object;

/// A field on its way to `Debug`.
///
/// `show` finds the methods below where a field is raw JSON, and that of [`Plain`] where it is not: a method of the type
/// itself goes before that of a trait.
#[derive(Debug)]
pub struct Field<'a, T>(pub &'a T);

/// Raw JSON as `Debug` shows it: of an object the names, of all else the kind.
pub enum Raw<'a> {
    /// An object.
    Object(&'a Object),
    /// Any other value, by its kind.
    Other(&'static str),
}

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(object) => out.debug_set().entries(object.keys()).finish(),
            Self::Other(kind) => out.write_str(kind),
        }
    }
}

impl<'a> From<&'a Object> for Raw<'a> {
    fn from(object: &'a Object) -> Self {
        Self::Object(object)
    }
}

impl<'a> From<&'a Value> for Raw<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Object(object) => Self::Object(object),
            Value::Array(_) => Self::Other("array"),
            Value::String(_) => Self::Other("string"),
            Value::Number(_) => Self::Other("number"),
            Value::Bool(_) => Self::Other("boolean"),
            Value::Null => Self::Other("null"),
        }
    }
}

macro_rules! raw {
    ($($type:ident)*) => {
        $(impl<'a> Field<'a, $type> {
            /// The names alone.
            #[must_use]
            pub fn show(self) -> Raw<'a> {
                self.0.into()
            }
        }

        impl<'a> Field<'a, Option<$type>> {
            /// The names alone.
            #[must_use]
            pub fn show(self) -> Option<Raw<'a>> {
                self.0.as_ref().map(Raw::from)
            }
        })*
    };
}

raw! { Object Value }

/// A field that is no raw JSON.
pub trait Plain<'a> {
    /// What it is.
    type Type;

    /// The field itself.
    fn show(self) -> &'a Self::Type;
}

impl<'a, T> Plain<'a> for Field<'a, T> {
    type Type = T;

    fn show(self) -> &'a T {
        self.0
    }
}

/// Implements `Debug`.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_debug {
    (struct $name:ident [$($param:ident)?] $($field:ident)*) => {
        impl$(<$param: std::fmt::Debug>)? std::fmt::Debug for $name$(<$param>)? {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #[allow(unused_imports)]
                use $crate::wire::support::{Field, Plain as _};
                let mut out = out.debug_struct(stringify!($name));
                $(out.field(stringify!($field), &Field(&self.$field).show());)*
                out.field("extra", &self.extra.keys().collect::<Vec<_>>()).finish()
            }
        }
    };
    (enum $name:ident $($variant:ident)*) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #[allow(unused_imports)]
                use $crate::wire::support::{Field, Plain as _};
                match self {
                    $(Self::$variant(value) => {
                        out.debug_tuple(stringify!($variant)).field(&Field(value).show()).finish()
                    })*
                }
            }
        }
    };
    (union $name:ident $($variant:ident)*) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant(value) => out.debug_tuple(stringify!($variant)).field(value).finish(),)*
                    Self::Other(object) => {
                        out.debug_tuple("Other").field(&object.keys().collect::<Vec<_>>()).finish()
                    }
                }
            }
        }
    };
}
