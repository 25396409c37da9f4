//! Which cloud a program talks to.

use openai_client::Connection;
use openai_core::{BaseUrl, Error, ErrorKind};

use crate::address::{ProviderUri, Scheme};
use crate::cloud::is_here;
use crate::environment::Environment;

/// The cloud that a program is to talk to: that of `uri`, else that of the variable `OAI_PROVIDER`, else the only one
/// whose variables are complete. `None` where no cloud's variables are set at all.
///
/// ```
/// use openai_multicloud::{Environment, connect};
///
/// let environment = Environment::from([("OPENAI_API_KEY", "sk-1"), ("AZURE_OPENAI_ENDPOINT", "https://a.example")]);
/// let connection = connect(&environment, None)?.unwrap();
/// assert_eq!(connection.provider.name(), "openai");
/// # Ok::<(), openai_multicloud::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Config`] where the URI is malformed, where the variables of two clouds are complete, where those of a
/// cloud are set in part and none is complete, or where the chosen cloud lacks something. The error lists the
/// variables. [`ErrorKind::Unsupported`] where the cloud is not compiled in.
pub fn connect(environment: &Environment, uri: Option<&str>) -> Result<Option<Connection>, Error> {
    let named = match uri {
        Some(uri) => Some(uri),
        None => environment.var("OAI_PROVIDER")?,
    };
    if let Some(named) = named {
        return by_uri(&named.parse()?, environment).map(Some);
    }
    let complete: Vec<&Needs> = NEEDS.iter().filter(|needs| needs.complete(environment)).collect();
    match complete.as_slice() {
        [only] => by_variables(only.scheme, environment).map(Some),
        [] => match NEEDS.iter().find(|needs| needs.begun(environment)) {
            None => Ok(None),
            Some(partial) => Err(Error::new(ErrorKind::Config, partial.lack(environment))),
        },
        several => {
            let clouds: Vec<String> = several.iter().map(|needs| needs.describe(environment)).collect();
            let message = format!(
                "the variables of {} clouds are set: {}; choose one with --provider URI or OAI_PROVIDER",
                several.len(),
                clouds.join(", ")
            );
            Err(Error::new(ErrorKind::Config, message))
        }
    }
}

/// What a cloud's variables must hold before it is chosen by them.
struct Needs {
    scheme: Scheme,
    /// One of each row must be set.
    rows: &'static [&'static [&'static str]],
    /// The variables that nobody sets for another purpose: one of them shows that this cloud is meant.
    own: &'static [&'static str],
}

const NEEDS: [Needs; 4] = [
    Needs {
        scheme: Scheme::OpenAi,
        rows: &[&["OPENAI_API_KEY"]],
        own: &["OPENAI_API_KEY", "OPENAI_BASE_URL"],
    },
    Needs {
        scheme: Scheme::Azure,
        rows: &[
            &["AZURE_OPENAI_ENDPOINT"],
            &["AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"],
        ],
        own: &["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"],
    },
    Needs {
        scheme: Scheme::Vertex,
        rows: &[
            &["GOOGLE_CLOUD_PROJECT", "PROJECT_ID"],
            &["GOOGLE_CLOUD_LOCATION", "LOCATION"],
            &["CLOUDSDK_AUTH_ACCESS_TOKEN"],
        ],
        own: &[
            "GOOGLE_CLOUD_PROJECT",
            "GOOGLE_CLOUD_LOCATION",
            "CLOUDSDK_AUTH_ACCESS_TOKEN",
        ],
    },
    Needs {
        scheme: Scheme::Databricks,
        rows: &[&["DATABRICKS_HOST"], &["DATABRICKS_TOKEN"]],
        own: &["DATABRICKS_HOST", "DATABRICKS_TOKEN"],
    },
];

impl Needs {
    fn complete(&self, environment: &Environment) -> bool {
        let keyless = self.scheme == Scheme::OpenAi && has_local_base(environment);
        keyless || self.rows.iter().all(|row| row.iter().any(|name| environment.has(name)))
    }

    fn begun(&self, environment: &Environment) -> bool {
        self.own.iter().any(|name| environment.has(name))
    }

    fn describe(&self, environment: &Environment) -> String {
        let set: Vec<&str> = self.own.iter().copied().filter(|name| environment.has(name)).collect();
        format!("{} ({})", self.scheme, set.join(", "))
    }

    fn lack(&self, environment: &Environment) -> String {
        let missing = self
            .rows
            .iter()
            .filter(|row| !row.iter().any(|name| environment.has(name)));
        let missing: Vec<String> = missing.map(|row| row.join(" or ")).collect();
        format!(
            "the variables of {} are set in part: set {} too, or name a cloud with --provider URI or OAI_PROVIDER",
            self.describe(environment),
            missing.join(" and "),
        )
    }
}

fn has_local_base(environment: &Environment) -> bool {
    let base = environment.var("OPENAI_BASE_URL").ok().flatten();
    base.is_some_and(|base| BaseUrl::parse("OPENAI_BASE_URL", base).is_ok_and(|base| is_here(&base)))
}

fn by_uri(uri: &ProviderUri, environment: &Environment) -> Result<Connection, Error> {
    match uri.scheme {
        #[cfg(feature = "openai")]
        Scheme::OpenAi => crate::OpenAi::from_uri(uri, environment).map(Into::into),
        #[cfg(feature = "azure")]
        Scheme::Azure => crate::Azure::from_uri(uri, environment).map(Into::into),
        #[cfg(feature = "vertex")]
        Scheme::Vertex => crate::Vertex::from_uri(uri, environment).map(Into::into),
        #[cfg(feature = "databricks")]
        Scheme::Databricks => crate::Databricks::from_uri(uri, environment).map(Into::into),
        #[allow(unreachable_patterns, reason = "reached where a feature is off")]
        scheme => Err(absent(scheme)),
    }
}

fn by_variables(scheme: Scheme, environment: &Environment) -> Result<Connection, Error> {
    match scheme {
        #[cfg(feature = "openai")]
        Scheme::OpenAi => crate::OpenAi::from_variables(environment).map(Into::into),
        #[cfg(feature = "azure")]
        Scheme::Azure => crate::Azure::from_variables(environment).map(Into::into),
        #[cfg(feature = "vertex")]
        Scheme::Vertex => crate::Vertex::from_variables(environment).map(Into::into),
        #[cfg(feature = "databricks")]
        Scheme::Databricks => crate::Databricks::from_variables(environment).map(Into::into),
        #[allow(unreachable_patterns, reason = "reached where a feature is off")]
        scheme => Err(absent(scheme)),
    }
}

#[allow(dead_code, reason = "needed where a feature is off")]
fn absent(scheme: Scheme) -> Error {
    let message = format!("{scheme}:// is not compiled in: build openai-multicloud with the feature `{scheme}`");
    Error::new(ErrorKind::Unsupported, message)
}
