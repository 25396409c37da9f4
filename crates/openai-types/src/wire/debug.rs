//! The `Debug` of structs and unions: as derived, but of what they do not know only the names, as it may hold secrets.

/// Implements `Debug`.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_debug {
    (struct $name:ident [$($param:ident)?] $($field:ident)*) => {
        impl$(<$param: std::fmt::Debug>)? std::fmt::Debug for $name$(<$param>)? {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut out = out.debug_struct(stringify!($name));
                $(out.field(stringify!($field), &self.$field);)*
                out.field("extra", &self.extra.keys().collect::<Vec<_>>()).finish()
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
