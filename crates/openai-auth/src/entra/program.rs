//! Running the developer tools.

use std::ffi::OsStr;
use std::io;
use std::process::{Output, Stdio};

use azure_identity::Executor;
use openai_core::async_trait;

/// Runs a program that ends with the fetch that started it, and that asks nobody anything.
#[derive(Debug)]
pub(super) struct Program;

#[async_trait]
impl Executor for Program {
    async fn run(&self, program: &OsStr, arguments: &[&OsStr]) -> io::Result<Output> {
        tokio::process::Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
    }
}
