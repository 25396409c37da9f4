//! Our own credentials against a token server that others wrote: `oauth2-mock-server` of npm.

use std::process::Command;

use super::node;
use super::server::Server;
use crate::ci::Outcome;
use crate::run::{cargo, passed_on};
use crate::workspace::{Failure, Workspace};

/// The step of `ci`: skipped where the server cannot be installed.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    let script = match node::install(workspace, "oauth2_mock_server.mjs")? {
        Ok(script) => script,
        Err(reason) => return Ok(Outcome::Skipped { what: "npm", reason }),
    };
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
    passed_on(cargo(workspace, &arguments).env("NO_PROXY", "127.0.0.1"))
        .map(|()| Outcome::Passed("token server".to_owned()))
}
