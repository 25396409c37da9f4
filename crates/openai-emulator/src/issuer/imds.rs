//! The metadata service of Azure's machines, as far as it hands out the tokens of managed identities.

use http::StatusCode;
use http::request::Parts;
use serde_json::json;

use super::token::Cloud;
use super::{Answer, Form, Issuer, entra};

/// The versions that token requests are documented with.
const VERSIONS: [&str; 5] = ["2018-02-01", "2019-08-01", "2020-06-01", "2021-02-01", "2025-04-07"];

pub(super) fn answer(issuer: &Issuer, head: &Parts) -> Answer {
    let bad = |code, description: &str| Answer::error(StatusCode::BAD_REQUEST, code, description);
    let header = head.headers.get("metadata");
    if header.is_none_or(|value| !value.as_bytes().eq_ignore_ascii_case(b"true")) {
        return bad("bad_request_102", "Required metadata header not specified");
    }
    let query = match Form::parse(head.uri.query().unwrap_or_default().as_bytes()) {
        Ok(query) => query,
        Err(fault) => return bad("invalid_request", &fault),
    };
    if query
        .text("api-version")
        .is_none_or(|version| !VERSIONS.contains(&version))
    {
        return bad(
            "invalid_request",
            "Required query variable 'api-version' is missing or unknown",
        );
    }
    let Some(resource) = query.text("resource") else {
        return bad("invalid_request", "Required query variable 'resource' is missing");
    };
    let client = &issuer.accounts.entra_client;
    let names_another = query.text("client_id").is_some_and(|id| id != client.id)
        || ["object_id", "msi_res_id", "mi_res_id"]
            .iter()
            .any(|name| query.text(name).is_some());
    if names_another {
        return bad("invalid_request", "Identity not found");
    }
    if !entra::is_resource(resource) {
        let description = format!("AADSTS500011: the resource principal named {resource} was not found in the tenant.");
        return bad("invalid_resource", &description);
    }
    let issued = issuer.issue(Cloud::Entra, &client.id, resource);
    // Every number is a text here.
    let lifetime = issued.lifetime.to_string();
    Answer::json(
        StatusCode::OK,
        &json!({
            "access_token": issued.token,
            "client_id": client.id,
            "expires_in": lifetime,
            "expires_on": issued.issued.saturating_add(issued.lifetime).to_string(),
            "ext_expires_in": lifetime,
            "not_before": issued.issued.to_string(),
            "resource": resource,
            "token_type": "Bearer",
        }),
    )
}
