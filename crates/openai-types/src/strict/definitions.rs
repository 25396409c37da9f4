//! The definitions of a schema, and the references to them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::plain;

/// What a schema defines under `$defs`, by its names there.
pub(super) struct Definitions(BTreeMap<String, Definition>);

/// One definition.
pub(super) struct Definition {
    /// Its name in the strict schema: no document says how a service reads a reference to one with other characters.
    plain: String,
    pub(super) schema: Value,
}

impl Definitions {
    pub(super) fn of(schema: &Value) -> Self {
        let defined = schema.get("$defs").and_then(Value::as_object);
        let defined = || defined.into_iter().flatten();
        let mut taken: BTreeSet<_> = defined()
            .map(|(name, _)| name.clone())
            .filter(|name| plain(name) == *name)
            .collect();
        let mut free = |name: &String| {
            let bare = plain(name);
            if bare == *name {
                return bare;
            }
            let numbered = (2_u32..).map(|number| format!("{bare}_{number}"));
            let mut names = std::iter::once(bare.clone()).chain(numbered);
            names.find(|name| taken.insert(name.clone())).unwrap_or(bare)
        };
        let definition = |(name, schema): (&String, &Value)| {
            let definition = Definition {
                plain: free(name),
                schema: schema.clone(),
            };
            (name.clone(), definition)
        };
        Self(defined().map(definition).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The definition that a reference leads to, or why it leads to none.
    pub(super) fn find(&self, target: &Value) -> Result<&Definition, String> {
        let nothing = || format!("the reference {target} leads to nothing in `$defs`");
        let path = target.as_str().and_then(|target| target.strip_prefix("#/$defs/"));
        let mut steps = path.ok_or_else(nothing)?.split('/');
        let name = steps.next().and_then(decoded).ok_or_else(nothing)?;
        let definition = self.0.get(&name).ok_or_else(nothing)?;
        match steps.next() {
            Some(_) => Err(format!(
                "the reference {target} leads into a definition: give that part a definition of its own"
            )),
            None => Ok(definition),
        }
    }

    /// Gives the definitions of a schema their plain names, as [`Definition::reference`] has them.
    pub(super) fn rename(&self, schema: &mut Value) {
        if let Some(defined) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
            let renamed = std::mem::take(defined).into_iter().map(|(name, schema)| {
                let plain = self.0.get(&name).map(|definition| definition.plain.clone());
                (plain.unwrap_or(name), schema)
            });
            *defined = renamed.collect::<Map<_, _>>();
        }
    }
}

impl Definition {
    /// The reference that leads to it in the strict schema.
    pub(super) fn reference(&self) -> Value {
        Value::String(format!("#/$defs/{}", self.plain))
    }
}

/// A name as a reference has it: in a pointer (RFC 6901), and that percent-encoded (RFC 3986).
fn decoded(step: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = step.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| str::from_utf8(digits).ok());
        let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        (rest, _) = match (first, code, after.get(2..)) {
            (b'%', Some(byte), Some(after)) => (after, bytes.push(byte)),
            _ => (after, bytes.push(*first)),
        };
    }
    let name = String::from_utf8(bytes).ok()?;
    Some(name.replace("~1", "/").replace("~0", "~"))
}
