//! Who signs in to Entra.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use azure_core::cloud::CustomConfiguration;
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::{ClientOptions, RetryOptions};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, AzureDeveloperCliCredential, AzureDeveloperCliCredentialOptions,
    ClientAssertionCredentialOptions, ClientSecretCredential, ClientSecretCredentialOptions, ManagedIdentityCredential,
    ManagedIdentityCredentialOptions, UserAssignedId, WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use http::Uri;
use openai_core::{CredentialError, ExposeSecret, SecretString, Token, Transport};

use super::program::Program;
use super::refusal;
use super::wire::Wire;
use crate::secret;

/// Which managed identity of a machine signs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ManagedIdentity {
    /// The machine's own.
    #[default]
    System,
    /// The user-assigned one with this client id.
    ClientId(String),
    /// The user-assigned one with this object id.
    ObjectId(String),
    /// The user-assigned one with this Azure resource id; App Service does not know these.
    ResourceId(String),
}

/// Who signs in, and how.
pub(super) enum Identity {
    ClientSecret {
        transport: Arc<dyn Transport>,
        tenant: String,
        client_id: String,
        secret: SecretString,
    },
    Workload {
        transport: Arc<dyn Transport>,
        tenant: String,
        client_id: String,
        token_file: PathBuf,
    },
    Managed {
        transport: Arc<dyn Transport>,
        which: ManagedIdentity,
    },
    AzureCli {
        tenant: Option<String>,
    },
    AzureDeveloperCli {
        tenant: Option<String>,
    },
}

/// What is asked for, and where.
#[derive(Clone)]
pub(super) struct Wish {
    pub(super) scope: String,
    pub(super) authority: Uri,
}

type Built = azure_core::Result<Arc<dyn TokenCredential>>;

impl Identity {
    /// Asks for a token with a credential that is built for it alone, so that nothing of Azure's crate is kept.
    pub(super) async fn token(&self, wish: &Wish) -> Result<Token, CredentialError> {
        let (wire, built) = match self {
            Self::ClientSecret {
                transport,
                tenant,
                client_id,
                secret,
            } => {
                let wire = Wire::new(transport, wish, vec![secret.clone()]);
                let options = ClientSecretCredentialOptions {
                    client_options: options(&wire, wish),
                };
                let secret = Secret::new(secret.expose_secret().to_owned());
                let built = ClientSecretCredential::new(tenant, client_id.clone(), secret, Some(options));
                (Some(wire), built.map(|built| built as _))
            }
            Self::Workload {
                transport,
                tenant,
                client_id,
                token_file,
            } => {
                let wire = Wire::new(transport, wish, Vec::new());
                let options = WorkloadIdentityCredentialOptions {
                    credential_options: ClientAssertionCredentialOptions {
                        client_options: options(&wire, wish),
                    },
                    client_id: Some(client_id.clone()),
                    tenant_id: Some(tenant.clone()),
                    token_file_path: Some(token_file.clone()),
                };
                let built = WorkloadIdentityCredential::new(Some(options));
                (Some(wire), built.map(|built| built as _))
            }
            Self::Managed { transport, which } => {
                let wire = Wire::new(transport, wish, Vec::new());
                let options = ManagedIdentityCredentialOptions {
                    user_assigned_id: which.clone().into(),
                    client_options: options(&wire, wish),
                };
                let built = ManagedIdentityCredential::new(Some(options));
                (Some(wire), built.map(|built| built as _))
            }
            Self::AzureCli { tenant } => (None, azure_cli(tenant.clone())),
            Self::AzureDeveloperCli { tenant } => (None, azure_developer_cli(tenant.clone())),
        };
        let asked = async { built?.get_token(&[&wish.scope], None).await };
        let answer = asked
            .await
            .map_err(|error| match wire.and_then(|wire| wire.verdict()) {
                Some(verdict) => verdict,
                None => CredentialError::new(format!("{self} brought no token: {}", refusal::plain(&error))),
            })?;
        let token = answer.token.secret();
        if let Some(fault) = secret::fault(token) {
            return Err(CredentialError::new(format!("the token that came with {self} {fault}")));
        }
        let end = SystemTime::from(answer.expires_on);
        let lifetime = end.duration_since(SystemTime::now()).unwrap_or_default();
        Ok(Token::new(token.to_owned(), Some(lifetime)))
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClientSecret { tenant, client_id, .. } => {
                write!(out, "the client secret of {client_id} in the tenant {tenant}")
            }
            Self::Workload { tenant, client_id, .. } => {
                write!(out, "the workload identity {client_id} in the tenant {tenant}")
            }
            Self::Managed {
                which: ManagedIdentity::System,
                ..
            } => out.write_str("this machine's managed identity"),
            Self::Managed {
                which: ManagedIdentity::ClientId(id) | ManagedIdentity::ObjectId(id) | ManagedIdentity::ResourceId(id),
                ..
            } => write!(out, "the managed identity {id}"),
            Self::AzureCli { .. } => out.write_str("the Azure CLI, az"),
            Self::AzureDeveloperCli { .. } => out.write_str("the Azure Developer CLI, azd"),
        }
    }
}

impl From<ManagedIdentity> for Option<UserAssignedId> {
    fn from(which: ManagedIdentity) -> Self {
        match which {
            ManagedIdentity::System => None,
            ManagedIdentity::ClientId(id) => Some(UserAssignedId::ClientId(id)),
            ManagedIdentity::ObjectId(id) => Some(UserAssignedId::ObjectId(id)),
            ManagedIdentity::ResourceId(id) => Some(UserAssignedId::ResourceId(id)),
        }
    }
}

fn azure_cli(tenant_id: Option<String>) -> Built {
    let executor = Some(Arc::new(Program) as _);
    let options = AzureCliCredentialOptions {
        tenant_id,
        executor,
        ..Default::default()
    };
    Ok(AzureCliCredential::new(Some(options))?)
}

fn azure_developer_cli(tenant_id: Option<String>) -> Built {
    let executor = Some(Arc::new(Program) as _);
    let options = AzureDeveloperCliCredentialOptions { tenant_id, executor };
    Ok(AzureDeveloperCliCredential::new(Some(options))?)
}

fn options(wire: &Arc<Wire>, wish: &Wish) -> ClientOptions {
    let mut cloud = CustomConfiguration::default();
    cloud.authority_host = wire.authority_for_azure(&wish.authority);
    ClientOptions {
        transport: Some(azure_core::http::Transport::new(wire.clone())),
        // The client that asks for the token repeats its call.
        retry: RetryOptions::none(),
        cloud: Some(Arc::new(cloud.into())),
        ..Default::default()
    }
}
