//! A wire, with a way to reach a server that speaks it.

use std::fmt;
use std::time::Duration;

use openai_client::{Client, ClientBuilder};
use openai_core::{Call, Operation, OperationProfile, Parameter, Profile, Rule};

use crate::{Cell, Check, KEY, Outcome};

/// One wire, with a way to reach a server that speaks it.
pub struct Wire {
    /// The wire's name in reports.
    pub name: &'static str,
    connect: Box<dyn Fn(&str) -> ClientBuilder + Send + Sync>,
    models: Vec<(Cell, String)>,
    exceptions: Vec<(&'static str, &'static str)>,
    advance: Box<dyn Fn(Duration) + Send + Sync>,
}

impl Wire {
    /// A wire. `connect` sets up a client that shows the given secret, with a model by default.
    #[must_use]
    pub fn new(name: &'static str, connect: impl Fn(&str) -> ClientBuilder + Send + Sync + 'static) -> Self {
        Self {
            name,
            connect: Box::new(connect),
            models: Vec::new(),
            exceptions: Vec::new(),
            advance: Box::new(|_| {}),
        }
    }

    /// Names the model for an operation that the default one does not answer.
    #[must_use]
    pub fn with_model(mut self, cell: Cell, model: impl Into<String>) -> Self {
        self.models.push((cell, model.into()));
        self
    }

    /// Expects a check, by its name, to fail for this reason: it counts as skipped, and as failed once it passes.
    #[must_use]
    pub fn with_exception(mut self, check: &'static str, why: &'static str) -> Self {
        self.exceptions.push((check, why));
        self
    }

    /// Says how the server's clock is moved. Where it cannot be, what takes time is done at once.
    #[must_use]
    pub fn with_clock(mut self, advance: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        self.advance = Box::new(advance);
        self
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

    /// The model for an operation: its own, or the client's default, which may be none.
    #[must_use]
    pub fn model(&self, cell: Cell) -> String {
        let exact = self.models.iter().find(|(known, _)| *known == cell);
        let known = exact.or_else(|| self.models.iter().find(|(known, _)| known.operation == cell.operation));
        match known {
            Some((_, model)) => model.clone(),
            None => self.client().connection().model.clone().unwrap_or_default(),
        }
    }

    /// What the wire says that it does, for the client's default model.
    #[must_use]
    pub fn profile(&self) -> Profile {
        let client = self.client();
        let connection = client.connection();
        let call = Call::raw(Operation::CHAT, &["chat", "completions"], "{}").with_model(connection.model.clone());
        connection.provider.profile_for(&call).into_owned()
    }

    /// Lets time pass at the server.
    pub fn advance(&self, by: Duration) {
        (self.advance)(by);
    }

    /// The checks that are expected to fail.
    pub(crate) fn exceptions(&self) -> impl Iterator<Item = &'static str> {
        self.exceptions.iter().map(|(name, _)| *name)
    }

    /// What came of a check, in view of what was expected of it.
    pub(crate) fn judge(&self, check: &Check, outcome: Outcome) -> Outcome {
        match (self.exceptions.iter().find(|(name, _)| *name == check.name), outcome) {
            (None, outcome) => outcome,
            (Some((_, why)), Outcome::Failed(_)) => Outcome::Skipped((*why).to_owned()),
            (Some((_, why)), outcome) => {
                Outcome::Failed(format!("it is expected to fail ({why}), and it is {outcome:?}"))
            }
        }
    }

    /// A skip where the wire does not have what a check is about.
    pub(crate) fn without(&self, check: &Check) -> Option<Outcome> {
        let profile = self.profile();
        let missing = check
            .cells
            .iter()
            .find(|cell| Cell::of(&profile).all(|known| known != **cell))?;
        Some(Outcome::Skipped(format!("{} has no {missing}", self.name)))
    }

    /// A skip where the wire is not known to act on a parameter of an operation.
    #[must_use]
    pub fn lacks(&self, operation: Operation, parameter: &str) -> Option<Outcome> {
        let known = self.operation(operation)?;
        let skip = || Outcome::Skipped(format!("{} does not have `{parameter}` of {operation}", self.name));
        (!known.supports(parameter)).then(skip)
    }

    /// Whether the profile names a parameter of an operation as one that the wire acts on.
    pub(crate) fn names(&self, operation: Operation, parameter: &str) -> bool {
        let known = self.operation(operation);
        known.is_some_and(|known| known.parameter(parameter).rule == Rule::Supported)
    }

    /// The first parameter of an operation for which the profile has this rule.
    pub(crate) fn parameter(&self, operation: Operation, rule: Rule) -> Option<Parameter> {
        let known = self.operation(operation)?;
        let named = known.parameters.iter().find(|parameter| parameter.rule == rule);
        let other = || (known.others == rule).then(|| known.parameter("conformance_probe"));
        named.cloned().or_else(other)
    }

    fn operation(&self, operation: Operation) -> Option<OperationProfile> {
        self.profile().operation(operation).cloned()
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Wire({})", self.name)
    }
}
