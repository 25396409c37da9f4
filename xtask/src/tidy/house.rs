//! The house as a whole: licences stand there, each crate has a front page, and the maps name every crate.

use std::collections::BTreeSet;

use super::{Files, Finding};

const LICENCES: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];

/// Pages that name every crate.
const MAPS: &[&str] = &["ARCHITECTURE.md", "README.md"];

const FRONT_PAGE: &str = "#![doc = include_str!(\"../README.md\")]";

/// Every finding about what the repository must hold.
pub(crate) fn check(files: &Files) -> Vec<Finding> {
    let crates: BTreeSet<&str> = files
        .keys()
        .filter_map(|path| path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml"))
        .filter(|name| !name.contains('/'))
        .collect();
    let mut findings: Vec<Finding> = LICENCES
        .iter()
        .filter(|path| files.get(**path).is_none_or(|text| text.trim().is_empty()))
        .map(|path| Finding::new(path, 1, "the licence text is missing: put it there"))
        .collect();
    for map in MAPS {
        let text = files.get(*map).map_or("", String::as_str);
        let missing: Vec<&str> = crates.iter().copied().filter(|name| !names(text, name)).collect();
        if !missing.is_empty() {
            let what = format!("does not name {}: say in a line what each is for", missing.join(", "));
            findings.push(Finding::new(map, 1, what));
        }
    }
    findings.extend(crates.iter().flat_map(|name| front_page(files, name)));
    findings
}

/// Whether `text` has `name` as a whole word, so that `openai-client` is not found in `openai-client-x`.
fn names(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
        .any(|word| word == name)
}

fn front_page(files: &Files, name: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let readme = format!("crates/{name}/README.md");
    if !files.contains_key(&readme) {
        findings.push(Finding::new(&readme, 1, "is missing: write the crate's front page"));
    }
    let root = format!("crates/{name}/src/lib.rs");
    if files
        .get(&root)
        .is_some_and(|text| !text.lines().any(|line| line == FRONT_PAGE))
    {
        findings.push(Finding::new(
            &root,
            1,
            format!("the crate's README is not its front page: add `{FRONT_PAGE}`"),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    const GOOD: &[(&str, &str)] = &[
        ("LICENSE-APACHE", "Apache"),
        ("LICENSE-MIT", "MIT"),
        ("README.md", "`openai-x` is a library, openai-y a binary."),
        ("ARCHITECTURE.md", "openai-x <- openai-y"),
        ("crates/openai-x/Cargo.toml", ""),
        ("crates/openai-x/README.md", "# openai-x"),
        (
            "crates/openai-x/src/lib.rs",
            "#![doc = include_str!(\"../README.md\")]\n",
        ),
        ("crates/openai-y/Cargo.toml", ""),
        ("crates/openai-y/README.md", "# openai-y"),
        ("crates/openai-y/src/main.rs", "//! y\n"),
    ];

    fn with(path: &str, text: Option<&str>) -> Vec<String> {
        let mut tree = files(GOOD);
        match text {
            Some(text) => tree.insert(path.to_owned(), text.to_owned()),
            None => tree.remove(path),
        };
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_whole_house_is_in_order() {
        assert!(check(&files(GOOD)).is_empty(), "{:?}", check(&files(GOOD)));
    }

    #[test]
    fn what_is_missing_is_reported() {
        for (path, text, expected) in [
            ("LICENSE-MIT", None, "LICENSE-MIT:1: the licence text is missing"),
            ("LICENSE-MIT", Some(" \n"), "LICENSE-MIT:1: the licence text is missing"),
            (
                "README.md",
                Some("openai-x, openai-y-extras"),
                "README.md:1: does not name openai-y",
            ),
            (
                "ARCHITECTURE.md",
                Some("openai-y"),
                "ARCHITECTURE.md:1: does not name openai-x",
            ),
            (
                "crates/openai-y/README.md",
                None,
                "crates/openai-y/README.md:1: is missing",
            ),
            (
                "crates/openai-x/src/lib.rs",
                Some("//! x\n"),
                "crates/openai-x/src/lib.rs:1: the crate's README is not",
            ),
        ] {
            let found = with(path, text);
            assert!(
                found.len() == 1 && found[0].starts_with(expected),
                "{expected}: {found:?}"
            );
        }
        let found = with("ARCHITECTURE.md", None);
        assert!(
            found.len() == 1 && found[0].contains("does not name openai-x, openai-y"),
            "{found:?}"
        );
    }
}
