//! What a token opens.

use super::databricks::ALL_APIS;
use super::entra::{AZURE_OPENAI, DATABRICKS};
use super::google::{CLOUD_PLATFORM, LONGEST_LIFE};
use super::jwt::Jwt;
use super::token::{self, Broken, Claims, Cloud};
use super::{Issuer, assertion};
use crate::wire::Family;

/// What the issuer says about a bearer token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It opens this wire.
    Good,
    /// It opens nothing here (401).
    Invalid(&'static str),
    /// It is good, for something else (403).
    Narrow(&'static str),
    /// It is none of the issuer's.
    Foreign,
}

impl Issuer {
    /// Judges a bearer token that was sent to this family's wires.
    pub(crate) fn judge(&self, family: Family, text: &str) -> Verdict {
        match token::open(&self.seal, text) {
            Some(Ok(claims)) if claims.expires > self.now() => judge(family, &claims),
            Some(Ok(_)) => Verdict::Invalid(expired(family)),
            Some(Err(Broken)) => Verdict::Invalid(invalid(family)),
            None if family == Family::Vertex => self.judge_own_jwt(text),
            None => Verdict::Foreign,
        }
    }

    /// Google takes what a service account has signed by itself as an access token (AIP-4111).
    fn judge_own_jwt(&self, text: &str) -> Verdict {
        let account = &self.accounts.google_service_account;
        let Some(jwt) = Jwt::parse(text).filter(|jwt| jwt.text("iss") == account.email) else {
            return Verdict::Foreign;
        };
        let fresh = assertion::is_fresh(&jwt, self.now(), LONGEST_LIFE);
        if !jwt.is_signed_by(&self.google_key) || jwt.text("sub") != account.email || !fresh {
            return Verdict::Invalid(invalid(Family::Vertex));
        }
        let audience = jwt.text("aud").trim_end_matches('/');
        match audience.starts_with("https://") && audience.ends_with("aiplatform.googleapis.com") {
            true => Verdict::Good,
            false => of_google(jwt.text("scope")),
        }
    }
}

fn judge(family: Family, claims: &Claims) -> Verdict {
    let audience = claims.audience.trim_end_matches('/');
    match (family, claims.cloud) {
        (Family::Vertex, Cloud::Google) => of_google(&claims.audience),
        (Family::Azure, Cloud::Entra) if AZURE_OPENAI.contains(&audience) => Verdict::Good,
        (Family::Databricks, Cloud::Databricks) if audience == ALL_APIS => Verdict::Good,
        (Family::Databricks, Cloud::Entra) if audience == DATABRICKS => Verdict::Good,
        _ => Verdict::Invalid(invalid(family)),
    }
}

fn of_google(scopes: &str) -> Verdict {
    match scopes.split(' ').any(|scope| scope == CLOUD_PLATFORM) {
        true => Verdict::Good,
        false => Verdict::Narrow("Request had insufficient authentication scopes."),
    }
}

fn expired(family: Family) -> &'static str {
    match family {
        Family::Databricks => "Access token expired. Fetch a new one.",
        _ => invalid(family),
    }
}

/// Three clouds do not tell a wrong token from one that has run out.
fn invalid(family: Family) -> &'static str {
    match family {
        Family::OpenAi => "Incorrect API key provided.",
        Family::Azure => {
            "Unauthorized. Access token is missing, invalid, audience is incorrect \
             (https://cognitiveservices.azure.com), or have expired."
        }
        Family::Vertex => {
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other \
             valid authentication credential."
        }
        Family::Databricks => "Invalid access token.",
    }
}
