//! What a secret must look like to travel in a header.

use http::HeaderValue;
use openai_core::{CredentialError, Error, ErrorKind, ExposeSecret, SecretString};

/// Refuses a secret that a header cannot carry or that was plainly miscopied. `what` names it; it is never shown.
pub(crate) fn check(what: &str, secret: &SecretString) -> Result<(), Error> {
    match fault(secret.expose_secret()) {
        Some(fault) => Err(Error::new(ErrorKind::Config, format!("{what} {fault}"))),
        None => Ok(()),
    }
}

/// What is wrong with a secret and how to mend it, as the rest of a sentence.
pub(crate) fn fault(secret: &str) -> Option<&'static str> {
    let has_scheme = secret
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("bearer "));
    if secret.trim().is_empty() {
        Some("is empty: give it a value")
    } else if !secret.is_ascii() {
        Some("holds a character outside ASCII: copy it again")
    } else if has_scheme {
        Some("begins with the word Bearer: give only what follows it")
    } else if secret.trim().len() != secret.len() {
        Some("begins or ends with a space or a line break: remove it")
    } else if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some("holds a space, a line break or a control character: copy it again")
    } else {
        None
    }
}

/// A header's value, marked sensitive.
pub(crate) fn header_value(text: &str) -> Result<HeaderValue, CredentialError> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| CredentialError::new("the credential holds a character that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_faults_apart() {
        for (secret, expected) in [
            ("", "is empty"),
            (" \n\u{a0}", "is empty"),
            ("kéy", "outside ASCII"),
            ("“key”", "outside ASCII"),
            ("bearer key", "the word Bearer"),
            ("key\r\n", "begins or ends"),
            ("\tkey", "begins or ends"),
            ("two keys", "holds a space"),
            ("key\r\nx-evil: 1", "holds a space"),
            ("key\u{7f}key", "a control character"),
        ] {
            let fault = fault(secret).unwrap_or_else(|| panic!("{secret:?} passed"));
            assert!(fault.contains(expected), "{secret:?}: {fault}");
        }
        for secret in ["k", "sk-proj-A_b.c~+/=", "eyJ.eyJ.sig", "Bearer"] {
            assert_eq!(fault(secret), None, "{secret}");
        }
    }
}
