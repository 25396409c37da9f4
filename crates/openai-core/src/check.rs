//! What is wrong with a request on every cloud, found before it is sent.

use crate::{Error, ErrorKind};

/// Refuses numbers that JSON has no word for: they would go out as null, which is to say not at all.
pub(crate) fn finite<const N: usize>(numbers: [(&str, Option<f64>); N]) -> Result<(), Error> {
    match numbers
        .iter()
        .find(|(_, number)| number.is_some_and(|number| !number.is_finite()))
    {
        Some((name, _)) => Err(invalid(format!(
            "`{name}` is not a finite number: give one, or leave it out"
        ))),
        None => Ok(()),
    }
}

/// Refuses a text that has to say something, and does not.
pub(crate) fn said(name: &str, text: &str, what: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Err(invalid(format!("`{name}` is empty: {what}")));
    }
    Ok(())
}

/// Refuses where `holds` does not.
pub(crate) fn require(holds: bool, message: &str) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(invalid(message)) }
}

pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Invalid, message)
}
