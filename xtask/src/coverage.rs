//! How much of the published specifications our types name: measured through our own JSON Schemas.
//!
//! Both sides are schemas, so both are taken apart by the same code. What is not named needs a reason in
//! `coverage/left_out.txt`, and a reason that explains nothing is as wrong as a gap.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::ci::Outcome;
use crate::workspace::{Failure, Workspace};

mod compare;
mod dialect;
mod left_out;
mod ours;
mod page;
mod shape;
mod specification;

use compare::Tally;
use left_out::Reason;
use ours::Ours;
use specification::{Described, Specification};

/// Where the page stands, from the root.
const PAGE: &str = "docs/coverage.md";

const NO_FOLDER: &str = "SPEC_DIR names no folder of specifications; one file can be named with --spec";

/// What one specification came to.
#[derive(Debug)]
struct Coverage {
    name: String,
    operations: Vec<Measured>,
}

/// What one operation came to.
#[derive(Debug)]
struct Measured {
    /// Method and path.
    name: String,
    properties: Tally,
    values: Tally,
    members: Tally,
    /// What our types do not name, with the reason if there is one.
    missing: Vec<Missing>,
}

/// Something that our types do not name.
#[derive(Debug)]
struct Missing {
    /// The part of the operation, and the path in it.
    place: String,
    why: Option<&'static str>,
}

impl Missing {
    /// Whether a type takes no such value, and does not merely lack a name for it.
    fn is_refused(&self) -> bool {
        self.place.contains(" as ")
    }
}

/// Prints the table of one file.
pub(crate) fn print(file: &Path) -> Result<(), Failure> {
    let specification =
        Specification::read(file)?.ok_or_else(|| format!("{}: is no specification of an API", file.display()))?;
    let mut reasons = left_out::reasons()?;
    let coverage = measure(&specification, &Ours::load()?, &mut reasons);
    print!("{}", page::table(&coverage));
    for operation in &coverage.operations {
        for missing in &operation.missing {
            let why = missing.why.unwrap_or("NO REASON");
            println!("{} {}: {why}", operation.name, missing.place);
        }
    }
    explained(std::slice::from_ref(&coverage))
}

/// Writes the page anew from every specification in the folder that `SPEC_DIR` names.
pub(crate) fn write(workspace: &Workspace) -> Result<(), Failure> {
    let (page, verdict) = all(&folder(workspace).ok_or(NO_FOLDER)?)?;
    fs::write(workspace.root.join(PAGE), page)?;
    println!("coverage: {PAGE} is as the types say");
    verdict
}

/// Fails if the page is not what the types say.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let (page, verdict) = all(&folder(workspace).ok_or(NO_FOLDER)?)?;
    verdict?;
    let present = fs::read_to_string(workspace.root.join(PAGE)).unwrap_or_default();
    if !page.lines().eq(present.lines()) {
        return Err(format!("{PAGE} is not what the types say: run `cargo xtask coverage`").into());
    }
    println!("coverage: {PAGE} is as the types say");
    Ok(())
}

/// [`check`], where there are specifications.
pub(crate) fn step(workspace: &Workspace) -> Result<Outcome, Failure> {
    if folder(workspace).is_none() {
        return Ok(Outcome::Skipped {
            what: "specs",
            reason: "SPEC_DIR is not set".to_owned(),
        });
    }
    check(workspace).map(|()| Outcome::Passed(String::new()))
}

/// A relative `SPEC_DIR` begins at the workspace.
fn folder(workspace: &Workspace) -> Option<PathBuf> {
    env::var_os("SPEC_DIR").map(|folder| workspace.root.join(folder))
}

/// The page, and whether everything is explained and every explanation used.
fn all(folder: &Path) -> Result<(String, Result<(), Failure>), Failure> {
    let ours = Ours::load()?;
    let mut reasons = left_out::reasons()?;
    let mut specifications = specifications(&folder.join("specs"))?;
    specifications.sort_by_key(|specification| page::order(&specification.name));
    let coverages: Vec<_> = specifications
        .iter()
        .map(|specification| measure(specification, &ours, &mut reasons))
        .filter(|coverage| !coverage.operations.is_empty())
        .collect();
    let page = page::page(&coverages, &reasons)?;
    Ok((page, explained(&coverages).and_then(|()| used(&reasons))))
}

/// Every specification below a folder; examples are none.
fn specifications(folder: &Path) -> Result<Vec<Specification>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(specifications(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.extend(Specification::read(&path)?);
        }
    }
    Ok(found)
}

fn measure(specification: &Specification, ours: &Ours, reasons: &mut [Reason]) -> Coverage {
    let operations = specification.operations().into_iter();
    Coverage {
        name: specification.name.clone(),
        operations: operations
            .filter(|operation| ours::is_in_scope(operation.path))
            .filter_map(|operation| measure_one(specification, &operation, ours, reasons))
            .collect(),
    }
}

/// An operation without bodies has nothing to measure.
fn measure_one(
    specification: &Specification,
    operation: &Described<'_>,
    ours: &Ours,
    reasons: &mut [Reason],
) -> Option<Measured> {
    let mut measured = Measured {
        name: format!("{} {}", operation.method, operation.path),
        properties: Tally::default(),
        values: Tally::default(),
        members: Tally::default(),
        missing: Vec::new(),
    };
    let schemas = specification.schemas();
    let is_structured = |schema: &Value| schemas.shapes(&[schema]).iter().any(|shape| shape.is_object());
    let bodies = operation.bodies.iter().filter(|(_, schema)| is_structured(schema));
    let mut looked_at = 0;
    for (part, schema) in bodies {
        looked_at += 1;
        let roots = ours.roots(specification.is_azure(), &operation.method, operation.path, *part);
        let found = compare::compare(schemas, schema, ours.schemas(), &roots);
        measured.properties += found.properties;
        measured.values += found.values;
        measured.members += found.members;
        for path in found.missing {
            let place = format!("{} {}", part.name(), path.trim_start());
            let place = place.trim_end().to_owned();
            let full = format!("{}: {} {place}", specification.name, measured.name);
            measured.missing.push(Missing {
                why: left_out::explain(reasons, &full),
                place,
            });
        }
    }
    (looked_at > 0).then_some(measured)
}

fn explained(coverages: &[Coverage]) -> Result<(), Failure> {
    let mut gaps = Vec::new();
    for coverage in coverages {
        for operation in &coverage.operations {
            let unexplained = operation.missing.iter().filter(|missing| missing.why.is_none());
            gaps.extend(unexplained.map(|missing| format!("{}: {} {}", coverage.name, operation.name, missing.place)));
        }
    }
    if gaps.is_empty() {
        return Ok(());
    }
    gaps.iter().for_each(|gap| eprintln!("{gap}"));
    Err(format!("{} places are neither named nor explained", gaps.len()).into())
}

fn used(reasons: &[Reason]) -> Result<(), Failure> {
    let stale = left_out::stale(reasons);
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("coverage/left_out.txt explains what is not there: {}", stale.join(", ")).into())
}
