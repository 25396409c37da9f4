//! Access tokens: sealed by this emulator, and read by it again.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};

/// Who issues a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cloud {
    Google,
    /// Google, for another service than Google's own: it says who somebody is, and opens nothing.
    GoogleIdentity,
    Entra,
    Databricks,
}

/// What a token says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) cloud: Cloud,
    pub(crate) subject: String,
    /// What it opens: scopes with spaces between them, or the resource.
    pub(crate) audience: String,
    /// Seconds since 1970.
    pub(crate) issued: u64,
    pub(crate) expires: u64,
}

/// Why a token of ours is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// What a token of Google begins with; the other clouds' are JSON Web Tokens.
const GOOGLE: &str = "ya29";

const ISSUER: &str = "openai-emulator/";

const CLOUDS: [(Cloud, &str); 4] = [
    (Cloud::Google, "google"),
    (Cloud::GoogleIdentity, "google-identity"),
    (Cloud::Entra, "entra"),
    (Cloud::Databricks, "databricks"),
];

/// Writes the claims down and seals them.
pub(crate) fn seal(key: &hmac::Key, claims: &Claims) -> String {
    let cloud = CLOUDS.iter().find(|(cloud, _)| *cloud == claims.cloud);
    let payload = json!({
        "iss": format!("{ISSUER}{}", cloud.map_or("", |(_, name)| name)),
        "sub": claims.subject,
        "aud": claims.audience,
        "iat": claims.issued,
        "exp": claims.expires,
    });
    let head = match claims.cloud {
        Cloud::Google => GOOGLE.to_owned(),
        _ => encode(json!({ "alg": "HS256", "typ": "JWT" }).to_string()),
    };
    let signed = format!("{head}.{}", encode(payload.to_string()));
    let tag = encode(hmac::sign(key, signed.as_bytes()));
    format!("{signed}.{tag}")
}

/// Reads a token of ours; `None` for what is not, or does not say it is.
pub(crate) fn open(key: &hmac::Key, text: &str) -> Option<Result<Claims, Broken>> {
    let (signed, tag) = text.rsplit_once('.')?;
    let (_, payload) = signed.split_once('.')?;
    let payload: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let name = payload["iss"].as_str()?.strip_prefix(ISSUER)?;
    Some(read(key, signed, tag, name, &payload).ok_or(Broken))
}

fn read(key: &hmac::Key, signed: &str, tag: &str, name: &str, payload: &Value) -> Option<Claims> {
    hmac::verify(key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(tag).ok()?).ok()?;
    Some(Claims {
        cloud: CLOUDS.iter().find(|(_, known)| *known == name)?.0,
        subject: payload["sub"].as_str()?.to_owned(),
        audience: payload["aud"].as_str()?.to_owned(),
        issued: payload["iat"].as_u64()?,
        expires: payload["exp"].as_u64()?,
    })
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use ring::hmac;

    use super::{Broken, CLOUDS, Claims, Cloud, open, seal};

    fn key(byte: u8) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &[byte; 32])
    }

    #[test]
    fn a_token_is_read_by_who_sealed_it() {
        for (cloud, _) in CLOUDS {
            let claims = Claims {
                cloud,
                subject: "somebody".to_owned(),
                audience: "https://a.example/.default".to_owned(),
                issued: 1,
                expires: 2,
            };
            let token = seal(&key(1), &claims);
            assert_eq!(token.starts_with("ya29."), cloud == Cloud::Google, "{token}");
            assert_eq!(token.starts_with("eyJ"), cloud != Cloud::Google, "{token}");
            assert_eq!(open(&key(2), &token), Some(Err(Broken)));
            let changed = token.replacen('.', "x.", 1);
            assert_eq!(open(&key(1), &changed), Some(Err(Broken)));
            assert_eq!(open(&key(1), &token), Some(Ok(claims)));
        }
    }

    #[test]
    fn what_others_made_is_left_to_others() {
        for text in ["", "sk-1234", "ya29.abc", "a.b.c", "e30.e30.AA"] {
            assert_eq!(open(&key(1), text), None, "{text}");
        }
    }
}
