//! What came of the checks.

use std::fmt;

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The wire does what it must.
    Passed,
    /// The wire does not have what the check is about, as its profile says.
    Skipped(String),
    /// The wire does something else.
    Failed(String),
}

impl Outcome {
    /// Passed where `holds`, failed with the text otherwise.
    pub fn that(holds: bool, otherwise: impl Into<String>) -> Self {
        if holds {
            Self::Passed
        } else {
            Self::Failed(otherwise.into())
        }
    }
}

impl<E: fmt::Display> From<Result<Outcome, E>> for Outcome {
    fn from(result: Result<Outcome, E>) -> Self {
        result.unwrap_or_else(|error| Self::Failed(error.to_string()))
    }
}

/// What came of all checks for one wire.
#[derive(Clone, Debug)]
pub struct Report {
    wire: &'static str,
    outcomes: Vec<(&'static str, Outcome)>,
}

impl Report {
    pub(crate) fn new(wire: &'static str) -> Self {
        Self {
            wire,
            outcomes: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, check: &'static str, outcome: Outcome) {
        self.outcomes.push((check, outcome));
    }

    /// The checks that failed.
    pub fn failures(&self) -> impl Iterator<Item = &str> {
        self.of(|outcome| matches!(outcome, Outcome::Failed(_)))
    }

    /// The checks that were skipped.
    pub fn skips(&self) -> impl Iterator<Item = &str> {
        self.of(|outcome| matches!(outcome, Outcome::Skipped(_)))
    }

    /// The checks that passed.
    pub fn passes(&self) -> impl Iterator<Item = &str> {
        self.of(|outcome| *outcome == Outcome::Passed)
    }

    fn of(&self, which: impl Fn(&Outcome) -> bool) -> impl Iterator<Item = &str> {
        self.outcomes
            .iter()
            .filter(move |(_, outcome)| which(outcome))
            .map(|(check, _)| *check)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (passed, skipped, failed) = (self.passes().count(), self.skips().count(), self.failures().count());
        writeln!(
            out,
            "{}: {passed} passed, {skipped} skipped, {failed} failed",
            self.wire
        )?;
        for (check, outcome) in &self.outcomes {
            match outcome {
                Outcome::Passed => {}
                Outcome::Skipped(why) => writeln!(out, "  skipped {check}: {why}")?,
                Outcome::Failed(why) => writeln!(out, "  FAILED {check}: {why}")?,
            }
        }
        Ok(())
    }
}
