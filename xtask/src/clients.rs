//! Clients that others wrote, unmodified, against `oai emulate`: OpenAI's own, and the clouds' credentials.
//!
//! The scripts and the pinned clients stand in `tests/clients`; the virtual environment in the target folder.

mod node;
mod python;
mod report;
mod server;
pub(crate) mod token_server;

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::Message;

use crate::ci::Outcome;
use crate::run::{self, cargo};
use crate::skips::Skips;
use crate::workspace::{Failure, Workspace};

use report::Report;
use server::Server;

/// Each begins with the name of what it is about.
const SCRIPTS: [&str; 5] = [
    "openai_client.py",
    "google_auth.py",
    "azure_identity.py",
    "databricks_sdk.py",
    "curl.py",
];

/// The scripts whose clients are installed in another way than by pip.
const DATABRICKS: &str = "databricks_client.py";
const NODE: &str = "openai_node.mjs";

/// What the variables begin with by which a developer's own settings would change what the clients do.
const SETTINGS: [&str; 11] = [
    "ARM_",
    "AZURE_",
    "CLOUDSDK_",
    "DATABRICKS_",
    "GCE_",
    "GOOGLE_",
    "IDENTITY_",
    "IMDS_",
    "MSI_",
    "NO_GCE_",
    "OPENAI_",
];

/// The only key that the server accepts, so that a refused one can be seen.
const KEY: &str = "the-key-of-the-emulator";

/// The scripts, alone: `cargo xtask clients`.
pub(crate) fn perform(workspace: &Workspace) -> Result<(), Failure> {
    for step in [check, token_server::check] {
        match step(workspace)? {
            Outcome::Passed(note) => println!("passed: {note}"),
            Outcome::Skipped { what, reason } => {
                Skips::of(workspace).record(what, &reason)?;
                println!("skipped: {what}: {reason}");
            }
        }
    }
    Ok(())
}

/// The scripts as a step of `ci`. Every one is run, whatever failed before it; those whose clients cannot be installed
/// are recorded as skipped. The note says how many tests each client had.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut emulator = Command::new(build(workspace)?);
    emulator.args(["emulate", "--listen", "127.0.0.1:0", "--key", KEY]);
    let mut session = Session {
        workspace,
        server: Server::start(&mut emulator)?,
        passed: Vec::new(),
        failed: Vec::new(),
    };
    let scripts = workspace.root.join("tests/clients");
    match python::by_pip(workspace)? {
        Ok(python) => {
            for script in SCRIPTS {
                session.run(Command::new(&python).arg(scripts.join(script)), "-v", script)?;
            }
        }
        Err(reason) => session.skip("pypi", &reason)?,
    }
    match python::by_uv(workspace)? {
        Ok(python) => session.run(Command::new(python).arg(scripts.join(DATABRICKS)), "-v", DATABRICKS)?,
        Err(reason) => session.skip("databricks-openai", &reason)?,
    }
    // What the clients of Python deleted is gone for good, a model above all.
    session.server = Server::start(&mut emulator)?;
    match node::install(workspace, NODE)? {
        Ok(script) => session.run(Command::new("node").arg("--test-reporter=tap").arg(script), "", NODE)?,
        Err(reason) => session.skip("npm", &reason)?,
    }
    if session.failed.is_empty() {
        return Ok(Outcome::Passed(session.passed.join(", ")));
    }
    Err(session.failed.join("; ").into())
}

/// Clients against one server.
struct Session<'a> {
    workspace: &'a Workspace,
    server: Server,
    passed: Vec<String>,
    failed: Vec<String>,
}

impl Session<'_> {
    /// Runs the script of this name with the server's address, the key, and perhaps an option; records what it skipped.
    fn run(&mut self, command: &mut Command, option: &str, script: &str) -> Result<(), Failure> {
        command
            .args([&self.server.address, KEY])
            .args((!option.is_empty()).then_some(option))
            .env("NO_PROXY", "127.0.0.1")
            .env("PYTHONPYCACHEPREFIX", self.workspace.target.join("pycache"));
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if SETTINGS.iter().any(|prefix| text.starts_with(prefix)) {
                command.env_remove(&name);
            }
        }
        let name = script.split('.').next().unwrap_or(script);
        // A relative `SPEC_DIR` begins at the root.
        match Report::of(command.current_dir(&self.workspace.root)) {
            Ok(report) => {
                for reason in &report.skips {
                    self.skip(&format!("clients::{name}"), reason)?;
                }
                self.passed.push(format!("{name} {}", report.tests));
            }
            Err(failure) => self.failed.push(format!("{name}: {failure}")),
        }
        Ok(())
    }

    fn skip(&self, name: &str, reason: &str) -> Result<(), Failure> {
        println!("skipped: {name}: {reason}");
        Skips::of(self.workspace).record(name, reason)
    }
}

fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("it gave no reason")
        .trim()
        .to_owned()
}

/// Builds `oai` and answers with where cargo put it.
fn build(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let arguments = [
        "build",
        "--locked",
        "--package",
        "openai-cli",
        "--message-format",
        "json-render-diagnostics",
    ];
    let output = run::kept(cargo(workspace, &arguments).stderr(Stdio::inherit()))?;
    if !output.status.success() {
        return Err("oai could not be built".into());
    }
    program(&output.stdout, "oai").ok_or_else(|| "cargo built no program named oai".into())
}

/// The path of the program of this name among cargo's messages.
fn program(messages: &[u8], name: &str) -> Option<PathBuf> {
    Message::parse_stream(messages)
        .filter_map(Result::ok)
        .find_map(|message| match message {
            Message::CompilerArtifact(artifact) if artifact.target.name == name => artifact.executable.map(Into::into),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_the_messages() {
        let artifact = |name: &str, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","package_id":"p","manifest_path":"/m","target":{{"kind":["bin"],"crate_types":["bin"],"name":"{name}","src_path":"/s","edition":"2024","doc":true,"doctest":false,"test":true}},"profile":{{"opt_level":"0","debuginfo":0,"debug_assertions":true,"overflow_checks":true,"test":false}},"features":[],"filenames":[],"executable":{executable},"fresh":true}}"#
            )
        };
        let messages = format!("{}\n{}\n", artifact("lib", "null"), artifact("oai", "\"/t/debug/oai\""));
        assert_eq!(program(messages.as_bytes(), "oai"), Some(PathBuf::from("/t/debug/oai")));
        assert_eq!(program(messages.as_bytes(), "other"), None);
    }

    #[test]
    fn the_reason_is_the_last_line_that_says_something() {
        assert_eq!(last_line(b"WARNING: retrying\nERROR: no route\n\n"), "ERROR: no route");
        assert_eq!(last_line(b""), "it gave no reason");
    }
}
