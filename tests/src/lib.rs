//! The conformance suite: what every wire must do, run against a server, chosen by the wire's own profile.
//!
//! A provider's author, here or in another repository, builds a [`Wire`] and calls [`run`]. Checks of parameters that
//! the profile does not have are skipped, counted and named. The server is one that commits faults on demand as
//! `openai-emulator` does; `tests/it/conformance.rs` runs the suite for all wires of this repository.

mod chat;
mod failing;
mod report;

use std::future::Future;
use std::pin::Pin;

use openai_client::{Client, ClientBuilder};
use openai_core::{Operation, Rule};

pub use report::{Outcome, Report};

/// The secret that the server accepts.
pub const KEY: &str = "conformance-key";

/// One wire, with a way to reach a server that speaks it.
pub struct Wire {
    /// The wire's name in reports.
    pub name: &'static str,
    connect: Box<dyn Fn(&str) -> ClientBuilder + Send + Sync>,
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Wire({})", self.name)
    }
}

impl Wire {
    /// A wire. `connect` sets up a client that shows the given secret, with a model by default.
    #[must_use]
    pub fn new(name: &'static str, connect: impl Fn(&str) -> ClientBuilder + Send + Sync + 'static) -> Self {
        Self {
            name,
            connect: Box::new(connect),
        }
    }

    /// A client that the server accepts.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client_with(KEY)
    }

    /// A client that shows this secret.
    #[must_use]
    pub fn client_with(&self, key: &str) -> Client {
        (self.connect)(key).build()
    }

    /// A skip where the wire is not known to act on a parameter of chat.
    fn lacks(&self, parameter: &str) -> Option<Outcome> {
        let client = self.client();
        let profile = client.connection().provider.profile();
        match profile.operation(Operation::CHAT) {
            None => Some(Outcome::Skipped(format!("{} has no chat", self.name))),
            Some(chat) if !chat.supports(parameter) => {
                Some(Outcome::Skipped(format!("{} does not have `{parameter}`", self.name)))
            }
            Some(_) => None,
        }
    }

    /// The first parameter of chat for which the profile has this rule.
    fn parameter(&self, rule: Rule) -> Option<String> {
        let client = self.client();
        let chat = client
            .connection()
            .provider
            .profile()
            .operation(Operation::CHAT)?
            .clone();
        let named = chat.parameters.iter().find(|parameter| parameter.rule == rule);
        let other = (chat.others == rule).then(|| "conformance_probe".to_owned());
        named.map(|parameter| parameter.name.to_string()).or(other)
    }
}

type Check = fn(&Wire) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>>;

/// Runs every check for a wire.
pub async fn run(wire: &Wire) -> Report {
    let mut report = Report::new(wire.name);
    for (name, check) in chat::CHECKS.iter().chain(failing::CHECKS) {
        report.add(name, check(wire).await);
    }
    report
}
