//! Databricks: service principals, profiles, Azure, and the order in which they are looked for.
//!
//! A personal access token needs nothing of this: it is a [`Bearer`](crate::Bearer), or a
//! [`Basic::token`](crate::Basic::token).
//!
//! [`Config`] gathers settings from arguments, the environment and `~/.databrickscfg`, and makes a [`Unified`]
//! credential of them as Databricks' unified authentication does. It reads neither environment nor files itself:
//!
//! ```
//! use openai_auth::databricks::{Config, Setting};
//!
//! let config = Config::load(
//!     [(Setting::Profile, "dev".to_owned())],
//!     |name| Ok((name == "HOME").then(|| "/my".to_owned())),
//!     |path| {
//!         assert_eq!(path.to_str(), Some("/my/.databrickscfg"));
//!         Ok("[dev]\nhost = https://dbc-1234.cloud.databricks.com\ntoken = dapi0123456789".to_owned())
//!     },
//! )?;
//! assert_eq!(config.host()?.to_string(), "https://dbc-1234.cloud.databricks.com");
//! # Ok::<(), openai_core::Error>(())
//! ```

mod azure;
mod config;
mod m2m;
mod method;
mod profile;
mod setting;
mod unified;

pub use azure::{AZURE_RESOURCE, AzureWorkspace, EntraIdentity, EntraRequest};
pub use config::Config;
pub use m2m::M2m;
pub use method::Method;
pub use profile::profile_names;
pub use setting::{Origin, Setting};
pub use unified::Unified;
