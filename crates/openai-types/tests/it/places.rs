//! What the schema of a type says of every place in a body.

use serde_json::Value;

use crate::leaf::{Document, Leaf};

/// A value in a body.
pub(crate) struct Place<'a> {
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
    /// A number that must be whole.
    pub(crate) is_whole: bool,
    /// Objects told apart by a tag, so that a new one is kept whole.
    pub(crate) is_union: bool,
    /// The types of the object that holds it as a member.
    pub(crate) owners: Vec<&'a str>,
}

/// Every place, parents before children.
pub(crate) fn places<'a>(schema: &'a Value, body: &Value) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    visit(
        Document(schema),
        &[schema],
        body,
        (String::new(), Vec::new()),
        &mut places,
    );
    places
}

fn visit<'a>(
    document: Document<'a>,
    schemas: &[&'a Value],
    value: &Value,
    (pointer, owners): (String, Vec<&'a str>),
    places: &mut Vec<Place<'a>>,
) {
    let leaves: Vec<_> = schemas.iter().flat_map(|schema| document.leaves(schema)).collect();
    places.push(Place {
        is_open: leaves.is_empty() || leaves.iter().any(Leaf::is_open),
        is_map: leaves.iter().any(|leaf| leaf.additional.is_some()),
        is_enum: leaves.iter().any(|leaf| !leaf.values.is_empty()),
        is_whole: leaves.iter().any(|leaf| leaf.is_whole),
        has_pattern: leaves.iter().any(|leaf| leaf.has_pattern),
        is_union: schemas.iter().any(|schema| document.is_union(schema)),
        pointer: pointer.clone(),
        owners,
    });
    match value {
        Value::Array(items) => {
            let schemas: Vec<_> = leaves.iter().filter_map(|leaf| leaf.items).collect();
            for (index, item) in items.iter().enumerate() {
                let at = (format!("{pointer}/{index}"), Vec::new());
                visit(document, &schemas, item, at, places);
            }
        }
        Value::Object(members) => {
            let fitting: Vec<_> = leaves.iter().filter(|leaf| fits(document, leaf, value)).collect();
            let owners: Vec<_> = fitting.iter().flat_map(|leaf| leaf.types.iter().copied()).collect();
            for (name, member) in members {
                let inside = |leaf: &&Leaf<'a>| leaf.properties.get(name.as_str()).copied().or(leaf.additional);
                let schemas: Vec<_> = fitting.iter().copied().filter_map(|leaf| inside(&leaf)).collect();
                let name = name.replace('~', "~0").replace('/', "~1");
                let at = (format!("{pointer}/{name}"), owners.clone());
                visit(document, &schemas, member, at, places);
            }
        }
        _ => {}
    }
}

/// Whether the object has each member and each constant that the alternative asks for.
fn fits<'a>(document: Document<'a>, leaf: &Leaf<'a>, object: &Value) -> bool {
    let has = |name: &&str| object.get(name).is_some();
    leaf.required.iter().all(has)
        && leaf.properties.iter().all(|(name, schema)| {
            let Some(value) = object[name].as_str() else {
                return true;
            };
            let leaves = document.leaves(schema);
            leaves
                .iter()
                .any(|leaf| leaf.values.is_empty() || leaf.values.contains(&value))
        })
}
