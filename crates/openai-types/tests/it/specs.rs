//! The published specifications, where `SPEC_DIR` names their folder.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A folder of specifications.
pub(crate) struct Specs(PathBuf);

impl Specs {
    /// The folder that `SPEC_DIR` names, or a skip of `test` on the record. A relative path begins at the workspace.
    pub(crate) fn open(test: &str) -> Option<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        if let Some(folder) = std::env::var_os("SPEC_DIR") {
            return Some(Self(workspace.join(folder)));
        }
        let required = std::env::var("REQUIRE").unwrap_or_default();
        assert!(
            !required.split(',').any(|word| word.trim() == "specs"),
            "REQUIRE names specs, but SPEC_DIR is not set"
        );
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
        let skips = OpenOptions::new().create(true).append(true).open(target.join("skips"));
        writeln!(
            skips.expect("the record of skips"),
            "{test}: no specs: SPEC_DIR is not set"
        )
        .expect("it is written");
        None
    }

    /// A file of the folder.
    pub(crate) fn read(&self, path: impl AsRef<Path>) -> Value {
        let path = self.0.join(path);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every JSON file below `folder` for which `wanted` holds, in order.
    pub(crate) fn files(&self, folder: &str, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
                let path = entry.expect("it can be listed").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "json") && wanted(&path) {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }
}
