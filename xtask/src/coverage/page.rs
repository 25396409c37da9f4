//! The page that tells how much is covered.

use std::fmt::{Error, Write as _};

use super::Coverage;
use super::compare::Tally;
use super::left_out::Reason;

const INTRODUCTION: &str = "\
# Coverage

How much of the published specifications the wire types name. `cargo xtask coverage` writes this page from the
specifications in the folder that `SPEC_DIR` names and from the types' own JSON Schemas, and `cargo xtask ci` fails if it
is out of date, if anything is neither named nor left out for a reason, or if a reason explains nothing.

What is measured: the JSON requests, forms, JSON answers and stream events of the operations that the types are for. Errors
are read by `openai-core`, from any shape, and audio, files and plain text are bytes. In the tables, *named / all*:

- **properties** of objects, each once per schema and operation;
- **values** of enums. A value that no type names is still kept, as every enum is open;
- **members** of unions. Where a type does not take what a schema allows (a number for an integer, a null), that is a
  member which is not named.
";

/// The whole page.
pub(crate) fn page(coverages: &[Coverage], reasons: &[Reason]) -> Result<String, Error> {
    let mut page = INTRODUCTION.to_owned();
    let mut whole = Tallies::default();
    for coverage in coverages {
        whole.add(coverage);
    }
    write!(
        page,
        "\nAltogether {} properties, {} values and {} members in {} specifications; every other one is left out for one \
         of the reasons at the end.\n",
        spelled(whole.properties),
        spelled(whole.values),
        spelled(whole.members),
        coverages.len()
    )?;
    for coverage in coverages {
        write!(page, "\n## {}\n\n{}", coverage.name, table(coverage))?;
    }
    page.push_str("\n## Left out\n\n");
    page.push_str("`*` stands for anything, and the number is that of the places which the pattern explains.\n");
    for reason in reasons {
        write!(page, "\n{}\n\n", reason.why)?;
        for pattern in &reason.patterns {
            writeln!(page, "- `{}` ({})", pattern.text, pattern.used)?;
        }
    }
    Ok(page)
}

/// The table of one specification.
pub(crate) fn table(coverage: &Coverage) -> String {
    let mut rows = vec![["operation", "properties", "values", "members", "left out"].map(str::to_owned)];
    for operation in &coverage.operations {
        rows.push([
            format!("`{}`", operation.name),
            spelled(operation.properties),
            spelled(operation.values),
            spelled(operation.members),
            operation.missing.len().to_string(),
        ]);
    }
    let widths: Vec<_> = (0..5)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(String::len)
                .max()
                .unwrap_or_default()
        })
        .collect();
    let mut lines: Vec<_> = rows
        .iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        })
        .collect();
    let rule = widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>();
    lines.insert(1, format!("| {} |\n", rule.join(" | ")));
    lines.concat()
}

/// OpenAI's own first, then the others by title, version and file.
pub(crate) fn order(name: &str) -> (bool, String) {
    (!name.starts_with("OpenAI"), name.to_owned())
}

#[derive(Default)]
struct Tallies {
    properties: Tally,
    values: Tally,
    members: Tally,
}

impl Tallies {
    fn add(&mut self, coverage: &Coverage) {
        for operation in &coverage.operations {
            self.properties += operation.properties;
            self.values += operation.values;
            self.members += operation.members;
        }
    }
}

fn spelled(tally: Tally) -> String {
    match tally.total {
        0 => "-".to_owned(),
        total => format!("{} / {total}", tally.named),
    }
}
