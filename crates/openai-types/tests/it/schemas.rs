//! The generated JSON Schemas.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonschema::{Validator, draft202012};
use serde_json::Value;

use crate::bodies;
use crate::kinds::{KINDS, schema};

fn root(name: &str) -> Value {
    let mut roots = schema::roots().into_iter();
    roots.find(|(root, _)| *root == name).expect("the root is there").1
}

fn validator(name: &str) -> Validator {
    draft202012::new(&root(name)).expect("a schema")
}

#[test]
fn they_are_draft_2020_12_and_self_contained() {
    for (name, schema) in schema::roots() {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["title"], name);
        draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn each_type_and_member_says_what_it_is() {
    for (root, schema) in schema::roots() {
        let types = schema["$defs"].as_object().into_iter().flatten();
        for (name, definition) in types.chain([(&root.to_owned(), &schema)]) {
            let text = definition["description"].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{name} is not described");
            assert!(
                !text.contains("[`") && !text.contains("::"),
                "{name}: links lead nowhere from a schema: {text}"
            );
            for (member, schema) in definition["properties"].as_object().into_iter().flatten() {
                assert!(schema["description"].is_string(), "{name}.{member} is not described");
            }
        }
    }
}

#[test]
fn one_name_is_one_type_across_all_documents() {
    let mut all = std::collections::BTreeMap::new();
    for (_, schema) in schema::roots() {
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            assert!(
                !name.ends_with(|last: char| last.is_ascii_digit()),
                "{name}: two types share this name"
            );
            let known = all.entry(name.clone()).or_insert_with(|| definition.clone());
            assert_eq!(known, definition, "{name}");
        }
    }
}

#[test]
fn the_same_types_give_the_same_text() {
    let [one, two] = [schema::roots(), schema::roots()].map(|roots| serde_json::to_string(&roots).expect("JSON"));
    assert_eq!(one, two);
    for (name, schema) in schema::roots() {
        let mut sorted = schema.clone();
        sorted.sort_all_objects();
        assert_eq!(schema.to_string(), sorted.to_string(), "{name}");
    }
}

#[test]
fn the_files_are_what_the_types_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut names = BTreeSet::new();
    for (name, schema) in schema::roots() {
        let path = folder.join(format!("{name}.json"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let wanted = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
        assert!(
            text.lines().eq(wanted.lines()),
            "{name} is out of date: run `cargo xtask schemas`"
        );
        names.insert(path.file_name().expect("a name").to_owned());
    }
    let present: BTreeSet<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(present, names);
}

#[test]
fn every_body_fits() {
    let validators: Vec<_> = KINDS.iter().map(|kind| (kind.name, validator(kind.name))).collect();
    for body in bodies::all() {
        let (_, validator) = validators
            .iter()
            .find(|(kind, _)| *kind == body.kind)
            .expect("a validator");
        let value: Value = serde_json::from_str(&body.text).expect("JSON");
        if let Err(error) = validator.validate(&value) {
            panic!("{} at {}: {error}", body.name, error.instance_path());
        }
    }
}
