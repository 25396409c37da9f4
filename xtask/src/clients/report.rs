//! What a client's tests say of themselves: how many there were, and which were skipped.

use std::process::Command;

use crate::run;
use crate::workspace::Failure;

/// The tests of one client, all of which passed or were skipped.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Report {
    /// How many there were.
    pub(super) tests: usize,
    /// Why some were skipped, each reason once.
    pub(super) skips: Vec<String>,
}

impl Report {
    /// Runs the tests of Python's `unittest` or of Node's `node:test`. Their output is shown only if one fails.
    pub(super) fn of(command: &mut Command) -> Result<Self, Failure> {
        let output = run::kept(command)?;
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let text = said.concat();
        if !output.status.success() {
            println!("{text}");
            return Err(format!("the tests ended with {}", output.status).into());
        }
        Self::read(&text).ok_or_else(|| format!("the tests did not say how many they are:\n{text}").into())
    }

    fn read(text: &str) -> Option<Self> {
        let tests = text.lines().find_map(|line| {
            let rest = line.strip_prefix("Ran ").or_else(|| line.strip_prefix("# tests "))?;
            rest.split(' ').next()?.parse().ok()
        })?;
        let mut skips: Vec<String> = Vec::new();
        for line in text.lines() {
            let reason = line.split_once(" ... skipped ").or_else(|| line.split_once(" # SKIP "));
            let reason = reason.map(|(_, reason)| reason.trim_matches(['\'', '"']).to_owned());
            skips.extend(reason.filter(|reason| !skips.contains(reason)));
        }
        Some(Self { tests, skips })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_are_read() {
        let python = "test_a (m.C.test_a) ... ok\ntest_b (m.C.test_b) ... skipped 'curl: none'\n\
            test_c (m.C.test_c) ... skipped 'curl: none'\n\nRan 3 tests in 0.1s\n\nOK (skipped=2)\n";
        let node = "TAP version 13\nok 1 - chats\nok 2 - draws # SKIP no images\n1..2\n# tests 2\n# pass 1\n";
        for (text, tests, skip) in [(python, 3, "curl: none"), (node, 2, "no images")] {
            let skips = vec![skip.to_owned()];
            assert_eq!(Report::read(text), Some(Report { tests, skips }));
        }
        assert_eq!(Report::read("Segmentation fault"), None);
    }

    #[test]
    fn tests_that_fail_are_a_failure() {
        let failure = Report::of(Command::new(env!("CARGO")).arg("no-such-command"));
        assert!(failure.expect_err("it fails").to_string().contains("ended with"));
    }
}
