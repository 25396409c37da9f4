//! Published specifications and the vendors' own examples, where they lie on this machine.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder that `SPEC_DIR` names. Without it the test is noted as skipped, unless `REQUIRE` forbids that.
pub(crate) fn folder(test: &str) -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if let Some(folder) = std::env::var_os("SPEC_DIR") {
        return Some(workspace.join(folder));
    }
    assert!(
        !std::env::var("REQUIRE").is_ok_and(|names| names.contains("specs")),
        "REQUIRE asks for SPEC_DIR"
    );
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
    let mut skips = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(target.join("skips"))
        .unwrap();
    // In one write, as other tests append to the same file.
    skips
        .write_all(format!("{test}: no specs: SPEC_DIR is not set\n").as_bytes())
        .unwrap();
    None
}

/// A JSON file.
pub(crate) fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
