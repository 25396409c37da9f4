//! The `Debug` of structs and unions: as derived, but a confidential one shows only the names of what it does not know.

/// Implements `Debug`.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_debug {
    (struct [$($confidential:ident)?] $name:ident [$($param:ident)?] $($field:ident)*) => {
        impl$(<$param: std::fmt::Debug>)? std::fmt::Debug for $name$(<$param>)? {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut out = out.debug_struct(stringify!($name));
                $(out.field(stringify!($field), &self.$field);)*
                out.field("extra", $crate::__wire_debug!(extra [$($confidential)?] self)).finish()
            }
        }
    };
    (extra [] $self:ident) => { &$self.extra };
    (extra [confidential] $self:ident) => { &$self.extra.keys().collect::<Vec<_>>() };

    (union [$($confidential:ident)?] $name:ident $($variant:ident)*) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant(value) => out.debug_tuple(stringify!($variant)).field(value).finish(),)*
                    Self::Other(object) => {
                        out.debug_tuple("Other").field($crate::__wire_debug!(other [$($confidential)?] object)).finish()
                    }
                }
            }
        }
    };
    (other [] $object:ident) => { $object };
    (other [confidential] $object:ident) => { &$object.keys().collect::<Vec<_>>() };
}
