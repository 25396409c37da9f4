//! Single things that a wire must do, and the operations that they are about.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use openai_core::{Operation, Profile};

use crate::{Outcome, Wire};

/// A cell of the table of what a wire has: an operation, whole or streamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The operation.
    pub operation: Operation,
    /// Whether its answer comes as a stream of events.
    pub is_streamed: bool,
}

/// An operation whose answer comes at once.
#[must_use]
pub const fn whole(operation: Operation) -> Cell {
    Cell {
        operation,
        is_streamed: false,
    }
}

/// An operation whose answer comes as a stream of events.
#[must_use]
pub const fn streamed(operation: Operation) -> Cell {
    Cell {
        operation,
        is_streamed: true,
    }
}

impl Cell {
    /// The cells of a profile.
    pub fn of(profile: &Profile) -> impl Iterator<Item = Self> + '_ {
        profile.operations.iter().flat_map(|operation| {
            let stream = operation.streaming.then_some(streamed(operation.operation));
            [whole(operation.operation)].into_iter().chain(stream)
        })
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stream = if self.is_streamed { ", streamed" } else { "" };
        write!(out, "{}{stream}", self.operation)
    }
}

/// One thing that a wire must do.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// What it is called in reports.
    pub name: &'static str,
    /// What it takes; it is skipped on a wire whose profile lacks any of them.
    pub cells: &'static [Cell],
    /// Tries it.
    pub run: fn(&Wire) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>>,
}

/// A list of [`Check`]s: the name of each, its cells, and an `async fn` from `&Wire` to what becomes an [`Outcome`].
///
/// ```
/// use conformance::{Check, Outcome, Wire, checks, whole};
/// use openai_core::{Error, Operation};
/// use openai_types::embeddings::Request;
///
/// const CHECKS: &[Check] = checks! {
///     "one text" [whole(Operation::EMBEDDINGS)] one_text;
/// };
///
/// async fn one_text(wire: &Wire) -> Result<Outcome, Error> {
///     let reply = wire.client().embed(Request::new(wire.model(whole(Operation::EMBEDDINGS)), "hello")).await?;
///     Ok(Outcome::that(reply.data.len() == 1, "not one vector"))
/// }
/// ```
#[macro_export]
macro_rules! checks {
    ($($name:literal [$($cell:expr),+ $(,)?] $check:path;)+) => {
        &[$($crate::Check {
            name: $name,
            cells: &[$($cell),+],
            run: |wire| Box::pin(async { $check(wire).await.into() }),
        }),+]
    };
}
