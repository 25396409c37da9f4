//! The JSON in which a token comes.

use std::time::Duration;

use openai_core::{Members, SecretString};
use serde_json::Value;

/// A JSON object with a token in it. Faults are told without the text, which may hold a secret.
pub(crate) struct Answer<'a>(Members<'a>);

impl<'a> Answer<'a> {
    /// The object in this text; a fault, as the rest of a sentence, where there is none.
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self, String> {
        match Members::parse(json) {
            Ok(members) => Ok(Self(members)),
            Err(_) => Err("is not a JSON object".to_owned()),
        }
    }

    /// A member that is a string; `None` where it is absent or null.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, String> {
        let text = self.0.read::<Option<String>>(name);
        text.map(Option::flatten)
            .map_err(|_| format!("has a `{name}` that is not a string"))
    }

    /// The first of these members that is there, as a secret.
    pub(crate) fn secret(&self, names: &[&str]) -> Result<SecretString, String> {
        for name in names {
            if let Some(text) = self.text(name)? {
                return Ok(text.into());
            }
        }
        Err(format!("has no `{}`", names.join("` or `")))
    }

    /// A member that counts seconds, as a number or as a string; `None` where it is absent or null.
    pub(crate) fn seconds(&self, name: &str) -> Result<Option<Duration>, String> {
        let fault = || format!("has a `{name}` that is not a number of seconds");
        let seconds = match self.0.read::<Value>(name).map_err(|_| fault())? {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) => text.trim().parse::<f64>().ok(),
            Some(_) => None,
        };
        // What lies in the past has run out; more than a century is as good as for ever.
        let seconds = seconds.filter(|seconds| seconds.is_finite()).ok_or_else(fault)?;
        Ok(Some(Duration::from_secs_f64(seconds.clamp(0.0, 4e9))))
    }

    /// Refuses a token that does not travel as `Bearer`.
    pub(crate) fn check_type(&self, names: &[&str]) -> Result<(), String> {
        for name in names {
            if self
                .text(name)?
                .is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer"))
            {
                return Err(format!("holds a token whose `{name}` is not `Bearer`"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_seconds_in_every_spelling() {
        for (value, seconds) in [
            ("3600", Some(3600)),
            ("\"3600\"", Some(3600)),
            ("3599.0", Some(3599)),
            ("0", Some(0)),
            ("-5", Some(0)),
            ("1e300", Some(4_000_000_000)),
            ("null", None),
        ] {
            let json = format!("{{\"expires_in\":{value}}}");
            let read = Answer::parse(json.as_bytes()).unwrap().seconds("expires_in").unwrap();
            assert_eq!(read, seconds.map(Duration::from_secs), "{value}");
        }
        for value in ["\"soon\"", "\"\"", "true", "[]", "\"NaN\""] {
            let json = format!("{{\"expires_in\":{value}}}");
            let fault = Answer::parse(json.as_bytes())
                .unwrap()
                .seconds("expires_in")
                .unwrap_err();
            assert_eq!(fault, "has a `expires_in` that is not a number of seconds", "{value}");
        }
    }
}
