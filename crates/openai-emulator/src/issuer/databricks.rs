//! The authorization server of a Databricks workspace.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::token::Cloud;
use super::{Answer, Form, Issuer};

/// The scope of everything that a service principal may do.
pub(super) const ALL_APIS: &str = "all-apis";

/// `/.well-known/databricks-config`.
pub(super) fn config(base: &str) -> Answer {
    Answer::json(StatusCode::OK, &json!({ "oidc_endpoint": format!("{base}/oidc") }))
}

/// `/oidc/.well-known/oauth-authorization-server` (RFC 8414).
pub(super) fn server(base: &str) -> Answer {
    Answer::json(
        StatusCode::OK,
        &json!({
            "issuer": format!("{base}/oidc"),
            "authorization_endpoint": format!("{base}/oidc/v1/authorize"),
            "token_endpoint": format!("{base}/oidc/v1/token"),
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": ["code"],
            "scopes_supported": [ALL_APIS],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }),
    )
}

/// `/oidc/v1/token`.
pub(super) fn answer(issuer: &Issuer, headers: &HeaderMap, form: Result<Form, String>) -> Answer {
    let bad = |code, description: &str| Answer::error(StatusCode::BAD_REQUEST, code, description);
    let form = match form {
        Ok(form) => form,
        Err(fault) => return bad("invalid_request", &fault),
    };
    let client = &issuer.accounts.databricks_client;
    let posted = || {
        Some((
            form.text("client_id")?.to_owned(),
            form.text("client_secret")?.to_owned(),
        ))
    };
    let is_known = basic(headers)
        .or_else(posted)
        .is_some_and(|(id, secret)| id == client.id && issuer.is_secret_of(client, &secret));
    if !is_known {
        let answer = Answer::error(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Client authentication failed",
        );
        return answer.header("www-authenticate", "Basic realm=\"oidc\"");
    }
    match form.text("grant_type") {
        Some("client_credentials") => {}
        Some(_) => return bad("unsupported_grant_type", "The grant_type must be client_credentials."),
        None => return bad("invalid_request", "The parameter grant_type is missing."),
    }
    let scope = form.text("scope").unwrap_or(ALL_APIS);
    if scope != ALL_APIS {
        return bad(
            "invalid_scope",
            "The service principal may have only the scope all-apis.",
        );
    }
    let issued = issuer.issue(Cloud::Databricks, &client.id, scope);
    Answer::json(
        StatusCode::OK,
        &json!({
            "access_token": issued.token,
            "expires_in": issued.lifetime,
            "scope": scope,
            "token_type": "Bearer",
        }),
    )
}

/// Id and secret of HTTP Basic, each encoded as in a form (RFC 6749, section 2.3.1).
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, pair) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let pair = String::from_utf8(STANDARD.decode(pair.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    let decode = |text| Some(percent_decode_str(text).decode_utf8().ok()?.into_owned());
    let pair = (decode(id)?, decode(secret)?);
    scheme.eq_ignore_ascii_case("basic").then_some(pair)
}
