//! What our types leave out on purpose, and why: `left_out.txt`.
//!
//! A line that begins a paragraph is a reason. The lines below it, indented, are the patterns that it explains, where
//! `*` stands for anything. A pattern is held against a finding's full place:
//! `specification: METHOD /path part place`.

use crate::workspace::Failure;

const LIST: &str = include_str!("left_out.txt");

/// A reason, and what it explains.
#[derive(Debug)]
pub(crate) struct Reason {
    pub(crate) why: &'static str,
    pub(crate) patterns: Vec<Pattern>,
}

/// Places in specifications.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) text: &'static str,
    /// How many places it has explained so far.
    pub(crate) used: usize,
}

/// The checked-in list.
pub(crate) fn reasons() -> Result<Vec<Reason>, Failure> {
    parse(LIST)
}

fn parse(list: &'static str) -> Result<Vec<Reason>, Failure> {
    let mut reasons: Vec<Reason> = Vec::new();
    for (index, line) in list.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if !line.starts_with(' ') {
            reasons.push(Reason {
                why: line,
                patterns: vec![],
            });
            continue;
        }
        let reason = reasons
            .last_mut()
            .ok_or_else(|| format!("left_out.txt:{}: a pattern without a reason", index + 1))?;
        reason.patterns.push(Pattern {
            text: line.trim(),
            used: 0,
        });
    }
    Ok(reasons)
}

/// Notes the reason for a place. `None` if there is none.
pub(crate) fn explain(reasons: &mut [Reason], place: &str) -> Option<&'static str> {
    for reason in reasons {
        if let Some(pattern) = reason.patterns.iter_mut().find(|pattern| fits(pattern.text, place)) {
            pattern.used += 1;
            return Some(reason.why);
        }
    }
    None
}

/// The patterns that have explained nothing.
pub(crate) fn stale(reasons: &[Reason]) -> Vec<&'static str> {
    let patterns = reasons.iter().flat_map(|reason| &reason.patterns);
    patterns
        .filter(|pattern| pattern.used == 0)
        .map(|pattern| pattern.text)
        .collect()
}

/// Whether `text` is `pattern`, whose stars stand for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<_> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = text.find(part) else { return false };
        text = text.get(at + part.len()..).unwrap_or_default();
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(fits("a", "a") && !fits("a", "ab"));
        assert!(fits("*b", "aab") && !fits("*b", "ba"));
        assert!(fits("a*c*e", "abcde") && fits("a*c*e", "ace") && !fits("a*c*e", "aec"));
        assert!(!fits("ab*b", "ab"), "what one part has used another cannot");
        assert!(fits("*", ""));
    }

    #[test]
    fn a_place_has_the_first_reason_that_fits_and_the_rest_is_stale() {
        let mut reasons = parse("One.\n    *a\n    *b\n\nTwo.\n    *ca\n    *d\n").unwrap();
        assert_eq!(explain(&mut reasons, "ca"), Some("One."));
        assert_eq!(explain(&mut reasons, "d"), Some("Two."));
        assert_eq!(explain(&mut reasons, "e"), None);
        assert_eq!(stale(&reasons), ["*b", "*ca"]);
        assert!(parse("    *a\n").is_err());
    }

    #[test]
    fn the_list_can_be_read() {
        assert!(reasons().is_ok());
    }
}
