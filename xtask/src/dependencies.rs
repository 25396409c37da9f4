//! What the dependency tree may hold: bounds that a version bump breaks silently.

use std::collections::{BTreeMap, BTreeSet};

use crate::run;
use crate::workspace::{Failure, Workspace};

/// Whoever depends on the wire types gets at most this many crates, the types included.
const TYPES_BAR: usize = 15;

/// What the wire types must not bring.
const NOT_IN_TYPES: &[&str] = &["hyper", "reqwest", "tokio"];

/// One version of each of these; and of each group, one crate: one TLS stack, one HTTP client, one JSON library.
const ONE_OF: &[&[&str]] = &[
    &["reqwest"],
    &["rustls"],
    &["hyper"],
    &["serde_json"],
    &["ring", "aws-lc-rs"],
];

/// Name to versions.
type Packages = BTreeMap<String, BTreeSet<String>>;

/// The bar of openai-types. Answers with a note for the report.
pub(crate) fn check_types(workspace: &Workspace) -> Result<String, Failure> {
    let packages = tree(workspace, &["-p", "openai-types", "-e", "normal"])?;
    too_heavy(&packages).map_or_else(
        || Ok(format!("{} crates of at most {TYPES_BAR}", count(&packages))),
        fail,
    )
}

/// One version of everything that must exist once. Answers with a note for the report.
pub(crate) fn check_duplicates(workspace: &Workspace) -> Result<String, Failure> {
    let packages = tree(workspace, &["--workspace", "--all-features"])?;
    duplicates(&packages).map_or_else(|| Ok(format!("{} crates in all", count(&packages))), fail)
}

fn fail(text: String) -> Result<String, Failure> {
    Err(text.into())
}

fn tree(workspace: &Workspace, selection: &[&str]) -> Result<Packages, Failure> {
    let mut arguments = vec!["tree", "--locked", "--prefix", "none", "--format", "{p}"];
    arguments.extend(selection);
    let output = run::kept(&mut run::cargo(workspace, &arguments))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(packages(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads lines such as `serde v1.0.229 (*)`.
fn packages(text: &str) -> Packages {
    let mut packages = Packages::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            packages.entry(name.to_owned()).or_default().insert(version.to_owned());
        }
    }
    packages
}

fn count(packages: &Packages) -> usize {
    packages.values().map(BTreeSet::len).sum()
}

fn too_heavy(packages: &Packages) -> Option<String> {
    let names = || packages.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    if !packages.contains_key("openai-types") {
        return Some("cargo tree did not show openai-types".to_owned());
    }
    if let Some(name) = NOT_IN_TYPES.iter().find(|name| packages.contains_key(**name)) {
        return Some(format!("openai-types reaches {name}: the wire types do no I/O"));
    }
    (count(packages) > TYPES_BAR).then(|| {
        format!(
            "openai-types brings {} crates, at most {TYPES_BAR} are allowed: {}",
            count(packages),
            names()
        )
    })
}

fn duplicates(packages: &Packages) -> Option<String> {
    let repeated: Vec<String> = ONE_OF
        .iter()
        .map(|group| {
            group
                .iter()
                .flat_map(|name| {
                    packages
                        .get(*name)
                        .into_iter()
                        .flatten()
                        .map(move |version| format!("{name} {version}"))
                })
                .collect::<Vec<_>>()
        })
        .filter(|found| found.len() > 1)
        .map(|found| found.join(" and "))
        .collect();
    (!repeated.is_empty()).then(|| {
        format!(
            "must exist once: {}; `cargo tree -d` shows who asks",
            repeated.join("; ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: &str =
        "openai-types v0.1.0 (/x)\nserde v1.0.229\nserde_derive v1.0.229 (proc-macro)\nserde v1.0.229 (*)\n";

    #[test]
    fn the_tree_is_counted_without_repeats() {
        assert_eq!(count(&packages(TYPES)), 3);
        assert_eq!(too_heavy(&packages(TYPES)), None);
    }

    #[test]
    fn a_heavy_tree_is_reported() {
        let with_runtime = format!("{TYPES}tokio v1.54.0\n");
        assert!(too_heavy(&packages(&with_runtime)).is_some_and(|text| text.contains("reaches tokio")));
        let crowd: String = (0..13).map(|n| format!("crate{n} v1.0.0\n")).collect();
        assert!(too_heavy(&packages(&format!("{TYPES}{crowd}"))).is_some_and(|text| text.contains("16 crates")));
        assert!(too_heavy(&packages("")).is_some());
    }

    #[test]
    fn two_versions_and_two_stacks_are_reported() {
        assert_eq!(
            duplicates(&packages("ring v0.17.0\nhyper v1.12.0\nhyper v1.12.0 (*)\n")),
            None
        );
        let versions = duplicates(&packages("hyper v0.14.0\nhyper v1.12.0\n"));
        assert!(versions.is_some_and(|text| text.contains("hyper v0.14.0 and hyper v1.12.0")));
        let stacks = duplicates(&packages("ring v0.17.0\naws-lc-rs v1.0.0\n"));
        assert!(stacks.is_some_and(|text| text.contains("ring v0.17.0 and aws-lc-rs v1.0.0")));
    }
}
