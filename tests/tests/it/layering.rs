//! Who may depend on whom. The tables are the drawing; the tests hold `cargo metadata` against it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

/// Every crate of the workspace and the workspace crates that it may call.
const ARROWS: &[(&str, &[&str])] = &[
    ("openai-types", &[]),
    ("openai-core", &["openai-types"]),
    ("openai-auth", &["openai-core", "openai-types"]),
    ("openai-client", &["openai-core", "openai-types"]),
    ("openai-platform", &["openai-core", "openai-types"]),
    ("openai-azure", &["openai-core", "openai-types"]),
    ("openai-vertex", &["openai-core", "openai-types"]),
    ("openai-databricks", &["openai-core", "openai-types"]),
    (
        "openai-multicloud",
        &[
            "openai-auth",
            "openai-azure",
            "openai-client",
            "openai-core",
            "openai-databricks",
            "openai-platform",
            "openai-types",
            "openai-vertex",
        ],
    ),
    ("openai-emulator", &[]),
    ("openai-cli", &["openai-emulator", "openai-multicloud"]),
];

/// Arrows that tests may use beyond [`ARROWS`].
const TEST_ARROWS: &[(&str, &[&str])] = &[
    // The examples in its documentation run against the emulator.
    ("openai-client", &["openai-azure", "openai-emulator", "openai-platform"]),
    ("openai-multicloud", &["openai-emulator"]),
];

/// Crates that stand above the drawing: they may call anything, and nothing may call them.
const ABOVE: &[&str] = &["conformance", "xtask"];

/// Outside crates that may be named by these workspace crates alone.
const NAMED_ONLY_BY: &[(&str, &[&str])] = &[("reqwest", &["openai-client"])];

/// Crates that are pure: nothing that they reach may be in [`RUNTIME`].
const PURE: &[&str] = &[
    "openai-types",
    "openai-core",
    "openai-platform",
    "openai-azure",
    "openai-vertex",
    "openai-databricks",
];

/// What does input and output, or runs it.
const RUNTIME: &[&str] = &["async-std", "hyper", "mio", "reqwest", "smol", "tokio", "ureq"];

/// One declared dependency.
#[derive(Debug, Clone)]
struct Arrow {
    from: String,
    to: String,
    kind: DependencyKind,
}

#[test]
fn every_arrow_is_drawn() {
    let metadata = metadata();
    let members: BTreeSet<&str> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let arrows: Vec<Arrow> = metadata
        .workspace_packages()
        .iter()
        .flat_map(|package| {
            package.dependencies.iter().map(|dependency| Arrow {
                from: package.name.to_string(),
                to: dependency.name.clone(),
                kind: dependency.kind,
            })
        })
        .collect();
    assert!(
        arrows.iter().any(|arrow| arrow.to == "openai-types"),
        "no arrow was read: {arrows:?}"
    );
    assert_none(&undrawn(&members, &arrows));
}

#[test]
fn pure_crates_reach_no_runtime() {
    let metadata = metadata();
    let edges = normal_edges(&metadata);
    let mut found = Vec::new();
    for from in PURE {
        assert!(edges.contains_key(*from), "{from} is not in the dependency graph");
        found.extend(runtime_paths(&edges, from));
    }
    assert_none(&found);
}

#[test]
fn a_forbidden_arrow_is_reported() {
    let normal = DependencyKind::Normal;
    let dev = DependencyKind::Development;
    for (from, to, kind, expected) in [
        (
            "openai-types",
            "openai-core",
            normal,
            Some("openai-types may not depend on openai-core"),
        ),
        (
            "openai-azure",
            "openai-vertex",
            normal,
            Some("openai-azure may not depend on openai-vertex"),
        ),
        (
            "openai-azure",
            "openai-emulator",
            dev,
            Some("openai-azure may not depend on openai-emulator"),
        ),
        (
            "openai-client",
            "openai-auth",
            dev,
            Some("openai-client may not depend on openai-auth"),
        ),
        (
            "openai-multicloud",
            "openai-emulator",
            normal,
            Some("openai-multicloud may not depend on openai-emulator"),
        ),
        (
            "openai-client",
            "openai-platform",
            normal,
            Some("openai-client may not depend on openai-platform"),
        ),
        (
            "openai-core",
            "xtask",
            normal,
            Some("openai-core may not depend on xtask"),
        ),
        (
            "openai-stray",
            "openai-core",
            normal,
            Some("openai-stray is not in the table"),
        ),
        (
            "openai-cli",
            "reqwest",
            normal,
            Some("only openai-client may name reqwest"),
        ),
        ("openai-azure", "openai-core", normal, None),
        ("openai-types", "openai-types", dev, None),
        ("openai-multicloud", "openai-emulator", dev, None),
        ("openai-client", "openai-platform", dev, None),
        ("openai-client", "reqwest", normal, None),
        ("xtask", "openai-types", normal, None),
    ] {
        let members: BTreeSet<&str> = ARROWS
            .iter()
            .map(|(name, _)| *name)
            .chain(ABOVE.iter().copied())
            .chain(["openai-stray"])
            .collect();
        let members = if from == "openai-stray" {
            members
        } else {
            &members - &BTreeSet::from(["openai-stray"])
        };
        let arrow = Arrow {
            from: from.to_owned(),
            to: to.to_owned(),
            kind,
        };
        let findings = undrawn(&members, &[arrow]);
        match expected {
            Some(text) => assert!(
                findings.iter().any(|finding| finding.contains(text)),
                "{text}: {findings:?}"
            ),
            None => assert_none(&findings),
        }
    }
}

#[test]
fn a_runtime_is_found_at_any_depth() {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (from, to) in [
        ("openai-azure", "openai-core"),
        ("openai-core", "innocent"),
        ("innocent", "tokio"),
    ] {
        edges.entry(from.to_owned()).or_default().insert(to.to_owned());
    }
    assert_eq!(
        runtime_paths(&edges, "openai-azure"),
        ["openai-azure -> openai-core -> innocent -> tokio"]
    );
    edges.remove("innocent");
    assert_none(&runtime_paths(&edges, "openai-azure"));
}

fn metadata() -> Metadata {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .exec()
        .expect("cargo metadata answers")
}

fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// The arrows among `arrows` that the tables do not allow, one sentence each.
fn undrawn(members: &BTreeSet<&str>, arrows: &[Arrow]) -> Vec<String> {
    let listed = |table: &[(&str, &[&str])], from: &str, to: &str| {
        table
            .iter()
            .any(|(name, targets)| *name == from && targets.contains(&to))
    };
    let mut findings: Vec<String> = members
        .iter()
        .filter(|member| !ABOVE.contains(*member) && !ARROWS.iter().any(|(name, _)| name == *member))
        .map(|member| format!("{member} is not in the table of arrows: draw it in ARROWS"))
        .collect();
    for Arrow { from, to, kind } in arrows {
        let test_only = *kind == DependencyKind::Development;
        // A crate's tests may switch on its own features by naming the crate again: that is no arrow.
        if members.contains(to.as_str()) && from != to {
            let drawn = listed(ARROWS, from, to) || (test_only && listed(TEST_ARROWS, from, to));
            if !drawn && !ABOVE.contains(&from.as_str()) {
                findings.push(format!(
                    "{from} may not depend on {to} ({kind:?}): the layering does not draw it"
                ));
            }
        }
        if let Some((name, owners)) = NAMED_ONLY_BY.iter().find(|(name, _)| name == to)
            && !owners.contains(&from.as_str())
        {
            findings.push(format!("{from}: only {} may name {name}", owners.join(", ")));
        }
    }
    findings
}

/// Who calls whom among all packages, dev- and build-dependencies left out.
fn normal_edges(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    let names: BTreeMap<&PackageId, &str> = metadata
        .packages
        .iter()
        .map(|package| (&package.id, package.name.as_str()))
        .collect();
    let nodes = &metadata.resolve.as_ref().expect("cargo metadata resolves").nodes;
    nodes
        .iter()
        .map(|node| {
            let normal = node.deps.iter().filter(|dependency| {
                dependency
                    .dep_kinds
                    .iter()
                    .any(|info| info.kind == DependencyKind::Normal)
            });
            (
                names[&node.id].to_owned(),
                normal.map(|dependency| names[&dependency.pkg].to_owned()).collect(),
            )
        })
        .collect()
}

/// A path to each member of [`RUNTIME`] that `from` reaches.
fn runtime_paths(edges: &BTreeMap<String, BTreeSet<String>>, from: &str) -> Vec<String> {
    let mut paths = vec![vec![from]];
    let mut seen = BTreeSet::from([from]);
    let mut found = Vec::new();
    while let Some(path) = paths.pop() {
        let targets = path.last().and_then(|last| edges.get(*last));
        for target in targets.into_iter().flatten().filter(|target| seen.insert(target)) {
            let longer: Vec<&str> = path.iter().copied().chain([target.as_str()]).collect();
            if RUNTIME.contains(&target.as_str()) {
                found.push(longer.join(" -> "));
            } else {
                paths.push(longer);
            }
        }
    }
    found
}
