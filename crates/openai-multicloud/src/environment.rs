//! The environment variables that a program was started with, as a value.

use std::collections::BTreeMap;
use std::fmt;

use openai_core::{Error, ErrorKind};

/// Environment variables as a value, so that what reads them can be tested.
///
/// A variable that is empty or blank counts as unset. `Debug` shows names alone: values may be secrets.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, Variable>);

#[derive(Clone)]
enum Variable {
    Text(String),
    NotUtf8,
}

impl Environment {
    /// The variables of this process.
    #[must_use]
    pub fn current() -> Self {
        let read = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            let value = value.into_string().map_or(Variable::NotUtf8, Variable::Text);
            Some((name.into_string().ok()?, value))
        };
        Self(std::env::vars_os().filter_map(read).collect())
    }

    /// A variable's value without blanks around it; `None` where it is unset or blank.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the value is not UTF-8.
    pub fn var(&self, name: &str) -> Result<Option<&str>, Error> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Variable::Text(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
            Some(Variable::NotUtf8) => Err(Error::new(
                ErrorKind::Config,
                format!("{name} is not valid UTF-8: set it to plain text"),
            )),
        }
    }

    /// The value of the first of these variables that is set, with its name.
    pub(crate) fn first<'a>(&self, names: &[&'a str]) -> Result<Option<(&'a str, &str)>, Error> {
        for name in names {
            if let Some(value) = self.var(name)? {
                return Ok(Some((name, value)));
            }
        }
        Ok(None)
    }

    /// The value of the first of these variables that is set; an error that names them where none is.
    #[cfg(any(feature = "azure", feature = "openai", feature = "vertex"))]
    pub(crate) fn need<'a>(&self, what: &str, names: &[&'a str]) -> Result<(&'a str, &str), Error> {
        self.first(names)?
            .ok_or_else(|| Error::new(ErrorKind::Config, format!("no {what}: set {}", names.join(" or "))))
    }

    /// Whether a variable is set to more than blanks.
    pub(crate) fn has(&self, name: &str) -> bool {
        match self.0.get(name) {
            Some(Variable::Text(text)) => !text.trim().is_empty(),
            Some(Variable::NotUtf8) => true,
            None => false,
        }
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        Self(
            variables
                .into_iter()
                .map(|(name, value)| (name.into(), Variable::Text(value.into())))
                .collect(),
        )
    }
}

impl<K: Into<String>, V: Into<String>, const N: usize> From<[(K, V); N]> for Environment {
    fn from(variables: [(K, V); N]) -> Self {
        variables.into_iter().collect()
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_is_unset() {
        let environment = Environment::from([("A", "  "), ("B", " b ")]);
        assert_eq!(environment.var("A").unwrap(), None);
        assert_eq!(environment.var("B").unwrap(), Some("b"));
        assert_eq!(environment.first(&["A", "B"]).unwrap(), Some(("B", "b")));
        assert!(!environment.has("A") && environment.has("B"));
    }

    #[test]
    fn debug_hides_values() {
        let environment = Environment::from([("OPENAI_API_KEY", "sk-canary")]);
        assert_eq!(format!("{environment:?}"), r#"{"OPENAI_API_KEY"}"#);
    }
}
