//! Which Databricks workspace is called.

use openai_core::{BaseUrl, Profile};

use crate::profile;

/// A Databricks workspace and its serving endpoints.
#[derive(Clone, Debug)]
pub struct Databricks {
    /// The workspace's address, without `/serving-endpoints`.
    pub(crate) workspace: BaseUrl,
    pub(crate) profile: Profile,
}

impl Databricks {
    /// A workspace by its address, such as `https://adb-1234.5.azuredatabricks.net`; `/serving-endpoints` at its end does
    /// not matter.
    #[must_use]
    pub fn new(workspace: BaseUrl) -> Self {
        let workspace = workspace.strip_suffix("/serving-endpoints").unwrap_or(workspace);
        Self {
            workspace,
            profile: profile::databricks(),
        }
    }
}
