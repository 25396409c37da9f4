//! Running `oai` with an environment of its own.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};

/// A secret that must never be printed.
pub(crate) const CANARY: &str = "sk-canary-dapi-ya29";

/// What the secrets of the tests have in common: none of it may be printed, by any run.
const SECRETS: [&str; 3] = [CANARY, "canary", "Y2FuYXJ5"];

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let ran = Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        for secret in SECRETS {
            assert!(
                !ran.out.contains(secret) && !ran.err.contains(secret),
                "a secret is printed: {ran:?}"
            );
        }
        ran
    }
}

/// `oai` with these arguments and nothing in its environment but these variables.
pub(crate) fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oai"));
    command.args(arguments).env_clear().envs(variables.iter().copied());
    // Windows finds its sockets by these.
    let is_given = |name: &&str| variables.iter().any(|(given, _)| given == name);
    for name in ["SystemRoot", "PATH"].into_iter().filter(|name| !is_given(name)) {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub(crate) fn oai(arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    command(arguments, variables).output().unwrap().into()
}

pub(crate) fn oai_with_input(arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = command(arguments, &[]).stdin(Stdio::piped()).spawn().unwrap();
    // A program that refuses its arguments may close its input before it is written.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap().into()
}

/// `oai emulate` in a process of its own, that accepts [`CANARY`] alone.
pub(crate) struct Emulator {
    child: Child,
    pub(crate) url: String,
}

impl Emulator {
    pub(crate) fn start() -> Self {
        let arguments = ["emulate", "--listen", "127.0.0.1:0", "--key", CANARY];
        let mut child = command(&arguments, &[]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap_or_else(|| panic!("{line:?}"))
            .to_owned();
        Self { child, url }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
