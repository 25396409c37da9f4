//! Trying one identity after the other.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{Request, Uri};
use openai_core::{CredentialError, Error, Payload, Token, Transport};

use super::identity::{Identity, ManagedIdentity, Wish};
use super::source::application;
use crate::endpoint::TokenEndpoint;
use crate::secret;

/// Identities in the order in which they are tried.
pub(super) struct Chain {
    steps: Vec<Step>,
    /// The one that brought a token: another one later would be somebody else.
    chosen: OnceLock<usize>,
}

struct Step {
    name: &'static str,
    way: Way,
}

enum Way {
    /// What is missing for it.
    Closed(String),
    /// Configured on purpose: a failure is the answer.
    Configured(Identity),
    /// A failure means that it is not there.
    Ambient(Identity),
    /// As ambient, where the metadata service of a virtual machine answers.
    Metadata(Identity, TokenEndpoint),
}

/// Where a virtual machine finds its metadata service.
const METADATA: &str = "http://169.254.169.254/metadata/identity/oauth2/token";

/// It is on the machine itself, so it answers soon or not at all.
const METADATA_LIMIT: Duration = Duration::from_secs(1);

impl Chain {
    pub(super) fn developer_tools() -> Self {
        Self {
            steps: developer_tools().into(),
            chosen: OnceLock::new(),
        }
    }

    pub(super) fn new(
        transport: &Arc<dyn Transport>,
        environment: &impl Fn(&str) -> Result<Option<String>, Error>,
    ) -> Result<Self, Error> {
        let environment = |name| environment(name).map(|value| value.filter(|value| !value.trim().is_empty()));
        let client_id = environment("AZURE_CLIENT_ID")?;
        let who = match (environment("AZURE_TENANT_ID")?, &client_id) {
            (Some(tenant), Some(client_id)) => Ok(application(&tenant, client_id)?),
            (None, _) => Err("AZURE_TENANT_ID is not set".to_owned()),
            (_, None) => Err("AZURE_CLIENT_ID is not set".to_owned()),
        };
        let client_secret = match (&who, environment("AZURE_CLIENT_SECRET")?) {
            (Ok((tenant, client_id)), Some(value)) => {
                let secret = value.into();
                secret::check("AZURE_CLIENT_SECRET", &secret)?;
                let (tenant, client_id) = (tenant.clone(), client_id.clone());
                Way::Configured(Identity::ClientSecret {
                    transport: transport.clone(),
                    tenant,
                    client_id,
                    secret,
                })
            }
            (Ok(_), None) => Way::Closed("AZURE_CLIENT_SECRET is not set".to_owned()),
            (Err(missing), _) => Way::Closed(missing.clone()),
        };
        let workload = match (who, environment("AZURE_FEDERATED_TOKEN_FILE")?) {
            (Ok((tenant, client_id)), Some(file)) => {
                let token_file = file.into();
                Way::Configured(Identity::Workload {
                    transport: transport.clone(),
                    tenant,
                    client_id,
                    token_file,
                })
            }
            (Ok(_), None) => Way::Closed("AZURE_FEDERATED_TOKEN_FILE is not set".to_owned()),
            (Err(missing), _) => Way::Closed(missing),
        };
        let which = client_id.map_or(ManagedIdentity::System, ManagedIdentity::ClientId);
        let managed = Identity::Managed {
            transport: transport.clone(),
            which,
        };
        let managed = match environment("IDENTITY_ENDPOINT")? {
            Some(_) => Way::Ambient(managed),
            None => {
                let mut endpoint = TokenEndpoint::new(transport.clone());
                endpoint.link_local = true;
                endpoint.time_limit = METADATA_LIMIT;
                Way::Metadata(managed, endpoint)
            }
        };
        let mut steps = vec![
            Step {
                name: "an application in the environment",
                way: client_secret,
            },
            Step {
                name: "a workload identity",
                way: workload,
            },
            Step {
                name: "a managed identity",
                way: managed,
            },
        ];
        steps.extend(developer_tools());
        Ok(Self {
            steps,
            chosen: OnceLock::new(),
        })
    }

    /// The token of the first identity that has one.
    pub(super) async fn token(&self, wish: &Wish) -> Result<Token, CredentialError> {
        if let Some(step) = self.chosen().map(|step| &step.way) {
            return step.token(wish).await;
        }
        let mut reasons = Vec::new();
        let mut may_pass = false;
        for (index, Step { name, way }) in self.steps.iter().enumerate() {
            match way.token(wish).await {
                Ok(token) => {
                    // Of two that choose at once, the first is right.
                    let _ = self.chosen.set(index);
                    return Ok(token);
                }
                Err(error) if matches!(way, Way::Configured(_)) => return Err(error),
                Err(error) => {
                    may_pass |= error.is_retryable();
                    reasons.push(format!("{name} ({error})"));
                }
            }
        }
        let message = format!(
            "no Entra credential was found. Tried {}. Run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and \
             AZURE_CLIENT_SECRET",
            reasons.join("; ")
        );
        match may_pass {
            true => Err(CredentialError::passing(message)),
            false => Err(CredentialError::new(message)),
        }
    }

    fn chosen(&self) -> Option<&Step> {
        self.steps.get(*self.chosen.get()?)
    }
}

impl Way {
    async fn token(&self, wish: &Wish) -> Result<Token, CredentialError> {
        match self {
            Self::Closed(missing) => Err(CredentialError::new(missing.clone())),
            Self::Configured(identity) | Self::Ambient(identity) => identity.token(wish).await,
            Self::Metadata(identity, endpoint) => {
                // Without the header that asks for something, any answer will do.
                let mut knock = Request::new(Payload::Empty);
                *knock.uri_mut() = Uri::from_static(METADATA);
                if endpoint.exchange(knock).await.is_err() {
                    return Err(CredentialError::new("nothing answers at 169.254.169.254"));
                }
                identity.token(wish).await
            }
        }
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.chosen().map(|step| &step.way) {
            Some(Way::Configured(identity) | Way::Ambient(identity) | Way::Metadata(identity, _)) => identity.fmt(out),
            _ => {
                let names: Vec<&str> = self.steps.iter().map(|step| step.name).collect();
                write!(out, "the first of {}", names.join(", "))
            }
        }
    }
}

fn developer_tools() -> [Step; 2] {
    [
        Step {
            name: "the Azure CLI",
            way: Way::Ambient(Identity::AzureCli { tenant: None }),
        },
        Step {
            name: "the Azure Developer CLI",
            way: Way::Ambient(Identity::AzureDeveloperCli { tenant: None }),
        },
    ]
}
