//! What this run could not check: one `name: reason` a line in the target folder's `skips`.
//!
//! Tests append to the same file. `REQUIRE=specs,pypi` names what must not be skipped.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use crate::workspace::{Failure, Workspace};

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

    /// Forgets the skips of earlier runs.
    pub(crate) fn clear(&self) -> Result<(), Failure> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.trouble(&error)),
            _ => Ok(()),
        }
    }

    /// Notes that `name` was skipped. Fails if it is required.
    pub(crate) fn record(&self, name: &str, reason: &str) -> Result<(), Failure> {
        let line = format!("{name}: {reason}");
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
    use super::*;

    fn scratch(name: &str, require: &str) -> Skips {
        let folder = std::env::temp_dir().join(format!("xtask-skips-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a scratch folder");
        let skips = Skips::new(folder.join(name), require);
        skips.clear().expect("an empty start");
        skips
    }

    #[test]
    fn a_skip_is_kept_once_until_cleared() {
        let skips = scratch("once", "");
        skips.record("wasm32", "the target is not installed").expect("recorded");
        skips.record("wasm32", "the target is not installed").expect("recorded");
        skips.record("pypi", "unreachable").expect("recorded");
        assert_eq!(
            skips.lines().expect("read"),
            ["wasm32: the target is not installed", "pypi: unreachable"]
        );
        skips.clear().expect("cleared");
        assert!(skips.lines().expect("read").is_empty());
    }

    #[test]
    fn a_required_skip_fails_and_is_not_recorded() {
        let skips = scratch("required", "specs, pypi");
        let failure = skips.record("pypi", "unreachable").expect_err("required");
        assert_eq!(failure.to_string(), "pypi: unreachable, but REQUIRE names pypi");
        assert!(skips.lines().expect("read").is_empty());
        skips
            .record("wasm32", "the target is not installed")
            .expect("not required");
    }

    #[test]
    fn a_test_that_names_the_thing_in_its_reason_counts() {
        let skips = scratch("reason", "specs");
        assert_eq!(
            skips.requirement("vectors: no specs: SPEC_DIR is not set"),
            Some("specs")
        );
        assert_eq!(skips.requirement("vectors: respects nothing"), None);
    }
}
