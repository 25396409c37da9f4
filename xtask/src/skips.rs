//! What this run could not check: one `name: reason` a line in the target folder's `skips`.
//!
//! Tests append to the same file. `REQUIRE=specs,pypi` names what must not be skipped.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use crate::workspace::{Failure, Workspace};

/// What the lines of our own steps begin with, as those of the tests begin with a path.
const OURS: &str = "ci::";

/// The file of skips, and what the environment forbids to skip.
#[derive(Debug)]
pub(crate) struct Skips {
    path: PathBuf,
    required: Vec<String>,
}

impl Skips {
    /// Reads `REQUIRE` from the environment.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        Self::new(
            workspace.target.join("skips"),
            &std::env::var("REQUIRE").unwrap_or_default(),
        )
    }

    /// The file at `path`, and what may not be skipped, separated by commas.
    pub(crate) fn new(path: PathBuf, require: &str) -> Self {
        let required = require
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        Self { path, required }
    }

    /// Forgets the skips of earlier runs; those of the tests only when they are about to be run again.
    pub(crate) fn begin(&self, with_tests: bool) -> Result<(), Failure> {
        let mut kept = self.lines()?;
        kept.retain(|line| !with_tests && !line.starts_with(OURS));
        if kept.is_empty() && !self.path.exists() {
            return Ok(());
        }
        fs::write(
            &self.path,
            kept.iter().map(|line| format!("{line}\n")).collect::<String>(),
        )
        .map_err(|error| self.trouble(&error))
    }

    /// Notes that `name` was skipped. Fails if it is required.
    pub(crate) fn record(&self, name: &str, reason: &str) -> Result<(), Failure> {
        let line = format!("{OURS}{name}: {reason}");
        if let Some(word) = self.requirement(&line) {
            return Err(format!("{line}, but REQUIRE names {word}").into());
        }
        if self.lines()?.contains(&line) {
            return Ok(());
        }
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.path)
            .map_err(|error| self.trouble(&error))?;
        writeln!(file, "{line}").map_err(|error| self.trouble(&error))
    }

    /// Every skip so far, each once, in order.
    pub(crate) fn lines(&self) -> Result<Vec<String>, Failure> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(self.trouble(&error)),
        };
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if !lines.iter().any(|known| known == line) {
                lines.push(line.to_owned());
            }
        }
        Ok(lines)
    }

    /// The required thing that this line says was skipped.
    pub(crate) fn requirement(&self, line: &str) -> Option<&str> {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '-');
        words
            .find_map(|word| self.required.iter().find(|required| *required == word))
            .map(String::as_str)
    }

    fn trouble(&self, error: &std::io::Error) -> Failure {
        format!("{}: {error}", self.path.display()).into()
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn scratch(require: &str) -> (TempDir, Skips) {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let skips = Skips::new(folder.path().join("skips"), require);
        (folder, skips)
    }

    #[test]
    fn a_skip_is_kept_once_until_its_step_begins_anew() {
        let (_folder, skips) = scratch("");
        skips.record("wasm32", "the target is not installed").expect("recorded");
        skips.record("wasm32", "the target is not installed").expect("recorded");
        skips.record("pypi", "unreachable").expect("recorded");
        assert_eq!(
            skips.lines().expect("read"),
            ["ci::wasm32: the target is not installed", "ci::pypi: unreachable"]
        );
        fs::write(&skips.path, "sse::vectors: no specs\nci::pypi: unreachable\n").expect("a test adds a line");
        skips.begin(false).expect("begun");
        assert_eq!(skips.lines().expect("read"), ["sse::vectors: no specs"]);
        skips.begin(true).expect("begun");
        assert!(skips.lines().expect("read").is_empty());
    }

    #[test]
    fn a_required_skip_fails_and_is_not_recorded() {
        let (_folder, skips) = scratch("specs, pypi");
        let failure = skips.record("pypi", "unreachable").expect_err("required");
        assert_eq!(failure.to_string(), "ci::pypi: unreachable, but REQUIRE names pypi");
        assert!(skips.lines().expect("read").is_empty());
        skips
            .record("wasm32", "the target is not installed")
            .expect("not required");
    }

    #[test]
    fn a_test_that_names_the_thing_in_its_reason_counts() {
        let (_folder, skips) = scratch("specs");
        assert_eq!(
            skips.requirement("vectors: no specs: SPEC_DIR is not set"),
            Some("specs")
        );
        assert_eq!(skips.requirement("vectors: respects nothing"), None);
    }
}
