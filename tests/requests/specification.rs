//! Published specifications and the vendors' own examples, where they lie on this machine.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder that `SPEC_DIR` names; a relative path begins at the workspace. Without it the test is noted as skipped,
/// unless `REQUIRE`, a list separated by commas, forbids that.
pub(crate) fn folder(test: &str) -> Option<PathBuf> {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let workspace = above
        .find(|folder| folder.join("Cargo.lock").is_file())
        .expect("a workspace has a lock file");
    if let Some(folder) = std::env::var_os("SPEC_DIR") {
        return Some(workspace.join(folder));
    }
    let required = std::env::var("REQUIRE").unwrap_or_default();
    let is_required = required.split(',').any(|word| word.trim() == "specs");
    assert!(!is_required, "REQUIRE names specs, but SPEC_DIR is not set");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
    let skips = OpenOptions::new().create(true).append(true).open(target.join("skips"));
    // In one write, as other tests append to the same file.
    let line = format!("{test}: no specs: SPEC_DIR is not set\n");
    skips
        .and_then(|mut skips| skips.write_all(line.as_bytes()))
        .expect("the record of skips is written");
    None
}

/// A JSON file.
pub(crate) fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
