//! Where each fact must be seen: the page's cells against those of the list.

use std::collections::{BTreeMap, BTreeSet};

use crate::seeds::page::{Evidence, Page};

/// The words of a cell that says where a fact must be seen.
pub(super) type Places = BTreeSet<String>;

/// The places in a cell: `provider (profile), emulator` is `emulator` and `profile`.
pub(super) fn read(cell: &str) -> Places {
    let words = cell.split(',').map(|word| {
        let word = word.trim();
        let kind = word.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
        match kind.unwrap_or(word) {
            "doc" | "doc only" => "docs".to_owned(),
            place => place.to_owned(),
        }
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// The facts of the list, by id, with their places.
pub(super) fn listed(list: &str) -> BTreeMap<&str, Places> {
    list.lines().filter_map(fact).collect()
}

/// A line of the list: `| [ ] A1 | … | type |`, ticked or not.
fn fact(line: &str) -> Option<(&str, Places)> {
    let (_, rest) = line.strip_prefix("| [")?.split_once("] ")?;
    let (id, _) = rest.split_once(" |")?;
    let (_, places) = rest.trim_end().strip_suffix('|')?.rsplit_once(" | ")?;
    Some((id, read(places)))
}

/// Places that the list has and the page drops without a reason, and reasons for what is not dropped.
pub(super) fn faults(page: &Page, listed: &BTreeMap<&str, Places>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut dropped = BTreeSet::new();
    for row in &page.rows {
        let Some(listed) = listed.get(row.id.as_str()) else {
            continue;
        };
        for place in listed.difference(&row.places) {
            let dropped_here = (row.id.clone(), place.clone());
            // What is not shown at all has its reason in a list of its own.
            if !page.left_out.contains(&dropped_here) && row.evidence != Evidence::NotYet {
                faults.push(format!(
                    "{}: {}: it must be shown in `{place}`, or a line `{} without {place}: …` must say why not",
                    row.line, row.id, row.id
                ));
            }
            dropped.insert(dropped_here);
        }
    }
    let stale = page.left_out.difference(&dropped);
    faults.extend(stale.map(|(id, place)| format!(" {id} has a reason for leaving out `{place}`, which it does not")));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "\
| | fact | where it must show |
|---|---|---|
| [ ] A1 | a `\"a\"\\|\"b\"` | type, provider (profile), emulator |
| [x] A2 | a sentence | doc, CLI |
| [ ] A3 | another | doc only |
";

    const PAGE: &str = "\
| id | fact | where | shown by |
|---|---|---|---|
| A1 | a | type, profile, emulator | `one::a::b` |
| A2 | a sentence | docs | doc only |
| A3 | another | docs | doc only |

## Shown in part

- A1: half of it.
- A2 without CLI: it has no
  commands.
";

    fn found(page: &str) -> Vec<String> {
        faults(&Page::parse(page), &listed(LIST))
    }

    #[test]
    fn cells_are_compared_by_their_words() {
        let listed = listed(LIST);
        assert_eq!(listed.keys().copied().collect::<Vec<_>>(), ["A1", "A2", "A3"]);
        assert_eq!(listed["A1"], read("emulator, profile, type"));
        assert_eq!(read("doc only"), read("docs"));
        assert_eq!(found(PAGE), [""; 0]);
        // More than the list demands is welcome.
        assert_eq!(
            found(&PAGE.replace("docs | doc only", "docs, auth | doc only")),
            [""; 0]
        );
    }

    #[test]
    fn a_place_that_is_dropped_needs_a_reason() {
        for (from, to, told) in [
            (
                "type, profile, emulator",
                "type, emulator",
                "3: A1: it must be shown in `profile`",
            ),
            (
                "type, profile, emulator",
                "profile, emulator",
                "3: A1: it must be shown in `type`",
            ),
            ("A2 without CLI", "A2 and the CLI", "4: A2: it must be shown in `CLI`"),
            (
                "A2 without CLI",
                "A2, A3 without CLI",
                " A3 has a reason for leaving out `CLI`",
            ),
        ] {
            let found = found(&PAGE.replace(from, to));
            assert!(found.len() == 1 && found[0].contains(told), "{found:?}");
        }
        let both = PAGE
            .replace("type, profile, emulator", "type")
            .replace("A2 without CLI: it", "A1, A2 without CLI: it");
        assert_eq!(
            found(&both).len(),
            3,
            "two dropped, and a reason for a third that the list has not"
        );
        let open = PAGE.replace("type, profile, emulator | `one::a::b`", "type | not yet");
        assert_eq!(found(&open), [""; 0]);
    }
}
