//! Entra's token endpoint: client credentials, by secret or by assertion.

use http::StatusCode;
use serde_json::json;

use super::jwt::Jwt;
use super::token::Cloud;
use super::{Answer, Form, Issuer, assertion};
use crate::random::Random;

/// Azure Databricks, as a resource.
pub(super) const DATABRICKS: &str = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

/// Azure OpenAI by its two names.
pub(super) const AZURE_OPENAI: [&str; 2] = ["https://cognitiveservices.azure.com", "https://ai.azure.com"];

/// What the tenant knows besides.
const OTHERS: [&str; 2] = ["https://management.azure.com", "https://management.core.windows.net"];

/// The audience of a token that is exchanged for one of Entra.
const EXCHANGE: &str = "api://AzureADTokenExchange";

/// A refusal: status, OAuth's code, the number of Entra's own, and its words.
type Refused = (StatusCode, &'static str, u32, String);

/// Whether the tenant knows this resource.
pub(super) fn is_resource(resource: &str) -> bool {
    let resource = resource.trim_end_matches('/');
    resource == DATABRICKS || AZURE_OPENAI.contains(&resource) || OTHERS.contains(&resource)
}

/// `/{tenant}/oauth2/v2.0/token`.
pub(super) fn answer(issuer: &Issuer, tenant: &str, form: Result<Form, String>) -> Answer {
    let granted = form
        .map_err(|fault| bad("invalid_request", 900_144, fault))
        .and_then(|form| grant(issuer, tenant, &form));
    granted.unwrap_or_else(|refused| refuse(issuer.now(), refused))
}

/// `/{tenant}/v2.0/.well-known/openid-configuration`.
pub(super) fn configuration(issuer: &Issuer, tenant: &str, base: &str) -> Answer {
    if let Err(refused) = check_tenant(issuer, tenant) {
        return refuse(issuer.now(), refused);
    }
    let at = format!("{base}/{tenant}");
    Answer::json(
        StatusCode::OK,
        &json!({
            "issuer": format!("{at}/v2.0"),
            "authorization_endpoint": format!("{at}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{at}/oauth2/v2.0/token"),
            "device_authorization_endpoint": format!("{at}/oauth2/v2.0/devicecode"),
            "jwks_uri": format!("{at}/discovery/v2.0/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        }),
    )
}

/// `/common/discovery/instance`: this host is an Entra, and there is no other of its cloud.
pub(super) fn instances(base: &str) -> Answer {
    let host = base.rsplit('/').next().unwrap_or_default();
    Answer::json(
        StatusCode::OK,
        &json!({
            "tenant_discovery_endpoint": format!("{base}/common/v2.0/.well-known/openid-configuration"),
            "api-version": "1.1",
            "metadata": [{ "preferred_network": host, "preferred_cache": host, "aliases": [host] }],
        }),
    )
}

fn grant(issuer: &Issuer, tenant: &str, form: &Form) -> Result<Answer, Refused> {
    check_tenant(issuer, tenant)?;
    let text = |name: &str| {
        let words = format!("The request body must contain the following parameter: '{name}'.");
        form.text(name).ok_or_else(|| bad("invalid_request", 900_144, words))
    };
    match text("grant_type")? {
        "client_credentials" => {}
        other => {
            let words = format!("The app requested an unsupported grant type '{other}'.");
            return Err(bad("unsupported_grant_type", 70_003, words));
        }
    }
    let client = &issuer.accounts.entra_client;
    let id = text("client_id")?;
    if id != client.id {
        let words = format!("Application with identifier '{id}' was not found in the directory '{tenant}'.");
        return Err(bad("unauthorized_client", 700_016, words));
    }
    match (form.text("client_secret"), form.text("client_assertion")) {
        (Some(secret), None) if issuer.is_secret_of(client, secret) => {}
        (Some(_), None) => {
            let words = format!("Invalid client secret provided for app '{id}'.");
            return Err(unauthorized(7_000_215, words));
        }
        (None, Some(assertion)) => check_assertion(issuer, tenant, text("client_assertion_type")?, assertion)?,
        _ => {
            let words = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
            return Err(unauthorized(7_000_218, words));
        }
    }
    let scope = text("scope")?;
    let Some(resource) = scope.strip_suffix("/.default") else {
        let words = format!(
            "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with \
             /.default suffixed to the resource identifier (application ID URI)."
        );
        return Err(bad("invalid_scope", 1_002_012, words));
    };
    if !is_resource(resource) {
        let words = format!("The resource principal named {resource} was not found in the tenant named {tenant}.");
        return Err(bad("invalid_resource", 500_011, words));
    }
    let issued = issuer.issue(Cloud::Entra, id, resource);
    let body = json!({
        "token_type": "Bearer",
        "expires_in": issued.lifetime,
        "ext_expires_in": issued.lifetime,
        "access_token": issued.token,
    });
    Ok(Answer::json(StatusCode::OK, &body))
}

fn check_tenant(issuer: &Issuer, tenant: &str) -> Result<(), Refused> {
    if tenant.eq_ignore_ascii_case(&issuer.accounts.entra_tenant) {
        return Ok(());
    }
    let words = format!("Tenant '{tenant}' not found. Check that the tenant id is right and that this is its cloud.");
    Err(bad("invalid_request", 90_002, words))
}

/// An assertion of the application itself, signed with its certificate's key, or of the issuer that it trusts.
fn check_assertion(issuer: &Issuer, tenant: &str, kind: &str, assertion: &str) -> Result<(), Refused> {
    if kind != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
        let words = "The client_assertion_type must be urn:ietf:params:oauth:client-assertion-type:jwt-bearer.";
        return Err(unauthorized(700_025, words));
    }
    let malformed = || unauthorized(50_027, "JWT token is invalid or malformed.");
    let jwt = Jwt::parse(assertion).ok_or_else(malformed)?;
    if !jwt.is_signed_by(&issuer.entra_key) {
        return Err(unauthorized(700_027, "Client assertion failed signature validation."));
    }
    if !assertion::is_current(&jwt, issuer.now()) {
        return Err(unauthorized(
            700_024,
            "Client assertion is not within its valid time range.",
        ));
    }
    let (whose, about, audience) = (jwt.text("iss"), jwt.text("sub"), jwt.text("aud"));
    let id = &issuer.accounts.entra_client.id;
    if whose == id {
        let endpoint = format!("/{tenant}/oauth2/v2.0/token");
        return match about == id && audience.ends_with(&endpoint) {
            true => Ok(()),
            false if about == id => Err(unauthorized(700_023, "Client assertion audience claim does not match.")),
            false => Err(unauthorized(
                700_021,
                "Client assertion identifier does not match 'client_id'.",
            )),
        };
    }
    let trusted = &issuer.accounts.entra_federation;
    let no_match = |number, what: &str| {
        let words = format!("No matching federated identity record found for the presented assertion's {what}.");
        Err(unauthorized(number, words))
    };
    match () {
        () if whose != trusted.issuer => no_match(700_211, "issuer"),
        () if audience != EXCHANGE => no_match(700_212, "audience"),
        () if about != trusted.subject => no_match(700_213, "subject"),
        () => Ok(()),
    }
}

fn bad(code: &'static str, number: u32, words: impl Into<String>) -> Refused {
    (StatusCode::BAD_REQUEST, code, number, words.into())
}

fn unauthorized(number: u32, words: impl Into<String>) -> Refused {
    (StatusCode::UNAUTHORIZED, "invalid_client", number, words.into())
}

fn refuse(now: u64, (status, code, number, words): Refused) -> Answer {
    let mut random = Random::from_parts(now, &[code.as_bytes(), &number.to_le_bytes()]);
    let (trace, correlation, timestamp) = (random.uuid(), random.uuid(), timestamp(now));
    let description =
        format!("AADSTS{number}: {words} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}");
    Answer::json(
        status,
        &json!({
            "error": code,
            "error_description": description,
            "error_codes": [number],
            "timestamp": timestamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={number}"),
        }),
    )
}

/// `2026-11-22 07:28:00Z`, from seconds since 1970.
fn timestamp(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Years that begin in March end with the leap day; 400 of them have 146,097 days.
    let days = days.saturating_add(719_468);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + u64::from(month < 3);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn a_moment_is_written_as_entra_does() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00Z"),
            (951_782_399, "2000-02-28 23:59:59Z"),
            (951_782_400, "2000-02-29 00:00:00Z"),
            (1_709_251_200, "2024-03-01 00:00:00Z"),
            (4_107_542_399, "2100-02-28 23:59:59Z"),
        ] {
            assert_eq!(timestamp(seconds), text);
        }
    }
}
