//! The names of all tests, read out of their sources.

use std::collections::BTreeSet;

use crate::tidy::Files;

/// `crate::file::test` for Rust, with the folders between them; `file.py: test` and `file.mjs: test` for programs of
/// other clients.
pub(super) fn all(files: &Files) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        if path.ends_with(".rs") {
            let place = place(path);
            found.extend(rust(text).map(|test| format!("{place}::{test}")));
        } else if path.ends_with(".py") {
            let tests = text.lines().filter_map(|line| line.trim_start().strip_prefix("def "));
            let tests = tests.filter_map(|rest| rest.split('(').next());
            found.extend(
                tests
                    .filter(|test| test.starts_with("test_"))
                    .map(|test| format!("{name}: {test}")),
            );
        } else if path.ends_with(".mjs") {
            let tests = text
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix("test(\""));
            let tests = tests.filter_map(|rest| rest.split('"').next());
            found.extend(tests.map(|test| format!("{name}: {test}")));
        }
    }
    found
}

/// The crate and the file: `crates/a/tests/it/b/c.rs` is `a::b::c`, and so is `crates/a/src/b/c.rs`.
fn place(path: &str) -> String {
    let path = path.strip_prefix("crates/").unwrap_or(path).trim_end_matches(".rs");
    let mut parts = path.split('/');
    let package = parts.next().unwrap_or_default();
    let within = parts.filter(|part| !matches!(*part, "src" | "tests" | "it" | "mod" | "lib" | "main"));
    std::iter::once(package).chain(within).collect::<Vec<_>>().join("::")
}

/// The functions under `#[test]` and its like.
fn rust(text: &str) -> impl Iterator<Item = &str> {
    let mut marked = false;
    text.lines().filter_map(move |line| {
        let line = line.trim();
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            marked = true;
            return None;
        }
        if !marked || line.starts_with("#[") {
            return None;
        }
        marked = false;
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.strip_prefix("fn ")?.split(['(', '<']).next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_found_by_their_marks() {
        let files = [
            ("crates/a/tests/it/b.rs", "#[test]\nfn one() {}\nfn two() {}\n"),
            (
                "crates/a/src/b/c.rs",
                "    #[tokio::test(start_paused = true)]\n    #[cfg(unix)]\n    async fn three() {}\n",
            ),
            ("crates/a/src/d/tests.rs", "#[test]\nfn four() {}\n"),
            ("tests/tests/it/e.rs", "#[test]\nfn five() {}\n"),
            ("tests/clients/f.py", "    def test_six(self):\n    def seven(self):\n"),
            ("tests/clients/g.mjs", "test(\"eight of them\", async () => {\n"),
            ("docs/h.md", "#[test]\nfn nine() {}\n"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
        let found = [
            "a::b::c::three",
            "a::b::one",
            "a::d::four",
            "f.py: test_six",
            "g.mjs: eight of them",
            "tests::e::five",
        ];
        assert_eq!(all(&files).into_iter().collect::<Vec<_>>(), found);
    }
}
