//! The packages of npm, in a folder below the target folder.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::last_line;
use crate::run;
use crate::workspace::{Failure, Workspace};

/// What npm reads by this name.
const PINS: &str = "package.json";

/// Installs what `tests/clients` pins, and puts this script beside it, as a module finds its packages there. Answers
/// with the script's path, or with the reason why the packages could not be installed.
pub(super) fn install(workspace: &Workspace, script: &str) -> Result<Result<PathBuf, String>, Failure> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    for program in ["node", npm] {
        if !run::answers(Command::new(program).arg("--version")) {
            return Ok(Err(format!("{program} is not installed")));
        }
    }
    let folder = workspace.target.join("node_clients");
    fs::create_dir_all(&folder)?;
    let source = workspace.root.join("tests/clients");
    let script = (source.join(script), folder.join(script));
    fs::copy(&script.0, &script.1)?;
    let wanted = fs::read_to_string(source.join(PINS))?;
    let installed = folder.join("installed.json");
    if fs::read_to_string(&installed).is_ok_and(|pins| pins == wanted) {
        return Ok(Ok(script.1));
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
        let reason = last_line(&output.stderr);
        return Ok(Err(format!("npm could not install the packages: {reason}")));
    }
    fs::write(&installed, wanted)?;
    Ok(Ok(script.1))
}
