//! The conformance suite: what every wire must do, run against a server, chosen by the wire's own profile.
//!
//! A provider's author, here or in another repository, builds a [`Wire`] and calls [`run`], or [`run_with`] where the
//! provider has operations of its own. Checks of what the profile does not have are skipped, counted and named;
//! [`Report::gaps`] tells what the profile has and no check has shown. The server is one that commits faults on demand as
//! `openai-emulator` does; `tests/it/conformance.rs` runs the suite for all wires of this repository.

mod audio;
mod batches;
mod chat;
mod check;
mod completions;
mod embeddings;
mod failing;
mod files;
mod images;
mod models;
mod png;
mod report;
mod responses;
mod stored;
mod tools;
mod uploads;
mod wav;
mod wire;

pub use check::{Cell, Check, streamed, whole};
pub use failing::faulty;
pub use models::missing;
pub use png::size as png_size;
pub use report::{Outcome, Report};
pub use wire::Wire;

/// The secret that the server accepts.
pub const KEY: &str = "conformance-key";

const CHECKS: &[&[Check]] = &[
    chat::CHECKS,
    completions::CHECKS,
    embeddings::CHECKS,
    responses::CHECKS,
    stored::CHECKS,
    tools::CHECKS,
    images::CHECKS,
    audio::CHECKS,
    models::CHECKS,
    files::CHECKS,
    uploads::CHECKS,
    batches::CHECKS,
    failing::CHECKS,
];

/// Runs every check for a wire.
pub async fn run(wire: &Wire) -> Report {
    run_with(wire, []).await
}

/// Runs every check for a wire, and those of the provider's own operations.
pub async fn run_with(wire: &Wire, own: impl IntoIterator<Item = &'static Check>) -> Report {
    let mut report = Report::new(wire);
    for check in CHECKS.iter().copied().flatten().chain(own) {
        let outcome = match wire.without(check) {
            Some(skip) => skip,
            None => (check.run)(wire).await,
        };
        report.add(check, wire.judge(check, outcome));
    }
    report.with_strangers(wire.exceptions())
}
