//! What Google's crate says when it fails, without what it may not say.
//!
//! Its errors hold the server's whole answer, and the words of JSON parsers that quote values. So only known pieces of
//! them are told: the status, the error's code and description, and why a connection failed.

use std::error::Error as StdError;

use google_cloud_auth::errors::CredentialsError;
use http::{HeaderMap, StatusCode};
use openai_core::{CredentialError, SecretString};
use secrecy::zeroize::Zeroizing;

use super::place::Found;
use crate::blot::blot;
use crate::endpoint::{Answered, origin, refusal};

/// The failure in our words.
pub(super) fn read(error: &CredentialsError, found: &Found, secrets: &[SecretString]) -> CredentialError {
    let texts: Vec<String> = chain(error);
    let secrets: Vec<&SecretString> = secrets.iter().collect();
    let server = texts.iter().find_map(|text| server(text));
    if let Some(status) = texts.iter().find_map(|text| status(text)) {
        let body = texts.iter().find_map(|text| body(text)).unwrap_or_default();
        let answered = Answered {
            status,
            headers: HeaderMap::new(),
            body: Zeroizing::new(body),
        };
        let server = server.unwrap_or_else(|| found.server().to_owned());
        let refused = refusal(&server, &answered, &secrets, advice);
        return rephrase(&refused, format!("{refused}, asked with {}", found.place));
    }
    let server = server.map(|server| format!(" at {server}")).unwrap_or_default();
    let last = texts.last().map(String::as_str).unwrap_or_default();
    let has = |piece: &str| texts.iter().any(|text| text.contains(piece));
    if has("error sending request") {
        return unreachable(found, &server, &blot(last, &secrets));
    }
    if has("error decoding response body") {
        let message = match has("body from connection") || has("end of file") {
            true => format!("the answer{server} to {} broke off", found.place),
            false => format!("the answer{server} to {} is not the JSON of a token", found.place),
        };
        return CredentialError::passing(message);
    }
    if has("private key") {
        return CredentialError::new(format!(
            "{} has a `private_key` that is no PKCS#8 key in PEM: fetch it again",
            found.place
        ));
    }
    let message = format!("{} brought no token: {}", found.place, blot(last, &secrets));
    match error.is_transient() {
        true => CredentialError::passing(message),
        false => CredentialError::new(message),
    }
}

/// Nothing was found, or what was found does not answer.
pub(super) fn unreachable(found: &Found, server: &str, why: &str) -> CredentialError {
    if found.in_vain.is_empty() {
        return CredentialError::passing(format!("{} cannot be asked for a token{server}: {why}", found.place));
    }
    CredentialError::new(format!(
        "no Google credential was found. Looked at {}, and {} (it cannot be reached: {why}). \
         Run `gcloud auth application-default login`, or let GOOGLE_APPLICATION_CREDENTIALS name a key file",
        found.in_vain.join(", "),
        found.place,
    ))
}

fn rephrase(error: &CredentialError, message: String) -> CredentialError {
    match error.is_retryable() {
        true => CredentialError::passing(message),
        false => CredentialError::new(message),
    }
}

fn advice(code: &str) -> Option<&'static str> {
    match code {
        "invalid_grant" => Some(
            "the login has expired or was revoked, or this machine's clock is wrong: \
             run `gcloud auth application-default login` again, or fetch a new key",
        ),
        "invalid_client" | "unauthorized_client" => Some("the client is not known there: fetch the credential again"),
        "PERMISSION_DENIED" => Some("impersonating needs the role Service Account Token Creator on that account"),
        _ => None,
    }
}

fn chain(error: &CredentialsError) -> Vec<String> {
    let mut texts = Vec::new();
    let mut next: Option<&dyn StdError> = Some(error);
    while let Some(error) = next {
        texts.push(error.to_string());
        next = error.source();
    }
    texts
}

/// The status in `HTTP status client error (400 Bad Request) for url …` or `… reports a [400] error: …`.
fn status(text: &str) -> Option<StatusCode> {
    let rest = text
        .strip_prefix("HTTP status client error (")
        .or_else(|| text.strip_prefix("HTTP status server error ("))
        .or_else(|| Some(text.split_once("transport reports a [")?.1))?;
    StatusCode::from_bytes(rest.get(..3)?.as_bytes()).ok()
}

/// The server in `… for url (https://host/path)`.
fn server(text: &str) -> Option<String> {
    let url = text.split_once("for url (")?.1.split([')', '?']).next()?;
    Some(origin(&url.parse().ok()?))
}

/// The body in `…, body=<BODY> …`, in `… reports a [400] error: BODY` or in `… error: … :b"BODY"`.
fn body(text: &str) -> Option<Vec<u8>> {
    if let Some((_, rest)) = text.split_once("body=<") {
        return Some(rest.rsplit_once('>')?.0.as_bytes().to_vec());
    }
    let (_, rest) = text.split_once("] error: ")?;
    match rest.split_once(":b\"").and_then(|(_, quoted)| quoted.strip_suffix('"')) {
        Some(escaped) => Some(unescape(escaped)),
        None => Some(rest.as_bytes().to_vec()),
    }
}

/// Undoes how `Bytes` writes itself in `Debug`.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let next = if byte == b'\\' { rest.next() } else { None };
        bytes.push(match next {
            None => byte,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'0') => 0,
            Some(b'x') => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).unwrap_or(b'?')
            }
            Some(other) => other,
        });
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_pieces() {
        let user = "failed to refresh, body=<{\"error\":\"a>b\"}> and future attempts will not succeed";
        assert_eq!(body(user).unwrap(), br#"{"error":"a>b"}"#);
        let metadata = r#"the HTTP transport reports a [404] error: failed to fetch :b"{\"error\":\"x\\n\xc3\xa9\"}""#;
        assert_eq!(body(metadata).unwrap(), "{\"error\":\"x\\né\"}".as_bytes());
        assert_eq!(status(metadata), Some(StatusCode::NOT_FOUND));
        let impersonated = r#"the HTTP transport reports a [403] error: {"error":{"status":"x"}}"#;
        assert_eq!(body(impersonated).unwrap(), br#"{"error":{"status":"x"}}"#);
        let sent = "HTTP status server error (503 Service Unavailable) for url (https://a.example:8443/token?key=s3)";
        assert_eq!(status(sent), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(server(sent).as_deref(), Some("https://a.example:8443"));
        for text in [
            "",
            "body=<",
            ":b\"",
            "HTTP status client error (4",
            "for url (",
            "reports a [9",
        ] {
            assert_eq!((body(text), status(text)), (None, None), "{text}");
        }
    }
}
