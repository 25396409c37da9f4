//! Where Entra's tokens come from.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use openai_core::{CredentialError, Error, ErrorKind, SecretString, Token, TokenSource, Transport, async_trait};

use super::chain::Chain;
use super::identity::{Identity, ManagedIdentity, Wish};
use crate::unpanicked::unpanicked;
use crate::within::within;
use crate::{endpoint, secret};

/// Entra of the public cloud.
pub const AZURE_PUBLIC: &str = "https://login.microsoftonline.com";
/// Entra of Azure Government.
pub const AZURE_GOVERNMENT: &str = "https://login.microsoftonline.us";
/// Entra of Azure in China.
pub const AZURE_CHINA: &str = "https://login.chinacloudapi.cn";

const SCOPE: &str = "https://cognitiveservices.azure.com/.default";

/// Tokens of Microsoft Entra ID.
///
/// Azure's crate `azure_identity` speaks with Entra, and does so through our own transport: over https (or to this
/// machine, or to the machine's own metadata address), without redirects, with at most 1 MiB an answer. Nothing is
/// kept: put a [`Cached`](crate::Cached) in front of it, or use it as an [`Entra`](super::Entra).
#[derive(Clone)]
pub struct Source {
    who: Who,
    wish: Wish,
    time_limit: Duration,
}

#[derive(Clone)]
enum Who {
    One(Arc<Identity>),
    Chain(Arc<Chain>),
}

impl Source {
    /// An application with its client secret. The tenant is an id or a domain.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where one of them cannot be what it should be.
    pub fn client_secret(
        transport: Arc<dyn Transport>,
        tenant: &str,
        client_id: &str,
        client_secret: impl Into<SecretString>,
    ) -> Result<Self, Error> {
        let secret = client_secret.into();
        secret::check("the client secret", &secret)?;
        let (tenant, client_id) = application(tenant, client_id)?;
        Ok(Self::one(Identity::ClientSecret {
            transport,
            tenant,
            client_id,
            secret,
        }))
    }

    /// A workload identity: an application that another issuer, such as a Kubernetes cluster, vouches for with the
    /// token in this file. The file is read at each fetch.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the tenant or the client id cannot be one.
    pub fn workload_identity(
        transport: Arc<dyn Transport>,
        tenant: &str,
        client_id: &str,
        token_file: impl Into<PathBuf>,
    ) -> Result<Self, Error> {
        let (tenant, client_id) = application(tenant, client_id)?;
        let token_file = token_file.into();
        Ok(Self::one(Identity::Workload {
            transport,
            tenant,
            client_id,
            token_file,
        }))
    }

    /// The managed identity of the virtual machine, App Service or function this runs on.
    ///
    /// Azure's crate reads from the environment of the process which of them it is (`IDENTITY_ENDPOINT`,
    /// `IDENTITY_HEADER`); without these it asks the machine's metadata service at 169.254.169.254.
    #[must_use]
    pub fn managed_identity(transport: Arc<dyn Transport>, which: ManagedIdentity) -> Self {
        Self::one(Identity::Managed { transport, which })
    }

    /// The user who is signed in to the Azure CLI, `az`, in this tenant or in the CLI's own.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the tenant cannot be one.
    pub fn azure_cli(tenant: Option<&str>) -> Result<Self, Error> {
        Ok(Self::one(Identity::AzureCli {
            tenant: tenant.map(checked_tenant).transpose()?,
        }))
    }

    /// The user who is signed in to the Azure Developer CLI, `azd`, in this tenant or in the CLI's own.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the tenant cannot be one.
    pub fn azure_developer_cli(tenant: Option<&str>) -> Result<Self, Error> {
        Ok(Self::one(Identity::AzureDeveloperCli {
            tenant: tenant.map(checked_tenant).transpose()?,
        }))
    }

    /// The first of `az` and `azd` that brings a token; it is asked from then on.
    #[must_use]
    pub fn developer_tools() -> Self {
        Self::from_chain(Chain::developer_tools())
    }

    /// The first of these that brings a token, in the order of Azure's own default credential; it is asked from then on.
    ///
    /// 1. an application in the environment: `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, `AZURE_CLIENT_SECRET`,
    /// 2. a workload identity: `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, `AZURE_FEDERATED_TOKEN_FILE`,
    /// 3. a managed identity: the one that `AZURE_CLIENT_ID` names, or the machine's own,
    /// 4. the Azure CLI, `az`,
    /// 5. the Azure Developer CLI, `azd`.
    ///
    /// The first two, where they are configured, must work: their failure ends the search. `AZURE_AUTHORITY_HOST`
    /// gives the authority. Where none works, the error says of each why.
    ///
    /// # Errors
    /// What the function answers for one of these variables; [`ErrorKind::Config`] where a value cannot be what it
    /// should be.
    pub fn chain(
        transport: Arc<dyn Transport>,
        environment: impl Fn(&str) -> Result<Option<String>, Error>,
    ) -> Result<Self, Error> {
        let source = Self::from_chain(Chain::new(&transport, &environment)?);
        match environment("AZURE_AUTHORITY_HOST")?.filter(|authority| !authority.trim().is_empty()) {
            Some(authority) => source.with_authority(&authority),
            None => Ok(source),
        }
    }

    /// What the token is for. The default is Azure OpenAI, `https://cognitiveservices.azure.com/.default`.
    ///
    /// Newer pages of Azure AI Foundry name `https://ai.azure.com/.default`; Azure Databricks is
    /// `2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default`.
    #[must_use]
    pub fn with_scope(mut self, scope: impl Into<String>) -> Self {
        self.wish.scope = scope.into();
        self
    }

    /// Which Entra is asked, such as [`AZURE_GOVERNMENT`]. The default is [`AZURE_PUBLIC`].
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where it is no address, or is neither https nor on this machine.
    pub fn with_authority(mut self, authority: &str) -> Result<Self, Error> {
        self.wish.authority = endpoint::address("the authority of Entra", authority)?;
        Ok(self)
    }

    /// How long a fetch may take. The default is 30 seconds.
    #[must_use]
    pub fn with_time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Who signs in, as far as it is known; of a chain, the one that brought the last token.
    #[must_use]
    pub fn origin(&self) -> String {
        match &self.who {
            Who::One(identity) => identity.to_string(),
            Who::Chain(chain) => chain.to_string(),
        }
    }

    fn one(identity: Identity) -> Self {
        Self::new(Who::One(Arc::new(identity)))
    }

    fn from_chain(chain: Chain) -> Self {
        Self::new(Who::Chain(Arc::new(chain)))
    }

    fn new(who: Who) -> Self {
        let authority = http::Uri::from_static(AZURE_PUBLIC);
        Self {
            who,
            wish: Wish {
                scope: SCOPE.to_owned(),
                authority,
            },
            time_limit: Duration::from_secs(30),
        }
    }
}

#[async_trait]
impl TokenSource for Source {
    async fn fetch(&self) -> Result<Token, CredentialError> {
        let token = async {
            match &self.who {
                Who::One(identity) => identity.token(&self.wish).await,
                Who::Chain(chain) => chain.token(&self.wish).await,
            }
        };
        let what = format!("fetching an Entra token with {}", self.origin());
        within(self.time_limit, &what, unpanicked(&what, token)).await
    }

    fn origin(&self) -> Option<String> {
        Some(self.origin())
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Source({}, for {})", self.origin(), self.wish.scope)
    }
}

pub(super) fn application(tenant: &str, client_id: &str) -> Result<(String, String), Error> {
    if client_id.is_empty()
        || !client_id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        let message = "the client id of Entra is not an id such as 00000000-0000-0000-0000-000000000000";
        return Err(Error::new(ErrorKind::Config, message));
    }
    Ok((checked_tenant(tenant)?, client_id.to_owned()))
}

fn checked_tenant(tenant: &str) -> Result<String, Error> {
    if tenant.is_empty()
        || !tenant
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
    {
        let message = "the tenant of Entra is neither an id nor a domain such as contoso.onmicrosoft.com";
        return Err(Error::new(ErrorKind::Config, message));
    }
    Ok(tenant.to_owned())
}
