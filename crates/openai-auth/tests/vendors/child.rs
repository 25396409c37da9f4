//! Tests whose subject reads the environment of its process.

use std::process::Command;

const MARK: &str = "OPENAI_AUTH_CHILD";

/// Runs the test of this name again, in a process of its own with these variables; answers whether this is that process.
///
/// Every other variable that the vendors read is taken away.
pub(crate) fn is_child(name: &str, variables: &[(&str, &str)]) -> bool {
    if std::env::var_os(MARK).is_some() {
        return true;
    }
    let vendors = |name: &str| {
        ["AZURE_", "GCE_", "GOOGLE_", "IDENTITY_", "IMDS_", "MSI_"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args([name, "--exact", "--nocapture"]).env(MARK, "1");
    for (name, _) in std::env::vars().filter(|(name, _)| vendors(name)) {
        child.env_remove(name);
    }
    let output = child.envs(variables.iter().copied()).output().unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{err}");
    assert!(out.contains("1 passed"), "no test is called {name}: {out}");
    false
}
