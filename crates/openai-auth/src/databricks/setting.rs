//! The settings of the unified authentication, and where each was found.

use std::fmt;

/// A setting of Databricks' unified authentication.
///
/// Names and variables are those of Databricks' own clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// The workspace's address; `https://` may be left out. `DATABRICKS_HOST`.
    Host,
    /// The account's id, for the account console. `DATABRICKS_ACCOUNT_ID`.
    AccountId,
    /// The method to use, by its [name](super::Method::name), where several are set up. `DATABRICKS_AUTH_TYPE`.
    AuthType,
    /// The profile to read. `DATABRICKS_CONFIG_PROFILE`.
    Profile,
    /// The file with the profiles; `~/.databrickscfg` by default. `DATABRICKS_CONFIG_FILE`.
    ConfigFile,
    /// A personal access token or another token at hand. `DATABRICKS_TOKEN`.
    Token,
    /// A user's name, for basic authentication. `DATABRICKS_USERNAME`.
    Username,
    /// The user's password. `DATABRICKS_PASSWORD`.
    Password,
    /// A service principal's client id. `DATABRICKS_CLIENT_ID`.
    ClientId,
    /// A service principal's OAuth secret. `DATABRICKS_CLIENT_SECRET`.
    ClientSecret,
    /// The Databricks CLI's path; `databricks` on `PATH` by default. `DATABRICKS_CLI_PATH`.
    CliPath,
    /// The workspace's id among Azure's resources. `DATABRICKS_AZURE_RESOURCE_ID`.
    AzureResourceId,
    /// The tenant in Entra. `ARM_TENANT_ID`.
    AzureTenantId,
    /// An application's or a managed identity's client id in Entra. `ARM_CLIENT_ID`.
    AzureClientId,
    /// The application's secret in Entra. `ARM_CLIENT_SECRET`.
    AzureClientSecret,
    /// `true` to use the managed identity of this machine. `ARM_USE_MSI`.
    AzureUseMsi,
    /// Azure's cloud: `PUBLIC` (the default), `USGOVERNMENT` or `CHINA`. `ARM_ENVIRONMENT`.
    AzureEnvironment,
}

impl Setting {
    /// All settings.
    pub const ALL: [Self; 17] = [
        Self::Host,
        Self::AccountId,
        Self::AuthType,
        Self::Profile,
        Self::ConfigFile,
        Self::Token,
        Self::Username,
        Self::Password,
        Self::ClientId,
        Self::ClientSecret,
        Self::CliPath,
        Self::AzureResourceId,
        Self::AzureTenantId,
        Self::AzureClientId,
        Self::AzureClientSecret,
        Self::AzureUseMsi,
        Self::AzureEnvironment,
    ];

    /// The setting's name in a profile.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.names().0
    }

    /// The environment variable.
    #[must_use]
    pub fn variable(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Host => ("host", "DATABRICKS_HOST"),
            Self::AccountId => ("account_id", "DATABRICKS_ACCOUNT_ID"),
            Self::AuthType => ("auth_type", "DATABRICKS_AUTH_TYPE"),
            Self::Profile => ("profile", "DATABRICKS_CONFIG_PROFILE"),
            Self::ConfigFile => ("config_file", "DATABRICKS_CONFIG_FILE"),
            Self::Token => ("token", "DATABRICKS_TOKEN"),
            Self::Username => ("username", "DATABRICKS_USERNAME"),
            Self::Password => ("password", "DATABRICKS_PASSWORD"),
            Self::ClientId => ("client_id", "DATABRICKS_CLIENT_ID"),
            Self::ClientSecret => ("client_secret", "DATABRICKS_CLIENT_SECRET"),
            Self::CliPath => ("databricks_cli_path", "DATABRICKS_CLI_PATH"),
            Self::AzureResourceId => ("azure_workspace_resource_id", "DATABRICKS_AZURE_RESOURCE_ID"),
            Self::AzureTenantId => ("azure_tenant_id", "ARM_TENANT_ID"),
            Self::AzureClientId => ("azure_client_id", "ARM_CLIENT_ID"),
            Self::AzureClientSecret => ("azure_client_secret", "ARM_CLIENT_SECRET"),
            Self::AzureUseMsi => ("azure_use_msi", "ARM_USE_MSI"),
            Self::AzureEnvironment => ("azure_environment", "ARM_ENVIRONMENT"),
        }
    }
}

/// Where a setting was found; what stands first wins over what stands below.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Origin {
    /// The program handed it in.
    Argument,
    /// The environment.
    Environment,
    /// A profile of a file.
    Profile {
        /// The profile's name.
        name: String,
        /// The file's path.
        path: String,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument => out.write_str("the arguments"),
            Self::Environment => out.write_str("the environment"),
            Self::Profile { name, path } => write!(out, "profile {name} of {path}"),
        }
    }
}
