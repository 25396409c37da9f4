//! Bodies as the services take and send them: `tests/bodies/<root type>/<name>.json`.
//!
//! Beside a body that holds what its type does not name stands `<name>.unknowns`, which lists it: a path a line.

use std::fs;
use std::path::{Path, PathBuf};

use crate::kind::round_named;
use crate::kinds::KINDS;

/// One body.
pub(crate) struct Body {
    /// The name of its root type: `chat.Request`.
    pub(crate) kind: &'static str,
    /// The file's name, with its folder.
    pub(crate) name: String,
    /// The text.
    pub(crate) text: String,
    /// What its type does not name: nearly always nothing.
    unknowns: Vec<String>,
}

/// Every body, in order of name.
pub(crate) fn all() -> Vec<Body> {
    let mut bodies = Vec::new();
    for kind in KINDS {
        for path in files(&root().join(kind.name)) {
            if path.extension().is_some_and(|extension| extension == "json") {
                let listed = fs::read_to_string(path.with_extension("unknowns")).unwrap_or_default();
                bodies.push(Body {
                    kind: kind.name,
                    name: format!("{}/{}", kind.name, stem(&path)),
                    text: fs::read_to_string(&path).expect("it can be read"),
                    unknowns: listed.lines().map(str::to_owned).collect(),
                });
            }
        }
    }
    bodies
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bodies")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    files.sort();
    files
}

fn stem(path: &Path) -> &str {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .expect("names are ASCII")
}

#[test]
fn every_body_comes_back_and_holds_exactly_the_unknowns_listed() {
    let bodies = all();
    for body in &bodies {
        let unknowns = round_named(body.kind, &body.text).unwrap_or_else(|error| panic!("{}: {error}", body.name));
        let unknowns: Vec<_> = unknowns.iter().map(|unknown| unknown.trim_end()).collect();
        assert_eq!(unknowns, body.unknowns, "{}", body.name);
    }
    println!("{} bodies", bodies.len());
}

#[test]
fn every_folder_is_a_root_type_and_every_list_of_unknowns_has_its_body() {
    for folder in files(&root()) {
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .expect("names are ASCII");
        assert!(KINDS.iter().any(|kind| kind.name == name), "{name} is no root type");
        for file in files(&folder) {
            assert!(file.with_extension("json").is_file(), "{} has no body", file.display());
        }
    }
}
