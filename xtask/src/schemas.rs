//! The JSON Schemas of the wire types: generated, checked in, and shipped in the crates of the types.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::workspace::{Failure, Workspace};

/// Where the schemas of a crate's types stand, from the root, and what makes them.
type Shipped = (&'static str, fn() -> Vec<(&'static str, Value)>);

/// The crates with wire types.
const SHIPPED: [Shipped; 2] = [
    ("crates/openai-types/schemas", openai_types::schema::roots),
    ("crates/openai-azure/schemas", openai_azure::schema::roots),
];

/// File names to contents.
type Documents = BTreeMap<String, String>;

/// Writes what the types say now, and removes what they no longer say.
pub(crate) fn write(workspace: &Workspace) -> Result<(), Failure> {
    let mut count = 0;
    for (place, roots) in SHIPPED {
        let folder = workspace.root.join(place);
        fs::create_dir_all(&folder)?;
        let (wanted, present) = (generated(place, roots())?, checked_in(&folder)?);
        for difference in differences(&wanted, &present) {
            println!("{place}/{difference}");
        }
        for (name, text) in &wanted {
            fs::write(folder.join(name), text)?;
        }
        for name in present.keys().filter(|name| !wanted.contains_key(*name)) {
            fs::remove_file(folder.join(name))?;
        }
        count += wanted.len();
    }
    println!("schemas: {count} files are as the types say");
    Ok(())
}

/// Fails if a file differs from what the types say.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let (mut count, mut wrong) = (0, 0);
    for (place, roots) in SHIPPED {
        let wanted = generated(place, roots())?;
        let differences = differences(&wanted, &checked_in(&workspace.root.join(place))?);
        for difference in &differences {
            println!("{place}/{difference}");
        }
        count += wanted.len();
        wrong += differences.len();
    }
    if wrong > 0 {
        return Err(format!("{wrong} schemas are not what the types say: run `cargo xtask schemas`").into());
    }
    println!("schemas: {count} files are as the types say");
    Ok(())
}

fn generated(place: &str, roots: Vec<(&'static str, Value)>) -> Result<Documents, Failure> {
    let mut documents = Documents::new();
    for (name, schema) in roots {
        let text = serde_json::to_string_pretty(&schema)?;
        if documents.insert(format!("{name}.json"), text + "\n").is_some() {
            return Err(format!("{place} would hold two schemas {name}").into());
        }
    }
    Ok(documents)
}

/// Everything in the folder, whatever it is: only schemas belong there.
fn checked_in(folder: &Path) -> Result<Documents, Failure> {
    if !folder.is_dir() {
        return Ok(Documents::new());
    }
    let mut documents = Documents::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        documents.insert(
            entry.file_name().to_string_lossy().into_owned(),
            fs::read_to_string(entry.path())?,
        );
    }
    Ok(documents)
}

/// What stands in the folder but should not, or the other way round: one `file: what` each.
fn differences(wanted: &Documents, present: &Documents) -> Vec<String> {
    let changed = wanted.iter().filter_map(|(name, text)| match present.get(name) {
        None => Some(format!("{name}: is not there yet")),
        // A checkout on Windows may have changed the ends of the lines.
        Some(old) => {
            let line = text.lines().zip(old.lines()).position(|(new, old)| new != old);
            let line = line.or_else(|| (text.lines().count() != old.lines().count()).then_some(old.lines().count()))?;
            Some(format!("{name}:{}: is not what the types say", line + 1))
        }
    });
    let stale = present.keys().filter(|name| !wanted.contains_key(*name));
    changed
        .chain(stale.map(|name| format!("{name}: no type has this schema")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(entries: &[(&str, &str)]) -> Documents {
        entries
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn every_difference_is_named() {
        let wanted = documents(&[
            ("new.json", "{}\n"),
            ("same.json", "{}\n"),
            ("changed.json", "{\n  1\n}\n"),
        ]);
        let present = documents(&[
            ("old.json", "{}\n"),
            ("same.json", "{}\r\n"),
            ("changed.json", "{\n  2\n}\n"),
        ]);
        assert_eq!(
            differences(&wanted, &present),
            [
                "changed.json:2: is not what the types say",
                "new.json: is not there yet",
                "old.json: no type has this schema"
            ]
        );
        assert!(differences(&wanted, &wanted).is_empty());
        let cut = documents(&[("changed.json", "{\n  1\n")]);
        let whole = documents(&[("changed.json", "{\n  1\n}\n")]);
        assert_eq!(differences(&whole, &cut), ["changed.json:3: is not what the types say"]);
    }

    #[test]
    fn the_types_have_schemas() {
        let [types, azure] = SHIPPED.map(|(place, roots)| generated(place, roots()).expect("schemas are generated"));
        let has = |documents: &Documents, name: &str, member: &str| {
            documents
                .get(name)
                .is_some_and(|text| text.contains(&format!("\"{member}\"")))
        };
        assert!(has(&types, "chat.Request.json", "messages"));
        assert!(has(&azure, "on_your_data.v2024.Request.json", "data_sources"));
    }
}
