//! The page with every operation and every parameter.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use openai_core::{Operation, OperationProfile, Parameter, Rule};

use super::versions;
use super::wires::{self, Wire};
use crate::workspace::Failure;

pub(super) fn write(wires: &[Wire]) -> Result<String, Failure> {
    let mut page = String::from(
        "# What each wire supports\n\n\
         Written by `cargo xtask capabilities` from the profiles that the client obeys; do not edit. *Rejected* means that \
         the service answers with an error: the client refuses the request before it is sent, unless its policy says \
         otherwise. *Ignored* means that the service takes it and does nothing: the client says so. *Unknown* means that \
         nobody says: it is sent. *Previews* means that the last stable api-version does not have it and previews do; \
         *unverified*, that no document describes it: the provider sends it once it is told to with `unverified()`.\n\n\
         The column of the dated Azure API tells of the last stable api-version, and of the newest preview for what no \
         stable version has.\n\n## Operations\n\n",
    );
    let operations = operations(wires);
    page.push_str(&wires::head(wires));
    for operation in &operations {
        for (suffix, streamed) in [("", false), (", streamed", true)] {
            let cells: Vec<String> = wires
                .iter()
                .map(|wire| super::cell(wire, &[*operation], streamed))
                .collect();
            if !streamed || cells.iter().any(|cell| cell != "-") {
                writeln!(page, "| `{operation}`{suffix} | {} |", cells.join(" | "))?;
            }
        }
    }
    for operation in operations {
        write!(page, "\n## `{operation}`\n")?;
        let matrix = matrix(wires, operation);
        if !matrix.is_empty() {
            write!(page, "\n{matrix}")?;
        }
        notes(&mut page, wires, operation)?;
    }
    page.push_str(&versions::write()?);
    Ok(page)
}

/// Every operation that any wire has, in the order of the first wire that has it.
fn operations(wires: &[Wire]) -> Vec<Operation> {
    let mut found = Vec::new();
    let providers = wires
        .iter()
        .flat_map(|wire| std::iter::once(&wire.provider).chain(&wire.others));
    for profile in providers.flat_map(|provider| &provider.profile().operations) {
        if !found.contains(&profile.operation) {
            found.push(profile.operation);
        }
    }
    found
}

/// Parameters by wire; nothing where no wire lists one.
fn matrix(wires: &[Wire], operation: Operation) -> String {
    let profiles: Vec<Option<&OperationProfile>> = wires.iter().map(|wire| wire.profile(operation)).collect();
    let parameters: BTreeSet<&str> = profiles
        .iter()
        .flatten()
        .flat_map(|profile| &profile.parameters)
        .map(|parameter| &*parameter.name)
        .collect();
    if parameters.is_empty() {
        return String::new();
    }
    let mut table = wires::head(wires);
    let row = |title: &str, rule: &dyn Fn(&OperationProfile) -> Rule| {
        let cells = profiles
            .iter()
            .map(|profile| format!(" {} |", profile.map_or("-", |profile| name(rule(profile)))));
        format!("| {title} |{}\n", cells.collect::<String>())
    };
    for parameter in parameters {
        table.push_str(&row(&format!("`{parameter}`"), &|profile| {
            profile.parameter(parameter).rule
        }));
    }
    table.push_str(&row("any other", &|profile| profile.others));
    table
}

/// What the wires' profiles say in words, and where their facts are written down.
fn notes(page: &mut String, wires: &[Wire], operation: Operation) -> Result<(), Failure> {
    for wire in wires {
        let Some(profile) = wire.profile(operation) else {
            continue;
        };
        write!(page, "\n**{}**: {}.\n", wire.name, profile.source)?;
        let worded = |parameter: &&Parameter| !parameter.note.is_empty() || parameter.source != profile.source;
        for (index, parameter) in profile.parameters.iter().filter(worded).enumerate() {
            if index == 0 {
                page.push('\n');
            }
            let source = if parameter.source == profile.source {
                String::new()
            } else {
                format!(" ({})", parameter.source)
            };
            let note = if parameter.note.is_empty() {
                "as the table says"
            } else {
                &parameter.note
            };
            writeln!(page, "- `{}`: {note}{source}", parameter.name)?;
        }
    }
    Ok(())
}

fn name(rule: Rule) -> &'static str {
    match rule {
        Rule::Supported => "supported",
        Rule::Ignored => "ignored",
        Rule::Rejected => "rejected",
        _ => "unknown",
    }
}
