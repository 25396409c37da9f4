//! Which cloud a program talks to.

use openai_client::Connection;
use openai_core::{BaseUrl, Error, ErrorKind};

use crate::address::{ProviderUri, Scheme};
use crate::cloud::is_here;
use crate::environment::Environment;

/// The cloud that a program is to talk to: that of `uri`, else that of the variable `OAI_PROVIDER`, else the only one
/// whose variables are complete. `None` where no cloud's variables are set at all.
///
/// Variables are complete where they say where the cloud is and hold a key, a token, or a service principal. Where no
/// cloud's are, the only one of which they say where it is, is called with who is signed in on this machine. Whether
/// anybody is signed in is not looked at here: a login never chooses a cloud.
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
    let those = |is: fn(&Needs, &Environment) -> bool| -> Vec<&Needs> {
        NEEDS.iter().filter(|needs| is(needs, environment)).collect()
    };
    let mut complete = those(Needs::complete);
    if complete.is_empty() {
        complete = those(Needs::placed);
    }
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
    /// Where the cloud is: one of each row must be set.
    place: &'static [&'static [&'static str]],
    /// What proves who is calling: all of one row must be set.
    proof: &'static [&'static [&'static str]],
    /// Whether who is signed in on this machine can call it, so that the place alone will do.
    logins: bool,
    /// The feature that brings these logins, where it is one that can be off.
    feature: Option<&'static str>,
    /// The variables that nobody sets for another purpose: one of them shows that this cloud is meant.
    own: &'static [&'static str],
}

const NEEDS: [Needs; 4] = [
    Needs {
        scheme: Scheme::OpenAi,
        place: &[],
        proof: &[&["OPENAI_API_KEY"]],
        logins: false,
        feature: None,
        own: &["OPENAI_API_KEY", "OPENAI_BASE_URL"],
    },
    Needs {
        scheme: Scheme::Azure,
        place: &[&["AZURE_OPENAI_ENDPOINT"]],
        proof: &[&["AZURE_OPENAI_API_KEY"], &["AZURE_OPENAI_AD_TOKEN"]],
        logins: cfg!(feature = "entra"),
        feature: Some("entra"),
        own: &["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"],
    },
    Needs {
        scheme: Scheme::Vertex,
        place: &[
            &["GOOGLE_CLOUD_PROJECT", "PROJECT_ID"],
            &["GOOGLE_CLOUD_LOCATION", "LOCATION"],
        ],
        proof: &[&["CLOUDSDK_AUTH_ACCESS_TOKEN"]],
        logins: cfg!(feature = "google"),
        feature: Some("google"),
        own: &[
            "GOOGLE_CLOUD_PROJECT",
            "GOOGLE_CLOUD_LOCATION",
            "CLOUDSDK_AUTH_ACCESS_TOKEN",
        ],
    },
    Needs {
        scheme: Scheme::Databricks,
        place: &[&["DATABRICKS_HOST", "DATABRICKS_CONFIG_PROFILE"]],
        proof: &[
            &["DATABRICKS_TOKEN"],
            &["DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET"],
        ],
        logins: true,
        feature: None,
        own: &[
            "DATABRICKS_HOST",
            "DATABRICKS_TOKEN",
            "DATABRICKS_CLIENT_ID",
            "DATABRICKS_CONFIG_PROFILE",
        ],
    },
];

impl Needs {
    fn complete(&self, environment: &Environment) -> bool {
        let keyless = self.scheme == Scheme::OpenAi && has_local_base(environment);
        let is_whole = |row: &&[&str]| row.iter().all(|name| environment.has(name));
        keyless || (self.has_place(environment) && self.proof.iter().any(is_whole))
    }

    /// Whether it is known where the cloud is, and who is signed in may call it.
    fn placed(&self, environment: &Environment) -> bool {
        // `PROJECT_ID` and `LOCATION` may be anybody's.
        self.logins && self.has_place(environment) && self.begun(environment)
    }

    fn has_place(&self, environment: &Environment) -> bool {
        let has_one = |row: &&[&str]| row.iter().any(|name| environment.has(name));
        self.place.iter().all(has_one)
    }

    fn begun(&self, environment: &Environment) -> bool {
        self.own.iter().any(|name| environment.has(name))
    }

    fn describe(&self, environment: &Environment) -> String {
        let set: Vec<&str> = self.own.iter().copied().filter(|name| environment.has(name)).collect();
        format!("{} ({})", self.scheme, set.join(", "))
    }

    fn lack(&self, environment: &Environment) -> String {
        let has = |name: &&&str| environment.has(name);
        let place = self.place.iter().filter(|row| !row.iter().any(|name| has(&name)));
        let mut missing: Vec<String> = place.map(|row| row.join(" or ")).collect();
        let mut hint = String::new();
        match self.proof.iter().find(|row| row.iter().any(|name| has(&name))) {
            Some(begun) => missing.extend(begun.iter().filter(|name| !has(name)).map(ToString::to_string)),
            None if self.logins => {}
            None => {
                let proofs: Vec<String> = self.proof.iter().map(|row| row.join(" with ")).collect();
                missing.push(proofs.join(" or "));
                hint = self.feature.map_or(hint, |feature| {
                    format!(" (or build with the feature `{feature}`, to use a login of this machine)")
                });
            }
        }
        format!(
            "the variables of {} are set in part: set {} too{hint}, or name a cloud with --provider URI or OAI_PROVIDER",
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
