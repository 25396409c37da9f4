//! Judges bodies that others have written: whether a type decodes them, writes them back, and names all that they hold.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::{Validator, draft202012};
use serde_json::Value;

use crate::kind::round_named;
use crate::kinds::schema;

/// Members and values that a type does not name, by their whole paths with `[]` for any position, and why.
pub(crate) type Explained = (&'static str, &'static [&'static str], &'static str);

/// What has been looked at, and what came of it.
pub(crate) struct Judge {
    /// The validators of the root types' schemas, by the types' names.
    validators: BTreeMap<&'static str, Validator>,
    explained: &'static [Explained],
    /// The lines of tables that were of use: the table's name and the line's.
    used: BTreeSet<(&'static str, String)>,
    counts: BTreeMap<String, usize>,
    problems: Vec<String>,
}

impl Judge {
    pub(crate) fn new(explained: &'static [Explained]) -> Self {
        let roots = schema::roots().into_iter();
        Self {
            validators: roots
                .map(|(name, schema)| (name, draft202012::new(&schema).expect("a schema")))
                .collect(),
            explained,
            used: BTreeSet::new(),
            counts: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// Looks at a body as one of these types: where several may describe it, the best of them counts.
    pub(crate) fn look(&mut self, place: &str, kinds: &[&str], body: &Value) {
        let text = body.to_string();
        let tries = kinds.iter().map(|kind| (*kind, round_named(kind, &text)));
        let best = tries.min_by_key(|(_, tried)| tried.as_ref().map_or(usize::MAX, Vec::len));
        match best.expect("there is a type") {
            (_, Err(error)) => self.problem(format!("{place} as {kinds:?}: {error}")),
            (kind, Ok(unknowns)) => {
                let unfit = self.validators[kind].iter_errors(body);
                let unfit: Vec<_> = unfit
                    .map(|error| format!("{place} as {kind}, by its schema: {error}"))
                    .collect();
                self.problems.extend(unfit);
                for unknown in unknowns {
                    if !self.is_explained(kind, &anywhere(&unknown)) {
                        self.problem(format!("{place} as {kind}: {unknown} is neither named nor explained"));
                    }
                }
            }
        }
    }

    fn is_explained(&mut self, kind: &str, path: &str) -> bool {
        let line = self
            .explained
            .iter()
            .find(|(of, paths, _)| *of == kind && paths.contains(&path));
        let explained = line.is_some();
        if explained {
            self.uses("EXPLAINED", format!("{kind} {path}"));
        }
        explained
    }

    /// Notes that a line of a table was of use.
    pub(crate) fn uses(&mut self, table: &'static str, line: impl Into<String>) {
        self.used.insert((table, line.into()));
    }

    /// Counts what was looked at, by what it is.
    pub(crate) fn count(&mut self, what: impl Into<String>) {
        *self.counts.entry(what.into()).or_default() += 1;
    }

    pub(crate) fn problem(&mut self, problem: String) {
        self.problems.push(problem);
    }

    /// How much was looked at. Fails on any problem, and on any line of the tables that was of no use.
    pub(crate) fn verdict(mut self, tables: &[(&'static str, Vec<&str>)]) -> BTreeMap<String, usize> {
        let explained = self.explained.iter();
        let explained = explained.flat_map(|(kind, paths, _)| paths.iter().map(move |path| format!("{kind} {path}")));
        let lines = tables
            .iter()
            .flat_map(|(table, lines)| lines.iter().map(move |line| (*table, (*line).to_owned())));
        for (table, line) in lines.chain(explained.map(|line| ("EXPLAINED", line))) {
            if !self.used.contains(&(table, line.clone())) {
                self.problems
                    .push(format!("{table} has a line for {line}, which is not there"));
            }
        }
        for (what, count) in &self.counts {
            println!("{what}: {count}");
        }
        assert!(self.problems.is_empty(), "{}", self.problems.join("\n"));
        self.counts
    }
}

/// The path with `[]` for every position: `data[3].id` is `data[].id`.
fn anywhere(path: &str) -> String {
    let mut parts = path.split('[');
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|digit: char| digit.is_ascii_digit());
        all += "[";
        all += rest;
    }
    all
}

#[test]
fn a_path_is_the_same_at_every_position() {
    assert_eq!(anywhere("data[3].parts[12]"), "data[].parts[]");
    assert_eq!(anywhere("a.b = c"), "a.b = c");
}
