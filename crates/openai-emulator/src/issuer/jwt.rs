//! JSON Web Tokens that others have signed with RSA.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rsa::KeyPair;
use ring::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;

/// The public half of an RSA key.
#[derive(Debug)]
pub(crate) struct PublicKey(Vec<u8>);

impl PublicKey {
    /// From a private key, PKCS#8 in PEM; what is wrong with it, as the rest of a sentence.
    pub(crate) fn of_private(pem: &str) -> Result<Self, &'static str> {
        let body = pem
            .split_once("-----BEGIN PRIVATE KEY-----")
            .and_then(|(_, rest)| rest.split_once("-----END PRIVATE KEY-----"))
            .ok_or("is not a private key in PEM (PKCS#8)")?;
        let base64: String = body.0.split_whitespace().collect();
        let der = STANDARD.decode(base64).map_err(|_| "is not base64 between its lines")?;
        let pair = KeyPair::from_pkcs8(&der).map_err(|_| "is not an RSA key of 2048 bits or more")?;
        Ok(Self(pair.public_key().as_ref().to_vec()))
    }
}

/// A token in three parts, not verified yet.
#[derive(Debug)]
pub(crate) struct Jwt<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    pub(crate) header: Value,
    pub(crate) claims: Value,
}

impl<'a> Jwt<'a> {
    /// Takes it apart; `None` where it is no such token.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let object = |part: &str| -> Option<Value> {
            let json = serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
            json.is_object().then_some(json)
        };
        Some(Self {
            signed,
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
            header: object(header)?,
            claims: object(claims)?,
        })
    }

    /// Whether the key has signed it, by RS256 or PS256.
    pub(crate) fn is_signed_by(&self, key: &PublicKey) -> bool {
        let verified = match self.header["alg"].as_str() {
            Some("RS256") => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &key.0)
                .verify(self.signed.as_bytes(), &self.signature),
            Some("PS256") => UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, &key.0)
                .verify(self.signed.as_bytes(), &self.signature),
            _ => return false,
        };
        verified.is_ok()
    }

    /// A claim that is a text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.claims[name].as_str().unwrap_or_default()
    }

    /// A claim that is a moment, in whole seconds since 1970; Microsoft's library writes fractions.
    pub(crate) fn moment(&self, name: &str) -> Option<u64> {
        let moment = self.claims[name].as_f64()?;
        (moment >= 0.0).then_some(moment as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::{Jwt, PublicKey};
    use crate::accounts::Accounts;

    #[test]
    fn a_key_is_read_or_told_apart() {
        let pem = Accounts::default().entra_key;
        assert!(PublicKey::of_private(pem.expose()).is_ok());
        for (pem, fault) in [
            ("", "is not a private key in PEM (PKCS#8)"),
            (
                "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----",
                "is not base64 between its lines",
            ),
            (
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "is not an RSA key of 2048 bits or more",
            ),
        ] {
            assert_eq!(PublicKey::of_private(pem).unwrap_err(), fault);
        }
    }

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["", "a.b", "a.b.c", "e30.e30.!", "e30.W10.AA", "e30.e30.AA.AA"] {
            assert!(Jwt::parse(text).is_none(), "{text}");
        }
        // `{}` and `{}`.
        let unsigned = Jwt::parse("e30.e30.").unwrap();
        let key = PublicKey::of_private(Accounts::default().entra_key.expose()).unwrap();
        assert!(!unsigned.is_signed_by(&key));
    }
}
