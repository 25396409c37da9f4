//! Why Entra refused, and how to mend it.

use std::error::Error as StdError;

use openai_core::{CredentialError, SecretString};
use serde_json::Value;

use crate::blot::blot;
use crate::endpoint::{self, Answered};

/// What a server said against it, with advice where its code is a known one.
pub(super) fn read(server: &str, answered: &Answered, secrets: &[&SecretString]) -> CredentialError {
    let refused = endpoint::refusal(server, answered, secrets, |_| None);
    let body = serde_json::from_slice::<Value>(&answered.body).unwrap_or_default();
    let advice = body["error_codes"][0].as_u64().and_then(advice).or_else(|| {
        let unassigned = server.ends_with("://169.254.169.254") && answered.status.as_u16() == 400;
        unassigned.then_some("is a managed identity assigned to this machine, and is it this one?")
    });
    match advice {
        Some(advice) if refused.is_retryable() => CredentialError::passing(format!("{refused}: {advice}")),
        Some(advice) => CredentialError::new(format!("{refused}: {advice}")),
        None => refused,
    }
}

/// How to mend what Entra's code tells (Microsoft identity platform, AADSTS error codes).
fn advice(code: u64) -> Option<&'static str> {
    match code {
        90_002 | 900_021 | 900_023 => {
            Some("there is no such tenant: check the tenant, and that the authority is its cloud's")
        }
        700_016 => Some("the tenant does not know the client id: one of the two is wrong"),
        7_000_215 => Some("the client secret is wrong: take its value, not its id"),
        7_000_222 => Some("the client secret has expired: make a new one"),
        700_024 => Some("the assertion is not valid now: check this machine's clock, and that the token file is fresh"),
        700_211..=700_213 => Some("no federated credential of the application fits the token in the file"),
        500_011 | 70_011 => Some("the scope names nothing that the tenant knows: check the scope"),
        _ => None,
    }
}

/// What Azure's crate itself says, as one line.
pub(super) fn plain(error: &azure_core::Error) -> String {
    let mut next: Option<&dyn StdError> = Some(error);
    while let Some(error) = next {
        // The parser's words quote values.
        if error.is::<serde_json::Error>() {
            return "what it printed is not the JSON of a token".to_owned();
        }
        next = error.source();
    }
    let text = error.to_string();
    let text = text.split("To troubleshoot, visit").next().unwrap_or_default();
    blot(
        text.split_once("authentication failed.").map_or(text, |(_, why)| why),
        &[],
    )
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;

    #[test]
    fn a_known_code_is_told_with_its_remedy() {
        let refuse = |server: &str, body: &str| {
            let answered = Answered {
                status: StatusCode::BAD_REQUEST,
                headers: HeaderMap::new(),
                body: body.as_bytes().to_vec().into(),
            };
            read(server, &answered, &[&SecretString::from("s3cret")]).to_string()
        };
        let body =
            r#"{"error":"invalid_client","error_description":"AADSTS7000215: bad s3cret","error_codes":[7000215]}"#;
        assert_eq!(
            refuse("https://login.example", body),
            "the token endpoint at https://login.example answered 400 invalid_client (AADSTS7000215: bad ***): \
             the client secret is wrong: take its value, not its id"
        );
        assert!(refuse("http://169.254.169.254", r#"{"error":"invalid_request"}"#).ends_with("and is it this one?"));
        assert!(!refuse("https://login.example", r#"{"error_codes":"x"}"#).contains("identity"));
    }
}
