//! `pub struct` in [`wire!`](macro@crate::wire): an object with named members and `extra`.

use serde::ser::SerializeMap;

/// What writes its members into an object that somebody else opened: a union puts its tag before them.
pub trait Members {
    /// Writes every member that is present, except the one called `tag`, which the caller has written.
    fn write_members<M: SerializeMap>(&self, tag: &str, map: &mut M) -> Result<(), M::Error>;

    /// Whether a member of this name is written from a field, so that `extra` must not write it again.
    fn has_member(&self, name: &str) -> bool;
}

/// Takes a struct's fields one by one, sorts them into required and optional, then writes the type.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_struct {
    // A field that an answer may lack.
    (@field $doc:tt $name:tt $new:ident $all:tt $must:tt
        $(#[doc = $fdoc:literal])* #[name = $wire:literal] #[or_default] pub $($rest:tt)*) => {
        $crate::__wire_struct! { @or_default $doc $name $new $all $must [$($fdoc)*] ($wire) $($rest)* }
    };
    (@field $doc:tt $name:tt $new:ident $all:tt $must:tt
        $(#[doc = $fdoc:literal])* #[or_default] pub $field:ident : $($rest:tt)*) => {
        $crate::__wire_struct! {
            @or_default $doc $name $new $all $must [$($fdoc)*] (stringify!($field)) $field : $($rest)*
        }
    };
    (@or_default $doc:tt $name:tt $new:ident [$($all:tt)*] [$($must:tt)*]
        $fdoc:tt $wire:tt $field:ident : $type:ty, $($rest:tt)*) => {
        $crate::__wire_struct! { @field $doc $name $new
            [$($all)* { or_default $fdoc $wire $field ($type) ($type) }] [$($must)* ($field $type)] $($rest)* }
    };
    // A field: its wire name is its own unless `#[name]` says otherwise.
    (@field $doc:tt $name:tt $new:ident $all:tt $must:tt
        $(#[doc = $fdoc:literal])* #[name = $wire:literal] pub $($rest:tt)*) => {
        $crate::__wire_struct! { @type $doc $name $new $all $must [$($fdoc)*] ($wire) $($rest)* }
    };
    (@field $doc:tt $name:tt $new:ident $all:tt $must:tt
        $(#[doc = $fdoc:literal])* pub $field:ident : $($rest:tt)*) => {
        $crate::__wire_struct! { @type $doc $name $new $all $must [$($fdoc)*] (stringify!($field)) $field : $($rest)* }
    };
    // Its type: `Option` makes it optional. A lone name stays readable for `__wire_setter`.
    (@type $doc:tt $name:tt $new:ident [$($all:tt)*] $must:tt
        $fdoc:tt $wire:tt $field:ident : Option<$type:ident>, $($rest:tt)*) => {
        $crate::__wire_struct! { @field $doc $name $new
            [$($all)* { optional $fdoc $wire $field (Option<$type>) ($type) }] $must $($rest)* }
    };
    (@type $doc:tt $name:tt $new:ident [$($all:tt)*] $must:tt
        $fdoc:tt $wire:tt $field:ident : Option<$type:ty>, $($rest:tt)*) => {
        $crate::__wire_struct! { @field $doc $name $new
            [$($all)* { optional $fdoc $wire $field (Option<$type>) ($type) }] $must $($rest)* }
    };
    (@type $doc:tt $name:tt $new:ident [$($all:tt)*] [$($must:tt)*]
        $fdoc:tt $wire:tt $field:ident : $type:ty, $($rest:tt)*) => {
        $crate::__wire_struct! { @field $doc $name $new
            [$($all)* { required $fdoc $wire $field ($type) ($type) }] [$($must)* ($field $type)] $($rest)* }
    };
    // No field left.
    (@field [$($doc:literal)*] ($name:ident $($param:ident)?) $new:ident
        [$({ $need:ident [$($fdoc:literal)*] ($wire:expr) $field:ident ($type:ty) ($($inner:tt)*) })*]
        [$(($must:ident $must_type:ty))*]) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name$(<$param>)? {
            $($(#[doc = $fdoc])* pub $field: $type,)*
            /// Members that this version does not name: kept as they came, and written back.
            pub extra: $crate::Object,
        }

        impl$(<$param>)? $name$(<$param>)? {
            #[doc = concat!("A `", stringify!($name), "` with the members that it needs; all others are absent.")]
            #[must_use]
            #[allow(clippy::new_without_default)]
            pub fn $new($($must: impl Into<$must_type>),*) -> Self {
                $(let $must = $must.into();)*
                $($crate::__wire_member!(blank $need $field);)*
                Self { $($field,)* extra: $crate::Object::new() }
            }

            $($crate::__wire_member!(setter $need $field $($inner)*);)*

            /// Sets a member that this version does not name.
            #[must_use]
            pub fn extra(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
                self.extra.insert(name.into(), value.into());
                self
            }
        }

        $crate::__wire_debug!(struct $name [$($param)?] $($field)*);

        impl$(<$param: $crate::wire::support::serde::Serialize>)? $crate::wire::support::Members for $name$(<$param>)? {
            fn write_members<M>(&self, tag: &str, map: &mut M) -> Result<(), M::Error>
            where
                M: $crate::wire::support::serde::ser::SerializeMap,
            {
                $($crate::__wire_member!(write $need self $field $wire, tag, map);)*
                for (name, value) in &self.extra {
                    if name != tag && !$crate::wire::support::Members::has_member(self, name) {
                        map.serialize_entry(name, value)?;
                    }
                }
                Ok(())
            }

            #[allow(unused_variables)]
            fn has_member(&self, name: &str) -> bool {
                $(if name == $wire { return $crate::__wire_member!(present $need self $field); })*
                false
            }
        }

        impl$(<$param: $crate::wire::support::serde::Serialize>)? $crate::wire::support::serde::Serialize
            for $name$(<$param>)?
        {
            fn serialize<S>(&self, serializer: S) -> Result<S::Ok, S::Error>
            where
                S: $crate::wire::support::serde::Serializer,
            {
                use $crate::wire::support::{Members as _, serde::ser::SerializeMap as _};
                let mut map = serializer.serialize_map(None)?;
                self.write_members("", &mut map)?;
                map.end()
            }
        }

        impl<'de$(, $param: $crate::wire::support::serde::Deserialize<'de>)?>
            $crate::wire::support::serde::Deserialize<'de> for $name$(<$param>)?
        {
            fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where
                D: $crate::wire::support::serde::Deserializer<'de>,
            {
                #[allow(unused_imports)]
                use $crate::wire::support::{Key, Member, Usual as _, serde::de::{MapAccess, Visitor}};
                struct WireVisitor$(<$param>)?(std::marker::PhantomData<$name$(<$param>)?>);

                impl<'de$(, $param: $crate::wire::support::serde::Deserialize<'de>)?> Visitor<'de>
                    for WireVisitor$(<$param>)?
                {
                    type Value = $name$(<$param>)?;

                    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        out.write_str("an object")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        $(let mut $field = None;)*
                        let mut extra = $crate::Object::new();
                        while let Some(key) = map.next_key::<Key<'de>>()? {
                            $crate::__wire_match!(key, {
                                extra.insert(key.into_string(), map.next_value()?);
                            }, $($wire => $field = $crate::__wire_member!(read $need map $type);)*);
                        }
                        $($crate::__wire_member!(take $need $field $wire, A);)*
                        Ok($name { $($field,)* extra })
                    }
                }

                deserializer.deserialize_map(WireVisitor(std::marker::PhantomData))
            }
        }

        impl$(<$param: $crate::Unknowns>)? $crate::Unknowns for $name$(<$param>)? {
            fn unknowns(&self, path: &mut $crate::wire::support::Path<'_>) {
                $(path.member($wire, &self.$field);)*
                path.extra(&self.extra);
            }
        }

        $crate::__wire_schema!($name$(<$param>)?, generator, {
            $crate::wire::support::schema::object(concat!($($doc, "\n"),*), [$((
                $wire,
                concat!($($fdoc, "\n"),*),
                $crate::__wire_member!(needed $need),
                $crate::__wire_member!(schema $need generator $type),
            )),*])
        });
    };
}

/// An `if` chain over constant names; the compiler turns it into comparisons of length and bytes.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_match {
    ($key:ident, $other:block, $($name:expr => $target:ident = $value:expr;)*) => {
        match &*$key {
            $(name if name == $name => $target = $value,)*
            _ => $other
        }
    };
}

/// What differs between a field that must be there, one that may be absent, and one that is empty where it is absent.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_member {
    (blank required $field:ident) => {};
    (blank or_default $field:ident) => {};
    (blank optional $field:ident) => { let $field = None; };

    (setter required $field:ident $($type:tt)*) => {};
    (setter or_default $field:ident $($type:tt)*) => {};
    (setter optional $field:ident u64) => { $crate::__wire_member!(setter plain $field u64); };
    (setter optional $field:ident i64) => { $crate::__wire_member!(setter plain $field i64); };
    (setter optional $field:ident f64) => { $crate::__wire_member!(setter plain $field f64); };
    (setter optional $field:ident bool) => { $crate::__wire_member!(setter plain $field bool); };
    (setter plain $field:ident $type:ident) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, $field: $type) -> Self {
            self.$field = Some($field);
            self
        }
    };
    (setter optional $field:ident $type:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$type>) -> Self {
            self.$field = Some($field.into());
            self
        }
    };

    (present required $self:ident $field:ident) => { true };
    (present or_default $self:ident $field:ident) => { true };
    (present optional $self:ident $field:ident) => { $self.$field.is_some() };

    (write required $self:ident $field:ident $wire:expr, $tag:ident, $map:ident) => {
        if $wire != $tag {
            $map.serialize_entry($wire, &$self.$field)?;
        }
    };
    (write or_default $($rest:tt)*) => { $crate::__wire_member!(write required $($rest)*); };
    (write optional $self:ident $field:ident $wire:expr, $tag:ident, $map:ident) => {
        if let Some(value) = &$self.$field && $wire != $tag {
            $map.serialize_entry($wire, value)?;
        }
    };

    (read required $map:ident $type:ty) => { Some(Member::<$type>::new().read(&mut $map)?) };
    (read or_default $map:ident $type:ty) => { Member::<Option<$type>>::new().read(&mut $map)? };
    (read optional $map:ident $type:ty) => { Member::<$type>::new().read(&mut $map)? };

    (take required $field:ident $wire:expr, $access:ident) => {
        let $field = match $field {
            Some(value) => value,
            None => return Err(<$access::Error as $crate::wire::support::serde::de::Error>::missing_field($wire)),
        };
    };
    (take or_default $field:ident $wire:expr, $access:ident) => { let $field = $field.unwrap_or_default(); };
    (take optional $field:ident $wire:expr, $access:ident) => {};

    (needed required) => { true };
    (needed or_default) => { false };
    (needed optional) => { false };

    (schema or_default $generator:ident $type:ty) => { $generator.subschema_for::<Option<$type>>() };
    (schema $need:ident $generator:ident $type:ty) => { $generator.subschema_for::<$type>() };
}
