//! Markdown: every relative link reaches a file, and every fragment a heading of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Files, Finding};

/// Every broken relative link.
pub(crate) fn check(files: &Files) -> Vec<Finding> {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".md"));
    pages
        .flat_map(|(path, text)| {
            links(text).into_iter().filter_map(move |(line, target)| {
                let what = broken(files, path, &target)?;
                Some(Finding::new(
                    path,
                    line,
                    format!("the link `{target}` leads nowhere: {what}"),
                ))
            })
        })
        .collect()
}

/// Why `target`, found on the page `from`, leads nowhere; nothing if it is fine or not ours to judge.
fn broken(files: &Files, from: &str, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") || target.contains("::") {
        return None;
    }
    let (path, fragment) = target
        .split_once('#')
        .map_or((target, None), |(path, fragment)| (path, Some(fragment)));
    let Some(reached) = (if path.is_empty() {
        Some(from.to_owned())
    } else {
        resolve(from, path)
    }) else {
        return Some("it leaves the repository".to_owned());
    };
    let folder = format!("{}/", reached.trim_end_matches('/'));
    let Some(text) = files.get(&reached) else {
        let is_folder = reached.is_empty() || files.keys().any(|path| path.starts_with(&folder));
        return (!is_folder).then(|| format!("there is no `{reached}`; mend the path or take the link out"));
    };
    let fragment = fragment.filter(|_| reached.ends_with(".md"))?;
    (!anchors(text).contains(fragment)).then(|| format!("`{reached}` has no heading that makes `#{fragment}`"))
}

/// The path from the root that a relative `path` on the page `from` means. `None` above the root.
fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from
            .split('/')
            .rev()
            .skip(1)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The lines of a page that are prose: number and text, code left out.
fn prose(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut fence: Option<&str> = None;
    text.lines().zip(1..).filter_map(move |(line, number)| {
        let marker = ["```", "~~~"]
            .into_iter()
            .find(|marker| line.trim_start().starts_with(marker));
        match (fence, marker) {
            (None, Some(marker)) => fence = Some(marker),
            (Some(open), Some(marker)) if open == marker => fence = None,
            (None, None) => return Some((number, without_code(line))),
            _ => {}
        }
        None
    })
}

/// The line without its code spans.
fn without_code(line: &str) -> String {
    if line.matches('`').count() % 2 == 1 {
        return line.to_owned();
    }
    line.split('`').step_by(2).collect()
}

/// Every link target with its line: inline, and of reference definitions.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        let mut targets: Vec<&str> = line
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
            .map(|(target, _)| target)
            .collect();
        if line.trim_start().starts_with('[') && !line.contains("](") {
            targets.extend(line.split_once("]: ").map(|(_, target)| target));
        }
        // A title may follow the target; a target may stand in angle brackets.
        let words = targets
            .into_iter()
            .filter_map(|target| target.split_whitespace().next());
        found.extend(words.map(|target| (number, target.trim_matches(['<', '>']).to_owned())));
    }
    found
}

/// The fragments that a page's headings make, as GitHub spells them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut fenced = false;
    let mut anchors = BTreeSet::new();
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        let title = line.trim_start_matches('#');
        if fenced || title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let lower = title.trim().to_lowercase();
        let kept = lower
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let slug: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let repeat = times.entry(slug.clone()).or_insert(0);
        anchors.insert(if *repeat == 0 { slug } else { format!("{slug}-{repeat}") });
        *repeat += 1;
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        let tree = files(&[
            ("docs/page.md", text),
            (
                "docs/other.md",
                "# Two words\n\n## `oai chat`: go\n\n## Two words\n\n```\n# not a heading\n```\n",
            ),
            ("crates/x/src/lib.rs", ""),
            ("LICENSE-MIT", "MIT"),
        ]);
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        for text in [
            "[a](other.md) and [b](./other.md#two-words), [c](other.md#two-words-1 \"title\")",
            "[a](other.md#oai-chat-go) [b](#here)\n# Here\n",
            "[a](../crates/x/src/lib.rs#L1) [b](../crates/x) [c](/LICENSE-MIT) [d](<other.md>)",
            "[a](https://example.com/x.md) [b](mailto:a@example.com) [`Client`](crate::Client)",
            "```\n[a](gone.md)\n```\nand `[b](gone.md)`",
            "[a][ref]\n\n[ref]: other.md\n",
        ] {
            assert!(findings(text).is_empty(), "{text}: {:?}", findings(text));
        }
    }

    #[test]
    fn links_that_lead_nowhere_are_reported() {
        for (text, expected) in [
            (
                "\n[a](gone.md)",
                "docs/page.md:2: the link `gone.md` leads nowhere: there is no `docs/gone.md`",
            ),
            ("[a](other.md) [b](gone.md)", "there is no `docs/gone.md`"),
            (
                "[a](other.md#three-words)",
                "`docs/other.md` has no heading that makes `#three-words`",
            ),
            (
                "[a](other.md#not-a-heading)",
                "`docs/other.md` has no heading that makes `#not-a-heading`",
            ),
            ("[a](#here)", "`docs/page.md` has no heading that makes `#here`"),
            ("[`code`](gone.md)", "there is no `docs/gone.md`"),
            ("[ref]: gone.md", "there is no `docs/gone.md`"),
            ("```\n```\n[a](gone.md)", "docs/page.md:3:"),
            ("[a](../../outside.md)", "the link `../../outside.md` leads nowhere"),
        ] {
            let found = findings(text);
            assert!(found.len() == 1 && found[0].contains(expected), "{text}: {found:?}");
        }
    }
}
