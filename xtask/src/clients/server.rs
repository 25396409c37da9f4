//! A server in a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::workspace::Failure;

/// What a server says first, before its address.
const GREETING: &str = "listening on ";

/// A server that chose a free port and said so, until dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    /// Held open: a server that writes into a closed pipe ends, and one may end with its input.
    pipes: (Option<ChildStdin>, BufReader<ChildStdout>),
}

impl Server {
    /// Starts the program and waits for its first line.
    pub(crate) fn start(command: &mut Command) -> Result<Self, Failure> {
        let program = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("{program}: {error}"))?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or("the server has no standard output")?;
        let mut server = Self {
            child,
            address: String::new(),
            pipes: (input, BufReader::new(output)),
        };
        let mut line = String::new();
        server.pipes.1.read_line(&mut line)?;
        let said = line.trim_end();
        let address = said
            .strip_prefix(GREETING)
            .ok_or_else(|| format!("{program} said first: `{said}`"))?;
        server.address = address.to_owned();
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which the scripts have then reported.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
