//! Everything that continuous integration checks, in the order in which a mistake is cheapest to see.
//!
//! Every step runs, whatever failed before it: one run tells all there is to mend.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::run::{self, cargo, passed_on};
use crate::skips::Skips;
use crate::workspace::{Failure, Workspace};
use crate::{capabilities, clients, coverage, dependencies, schemas, seeds, tidy};

/// What one step came to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It held; with a note for the report, often empty.
    Passed(String),
    /// It could not be looked at here.
    Skipped {
        /// What is missing, as `REQUIRE` names it.
        what: &'static str,
        /// Why.
        reason: String,
    },
}

type Step = fn(&Workspace) -> Result<Outcome, Failure>;

const STEPS: &[(&str, Step)] = &[
    ("fmt", fmt),
    ("tidy", |workspace| tidy::perform(workspace, false).map(|()| passed())),
    ("types tree", |workspace| {
        dependencies::check_types(workspace).map(Outcome::Passed)
    }),
    ("duplicates", |workspace| {
        dependencies::check_duplicates(workspace).map(Outcome::Passed)
    }),
    ("clippy", clippy),
    (TEST, test),
    ("doc", doc),
    ("each alone", each_alone),
    ("features", features),
    ("logins", logins),
    ("schemas", |workspace| schemas::check(workspace).map(|()| passed())),
    ("capabilities", |workspace| {
        capabilities::check(workspace).map(|()| passed())
    }),
    ("coverage", coverage::step),
    ("seeds", seeds::check),
    ("wasm32", wasm32),
    ("cargo-deny", cargo_deny),
    ("clients", clients::check),
    ("token server", clients::token_server::check),
];

const TEST: &str = "test";

/// The crate whose features choose the providers.
const FACADE: &str = "openai-multicloud";

const WASM: &str = "wasm32-unknown-unknown";

/// Runs every step; without the tests, the record of skips goes on from those of their last run.
pub(crate) fn perform(workspace: &Workspace, with_tests: bool) -> Result<(), Failure> {
    let skips = Skips::of(workspace);
    skips.begin(with_tests)?;
    let chosen = STEPS.iter().filter(|(name, _)| with_tests || *name != TEST);
    let report: Vec<Line> = chosen
        .map(|(name, step)| take(name, &skips, || step(workspace)))
        .collect();
    println!();
    for line in &report {
        println!("{line}");
    }
    let mut failed: Vec<String> = report
        .iter()
        .filter(|line| line.verdict == Verdict::Failed)
        .map(|line| line.name.to_owned())
        .collect();
    for skip in skips.lines()? {
        println!("skipped: {skip}");
        if let Some(word) = skips.requirement(&skip) {
            failed.push(format!("{word} (required, but skipped)"));
        }
    }
    if failed.is_empty() {
        println!(
            "ci: all {} steps passed or were skipped for the reasons above",
            report.len()
        );
        return Ok(());
    }
    Err(format!("ci failed: {}", failed.join(", ")).into())
}

/// One line of the closing report.
struct Line {
    name: &'static str,
    verdict: Verdict,
    took: Duration,
    note: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    Skipped,
    Failed,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let verdict = match self.verdict {
            Verdict::Passed => "passed",
            Verdict::Skipped => "skipped",
            Verdict::Failed => "FAILED",
        };
        let line = format!(
            "{:<12} {verdict:<8} {:>6.1} s  {}",
            self.name,
            self.took.as_secs_f64(),
            self.note
        );
        f.write_str(line.trim_end())
    }
}

fn take(name: &'static str, skips: &Skips, step: impl FnOnce() -> Result<Outcome, Failure>) -> Line {
    println!("\n== {name}");
    let start = Instant::now();
    let outcome = step().and_then(|outcome| match outcome {
        Outcome::Passed(note) => Ok((Verdict::Passed, note)),
        Outcome::Skipped { what, reason } => skips.record(what, &reason).map(|()| (Verdict::Skipped, reason)),
    });
    let (verdict, note) = outcome.unwrap_or_else(|failure| (Verdict::Failed, failure.to_string()));
    let line = Line {
        name,
        verdict,
        took: start.elapsed(),
        note,
    };
    println!("== {line}");
    line
}

fn passed() -> Outcome {
    Outcome::Passed(String::new())
}

fn fmt(workspace: &Workspace) -> Result<Outcome, Failure> {
    passed_on(&mut cargo(workspace, &["fmt", "--all", "--check"])).map(|()| passed())
}

fn clippy(workspace: &Workspace) -> Result<Outcome, Failure> {
    let arguments = [
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ];
    passed_on(&mut cargo(workspace, &arguments)).map(|()| passed())
}

fn test(workspace: &Workspace) -> Result<Outcome, Failure> {
    passed_on(&mut cargo(workspace, &["test", "--locked", "--workspace"])).map(|()| passed())
}

fn doc(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = cargo(
        workspace,
        &["doc", "--locked", "--workspace", "--no-deps", "--all-features"],
    );
    passed_on(command.env("RUSTDOCFLAGS", "-D warnings")).map(|()| passed())
}

/// Built together, crates lend each other the features of what they share; alone, each must name its own.
fn each_alone(workspace: &Workspace) -> Result<Outcome, Failure> {
    for library in workspace.libraries() {
        passed_on(&mut cargo(
            workspace,
            &["check", "--locked", "--quiet", "--package", library],
        ))?;
    }
    Ok(passed())
}

/// The facade without a provider, and with each one alone.
fn features(workspace: &Workspace) -> Result<Outcome, Failure> {
    for feature in workspace.features(FACADE)?.into_iter().chain([""]) {
        let choice = ["--no-default-features", "--features", feature];
        let mut arguments = vec!["clippy", "--locked", "--quiet", "--package", FACADE];
        arguments.extend(choice.iter().take(if feature.is_empty() { 1 } else { 3 }));
        arguments.extend(["--", "-D", "warnings"]);
        passed_on(&mut cargo(workspace, &arguments))?;
    }
    Ok(passed())
}

/// What tests of the workspace say of the clouds' logins holds only where they are built in.
fn logins(workspace: &Workspace) -> Result<Outcome, Failure> {
    for (package, features) in [("openai-cli", "logins"), (FACADE, "entra,google")] {
        let arguments = ["test", "--locked", "--package", package, "--features", features];
        passed_on(&mut cargo(workspace, &arguments))?;
    }
    Ok(passed())
}

fn wasm32(workspace: &Workspace) -> Result<Outcome, Failure> {
    let probe = run::kept(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    if !std::path::Path::new(String::from_utf8_lossy(&probe.stdout).trim()).is_dir() {
        return Ok(Outcome::Skipped {
            what: "wasm32",
            reason: format!("the target {WASM} is not installed"),
        });
    }
    passed_on(&mut cargo(
        workspace,
        &["check", "--locked", "-p", "openai-types", "--target", WASM],
    ))
    .map(|()| passed())
}

fn cargo_deny(workspace: &Workspace) -> Result<Outcome, Failure> {
    if !run::answers(&mut cargo(workspace, &["deny", "--version"])) {
        return Ok(Outcome::Skipped {
            what: "cargo-deny",
            reason: "not installed".to_owned(),
        });
    }
    // Not `advisories`: they change without a change here, and stand in a workflow of their own.
    let arguments = ["deny", "--all-features", "check", "bans", "licenses", "sources"];
    passed_on(&mut cargo(workspace, &arguments)).map(|()| passed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_reported_as_it_ended() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let skips = Skips::new(folder.path().join("skips"), "pypi");
        let skip = |what| {
            let reason = "unreachable".to_owned();
            take("step", &skips, || Ok(Outcome::Skipped { what, reason }))
        };
        assert_eq!(take("step", &skips, || Ok(passed())).verdict, Verdict::Passed);
        assert_eq!(take("step", &skips, || Err("broken".into())).verdict, Verdict::Failed);
        assert_eq!(skip("pypi").verdict, Verdict::Failed);
        assert_eq!(skip("wasm32").verdict, Verdict::Skipped);
        assert_eq!(skips.lines().expect("read"), ["ci::wasm32: unreachable"]);
    }

    #[test]
    fn a_line_of_the_report_has_no_loose_end() {
        let took = Duration::from_millis(1234);
        let line = |note: &str| {
            Line {
                name: "fmt",
                verdict: Verdict::Failed,
                took,
                note: note.to_owned(),
            }
            .to_string()
        };
        assert_eq!(line(""), "fmt          FAILED      1.2 s");
        assert_eq!(line("why"), "fmt          FAILED      1.2 s  why");
    }
}
