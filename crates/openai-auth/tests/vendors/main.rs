//! The vendors' credentials on the wire. Time is real, servers are raw sockets on this machine, and the process
//! installs no crypto provider: whoever needs one must see to it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod child;
#[cfg(unix)]
#[path = "../it/columns.rs"]
mod columns;
mod direct;
mod entra;
#[cfg(unix)]
mod entra_machine;
mod google;
mod google_failures;
mod google_keys;
mod leaks;
mod server;
#[cfg(unix)]
mod sources;
