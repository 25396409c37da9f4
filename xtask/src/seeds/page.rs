//! The page of facts, read.

use std::collections::BTreeSet;

use crate::seeds::places::{self, Places};

/// The title of the list of what is shown at fewer places than it should be.
const PARTIAL: &str = "## Shown in part";

/// The title of the list of what has no test yet.
const OPEN: &str = "## Not shown yet";

/// Every fact of the page.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    /// The places that the list of what is shown in part leaves out, each with its fact's id.
    pub(super) left_out: BTreeSet<(String, String)>,
    /// The ids in the list of what has no test yet.
    pub(super) reasons: BTreeSet<String>,
}

/// One fact.
#[derive(Debug)]
pub(super) struct Row {
    /// Where it stands, from 1.
    pub(super) line: usize,
    pub(super) id: String,
    /// Where it is shown.
    pub(super) places: Places,
    pub(super) evidence: Evidence,
}

/// What shows a fact.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// These tests, by name.
    Tests(Vec<String>),
    /// Nothing can: it is a sentence of the documents.
    DocOnly,
    /// Nothing does; the reason stands at the end of the page.
    NotYet,
    /// Nothing that could be read.
    Nothing,
}

impl Page {
    pub(super) fn parse(text: &str) -> Self {
        let (text, open) = text.split_once(OPEN).unwrap_or((text, ""));
        let (table, partial) = text.split_once(PARTIAL).unwrap_or((text, ""));
        let rows = table.lines().zip(1..).filter_map(|(text, line)| row(line, text));
        let reasons = open.lines().filter_map(|line| line.strip_prefix("- ")?.split_once(':'));
        Self {
            rows: rows.collect(),
            left_out: points(partial).iter().flat_map(|point| left_out(point)).collect(),
            reasons: reasons.map(|(id, _)| id.to_owned()).collect(),
        }
    }
}

/// The points of a list, each in one line.
fn points(list: &str) -> Vec<String> {
    let mut points: Vec<String> = Vec::new();
    for line in list.lines() {
        if let Some(start) = line.strip_prefix("- ") {
            points.push(start.to_owned());
        } else if let (Some(rest), Some(point)) = (line.strip_prefix("  "), points.last_mut()) {
            point.push(' ');
            point.push_str(rest);
        }
    }
    points
}

/// What `A1, A2 without CLI: …` leaves out.
fn left_out(point: &str) -> Vec<(String, String)> {
    let head = point.split(':').next().unwrap_or_default();
    let Some((ids, place)) = head.split_once(" without ") else {
        return Vec::new();
    };
    ids.split(", ").map(|id| (id.to_owned(), place.to_owned())).collect()
}

/// A row of a table whose first cell is a letter and a number.
fn row(line: usize, text: &str) -> Option<Row> {
    let cells: Vec<&str> = text
        .strip_prefix('|')?
        .trim_end()
        .strip_suffix('|')?
        .split('|')
        .collect();
    let id = cells.first()?.trim();
    let number = id.strip_prefix(|letter: char| letter.is_ascii_uppercase())?;
    number.parse::<u32>().ok()?;
    let (places, evidence) = match cells.as_slice() {
        [_, _, places, evidence] => (places::read(places), read(evidence.trim())),
        _ => (Places::new(), Evidence::Nothing),
    };
    Some(Row {
        line,
        id: id.to_owned(),
        places,
        evidence,
    })
}

fn read(cell: &str) -> Evidence {
    match cell {
        "doc only" => return Evidence::DocOnly,
        "not yet" => return Evidence::NotYet,
        _ => {}
    }
    let names = cell.split(", ").map(|name| name.strip_prefix('`')?.strip_suffix('`'));
    match names.collect::<Option<Vec<_>>>() {
        Some(names) => Evidence::Tests(names.into_iter().map(str::to_owned).collect()),
        None => Evidence::Nothing,
    }
}
