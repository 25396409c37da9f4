//! Text and code: lengths, names, leftovers, and words that must not leave this machine.

use super::{Files, Finding};

/// A longer file has two jobs.
const LONGEST: usize = 600;

/// A longer file is worth a look.
const LONG: usize = 350;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils",
];

/// Unfinished work. In pieces, so that this file does not hold them.
const LEFTOVERS: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("FIX", "ME"),
    concat!("#[", "ignore"),
];

/// Folders of one machine.
const PLACES: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!(".lib", "rary"),
];

/// Package registries and the switches that choose one: the environment configures those.
const REGISTRIES: &[&str] = &[
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("py", "pi.org"),
    concat!("files.", "pythonhosted.org"),
    concat!("registry.", "npmjs.org"),
    concat!("--index", "-url"),
    concat!("--extra-index", "-url"),
];

/// Every finding in the text of `files`.
pub(crate) fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files {
        findings.extend(needles(path, text));
        if is_code(path) {
            findings.extend(too_long(path, text));
            findings.extend(names(path, text));
        }
    }
    findings
}

/// Notes about files that are allowed, but long.
pub(crate) fn long_files(files: &Files) -> Vec<String> {
    files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONG)
        .map(|(path, lines)| format!("{path}: {lines} lines; a file of one concept has {LONG} at most"))
        .collect()
}

fn is_code(path: &str) -> bool {
    path.ends_with(".rs") || path.ends_with(".py")
}

fn too_long(path: &str, text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    (lines > LONGEST).then(|| {
        Finding::new(
            path,
            LONGEST + 1,
            format!("{lines} lines, at most {LONGEST} are allowed: split it by its two jobs"),
        )
    })
}

fn names(path: &str, text: &str) -> Vec<Finding> {
    let of_path = path.split('/').map(|part| (1, part.split('.').next().unwrap_or(part)));
    let of_modules = text
        .lines()
        .zip(1..)
        .filter_map(|(line, number)| Some((number, module(line)?)));
    of_path
        .chain(of_modules)
        .filter_map(|(number, name)| {
            let empty = name.split(['_', '-']).find(|part| EMPTY_NAMES.contains(part))?;
            let mend = "name it after the one thing that it holds";
            Some(Finding::new(
                path,
                number,
                format!("the name `{name}` says nothing (`{empty}`): {mend}"),
            ))
        })
        .collect()
}

/// The name that a line declares as a module.
fn module(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1,
        Some(rest) => rest,
        None => line,
    };
    let name = line.trim_start().strip_prefix("mod ")?;
    name.split([';', ' ', '{']).next()
}

fn needles(path: &str, text: &str) -> Vec<Finding> {
    let rust = path.ends_with(".rs");
    let mut findings = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let found = |needles: &[&'static str]| needles.iter().copied().find(|needle| line.contains(needle));
        if let Some(needle) = found(LEFTOVERS).filter(|_| rust) {
            findings.push(Finding::new(
                path,
                number,
                format!("`{needle}` is unfinished work: finish it or take it out"),
            ));
        }
        if let Some(needle) = found(PLACES) {
            let mend = "take the path from an argument or the environment";
            findings.push(Finding::new(
                path,
                number,
                format!("`{needle}` is a place on one machine: {mend}"),
            ));
        }
        if let Some(needle) = found(REGISTRIES) {
            let mend = "leave the choice to the environment of whoever builds";
            findings.push(Finding::new(
                path,
                number,
                format!("`{needle}` chooses a package registry: {mend}"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        check(&files(&[(path, text)])).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_may_be_600_lines_long_and_no_longer() {
        assert!(findings("a.rs", &"\n".repeat(600)).is_empty());
        let found = findings("a.rs", &"\n".repeat(601));
        assert!(
            found.len() == 1 && found[0].starts_with("a.rs:601: 601 lines"),
            "{found:?}"
        );
        assert!(findings("a.json", &"\n".repeat(601)).is_empty());
    }

    #[test]
    fn long_files_are_noted() {
        let tree = files(&[("long.rs", &"\n".repeat(351)), ("short.rs", &"\n".repeat(350))]);
        let notes = long_files(&tree);
        assert!(
            notes.len() == 1 && notes[0].starts_with("long.rs: 351 lines"),
            "{notes:?}"
        );
    }

    #[test]
    fn empty_names_are_found_in_paths_and_modules() {
        for path in [
            "src/utils.rs",
            "tests/common/mod.rs",
            "src/token_manager.rs",
            "src/http-helpers.py",
        ] {
            assert_eq!(findings(path, "").len(), 1, "{path}");
        }
        for line in ["mod misc;", "pub mod helpers {", "    pub(crate) mod path_util;"] {
            assert_eq!(findings("src/a.rs", line).len(), 1, "{line}");
        }
        for line in ["mod model;", "let common = 1;", "// mod misc", "pub model: String,"] {
            assert!(findings("src/a.rs", line).is_empty(), "{line}");
        }
        assert!(findings("docs/common.md", "").is_empty());
    }

    #[test]
    fn unfinished_work_is_found_in_code() {
        for needle in LEFTOVERS {
            let found = findings("a.rs", &format!("fn f() {{\n    {needle}\n"));
            assert!(
                found.len() == 1 && found[0].starts_with("a.rs:2: "),
                "{needle}: {found:?}"
            );
            assert!(findings("a.md", needle).is_empty(), "{needle}");
        }
    }

    #[test]
    fn places_and_registries_are_found_anywhere() {
        for needle in PLACES.iter().chain(REGISTRIES) {
            let found = findings("docs/a.toml", &format!("ok\nsee {needle}x\n"));
            assert!(
                found.len() == 1 && found[0].starts_with("docs/a.toml:2: "),
                "{needle}: {found:?}"
            );
        }
        assert!(findings("Cargo.lock", "registry+https://github.com/rust-lang/crates.io-index").is_empty());
    }
}
