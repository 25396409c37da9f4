//! What the schema of a type says of every place in a body.

use serde_json::Value;

use crate::leaf::{Document, Leaf};

/// A value in a body.
pub(crate) struct Place {
    /// Where it stands, as a JSON pointer.
    pub(crate) pointer: String,
    /// JSON that is kept as it is: nothing is reported from within.
    pub(crate) is_open: bool,
    /// An object whose members are data, each of the same kind.
    pub(crate) is_map: bool,
    /// A string with known values, so that a new one is reported.
    pub(crate) is_enum: bool,
    /// A string of a certain form, so that another is refused.
    pub(crate) has_pattern: bool,
    /// Objects told apart by a tag, so that a new one is kept whole.
    pub(crate) is_union: bool,
}

/// Every place, parents before children.
pub(crate) fn places(schema: &Value, body: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    visit(Document(schema), &[schema], body, String::new(), &mut places);
    places
}

fn visit<'a>(document: Document<'a>, schemas: &[&'a Value], value: &Value, pointer: String, places: &mut Vec<Place>) {
    let leaves: Vec<_> = schemas.iter().flat_map(|schema| document.leaves(schema)).collect();
    places.push(Place {
        is_open: leaves.is_empty() || leaves.iter().any(Leaf::is_open),
        is_map: leaves.iter().any(|leaf| leaf.additional.is_some()),
        is_enum: leaves.iter().any(|leaf| !leaf.values.is_empty()),
        has_pattern: leaves.iter().any(|leaf| leaf.has_pattern),
        is_union: schemas.iter().any(|schema| document.is_union(schema)),
        pointer: pointer.clone(),
    });
    match value {
        Value::Array(items) => {
            let schemas: Vec<_> = leaves.iter().filter_map(|leaf| leaf.items).collect();
            for (index, item) in items.iter().enumerate() {
                visit(document, &schemas, item, format!("{pointer}/{index}"), places);
            }
        }
        Value::Object(members) => {
            let fitting: Vec<_> = leaves.iter().filter(|leaf| has_tags(document, leaf, value)).collect();
            for (name, member) in members {
                let inside = |leaf: &&Leaf<'a>| leaf.properties.get(name.as_str()).copied().or(leaf.additional);
                let schemas: Vec<_> = fitting.iter().copied().filter_map(|leaf| inside(&leaf)).collect();
                let name = name.replace('~', "~0").replace('/', "~1");
                visit(document, &schemas, member, format!("{pointer}/{name}"), places);
            }
        }
        _ => {}
    }
}

/// Whether the object has each constant that the alternative asks for.
fn has_tags<'a>(document: Document<'a>, leaf: &Leaf<'a>, object: &Value) -> bool {
    leaf.properties.iter().all(|(name, schema)| {
        let Some(value) = object[name].as_str() else {
            return true;
        };
        let leaves = document.leaves(schema);
        leaves
            .iter()
            .any(|leaf| leaf.values.is_empty() || leaf.values.contains(&value))
    })
}
