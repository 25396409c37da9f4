//! Google's token endpoint: `refresh_token` and `jwt-bearer` (RFC 7523).

use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::jwt::Jwt;
use super::token::Cloud;
use super::{Answer, Form, Issuer, assertion, base};

/// The scope that opens Vertex AI.
pub(super) const CLOUD_PLATFORM: &str = "https://www.googleapis.com/auth/cloud-platform";

/// What Google's own endpoint calls itself in an assertion.
const AUDIENCES: [&str; 3] = [
    "https://oauth2.googleapis.com/token",
    "https://www.googleapis.com/oauth2/v4/token",
    "https://accounts.google.com/o/oauth2/token",
];

/// The longest life of an assertion, in seconds.
pub(super) const LONGEST_LIFE: u64 = 3600;

/// A refusal: status, code, description.
type Refused = (StatusCode, &'static str, String);

pub(super) fn answer(issuer: &Issuer, headers: &HeaderMap, form: Result<Form, String>) -> Answer {
    let granted = form
        .map_err(|fault| refuse("invalid_request", &fault))
        .and_then(|form| match form.text("grant_type") {
            Some("refresh_token") => refresh(issuer, &form),
            Some("urn:ietf:params:oauth:grant-type:jwt-bearer") => signed(issuer, headers, &form),
            Some(other) => Err(refuse(
                "unsupported_grant_type",
                &format!("Invalid grant_type: {other}"),
            )),
            None => Err(missing("grant_type")),
        });
    match granted {
        Ok(grant) => Answer::json(StatusCode::OK, &grant),
        Err((status, code, description)) => Answer::error(status, code, &description),
    }
}

fn refresh(issuer: &Issuer, form: &Form) -> Result<Value, Refused> {
    let text = |name| form.text(name).ok_or_else(|| missing(name));
    let client = &issuer.accounts.google_client;
    let unauthorized = |description: &str| (StatusCode::UNAUTHORIZED, "invalid_client", description.to_owned());
    if text("client_id")? != client.id {
        return Err(unauthorized("The OAuth client was not found."));
    }
    if !issuer.is_secret_of(client, text("client_secret")?) {
        return Err(unauthorized("The provided client secret is invalid."));
    }
    if !issuer.is_same(text("refresh_token")?, issuer.accounts.google_refresh_token.expose()) {
        return Err(refuse("invalid_grant", "Token has been expired or revoked."));
    }
    // Google's Rust library writes `scopes`.
    let scope = form.text("scope").or_else(|| form.text("scopes"));
    let scope = scope.unwrap_or(CLOUD_PLATFORM);
    check_scope(scope)?;
    Ok(grant(issuer, &client.id, scope))
}

fn signed(issuer: &Issuer, headers: &HeaderMap, form: &Form) -> Result<Value, Refused> {
    let grant_fault = |description: &str| refuse("invalid_grant", description);
    let text = form.text("assertion").ok_or_else(|| missing("assertion"))?;
    let jwt = Jwt::parse(text).ok_or_else(|| grant_fault("Bad Request: the assertion is not a JWT."))?;
    let account = &issuer.accounts.google_service_account;
    if jwt.text("iss") != account.email {
        return Err(grant_fault("Invalid grant: account not found"));
    }
    let is_ours = jwt.header["kid"].as_str().is_none_or(|id| id == account.key_id);
    if !is_ours || !jwt.is_signed_by(&issuer.google_key) {
        return Err(grant_fault("Invalid JWT Signature."));
    }
    let audience = jwt.text("aud");
    if !AUDIENCES.contains(&audience) && audience != format!("{}/token", base(headers)) {
        return Err(grant_fault("Invalid JWT: Failed audience check."));
    }
    if !assertion::is_fresh(&jwt, issuer.now(), LONGEST_LIFE) {
        return Err(grant_fault(
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat \
             and exp values in the JWT claim.",
        ));
    }
    let target = jwt.text("target_audience");
    if !target.is_empty() {
        let identity = issuer.issue(Cloud::GoogleIdentity, &account.email, target);
        return Ok(json!({ "id_token": identity.token }));
    }
    let scope = jwt.text("scope");
    check_scope(scope)?;
    Ok(grant(issuer, &account.email, scope))
}

fn grant(issuer: &Issuer, subject: &str, scope: &str) -> Value {
    let issued = issuer.issue(Cloud::Google, subject, scope);
    json!({
        "access_token": issued.token,
        "expires_in": issued.lifetime,
        "scope": scope,
        "token_type": "Bearer",
    })
}

fn check_scope(scope: &str) -> Result<(), Refused> {
    let is_known = |scope: &str| {
        ["openid", "email", "profile"].contains(&scope) || scope.starts_with("https://www.googleapis.com/auth/")
    };
    match scope.split(' ').all(is_known) {
        true => Ok(()),
        false => Err(refuse(
            "invalid_scope",
            "Invalid OAuth scope or ID token audience provided.",
        )),
    }
}

fn refuse(code: &'static str, description: &str) -> Refused {
    (StatusCode::BAD_REQUEST, code, description.to_owned())
}

fn missing(name: &str) -> Refused {
    refuse("invalid_request", &format!("Missing required parameter: {name}"))
}
