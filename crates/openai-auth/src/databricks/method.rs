//! The ways into a workspace, in the order in which they are looked for.

use std::fmt;

use super::Setting;

/// A way into a workspace, under the name that Databricks' unified authentication gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// `pat`: a personal access token, or another token at hand.
    Pat,
    /// `basic`: a user's name and password.
    Basic,
    /// `oauth-m2m`: a service principal of Databricks.
    OauthM2m,
    /// `azure-client-secret`: an application of Entra with its secret.
    AzureClientSecret,
    /// `azure-msi`: the managed identity of this machine in Azure.
    AzureMsi,
    /// `azure-cli`: who is signed in to the Azure CLI.
    AzureCli,
    /// `databricks-cli`: who is signed in to the Databricks CLI.
    DatabricksCli,
}

impl Method {
    /// All methods, in the order in which they are looked for.
    pub const ORDER: [Self; 7] = [
        Self::Pat,
        Self::Basic,
        Self::OauthM2m,
        Self::AzureClientSecret,
        Self::AzureMsi,
        Self::AzureCli,
        Self::DatabricksCli,
    ];

    /// The method's name, as `DATABRICKS_AUTH_TYPE` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pat => "pat",
            Self::Basic => "basic",
            Self::OauthM2m => "oauth-m2m",
            Self::AzureClientSecret => "azure-client-secret",
            Self::AzureMsi => "azure-msi",
            Self::AzureCli => "azure-cli",
            Self::DatabricksCli => "databricks-cli",
        }
    }

    /// The method of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ORDER.into_iter().find(|method| method.name() == name)
    }

    /// What it needs beside the host. Nothing for those that ask a program which may be signed in, or not.
    pub(super) fn needs(self) -> &'static [Setting] {
        match self {
            Self::Pat => &[Setting::Token],
            Self::Basic => &[Setting::Username, Setting::Password],
            Self::OauthM2m => &[Setting::ClientId, Setting::ClientSecret],
            Self::AzureClientSecret => &[
                Setting::AzureClientId,
                Setting::AzureClientSecret,
                Setting::AzureTenantId,
            ],
            Self::AzureMsi => &[Setting::AzureUseMsi],
            Self::AzureCli | Self::DatabricksCli => &[],
        }
    }

    pub(super) fn is_azure(self) -> bool {
        matches!(self, Self::AzureClientSecret | Self::AzureMsi | Self::AzureCli)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
