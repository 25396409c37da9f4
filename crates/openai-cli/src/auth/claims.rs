//! What a token tells of itself.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The claims of a JSON Web Token that say whose it is and what for. Nobody verified them.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// Names and values, in the order in which they are shown.
    pub(crate) known: Vec<(&'static str, String)>,
    /// When the token runs out.
    pub(crate) expires_at: Option<SystemTime>,
}

/// The claims that are shown: who, in which tenant, from whom, for whom.
const KNOWN: [&str; 11] = [
    "email",
    "upn",
    "preferred_username",
    "unique_name",
    "client_id",
    "appid",
    "azp",
    "sub",
    "tid",
    "iss",
    "aud",
];

/// A longer value says nothing to people.
const LONGEST: usize = 200;

impl Claims {
    /// Reads the claims of a token; none where it is opaque.
    pub(crate) fn of(token: &str) -> Self {
        Self::read(token).unwrap_or_default()
    }

    fn read(token: &str) -> Option<Self> {
        let (_, rest) = token.split_once('.')?;
        let (payload, _) = rest.split_once('.')?;
        let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        let claims: Map<String, Value> = serde_json::from_slice(&payload).ok()?;
        let text = |name: &'static str| Some((name, plain(claims.get(name)?.as_str()?)?));
        let seconds = claims.get("exp").and_then(Value::as_u64);
        Some(Self {
            known: KNOWN.into_iter().filter_map(text).collect(),
            expires_at: seconds.and_then(|at| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(at))),
        })
    }
}

fn plain(value: &str) -> Option<String> {
    let is_plain = !value.is_empty() && value.len() <= LONGEST && !value.contains(char::is_control);
    is_plain.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> String {
        format!("eyJhbGciOiJub25lIn0.{}.signature", URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn shows_who_and_what_for() {
        let claims = Claims::of(&token(
            r#"{"aud":"a","appid":"c-1","tid":"t-1","exp":1700000000,"nonce":"canary","sub":"x\ny","upn":7}"#,
        ));
        assert_eq!(
            claims.known,
            [
                ("appid", "c-1".to_owned()),
                ("tid", "t-1".to_owned()),
                ("aud", "a".to_owned())
            ]
        );
        let at = claims
            .expires_at
            .unwrap()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap();
        assert_eq!(at.as_secs(), 1_700_000_000);
    }

    #[test]
    fn an_opaque_token_tells_nothing() {
        for opaque in ["", "sk-1", "a.b", "a.b.c", "..", &token("[]"), &token("{\"exp\":-1}")] {
            let claims = Claims::of(opaque);
            assert!(claims.known.is_empty() && claims.expires_at.is_none(), "{opaque}");
        }
    }
}
