//! Clients that others wrote, unmodified, against `oai emulate`: OpenAI's own, and the clouds' credentials.
//!
//! The scripts and the pinned clients stand in `tests/clients`; the virtual environment in the target folder.

mod server;
pub(crate) mod token_server;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::Message;

use crate::ci::Outcome;
use crate::run::{self, cargo, passed_on};
use crate::skips::Skips;
use crate::workspace::{Failure, Workspace};

use server::Server;

/// Each begins with the name of what it is about.
const SCRIPTS: [&str; 4] = [
    "openai_client.py",
    "google_auth.py",
    "azure_identity.py",
    "databricks_sdk.py",
];

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
        if let Outcome::Skipped { what, reason } = step(workspace)? {
            Skips::of(workspace).record(what, &reason)?;
            println!("skipped: {what}: {reason}");
        }
    }
    Ok(())
}

/// The scripts as a step of `ci`: skipped where the clients cannot be installed.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    let python = match install(workspace)? {
        Ok(python) => python,
        Err(reason) => return Ok(Outcome::Skipped { what: "pypi", reason }),
    };
    let mut emulator = Command::new(build(workspace)?);
    emulator.args(["emulate", "--listen", "127.0.0.1:0", "--key", KEY]);
    let server = Server::start(&mut emulator)?;
    for script in SCRIPTS {
        let mut command = Command::new(&python);
        command
            .arg(workspace.root.join("tests/clients").join(script))
            .args([&server.address, KEY])
            .env("NO_PROXY", "127.0.0.1")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if SETTINGS.iter().any(|prefix| text.starts_with(prefix)) {
                command.env_remove(&name);
            }
        }
        passed_on(&mut command)?;
    }
    Ok(Outcome::Passed(String::new()))
}

/// Makes the virtual environment, or takes the one of an earlier run if it holds the same pins. Answers with its
/// interpreter, or with the reason why the client could not be installed.
fn install(workspace: &Workspace) -> Result<Result<PathBuf, String>, Failure> {
    let pins = workspace.root.join("tests/clients/requirements.txt");
    let wanted = fs::read_to_string(&pins).map_err(|error| format!("{}: {error}", pins.display()))?;
    let folder = workspace.target.join("clients");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|pins| pins == wanted) {
        return Ok(Ok(python));
    }
    let Some(interpreter) = ["python3", "python"]
        .into_iter()
        .find(|name| run::answers(Command::new(name).arg("-V")))
    else {
        return Ok(Err("python3 is not installed".to_owned()));
    };
    passed_on(Command::new(interpreter).args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ];
    let output = run::kept(Command::new(&python).args(pip).arg(&pins))?;
    if !output.status.success() {
        return Ok(Err(format!(
            "pip could not install the clients: {}",
            last_line(&output.stderr)
        )));
    }
    fs::write(&installed, wanted)?;
    Ok(Ok(python))
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
