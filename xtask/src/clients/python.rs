//! Environments of Python below the target folder, each for the pins of one file in `tests/clients`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::last_line;
use crate::run::{self, passed_on};
use crate::workspace::{Failure, Workspace};

/// The interpreter of an environment, or the reason why it could not be made.
type Interpreter = Result<PathBuf, String>;

/// The environment of most clients, made by Python's own `venv` and pip.
pub(super) fn by_pip(workspace: &Workspace) -> Result<Interpreter, Failure> {
    environment(workspace, "clients", "requirements.txt", |folder, python, pins| {
        let found = ["python3", "python"]
            .into_iter()
            .find(|name| run::answers(Command::new(name).arg("-V")));
        let Some(interpreter) = found else {
            return Ok(Err("python3 is not installed".to_owned()));
        };
        passed_on(Command::new(interpreter).args(["-m", "venv", "--clear"]).arg(folder))?;
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        let mut pip = Command::new(python);
        pip.args(install).arg("--requirement").arg(pins);
        installed(&mut pip)
    })
}

/// The environment of Databricks' client, whose hundred dependencies pip does not resolve in reasonable time.
pub(super) fn by_uv(workspace: &Workspace) -> Result<Interpreter, Failure> {
    let pins = "databricks_requirements.txt";
    environment(workspace, "databricks_client", pins, |folder, python, pins| {
        if !run::answers(Command::new("uv").arg("--version")) {
            return Ok(Err("uv is not installed".to_owned()));
        }
        passed_on(Command::new("uv").args(["venv", "--quiet", "--clear"]).arg(folder))?;
        let mut uv = Command::new("uv");
        uv.args(["pip", "install", "--quiet", "--python"]).arg(python);
        installed(uv.arg("--requirement").arg(pins))
    })
}

/// Makes an environment, or takes the one of an earlier run if it holds the same pins.
fn environment(
    workspace: &Workspace,
    name: &str,
    pins: &str,
    make: impl FnOnce(&Path, &Path, &Path) -> Result<Result<(), String>, Failure>,
) -> Result<Interpreter, Failure> {
    let pins = workspace.root.join("tests/clients").join(pins);
    let wanted = fs::read_to_string(&pins).map_err(|error| format!("{}: {error}", pins.display()))?;
    let folder = workspace.target.join(name);
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|pins| pins == wanted) {
        return Ok(Ok(python));
    }
    if let Err(reason) = make(&folder, &python, &pins)? {
        return Ok(Err(reason));
    }
    fs::write(&installed, wanted)?;
    Ok(Ok(python))
}

fn installed(command: &mut Command) -> Result<Result<(), String>, Failure> {
    let output = run::kept(command)?;
    if output.status.success() {
        return Ok(Ok(()));
    }
    let reason = last_line(&output.stderr);
    Ok(Err(format!("the clients could not be installed: {reason}")))
}
