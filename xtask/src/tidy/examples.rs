//! Examples: whatever can be asked of a cloud is shown by an example that runs against the emulator.
//!
//! An operation of openai-core is sent by a method of `Client`, whose documentation has the example. What only Azure has
//! goes out by `Client::send`: the facade, which sees both the client and that crate, has the example there.

use super::{Files, Finding};

mod declared;

use declared::{Endpoint, Example, endpoints, examples, has_word, methods_of, operation};

const CLIENT: &str = "crates/openai-client/src/";
const CORE: &str = "crates/openai-core/src/";
const OPERATIONS: &str = "crates/openai-core/src/operation.rs";
const AZURE: &str = "crates/openai-azure/src/";
const FACADE: &str = "crates/openai-multicloud/src/";

/// What starts the emulator, in the client's examples and in the facade's.
const SET_UPS: &[&str] = &["/doc/emulated.rs", "/examples/cloud/mod.rs"];

/// Every finding about examples that are missing or do not run.
pub(crate) fn check(files: &Files) -> Vec<Finding> {
    [methods(files), operations(files), azure(files)].concat()
}

/// Every method of `Client` has an example that calls it.
fn methods(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in below(files, CLIENT) {
        for method in methods_of(text) {
            let runs: Vec<&String> = method.examples.iter().filter_map(Example::run).collect();
            let calls = |example: &&&String| {
                let called = |before: &str, after: &str| example.contains(&format!("{before}{}{after}", method.name));
                called(".", "(") || called(".", "::<") || called("Client::", "(")
            };
            let what = if method.examples.is_empty() {
                "has no example"
            } else if runs.is_empty() {
                "has an example that is not run"
            } else if !runs.iter().any(|example| calls(&example)) {
                "has an example that does not call it"
            } else if method.asks && !runs.iter().filter(calls).any(|example| emulates(example)) {
                "has an example that asks nothing of the emulator"
            } else {
                continue;
            };
            let mend = "show a call that runs, with the hidden lines that the methods beside it begin and end with";
            findings.push(Finding::new(
                path,
                method.line,
                format!("`Client::{}` {what}: {mend}", method.name),
            ));
        }
    }
    findings
}

/// Every operation is sent by a method of `Client`, in the file of the same name.
fn operations(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    let list = files.get(OPERATIONS).map_or("", String::as_str);
    for (line, number) in list.lines().zip(1..) {
        let Some(constant) = operation(line) else {
            continue;
        };
        let name = format!("Operation::{constant}");
        let request = below(files, CORE)
            .flat_map(|(path, text)| endpoints(path, text))
            .find(|endpoint| has_word(endpoint.code, &name));
        let what = match request {
            None => format!("`{name}` is of no request: write the `Endpoint` that makes its call, or take it out"),
            Some(Endpoint { path, request, .. }) => {
                let area = path.replacen(CORE, CLIENT, 1);
                let methods = files.get(&area).map(|text| methods_of(text)).unwrap_or_default();
                if methods.iter().any(|method| has_word(&method.code, request)) {
                    continue;
                }
                format!("no method of `Client` sends `{name}`: write one for `{request}` in {area}")
            }
        };
        findings.push(Finding::new(OPERATIONS, number, what));
    }
    findings
}

/// Every request that only Azure has is sent by an example of the facade.
fn azure(files: &Files) -> Vec<Finding> {
    let running: Vec<String> = below(files, FACADE)
        .flat_map(|(_, text)| examples(text.lines().filter_map(|line| line.trim().strip_prefix("//!"))))
        .filter_map(|example| example.run().cloned())
        .filter(|example| emulates(example))
        .collect();
    let mut findings = Vec::new();
    for (path, text) in below(files, AZURE) {
        for Endpoint { line, request, .. } in endpoints(path, text) {
            let below = path.trim_start_matches(AZURE).trim_end_matches(".rs");
            let module = below
                .rsplit_once('/')
                .map_or(below, |(folder, _)| folder)
                .replace('/', "::");
            let made = format!("{request}::new");
            let shown = |example: &String| has_word(example, &module) && has_word(example, &made);
            if !running.iter().any(shown) {
                let mend = format!("send a `{made}` in an example of {FACADE}wires.rs that runs");
                findings.push(Finding::new(
                    path,
                    line,
                    format!("no example sends `{module}::{request}`: {mend}"),
                ));
            }
        }
    }
    findings
}

fn below<'a>(files: &'a Files, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    files.filter(move |(path, _)| path.starts_with(folder) && path.ends_with(".rs"))
}

/// Whether an example begins with the lines that start the emulator.
fn emulates(example: &str) -> bool {
    SET_UPS.iter().any(|set_up| example.contains(set_up))
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    const METHOD: &str = "\
impl Client {
    /// Asks.
    ///
    /// ```
    /// # include!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/doc/emulated.rs\"));
    /// client.retrieve_file(\"a\").await?;
    /// ```
    ///
    /// # Errors
    /// Many.
    pub async fn retrieve_file(
        &self,
        id: &str,
    ) -> Result<Reply<File>, Error> {
        self.send(Retrieve::new(id)).await
    }

    fn inner(&self) {}
}
";

    const GOOD: &[(&str, &str)] = &[
        ("crates/openai-client/src/files.rs", METHOD),
        (
            "crates/openai-client/src/client.rs",
            "impl Client {\n    /// New.\n    ///\n    /// ```\n    /// Client::new();\n    /// ```\n    #[must_use]\n    \
             pub fn new() -> Self {\n    }\n}\n\nimpl Other {\n    pub fn bare() {}\n}\n",
        ),
        (
            "crates/openai-core/src/operation.rs",
            "impl Operation {\n    pub const FILES_RETRIEVE: Self = Self::new(\"x\");\n}\n",
        ),
        (
            "crates/openai-core/src/files.rs",
            "impl Endpoint for Retrieve {\n    Call::new(Operation::FILES_RETRIEVE)\n}\n",
        ),
        (
            "crates/openai-azure/src/ingestion/v2024/endpoint.rs",
            "impl<S: Source> Endpoint for ListRuns<S> {\n}\n",
        ),
        (
            "crates/openai-multicloud/src/wires.rs",
            "//! ```\n//! # include!(\"/examples/cloud/mod.rs\");\n//! use azure::ingestion::v2024::{List, ListRuns};\n//! ListRuns::new();\n//! ```\n",
        ),
    ];

    /// The findings after `from` has become `to` in one file.
    fn findings(path: &str, from: &str, to: &str) -> Vec<String> {
        let mut tree = files(GOOD);
        let text = tree.get_mut(path).expect("a file of the good tree");
        assert!(text.contains(from), "{from}");
        *text = text.replace(from, to);
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_shown_is_in_order() {
        let found = check(&files(GOOD));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_method_without_a_running_example_is_reported() {
        for (from, to, expected) in [
            ("/// ```\n", "///\n", "`Client::retrieve_file` has no example"),
            (
                "/// ```\n    /// #",
                "/// ```no_run\n    /// #",
                "has an example that is not run",
            ),
            (
                "/// ```\n    /// #",
                "/// ```rust,ignore\n    /// #",
                "has an example that is not run",
            ),
            (
                "client.retrieve_file(",
                "client.retrieve(",
                "has an example that does not call it",
            ),
            ("/doc/emulated.rs", "/doc/other.rs", "asks nothing of the emulator"),
        ] {
            let found = findings("crates/openai-client/src/files.rs", from, to);
            let at_it = |finding: &String| finding.starts_with("crates/openai-client/src/files.rs:");
            assert!(
                found.len() == 1 && at_it(&found[0]) && found[0].contains(expected),
                "{expected}: {found:?}"
            );
        }
        let found = findings("crates/openai-client/src/client.rs", "/// ```\n", "///\n");
        assert!(
            found.len() == 1 && found[0].contains(":8: `Client::new` has no example"),
            "{found:?}"
        );
    }

    #[test]
    fn an_operation_that_no_method_sends_is_reported() {
        let found = findings("crates/openai-client/src/files.rs", "Retrieve::new", "RetrieveAll::new");
        assert!(
            found.len() == 1 && found[0].contains(":2: no method of `Client` sends `Operation::FILES_RETRIEVE`"),
            "{found:?}"
        );
        let found = findings(
            "crates/openai-core/src/files.rs",
            "FILES_RETRIEVE",
            "FILES_RETRIEVE_ALL",
        );
        assert!(
            found.len() == 1 && found[0].contains("`Operation::FILES_RETRIEVE` is of no request"),
            "{found:?}"
        );
    }

    #[test]
    fn a_request_of_azures_without_a_running_example_is_reported() {
        let path = "crates/openai-multicloud/src/wires.rs";
        for (from, to) in [
            ("//! ```\n//! #", "//! ```no_run\n//! #"),
            ("ListRuns::new", "List::new"),
            ("v2024", "v2023"),
            ("/examples/cloud/mod.rs", "/examples/none.rs"),
        ] {
            let found = findings(path, from, to);
            assert!(
                found.len() == 1 && found[0].contains(":1: no example sends `ingestion::v2024::ListRuns`"),
                "{to}: {found:?}"
            );
        }
    }
}
