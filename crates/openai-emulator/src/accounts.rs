//! Who may fetch tokens.

use std::fmt;

/// A key that is worth nothing: everybody has it.
const THROWAWAY_KEY: &str = include_str!("issuer/throwaway.pem");

/// The accounts for which the emulator issues tokens.
///
/// The [default](Accounts::default) ones are made up and the same in every emulator, so that their secrets can stand in
/// any test. Change the fields for others.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Accounts {
    /// The OAuth client that a Google user has signed in with.
    pub google_client: Client,
    /// That user's refresh token.
    pub google_refresh_token: Secret,
    /// A service account of Google; also the one that the metadata server speaks for.
    pub google_service_account: ServiceAccount,
    /// The tenant of Entra, an id or a domain.
    pub entra_tenant: String,
    /// An application of that tenant; also the managed identity of the machine.
    pub entra_client: Client,
    /// The private key of the application's certificate, PKCS#8 in PEM, with which it may sign assertions in place of
    /// its secret. The federated issuer signs with it as well.
    pub entra_key: Secret,
    /// Whose assertions Entra takes in place of the application's own.
    pub entra_federation: Federation,
    /// A service principal of the Databricks workspace.
    pub databricks_client: Client,
}

/// An OAuth client: a name and its password.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Client {
    /// The client id.
    pub id: String,
    /// The client secret.
    pub secret: Secret,
}

/// A service account of Google, as its key file describes it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServiceAccount {
    /// `client_email` of the key file.
    pub email: String,
    /// `project_id` of the key file.
    pub project: String,
    /// `private_key_id` of the key file.
    pub key_id: String,
    /// `private_key` of the key file: RSA, PKCS#8 in PEM. The emulator only verifies with it.
    pub private_key: Secret,
}

/// Another issuer that an application of Entra trusts (workload identity).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Federation {
    /// `iss` of its tokens.
    pub issuer: String,
    /// `sub` of its tokens.
    pub subject: String,
}

/// A text that `Debug` does not show.
#[derive(Clone)]
pub struct Secret(String);

impl Client {
    /// A client id and its secret.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
        }
    }
}

impl Secret {
    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Default for Accounts {
    /// The accounts that the crate's front page lists.
    fn default() -> Self {
        Self {
            google_client: Client::new("emulator.apps.googleusercontent.com", "emulator-google-secret"),
            google_refresh_token: "1//emulator-refresh-token".into(),
            google_service_account: ServiceAccount {
                email: "emulator@emulator-project.iam.gserviceaccount.com".to_owned(),
                project: "emulator-project".to_owned(),
                key_id: "emulator-key".to_owned(),
                private_key: THROWAWAY_KEY.into(),
            },
            entra_tenant: "11111111-1111-4111-8111-111111111111".to_owned(),
            entra_client: Client::new("22222222-2222-4222-8222-222222222222", "emulator-entra-secret"),
            entra_key: THROWAWAY_KEY.into(),
            entra_federation: Federation {
                issuer: "https://cluster.example".to_owned(),
                subject: "system:serviceaccount:default:emulator".to_owned(),
            },
            databricks_client: Client::new("33333333-3333-4333-8333-333333333333", "emulator-databricks-secret"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Accounts;

    #[test]
    fn no_secret_is_shown() {
        let shown = format!("{:?}", Accounts::default());
        for secret in [
            "emulator-google-secret",
            "1//",
            "PRIVATE",
            "emulator-entra-secret",
            "emulator-databricks-secret",
        ] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("emulator.apps.googleusercontent.com"), "{shown}");
    }
}
