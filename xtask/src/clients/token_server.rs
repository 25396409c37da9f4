//! Our own credentials against a token server that others wrote: `oauth2-mock-server` of npm.

use std::fs;
use std::process::Command;

use super::last_line;
use super::server::Server;
use crate::ci::Outcome;
use crate::run::{self, cargo, passed_on};
use crate::workspace::{Failure, Workspace};

const SCRIPT: &str = "oauth2_mock_server.mjs";

/// What npm reads and writes by this name.
const PINS: &str = "package.json";

/// The step of `ci`: skipped where the server cannot be installed.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    let skipped = |reason: String| Ok(Outcome::Skipped { what: "npm", reason });
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    for program in ["node", npm] {
        if !run::answers(Command::new(program).arg("--version")) {
            return skipped(format!("{program} is not installed"));
        }
    }
    // A module finds its packages beside itself.
    let folder = workspace.target.join("token_server");
    fs::create_dir_all(&folder)?;
    let source = workspace.root.join("tests/clients");
    fs::copy(source.join(SCRIPT), folder.join(SCRIPT))?;
    let wanted = fs::read_to_string(source.join(PINS))?;
    let installed = folder.join("installed.json");
    if fs::read_to_string(&installed).is_ok_and(|pins| pins == wanted) {
        return serve(workspace, &folder.join(SCRIPT));
    }
    fs::write(folder.join(PINS), &wanted)?;
    let mut install = Command::new(npm);
    install.args([
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--silent",
    ]);
    let output = run::kept(install.current_dir(&folder))?;
    if !output.status.success() {
        return skipped(format!(
            "npm could not install the server: {}",
            last_line(&output.stderr)
        ));
    }
    fs::write(&installed, wanted)?;
    serve(workspace, &folder.join(SCRIPT))
}

fn serve(workspace: &Workspace, script: &std::path::Path) -> Result<Outcome, Failure> {
    let server = Server::start(Command::new("node").arg(script))?;
    let arguments = [
        "run",
        "--locked",
        "--quiet",
        "--package",
        "conformance",
        "--example",
        "oauth2_mock_server",
        "--",
        &server.address,
    ];
    passed_on(cargo(workspace, &arguments).env("NO_PROXY", "127.0.0.1")).map(|()| Outcome::Passed(String::new()))
}
