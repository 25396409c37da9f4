//! Manifests: what stands once in the workspace is inherited, never repeated.

use super::{Files, Finding};

/// What a crate takes from `[workspace.package]`.
const INHERITED: &[&str] = &["edition", "license", "publish", "rust-version", "version"];

/// Where the workspace's members are. Examples elsewhere stand for crates of other people.
const MEMBERS: &[&str] = &["crates/", "tests/", "xtask/"];

/// Every finding in the manifests of the workspace's members.
pub(crate) fn check(files: &Files) -> Vec<Finding> {
    files
        .iter()
        .filter(|(path, _)| path.ends_with("/Cargo.toml") && MEMBERS.iter().any(|folder| path.starts_with(folder)))
        .flat_map(|(path, text)| [dependencies(path, text), inheritance(path, text)].concat())
        .collect()
}

/// The lines of a manifest: number, section, text.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let mut section = "";
    text.lines().zip(1..).filter_map(move |(line, number)| {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = header.trim_matches(['[', ']']);
        }
        (!line.is_empty() && !line.starts_with('#')).then_some((number, section, line))
    })
}

/// Each dependency's version stands in the workspace's table.
fn dependencies(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, section, line) in lines(text) {
        if section.ends_with("dependencies") {
            let Some((key, value)) = line.split_once('=') else {
                continue;
            };
            let name = key.trim();
            if !name.ends_with(".workspace") && !value.contains("workspace = true") {
                let mend = format!("write `{name}.workspace = true` and put the version into the root Cargo.toml");
                findings.push(Finding::new(
                    path,
                    number,
                    format!("`{name}` has a version of its own: {mend}"),
                ));
            }
        } else if section.contains("dependencies.") && line.starts_with('[') {
            let mend = "write it on one line under its `dependencies` section, with `workspace = true`";
            findings.push(Finding::new(
                path,
                number,
                format!("`{line}` is a table of its own: {mend}"),
            ));
        }
    }
    findings
}

/// Lints and package fields come from the workspace.
fn inheritance(path: &str, text: &str) -> Vec<Finding> {
    let has = |wanted_section: &str, wanted: &str| {
        lines(text).any(|(_, section, line)| section == wanted_section && line == wanted)
    };
    let mut findings = Vec::new();
    if !has("lints", "workspace = true") {
        findings.push(Finding::new(
            path,
            1,
            "the workspace's lints do not apply: add `[lints]` with `workspace = true`",
        ));
    }
    for field in INHERITED {
        let line = format!("{field}.workspace = true");
        if !has("package", &line) {
            findings.push(Finding::new(
                path,
                1,
                format!("`{field}` is not the workspace's: write `{line}`"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    const GOOD: &str = "\
[package]
name = \"openai-x\"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true

[lints]
workspace = true

[dependencies]
# A comment = \"1\".
http.workspace = true
tokio = { workspace = true, features = [
    \"rt\",
] }

[target.'cfg(unix)'.dev-dependencies]
insta.workspace = true

[features]
azure = [\"dep:x\"]
";

    fn findings(text: &str) -> Vec<String> {
        check(&files(&[("crates/openai-x/Cargo.toml", text)]))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_manifest_that_inherits_is_in_order() {
        assert!(findings(GOOD).is_empty(), "{:?}", findings(GOOD));
        for (path, text) in [
            ("Cargo.toml", "[workspace.dependencies]\nhttp = \"1\"\n"),
            ("docs/x/Cargo.toml", ""),
        ] {
            assert!(check(&files(&[(path, text)])).is_empty(), "{path}");
        }
    }

    #[test]
    fn a_version_of_its_own_is_reported() {
        for (from, to) in [
            ("http.workspace = true", "http = \"1\""),
            ("http.workspace = true", "http = { version = \"1\" }"),
            ("insta.workspace = true", "insta = { path = \"../insta\" }"),
        ] {
            let found = findings(&GOOD.replace(from, to));
            assert!(
                found.len() == 1 && found[0].contains("has a version of its own"),
                "{to}: {found:?}"
            );
        }
        let table = format!("{GOOD}\n[dependencies.bytes]\nversion = \"1\"\n");
        assert!(
            findings(&table)
                .iter()
                .any(|finding| finding.contains("is a table of its own"))
        );
    }

    #[test]
    fn what_is_not_inherited_is_reported() {
        let found = findings(&GOOD.replace("[lints]\nworkspace = true\n", ""));
        assert!(found.len() == 1 && found[0].contains("lints do not apply"), "{found:?}");
        let found = findings(&GOOD.replace("edition.workspace = true", "edition = \"2021\""));
        assert!(
            found.len() == 1 && found[0].contains("`edition` is not the workspace's"),
            "{found:?}"
        );
    }
}
