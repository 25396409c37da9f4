//! The `JsonSchema` of what [`wire!`](macro@crate::wire) declares, where this crate's feature `schemars` is on.
//!
//! The feature is asked for here and not in the macro's output, where it would be that of the crate which uses the macro.

/// Implements `JsonSchema`.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_schema {
    ($name:ident $(<$param:ident>)?, $generator:ident, $schema:expr) => {
        impl$(<$param: $crate::wire::support::schemars::JsonSchema>)? $crate::wire::support::schemars::JsonSchema
            for $name$(<$param>)?
        {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                let name = $crate::wire::support::schema::name(module_path!(), stringify!($name));
                $(let name = $crate::wire::support::schema::name_of(&$param::schema_name(), &name);)?
                name.into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                let id = concat!(module_path!(), "::", stringify!($name));
                $(let id = format!("{id}<{}>", $param::schema_id());)?
                id.into()
            }

            #[allow(unused_variables)]
            fn json_schema(
                $generator: &mut $crate::wire::support::schemars::SchemaGenerator,
            ) -> $crate::wire::support::schemars::Schema {
                $schema
            }
        }
    };
}

/// Implements nothing.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_schema {
    ($name:ident $(<$param:ident>)?, $generator:ident, $schema:expr) => {};
}
