//! What came of the checks.

use std::fmt;

use crate::{Cell, Check, Wire};

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
    cells: Vec<Cell>,
    outcomes: Vec<(&'static Check, Outcome)>,
    /// Names that were expected to fail, and that no check has.
    strangers: Vec<&'static str>,
}

impl Report {
    pub(crate) fn new(wire: &Wire) -> Self {
        Self {
            wire: wire.name,
            cells: Cell::of(&wire.profile()).collect(),
            outcomes: Vec::new(),
            strangers: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, check: &'static Check, outcome: Outcome) {
        self.outcomes.push((check, outcome));
    }

    /// Keeps the names, of those that are expected to fail, that no check has.
    pub(crate) fn with_strangers(mut self, expected: impl Iterator<Item = &'static str>) -> Self {
        let is_known = |name: &str| self.outcomes.iter().any(|(check, _)| check.name == name);
        self.strangers = expected.filter(|name| !is_known(name)).collect();
        self
    }

    /// The checks that failed, and names of checks that there are none of.
    pub fn failures(&self) -> impl Iterator<Item = &str> {
        let failed = self.of(|outcome| matches!(outcome, Outcome::Failed(_)));
        failed.map(|check| check.name).chain(self.strangers.iter().copied())
    }

    /// The checks that were skipped.
    pub fn skips(&self) -> impl Iterator<Item = &str> {
        self.of(|outcome| matches!(outcome, Outcome::Skipped(_)))
            .map(|check| check.name)
    }

    /// The checks that passed.
    pub fn passes(&self) -> impl Iterator<Item = &str> {
        self.of(|outcome| *outcome == Outcome::Passed).map(|check| check.name)
    }

    /// What the profile has and no check has shown.
    pub fn gaps(&self) -> impl Iterator<Item = Cell> {
        let is_shown = |cell: &Cell| {
            self.of(|outcome| *outcome == Outcome::Passed)
                .any(|check| check.cells.contains(cell))
        };
        self.cells.iter().filter(move |cell| !is_shown(cell)).copied()
    }

    fn of(&self, which: impl Fn(&Outcome) -> bool) -> impl Iterator<Item = &'static Check> {
        self.outcomes
            .iter()
            .filter(move |(_, outcome)| which(outcome))
            .map(|(check, _)| *check)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (passed, skipped, failed) = (self.passes().count(), self.skips().count(), self.failures().count());
        let (cells, gaps) = (self.cells.len(), self.gaps().count());
        writeln!(
            out,
            "{}: {passed} passed, {skipped} skipped, {failed} failed; {} of {cells} cells shown",
            self.wire,
            cells.saturating_sub(gaps)
        )?;
        for (check, outcome) in &self.outcomes {
            match outcome {
                Outcome::Passed => {}
                Outcome::Skipped(why) => writeln!(out, "  skipped {}: {why}", check.name)?,
                Outcome::Failed(why) => writeln!(out, "  FAILED {}: {why}", check.name)?,
            }
        }
        for name in &self.strangers {
            writeln!(
                out,
                "  FAILED {name}: it is expected to fail, and there is no such check"
            )?;
        }
        Ok(())
    }
}
