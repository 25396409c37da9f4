//! Starts other programs: what is run is printed first, so that it can be repeated by hand.

use std::env;
use std::ffi::OsString;
use std::process::{Command, Output, Stdio};

use crate::workspace::{Failure, Workspace};

/// A `cargo` command in the workspace's root.
pub(crate) fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(&workspace.root)
        .stdin(Stdio::null())
        .env("INSTA_UPDATE", "no");
    // `cargo run` leaves xtask's own package in the environment. Build scripts that watch these variables (ring's
    // does) would be run again after each task, and everything above them rebuilt.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO_PRIMARY_PACKAGE" {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end with the output passed on. An exit code other than zero is a failure.
pub(crate) fn passed_on(command: &mut Command) -> Result<(), Failure> {
    announce(command);
    let status = command.status().map_err(|error| could_not_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` ended with {status}", spelled(command)).into())
    }
}

/// Runs to the end with the output kept, whatever the exit code.
pub(crate) fn kept(command: &mut Command) -> Result<Output, Failure> {
    announce(command);
    command.output().map_err(|error| could_not_start(command, &error))
}

/// Whether the program exists and answers `arguments` with success.
pub(crate) fn answers(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn announce(command: &Command) {
    println!("$ {}", spelled(command));
}

fn could_not_start(command: &Command, error: &std::io::Error) -> Failure {
    format!("`{}` could not be started: {error}", spelled(command)).into()
}

/// The command as a person would type it, the program by its bare name.
fn spelled(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_spelled_as_it_is_typed() {
        let mut command = Command::new("/opt/toolchain/bin/cargo");
        command.args(["fmt", "--all"]);
        assert_eq!(spelled(&command), "cargo fmt --all");
    }

    #[test]
    fn a_failing_program_is_a_failure() {
        let cargo = env!("CARGO");
        assert!(answers(Command::new(cargo).arg("--version")));
        assert!(!answers(Command::new(cargo).arg("no-such-command")));
        assert!(!answers(&mut Command::new("a-program-that-does-not-exist")));
        let failure = passed_on(Command::new(cargo).arg("no-such-command").stderr(Stdio::null()));
        assert!(
            failure
                .expect_err("it fails")
                .to_string()
                .contains("cargo no-such-command")
        );
    }
}
