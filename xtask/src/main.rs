//! The project's own tasks: `cargo xtask help` lists them.
#![allow(clippy::print_stdout, reason = "a task talks on its standard output")]
#![allow(clippy::print_stderr, reason = "a task names what failed on its standard error")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::{Failure, Workspace};

mod capabilities;
mod ci;
mod clients;
mod coverage;
mod dependencies;
mod run;
mod schemas;
mod seeds;
mod skips;
mod tidy;
mod workspace;

/// The project's own tasks.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", disable_version_flag = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// The tables of what each wire supports, written anew from the profiles
    Capabilities {
        /// Write nothing, and fail if a table is not what the profiles say
        #[arg(long)]
        check: bool,
    },
    /// Everything that continuous integration checks, in one run
    Ci {
        /// Leave `cargo test` out, because it has just been run
        #[arg(long)]
        no_test: bool,
    },
    /// The clients of others, unmodified, against `oai emulate`: OpenAI's, the credential libraries, curl
    Clients,
    /// How much of the published specifications the types name, written anew from the files below `SPEC_DIR`
    Coverage {
        /// Write nothing, and fail if the page is not what the types say
        #[arg(long)]
        check: bool,
        /// Write nothing, and print the table of this file
        #[arg(long, value_name = "FILE")]
        spec: Option<PathBuf>,
    },
    /// The JSON Schemas that the crates of types ship, written anew from the types
    Schemas {
        /// Write nothing, and fail if a file is not what the types say
        #[arg(long)]
        check: bool,
    },
    /// How many facts of the three vendor documents a test shows, and which are not shown yet
    Seeds {
        /// Fail if the page names a test that does not exist, or lacks a fact
        #[arg(long)]
        check: bool,
    },
    /// The house rules that no compiler checks: lengths, names, manifests, links
    Tidy {
        /// Also note every file that is longer than one concept usually needs
        #[arg(short, long)]
        verbose: bool,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match Workspace::load().and_then(|workspace| perform(&workspace, &arguments.task)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(workspace: &Workspace, task: &Task) -> Result<(), Failure> {
    match task {
        Task::Capabilities { check: false } => capabilities::write(workspace),
        Task::Capabilities { check: true } => capabilities::check(workspace),
        Task::Ci { no_test } => ci::perform(workspace, !no_test),
        Task::Clients => clients::perform(workspace),
        Task::Coverage { spec: Some(file), .. } => coverage::print(file),
        Task::Coverage { check: false, .. } => coverage::write(workspace),
        Task::Coverage { check: true, .. } => coverage::check(workspace),
        Task::Schemas { check: false } => schemas::write(workspace),
        Task::Schemas { check: true } => schemas::check(workspace),
        Task::Seeds { check: false } => seeds::print(workspace),
        Task::Seeds { check: true } => seeds::check(workspace).map(|_| ()),
        Task::Tidy { verbose } => tidy::perform(workspace, *verbose),
    }
}
