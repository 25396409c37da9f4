//! The metadata server of Google's machines.

use http::StatusCode;
use http::request::Parts;
use serde_json::{Value, json};

use super::google::CLOUD_PLATFORM;
use super::token::Cloud;
use super::{Answer, Form, Issuer};

pub(super) fn answer(issuer: &Issuer, head: &Parts) -> Answer {
    let asked = head.headers.get("metadata-flavor");
    let answer = if asked.is_none_or(|flavor| flavor != "Google") {
        Answer::text(
            StatusCode::FORBIDDEN,
            "Missing required header \"Metadata-Flavor\": \"Google\"\n",
        )
    } else if head.headers.contains_key("x-forwarded-for") {
        Answer::text(
            StatusCode::FORBIDDEN,
            "Requests with the header X-Forwarded-For are refused\n",
        )
    } else {
        match Form::parse(head.uri.query().unwrap_or_default().as_bytes()) {
            Ok(query) => look_up(issuer, head.uri.path(), &query),
            Err(fault) => Answer::text(StatusCode::BAD_REQUEST, fault),
        }
    };
    answer.header("metadata-flavor", "Google")
}

fn look_up(issuer: &Issuer, path: &str, query: &Form) -> Answer {
    let account = &issuer.accounts.google_service_account;
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match *segments.as_slice() {
        [] => say("computeMetadata/\n"),
        ["computeMetadata", "v1", "project", "project-id"] => say(account.project.as_str()),
        ["computeMetadata", "v1", "universe", "universe-domain"] => say("googleapis.com"),
        ["computeMetadata", "v1", "instance", "service-accounts"] => say(format!("default/\n{}/\n", account.email)),
        [
            "computeMetadata",
            "v1",
            "instance",
            "service-accounts",
            who,
            ref rest @ ..,
        ] if who == "default" || who == account.email => of_account(issuer, rest, query),
        _ => missing(),
    }
}

fn of_account(issuer: &Issuer, rest: &[&str], query: &Form) -> Answer {
    let email = &issuer.accounts.google_service_account.email;
    match *rest {
        [] if query.text("recursive") == Some("true") => tell(&json!({
            "aliases": ["default"],
            "email": email,
            "scopes": [CLOUD_PLATFORM],
        })),
        [] => say("aliases\nemail\nidentity\nscopes\ntoken\n"),
        ["aliases"] => say("default\n"),
        ["email"] => say(email.as_str()),
        ["scopes"] => say(format!("{CLOUD_PLATFORM}\n")),
        ["identity"] => match query.text("audience") {
            Some(audience) => say(issuer.issue(Cloud::GoogleIdentity, email, audience).token),
            None => Answer::text(StatusCode::BAD_REQUEST, "non-empty audience parameter required\n"),
        },
        ["token"] => {
            let scopes = query.text("scopes").map(|scopes| scopes.replace(',', " "));
            let issued = issuer.issue(Cloud::Google, email, scopes.as_deref().unwrap_or(CLOUD_PLATFORM));
            tell(&json!({
                "access_token": issued.token,
                "expires_in": issued.lifetime,
                "token_type": "Bearer",
            }))
        }
        _ => missing(),
    }
}

fn say(text: impl Into<String>) -> Answer {
    Answer::text(StatusCode::OK, text)
}

fn tell(json: &Value) -> Answer {
    Answer::json(StatusCode::OK, json)
}

fn missing() -> Answer {
    Answer::text(
        StatusCode::NOT_FOUND,
        "The metadata server knows nothing of this name\n",
    )
}
