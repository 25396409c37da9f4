//! Places in a body.

use std::fmt;

/// Where in the body a value stands; prints as `messages[0].content`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At<'a> {
    Body,
    Member(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Body => Ok(()),
            At::Member(At::Body, name) => f.write_str(name),
            At::Member(parent, name) => write!(f, "{parent}.{name}"),
            At::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}
