//! Where a decoded value holds what this version does not name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::Object;

/// Lists what a value holds that this version does not name.
///
/// Every type that [`wire!`](macro@crate::wire) writes has this: it shows at which places a service has grown past the types.
pub trait Unknowns {
    /// Reports each unknown below this value. The default knows everything, as a number or a string does.
    fn unknowns(&self, path: &mut Path<'_>) {
        let _ = path;
    }
}

/// The paths of all members, values and tagged objects in `value` that this version does not name.
///
/// ```
/// let text = r#"{"messages":[{"role":"user","content":"Hi","mood":"calm"}],"service_tier":"gold"}"#;
/// let request: openai_types::chat::Request = openai_types::decode_str(text)?;
/// assert_eq!(openai_types::unknowns(&request), ["messages[0].mood", "service_tier = gold"]);
/// # Ok::<(), openai_types::DecodeError>(())
/// ```
#[must_use]
pub fn unknowns(value: &impl Unknowns) -> Vec<String> {
    let mut found = Vec::new();
    value.unknowns(&mut Path {
        at: String::new(),
        found: &mut found,
    });
    found
}

/// The place that a walk has come to.
#[derive(Debug)]
pub struct Path<'a> {
    at: String,
    found: &'a mut Vec<String>,
}

impl Path<'_> {
    /// Walks into a member.
    pub fn member(&mut self, name: &str, value: &impl Unknowns) {
        let length = self.at.len();
        self.push(name);
        value.unknowns(self);
        self.at.truncate(length);
    }

    /// Reports the members that a struct does not name.
    pub fn extra(&mut self, extra: &Object) {
        for name in extra.keys() {
            let length = self.at.len();
            self.push(name);
            self.found.push(self.at.clone());
            self.at.truncate(length);
        }
    }

    /// Reports a value or a tag that an enum or a union does not name.
    pub fn value(&mut self, value: &str) {
        self.found.push(format!("{} = {value}", self.at));
    }

    fn push(&mut self, name: &str) {
        if !self.at.is_empty() {
            self.at.push('.');
        }
        self.at.push_str(name);
    }
}

impl Unknowns for String {}
impl Unknowns for bool {}
impl Unknowns for f64 {}
impl Unknowns for i64 {}
impl Unknowns for u8 {}
impl Unknowns for u64 {}
impl Unknowns for Value {}
impl Unknowns for Object {}

impl<T: Unknowns> Unknowns for Option<T> {
    fn unknowns(&self, path: &mut Path<'_>) {
        if let Some(value) = self {
            value.unknowns(path);
        }
    }
}

impl<T: Unknowns> Unknowns for Box<T> {
    fn unknowns(&self, path: &mut Path<'_>) {
        (**self).unknowns(path);
    }
}

impl<T: Unknowns> Unknowns for Vec<T> {
    fn unknowns(&self, path: &mut Path<'_>) {
        for (index, value) in self.iter().enumerate() {
            let length = path.at.len();
            // Writing to a string cannot fail.
            let _ = write!(path.at, "[{index}]");
            value.unknowns(path);
            path.at.truncate(length);
        }
    }
}

impl<T: Unknowns> Unknowns for BTreeMap<String, T> {
    fn unknowns(&self, path: &mut Path<'_>) {
        for (name, value) in self {
            path.member(name, value);
        }
    }
}
