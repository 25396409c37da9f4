//! The house rules that no compiler checks.
//!
//! Every check is a function from the files to its findings, so that each is tested on files made up in memory.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run;
use crate::workspace::{Failure, Workspace};

mod examples;
mod house;
mod manifest;
mod markdown;
mod source;

/// The files of the repository by their path from the root, with `/` between folders. Bytes that are no text are empty.
pub(crate) type Files = BTreeMap<String, String>;

/// One broken rule: where, what, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Checks every file that git knows or would add. `verbose` also notes the long ones.
pub(crate) fn perform(workspace: &Workspace, verbose: bool) -> Result<(), Failure> {
    let files = read(&workspace.root)?;
    if verbose {
        for note in source::long_files(&files) {
            println!("{note}");
        }
    }
    let findings = check(&files);
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        return Err(format!("tidy has {} findings in {} files", findings.len(), files.len()).into());
    }
    println!("tidy: {} files are in order", files.len());
    Ok(())
}

fn check(files: &Files) -> Vec<Finding> {
    let mut findings = [
        source::check(files),
        manifest::check(files),
        markdown::check(files),
        house::check(files),
        examples::check(files),
    ]
    .concat();
    findings.sort();
    findings
}

/// Every file of the repository with its text; what is no text is empty.
pub(crate) fn read(root: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    for path in paths(root)? {
        // A file that git still lists may be deleted, and a listed path may be a link to a folder.
        let Ok(bytes) = fs::read(root.join(&path)) else {
            continue;
        };
        files.insert(path, String::from_utf8(bytes).unwrap_or_default());
    }
    Ok(files)
}

/// What git tracks or would add; without git, everything but build output.
fn paths(root: &Path) -> Result<Vec<String>, Failure> {
    let mut list = Command::new("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root);
    if let Ok(output) = run::kept(&mut list)
        && output.status.success()
    {
        let text = String::from_utf8(output.stdout)?;
        return Ok(text
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect());
    }
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() {
                name.clone()
            } else {
                format!("{folder}/{name}")
            };
            if !entry.file_type()?.is_dir() {
                found.push(path);
            } else if !matches!(name.as_str(), ".git" | "target" | "__pycache__" | ".venv") {
                folders.push(path);
            }
        }
    }
    Ok(found)
}

/// Files made up for a test.
#[cfg(test)]
fn files(entries: &[(&str, &str)]) -> Files {
    entries
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_reads_as_an_editor_jumps() {
        assert_eq!(Finding::new("a/b.rs", 7, "too long").to_string(), "a/b.rs:7: too long");
    }

    #[test]
    fn findings_of_every_kind_come_sorted() {
        let files = files(&[("z.rs", "mod misc;\n"), ("a.md", "[gone](gone.md)\n")]);
        let findings = check(&files);
        let line_of = |path| findings.iter().position(|finding: &Finding| finding.path == path);
        assert!(
            line_of("a.md").is_some() && line_of("a.md") < line_of("z.rs"),
            "{findings:?}"
        );
    }

    #[test]
    fn the_repository_is_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let files = read(&root).expect("readable");
        assert!(
            files
                .get("xtask/src/tidy.rs")
                .is_some_and(|text| text.contains("the_repository_is_read"))
        );
        assert!(!files.keys().any(|path| path.starts_with("target/")));
    }
}
