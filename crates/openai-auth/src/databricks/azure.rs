//! Workspaces on Azure, entered with Entra's tokens.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, request};
use openai_core::{
    Credential, CredentialError, Error, ErrorKind, ExposeSecret, SecretString, TokenSource, async_trait,
};

use super::{Config, Setting};
use crate::{BearerFrom, Cached, CachedToken, Command, secret};

/// The application id of Azure Databricks: tokens of Entra are asked for with it as the resource.
///
/// As a scope it is `2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default` (Azure Databricks documents, Entra tokens for
/// service principals).
pub const AZURE_RESOURCE: &str = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

const MANAGEMENT_TOKEN: HeaderName = HeaderName::from_static("x-databricks-azure-sp-management-token");
const RESOURCE_ID: HeaderName = HeaderName::from_static("x-databricks-azure-workspace-resource-id");

/// Entra's tokens for a workspace on Azure.
///
/// The source brings tokens for [`AZURE_RESOURCE`]. An identity that is no user of the workspace, but has rights on the
/// Azure resource, says [which resource](Self::with_resource) that is.
#[derive(Debug)]
pub struct AzureWorkspace {
    workspace: BearerFrom<Arc<dyn TokenSource>>,
    resource: Option<Resource>,
}

struct Resource {
    id: HeaderValue,
    management: Cached<Arc<dyn TokenSource>>,
}

/// The management token that a request carries; it travels among the request's extensions.
#[derive(Clone)]
struct ManagementToken(CachedToken);

impl AzureWorkspace {
    /// Tokens from this source, which are cached here.
    #[must_use]
    pub fn new(workspace: Arc<dyn TokenSource>) -> Self {
        Self {
            workspace: BearerFrom::new(Cached::new(workspace)),
            resource: None,
        }
    }

    /// The workspace's id among Azure's resources (`/subscriptions/…/workspaces/NAME`), and a source of tokens for
    /// Azure's management endpoint.
    ///
    /// They travel as `X-Databricks-Azure-Workspace-Resource-Id` and `X-Databricks-Azure-SP-Management-Token`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the id is not one of Azure's.
    pub fn with_resource(mut self, id: &str, management: Arc<dyn TokenSource>) -> Result<Self, Error> {
        let value = HeaderValue::from_str(id)
            .ok()
            .filter(|_| id.starts_with("/subscriptions/"));
        let Some(id) = value else {
            let message = "the Azure resource id of the workspace does not look like /subscriptions/…/workspaces/NAME";
            return Err(Error::new(ErrorKind::Config, message));
        };
        let management = Cached::new(management);
        self.resource = Some(Resource { id, management });
        Ok(self)
    }
}

/// What the unified authentication asks of Entra: a token for this scope, as this identity.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EntraRequest {
    /// Who signs in.
    pub identity: EntraIdentity,
    /// Entra's address in the cloud that `ARM_ENVIRONMENT` names, such as `https://login.microsoftonline.com/`.
    pub authority: &'static str,
    /// What the token is for.
    pub scope: String,
}

/// Who signs in to Entra.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EntraIdentity {
    /// An application with its secret.
    ClientSecret {
        /// The tenant's id or domain.
        tenant: String,
        /// The application's client id.
        client_id: String,
        /// The application's secret.
        secret: SecretString,
    },
    /// The managed identity of this machine.
    Managed {
        /// Which one, where several are assigned by users; `None` for the machine's own.
        client_id: Option<String>,
    },
}

pub(super) type MakeEntra = dyn Fn(&EntraRequest) -> Result<Arc<dyn TokenSource>, Error> + Send + Sync;

/// Entra and the management endpoint of one of Azure's clouds.
struct AzureCloud {
    authority: &'static str,
    management: &'static str,
}

/// The credential of an identity of Entra.
pub(super) fn entra(config: &Config, identity: &EntraIdentity) -> Result<AzureWorkspace, Error> {
    let AzureCloud { authority, management } = cloud(config)?;
    let source = |resource: &str| match &config.entra {
        Some(make) => make(&EntraRequest {
            identity: identity.clone(),
            authority,
            scope: format!("{resource}/.default"),
        }),
        None => Err(Error::new(ErrorKind::Config, "this program was built without Entra")),
    };
    with_resource(config, AzureWorkspace::new(source(AZURE_RESOURCE)?), || {
        source(management)
    })
}

/// The credential of who is signed in to the Azure CLI.
pub(super) fn cli(config: &Config) -> Result<AzureWorkspace, Error> {
    let AzureCloud { management, .. } = cloud(config)?;
    let source = |resource: &str| -> Arc<dyn TokenSource> {
        let mut arguments = vec![
            "account",
            "get-access-token",
            "--resource",
            resource,
            "--output",
            "json",
        ];
        if let Some(tenant) = config.text(Setting::AzureTenantId) {
            arguments.extend(["--tenant", tenant]);
        }
        let program = if cfg!(windows) { "az.cmd" } else { "az" };
        Arc::new(Command::new(program, arguments))
    };
    with_resource(config, AzureWorkspace::new(source(AZURE_RESOURCE)), || {
        Ok(source(&format!("{management}/")))
    })
}

fn with_resource(
    config: &Config,
    workspace: AzureWorkspace,
    management: impl FnOnce() -> Result<Arc<dyn TokenSource>, Error>,
) -> Result<AzureWorkspace, Error> {
    match config.text(Setting::AzureResourceId) {
        Some(id) => workspace.with_resource(id, management()?),
        None => Ok(workspace),
    }
}

fn cloud(config: &Config) -> Result<AzureCloud, Error> {
    let name = config
        .text(Setting::AzureEnvironment)
        .unwrap_or("PUBLIC")
        .to_ascii_uppercase();
    // Older settings write AzurePublicCloud, AzureUSGovernment and AzureChinaCloud.
    let name = name.trim_start_matches("AZURE").trim_end_matches("CLOUD");
    let (authority, management) = match name {
        "PUBLIC" => (
            "https://login.microsoftonline.com/",
            "https://management.core.windows.net",
        ),
        "USGOVERNMENT" => (
            "https://login.microsoftonline.us/",
            "https://management.core.usgovcloudapi.net",
        ),
        "CHINA" => (
            "https://login.chinacloudapi.cn/",
            "https://management.core.chinacloudapi.cn",
        ),
        _ => {
            let message = "ARM_ENVIRONMENT is none of PUBLIC, USGOVERNMENT and CHINA";
            return Err(Error::new(ErrorKind::Config, message));
        }
    };
    Ok(AzureCloud { authority, management })
}

#[async_trait]
impl Credential for AzureWorkspace {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        if let Some(resource) = &self.resource {
            let token = resource.management.token().await?;
            let value = secret::header_value(token.secret().expose_secret())?;
            self.workspace.authorize(head).await?;
            head.headers.insert(MANAGEMENT_TOKEN, value);
            head.headers.insert(RESOURCE_ID, resource.id.clone());
            head.extensions.insert(ManagementToken(token));
            return Ok(());
        }
        self.workspace.authorize(head).await
    }

    fn rejected(&self, head: &request::Parts) -> bool {
        // A 401 does not say which of the two tokens it is about.
        let management = head.extensions.get().zip(self.resource.as_ref());
        let management =
            management.is_some_and(|(ManagementToken(token), resource)| resource.management.invalidate(token));
        self.workspace.rejected(head) || management
    }

    fn origin(&self) -> Option<String> {
        self.workspace.origin()
    }
}

impl fmt::Debug for Resource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Resource")
            .field("management", &self.management)
            .finish_non_exhaustive()
    }
}
