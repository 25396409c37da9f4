#![doc = include_str!("../README.md")]

mod args;
mod auth;
mod chat;
mod emulate;
mod exit;
mod image;
mod prompt;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Action, Auth, Command};
use crate::exit::Failure;

fn main() -> ExitCode {
    match run(Command::parse().action) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if failure.is_told() {
                terminal::note(&format!("oai: {failure}"));
            }
            failure.code()
        }
    }
}

fn run(action: Action) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::output(format!("the runtime cannot be started: {error}")))?;
    let done = runtime.block_on(async {
        match action {
            Action::Chat(arguments) => chat::run(arguments).await,
            Action::Emulate(arguments) => emulate::run(arguments).await,
            Action::Auth(Auth::Check(arguments)) => auth::check::run(arguments).await,
            Action::Auth(Auth::List(arguments)) => auth::list::run(arguments).await,
        }
    });
    // What still waits, such as a read of standard input, must not hold the process.
    runtime.shutdown_background();
    done
}
