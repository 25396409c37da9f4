//! The JSON in which Google writes credentials down.

use openai_core::{SecretString, is_confidential};
use serde_json::Value;

use crate::endpoint::origin;

/// A credential's JSON, checked. Faults are told without its values, which may be secrets.
pub(super) struct Key {
    pub(super) kind: Kind,
    pub(super) json: Value,
}

/// What sort of credential the JSON describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    ServiceAccount,
    AuthorizedUser,
    Impersonated,
    ExternalAccount,
}

/// Members whose values are secrets.
const SECRETS: [&str; 3] = ["client_secret", "private_key", "refresh_token"];

/// Members that name the servers to which Google's crate sends secrets.
const ADDRESSES: [&str; 3] = ["service_account_impersonation_url", "token_uri", "token_url"];

impl Key {
    /// Reads the JSON; what is wrong with it, as the rest of a sentence.
    pub(super) fn parse(text: &[u8]) -> Result<Self, String> {
        // The parser's own words can quote what it met, so only the place is told.
        let json: Value = serde_json::from_slice(text)
            .map_err(|error| format!("is not JSON (line {}, column {})", error.line(), error.column()))?;
        Ok(Self {
            kind: check(&json)?,
            json,
        })
    }

    /// Whose credential it is, where the JSON tells.
    pub(super) fn identity(&self) -> Option<&str> {
        let member = match self.kind {
            Kind::ServiceAccount => "client_email",
            Kind::AuthorizedUser => "account",
            Kind::ExternalAccount => "audience",
            Kind::Impersonated => {
                let account = self.json["service_account_impersonation_url"].as_str()?;
                return account.rsplit('/').next()?.split(':').next();
            }
        };
        self.json[member].as_str().filter(|identity| !identity.is_empty())
    }

    /// The project that it belongs to, where the JSON tells.
    pub(super) fn project(&self) -> Option<&str> {
        let project = &self.json["project_id"];
        project.as_str().filter(|project| !project.is_empty())
    }

    /// The domain of the cloud that it is for, where the JSON tells.
    pub(super) fn universe_domain(&self) -> Option<&str> {
        let domain = &self.json["universe_domain"];
        domain.as_str().filter(|domain| !domain.is_empty())
    }

    /// What must never show, whoever writes it.
    pub(super) fn secrets(&self) -> Vec<SecretString> {
        let source = &self.json["source_credentials"];
        let values = SECRETS.iter().flat_map(|name| [&self.json[*name], &source[*name]]);
        values.filter_map(Value::as_str).map(SecretString::from).collect()
    }
}

impl Kind {
    /// What people call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ServiceAccount => "a service account key",
            Self::AuthorizedUser => "a user's login",
            Self::Impersonated => "an impersonated service account",
            Self::ExternalAccount => "a workload identity federation",
        }
    }

    fn required(self) -> &'static [&'static str] {
        match self {
            Self::ServiceAccount => &["client_email", "private_key", "private_key_id", "project_id"],
            Self::AuthorizedUser => &["client_id", "client_secret", "refresh_token"],
            Self::Impersonated => &["service_account_impersonation_url"],
            Self::ExternalAccount => &["audience", "subject_token_type", "token_url"],
        }
    }
}

fn check(json: &Value) -> Result<Kind, String> {
    let kind = kind(json)?;
    for name in kind.required() {
        if json[name].as_str().is_none_or(str::is_empty) {
            return Err(format!("is {}, but has no `{name}`: fetch it again", kind.name()));
        }
    }
    if kind == Kind::ExternalAccount && !json["credential_source"].is_object() {
        return Err("is a workload identity federation, but has no `credential_source`: create it again".to_owned());
    }
    if kind == Kind::Impersonated {
        let source = &json["source_credentials"];
        match check(source).map_err(|fault| format!("has `source_credentials` whose content {fault}"))? {
            Kind::Impersonated => {
                return Err(
                    "impersonates an impersonated account: list the accounts between in `delegates`".to_owned(),
                );
            }
            _ if !json["service_account_impersonation_url"]
                .to_string()
                .contains("/serviceAccounts/") =>
            {
                return Err("has a `service_account_impersonation_url` that names no service account".to_owned());
            }
            _ => {}
        }
    }
    match ADDRESSES
        .iter()
        .find_map(|name| Some((name, unsafe_server(&json[*name])?)))
    {
        Some((name, server)) => Err(format!(
            "has a `{name}` at {server}: no secret is sent there, use https"
        )),
        None => Ok(kind),
    }
}

fn kind(json: &Value) -> Result<Kind, String> {
    match json["type"].as_str() {
        Some("service_account") => Ok(Kind::ServiceAccount),
        Some("authorized_user") => Ok(Kind::AuthorizedUser),
        Some("impersonated_service_account") => Ok(Kind::Impersonated),
        Some("external_account") => Ok(Kind::ExternalAccount),
        Some(other) => {
            let other: String = other
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
                .take(40)
                .collect();
            Err(format!(
                "is of the type `{other}`, which cannot be used here: it must be service_account, authorized_user, \
                 impersonated_service_account or external_account"
            ))
        }
        None if json["installed"].is_object() || json["web"].is_object() => Err(
            "is an OAuth client, which no one can sign in with alone: run `gcloud auth application-default login` \
             or fetch a service account's key"
                .to_owned(),
        ),
        None => Err("has no `type`: is it one of Google's credentials?".to_owned()),
    }
}

/// What the address names, where secrets may not go there.
fn unsafe_server(address: &Value) -> Option<String> {
    let address = address.as_str()?;
    match address.parse::<http::Uri>() {
        Ok(uri) if uri.scheme().is_some() && is_confidential(&uri) => None,
        Ok(uri) if uri.scheme().is_some() => Some(origin(&uri)),
        _ => Some("no address".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(json: &Value) -> String {
        match Key::parse(json.to_string().as_bytes()) {
            Ok(key) => panic!("passed as {:?}", key.kind),
            Err(fault) => fault,
        }
    }

    fn user() -> Value {
        json!({ "type": "authorized_user", "client_id": "id", "client_secret": "s3", "refresh_token": "r3" })
    }

    #[test]
    fn tells_what_is_wrong_without_the_secrets() {
        let with = |name: &str, value: Value| {
            let mut json = user();
            json[name] = value;
            json
        };
        let impersonated = json!({
            "type": "impersonated_service_account",
            "service_account_impersonation_url": "https://iam.example/v1/serviceAccounts/a@b:generateAccessToken",
            "source_credentials": user(),
        });
        for (json, expected) in [
            (json!("s3"), "has no `type`"),
            (json!({ "type": 5 }), "has no `type`"),
            (json!({ "installed": { "client_secret": "s3" } }), "is an OAuth client"),
            (
                json!({ "type": "gdch_service_account" }),
                "`gdch_service_account`, which cannot be used here",
            ),
            (
                with("client_secret", json!(["s3"])),
                "is a user's login, but has no `client_secret`",
            ),
            (with("refresh_token", json!("")), "has no `refresh_token`"),
            (
                with("token_uri", json!("http://evil.example/token")),
                "`token_uri` at http://evil.example: no secret",
            ),
            (with("token_uri", json!("token")), "`token_uri` at no address"),
            (
                json!({ "type": "external_account", "audience": "a", "subject_token_type": "t", "token_url": "https://a" }),
                "has no `credential_source`",
            ),
            (
                json!({ "type": "impersonated_service_account", "service_account_impersonation_url": "https://a",
                     "source_credentials": { "type": "authorized_user" } }),
                "has `source_credentials` whose content is a user's login, but has no `client_id`",
            ),
            (
                json!({ "type": "impersonated_service_account", "service_account_impersonation_url": "https://a",
                     "source_credentials": user() }),
                "names no service account",
            ),
            (
                json!({ "type": "impersonated_service_account", "service_account_impersonation_url": "https://a",
                     "source_credentials": impersonated.clone() }),
                "impersonates an impersonated account",
            ),
        ] {
            let fault = fault(&json);
            assert!(fault.contains(expected), "{json}: {fault}");
            assert!(!fault.contains("s3") && !fault.contains("r3"), "{fault}");
        }
        assert_eq!(
            Key::parse(b"{\n \"a\": s3").err().unwrap(),
            "is not JSON (line 2, column 7)"
        );
        let key = Key::parse(impersonated.to_string().as_bytes()).ok().unwrap();
        assert_eq!(
            (key.kind, key.identity(), key.secrets().len()),
            (Kind::Impersonated, Some("a@b"), 2)
        );
    }

    #[test]
    fn a_token_endpoint_on_this_machine_may_be_plain() {
        for address in ["https://oauth2.googleapis.com/token", "http://127.0.0.1:8080/token"] {
            let mut json = user();
            json["token_uri"] = json!(address);
            assert!(Key::parse(json.to_string().as_bytes()).is_ok(), "{address}");
        }
    }
}
