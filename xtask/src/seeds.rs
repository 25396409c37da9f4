//! The facts of the three vendor documents, each with the tests that show it: docs/seeds.md, checked.

mod page;
mod places;
mod tests_of;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;

use crate::ci::Outcome;
use crate::seeds::page::{Evidence, Page};
use crate::seeds::places::Places;
use crate::tidy;
use crate::workspace::{Failure, Workspace};

const PAGE: &str = "docs/seeds.md";

/// The list that the page answers, in the folder that `SPEC_DIR` names.
const LIST: &str = "SEED-CHECKLIST.md";

/// Prints how many facts are shown, and which are not yet.
pub(crate) fn print(workspace: &Workspace) -> Result<(), Failure> {
    println!("{}", summary(&read(workspace)?));
    Ok(())
}

/// Fails where the page names a test that does not exist, lacks a fact, or drops a place of one without a reason.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    let page = read(workspace)?;
    let tests = tests_of::all(&tidy::read(&workspace.root)?);
    let mut faults = faults(&page, &tests);
    let list = match env::var_os("SPEC_DIR") {
        Some(folder) => {
            let path = workspace.root.join(folder).join(LIST);
            let list = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let listed = places::listed(&list);
            faults.extend(missing(&page, &listed));
            let places = places::faults(&page, &listed);
            faults.extend(places.iter().map(|fault| format!("{PAGE}:{fault}")));
            true
        }
        None => false,
    };
    for fault in &faults {
        println!("{fault}");
    }
    if !faults.is_empty() {
        return Err(format!("{PAGE}: {} faults", faults.len()).into());
    }
    let summary = summary(&page);
    println!("seeds: {summary}");
    Ok(match list {
        true => Outcome::Passed(summary),
        false => Outcome::Skipped {
            what: "specs",
            reason: "SPEC_DIR is not set: whether a fact is missing is not known".to_owned(),
        },
    })
}

fn read(workspace: &Workspace) -> Result<Page, Failure> {
    let text = fs::read_to_string(workspace.root.join(PAGE)).map_err(|error| format!("{PAGE}: {error}"))?;
    Ok(Page::parse(&text))
}

fn summary(page: &Page) -> String {
    let count = |of: fn(&Evidence) -> bool| page.rows.iter().filter(|row| of(&row.evidence)).count();
    format!(
        "{} facts: {} shown by tests, {} for the documents alone, {} not yet",
        page.rows.len(),
        count(|evidence| matches!(evidence, Evidence::Tests(_))),
        count(|evidence| *evidence == Evidence::DocOnly),
        count(|evidence| *evidence == Evidence::NotYet),
    )
}

/// What is wrong with the page by itself.
fn faults(page: &Page, tests: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for row in &page.rows {
        let mut tell = |what: String| faults.push(format!("{PAGE}:{}: {}: {what}", row.line, row.id));
        if !ids.insert(&row.id) {
            tell("the id stands twice".to_owned());
        }
        match &row.evidence {
            Evidence::Tests(names) => {
                for name in names.iter().filter(|name| !tests.contains(*name)) {
                    tell(format!("there is no test `{name}`"));
                }
            }
            Evidence::NotYet if !page.reasons.contains(&row.id) => {
                tell("it is not shown yet, and no reason stands at the end".to_owned());
            }
            Evidence::DocOnly if row.places != places::read("docs") => {
                tell("a sentence of the documents is shown in `docs`, and nowhere else".to_owned());
            }
            Evidence::Nothing => tell("neither a test, nor `doc only`, nor `not yet`".to_owned()),
            Evidence::DocOnly | Evidence::NotYet => {}
        }
    }
    let open = |id: &&String| {
        let mut rows = page.rows.iter();
        !rows.any(|row| row.id == **id && row.evidence == Evidence::NotYet)
    };
    let stale = page.reasons.iter().filter(open);
    faults.extend(stale.map(|id| format!("{PAGE}: {id} has a reason at the end, but is no `not yet`")));
    faults
}

/// Facts that only one of the page and the list has.
fn missing(page: &Page, listed: &BTreeMap<&str, Places>) -> Vec<String> {
    let listed: BTreeSet<&str> = listed.keys().copied().collect();
    let present: BTreeSet<&str> = page.rows.iter().map(|row| row.id.as_str()).collect();
    let lacking = listed.difference(&present).map(|id| format!("{PAGE}: {id} is missing"));
    let unknown = present
        .difference(&listed)
        .map(|id| format!("{PAGE}: {id} is in no list"));
    lacking.chain(unknown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "\
| id | fact | where | shown by |
|---|---|---|---|
| A1 | a key | auth | `one::a::b`, `two.py: test_c` |
| A2 | a sentence | docs | doc only |
| A3 | a thing | type | not yet |

## Not shown yet

- A3: it has to wait.
";

    fn tests() -> BTreeSet<String> {
        ["one::a::b", "two.py: test_c"].map(str::to_owned).into()
    }

    #[test]
    fn a_page_in_order_has_no_fault() {
        let page = Page::parse(GOOD);
        assert_eq!(faults(&page, &tests()), [""; 0]);
        assert_eq!(
            summary(&page),
            "3 facts: 1 shown by tests, 1 for the documents alone, 1 not yet"
        );
        let list = "| [ ] A1 | x | y |\n| [x] A2 | x | y |\n| [ ] A3 | x | y |\n";
        assert_eq!(missing(&page, &places::listed(list)), [""; 0]);
    }

    #[test]
    fn each_fault_is_told() {
        for (from, to, told) in [
            ("one::a::b", "one::a::z", ":3: A1: there is no test `one::a::z`"),
            (
                "two.py: test_c",
                "two.py: test_d",
                ":3: A1: there is no test `two.py: test_d`",
            ),
            ("| A2 |", "| A1 |", ":4: A1: the id stands twice"),
            ("doc only", "soon", ":4: A2: neither a test"),
            (
                "a sentence | docs",
                "a sentence | CLI",
                ":4: A2: a sentence of the documents",
            ),
            ("- A3: it has to wait.", "", ":5: A3: it is not shown yet"),
            ("| not yet |", "| `one::a::b` |", ": A3 has a reason at the end"),
        ] {
            let found = faults(&Page::parse(&GOOD.replace(from, to)), &tests());
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains(told), "{found:?}");
        }
    }

    #[test]
    fn a_fact_that_one_side_lacks_is_told() {
        let list = "| [ ] A1 | x | y |\n| [ ] A2 | x | y |\n| [ ] A4 | x | y |\n";
        let found = missing(&Page::parse(GOOD), &places::listed(list));
        assert_eq!(
            found,
            ["docs/seeds.md: A4 is missing", "docs/seeds.md: A3 is in no list"]
        );
    }
}
