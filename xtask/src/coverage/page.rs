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
- **values** of enums;
- **members** of unions, and elsewhere each kind of value that a schema allows and the types do not take.

The last columns count the places that are not named. What is *left out* has no name in the types; where it stands in a body
of theirs, it is kept and written back all the same. What is *refused* is a kind of value (a null, a number with a fraction)
that a schema allows and that is an error for the type.

The betas in OpenAI's file (`?beta=true`) are measured against the types of the operations that they stand beside, and
count. Google and Databricks publish nothing that could be measured: Google's discovery document declares the bodies of its
OpenAI-compatible methods as `HttpBody`, which is any bytes, and Databricks has no specification of its serving endpoints.
What their pages tell stands in the types' documentation, and in bodies that the tests read.
";

const REASONS: &str = "
## Left out or refused

`*` stands for anything, and the number is that of the places which the pattern explains. A value is `(open)` where the
specification itself allows any other one beside it, and `(constant)` where it allows no other. A place that ends with
`as` and a kind is refused.
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
        "\nAltogether {} properties, {} values and {} members in {} specifications; every other one has one of the reasons at \
         the end.\n",
        spelled(whole.properties),
        spelled(whole.values),
        spelled(whole.members),
        coverages.len()
    )?;
    for coverage in coverages {
        write!(page, "\n## {}\n\n{}", coverage.name, table(coverage))?;
    }
    page.push_str(REASONS);
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
    let mut rows = vec![["operation", "properties", "values", "members", "left out", "refused"].map(str::to_owned)];
    for operation in &coverage.operations {
        let refused = operation.missing.iter().filter(|missing| missing.is_refused()).count();
        rows.push([
            format!("`{}`", operation.name),
            spelled(operation.properties),
            spelled(operation.values),
            spelled(operation.members),
            (operation.missing.len() - refused).to_string(),
            refused.to_string(),
        ]);
    }
    let widths: Vec<_> = (0..6)
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
