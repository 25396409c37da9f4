//! Published specifications and the vendors' own examples, where they lie on this machine.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A JSON file below the folder that `SPEC_DIR` names. Without that folder the test is noted as skipped, unless `REQUIRE`
/// forbids it, and there is no file.
pub(crate) fn read(test: &str, file: &str) -> Option<Value> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Some(folder) = std::env::var_os("SPEC_DIR") else {
        assert!(!std::env::var("REQUIRE").is_ok_and(|names| names.contains("specs")), "REQUIRE asks for SPEC_DIR");
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
        let mut skips = std::fs::OpenOptions::new().create(true).append(true).open(target.join("skips")).unwrap();
        writeln!(skips, "{test}: no specs: SPEC_DIR is not set").unwrap();
        return None;
    };
    let path = workspace.join(folder).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_str(&text).unwrap())
}

/// The names of a schema's members, through references and `allOf`.
pub(crate) fn members(file: &Value, schema: &Value) -> Vec<String> {
    if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
        return members(file, file.pointer(path.trim_start_matches('#')).unwrap());
    }
    let own = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(|own| own.keys().cloned());
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    own.chain(parts.flat_map(|part| members(file, part))).collect()
}
