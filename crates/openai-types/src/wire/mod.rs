//! The one mechanism behind every wire type: [`wire!`](macro@crate::wire), and what it leans on.
//!
//! Four shapes cover the whole wire, and `wire!` writes each of them from a declaration that reads like Rust:
//!
//! | declaration | on the wire | what is never lost |
//! |---|---|---|
//! | `pub struct` | an object | a member that it does not name stands in `extra` |
//! | `pub enum` | a string | a value that it does not name stands in `Other` |
//! | `pub union … by "type"` | objects told apart by a tag | an object with another tag stands in `Other`, whole |
//! | `pub either` | one of several JSON kinds | each kind is decoded by its own type |
//!
//! Decoding is one pass over the text: no detour through [`serde_json::Value`], no buffering while a union's tag comes
//! first, and no guessing. An object with a known tag that does not fit its type is an error at its own path, never an
//! unknown.

mod choice;
mod debug;
mod decode;
mod key;
mod misfit;
mod object;
mod schema;
mod tagged;
mod text;
mod unknowns;
mod whole;

pub use decode::{DecodeError, decode, decode_str};
pub use unknowns::{Unknowns, unknowns};

/// A JSON object as it stood on the wire.
pub type Object = serde_json::Map<String, serde_json::Value>;

/// What the code that `wire!` writes calls. Not part of the public interface.
#[doc(hidden)]
pub mod support {
    pub use super::debug::{Field, Plain};
    pub use super::key::Key;
    pub use super::object::Members;
    pub use super::tagged::{Described, Late, open, write, write_own};
    pub use super::unknowns::{Path, Unknowns};
    pub use super::whole::{Member, Usual, Whole};
    #[cfg(feature = "schemars")]
    pub use crate::schema::build as schema;
    #[cfg(feature = "schemars")]
    pub use schemars;
    pub use serde;
}

/// Declares wire types: see the [module's page](mod@crate::wire) for the four shapes and what each one keeps.
///
/// - `pub struct`: a field of type `Option<T>` may be missing or null and is left out when `None`; every other field
///   must be there. A public `extra` is added. Required fields become the arguments of `new` (or of the function that
///   `#[constructor = name]` names), optional ones get a by-value setter. `#[name = "type"]` gives the wire's name where
///   the field's own will not do. `#[or_default]`, on a field that every service should send but not every one does,
///   reads a missing or null member as its type's default and always writes it; it stands after a `#[name]`.
///   `pub struct NAME<T>` has one parameter, itself a wire type.
/// - `pub enum`: `"wire" => Variant`, and `Other(String)` is added.
/// - `pub union NAME by "tag"`: `"value" => Variant(Struct)`, and `Other(Object)` is added. Where the struct has an
///   optional member for the tag, `"one" | "two"` takes several, and `"one" | _ if "member"` also an object that has
///   that member and no tag; each is written back as it came. `#[from = none]` leaves out a variant's `From`, which
///   variants with the same struct must do.
/// - `pub either`: `string | bool | integer | number | array | object => Variant(Type)`.
///
/// `Debug` shows what `extra`, a union's `Other` and fields of raw JSON hold by name alone: what is not known may be a
/// secret. A secret that is known is a [`Secret`](crate::Secret), an address that may be signed an
/// [`Address`](crate::Address). All other text is shown, the unknown value of an enum too, which is a name.
///
/// A crate that uses this for types of its own depends on serde_json, and gets JSON Schemas with this crate's feature
/// `schemars`.
///
/// ```
/// openai_types::wire! {
///     /// A point of interest.
///     pub struct Place {
///         /// What people call it.
///         pub name: String,
///         /// Metres above the sea.
///         pub height: Option<f64>,
///         /// What sort of place it is.
///         #[name = "type"]
///         pub kind: Option<Kind>,
///     }
///
///     /// The sort of a place.
///     pub enum Kind {
///         /// A mountain.
///         "peak" => Peak,
///     }
/// }
///
/// let text = r#"{"name":"Triglav","type":"peak","snow":true}"#;
/// let place: Place = openai_types::decode_str(text)?;
/// assert_eq!(place.kind, Some(Kind::Peak));
/// assert_eq!(place.extra["snow"], true);
/// assert_eq!(serde_json::to_string(&place.height(2864.0)).unwrap(),
///     r#"{"name":"Triglav","height":2864.0,"type":"peak","snow":true}"#);
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
#[macro_export]
macro_rules! wire {
    () => {};
    ($(#[doc = $doc:literal])* #[constructor = $new:ident] pub struct $name:ident { $($body:tt)* } $($rest:tt)*) => {
        $crate::__wire_struct! { @field [$($doc)*] ($name) $new [] [] $($body)* }
        $crate::wire! { $($rest)* }
    };
    ($(#[doc = $doc:literal])* pub struct $name:ident $(<$param:ident>)? { $($body:tt)* } $($rest:tt)*) => {
        $crate::__wire_struct! { @field [$($doc)*] ($name $($param)?) new [] [] $($body)* }
        $crate::wire! { $($rest)* }
    };
    ($(#[doc = $doc:literal])* pub enum $name:ident { $($body:tt)* } $($rest:tt)*) => {
        $crate::__wire_enum! { [$($doc)*] $name $($body)* }
        $crate::wire! { $($rest)* }
    };
    ($(#[doc = $doc:literal])* pub union $name:ident by $tag:literal { $($body:tt)* } $($rest:tt)*) => {
        $crate::__wire_union! { [$($doc)*] $name $tag $($body)* }
        $crate::wire! { $($rest)* }
    };
    ($(#[doc = $doc:literal])* pub either $name:ident { $($body:tt)* } $($rest:tt)*) => {
        $crate::__wire_either! { [$($doc)*] $name $($body)* }
        $crate::wire! { $($rest)* }
    };
}
