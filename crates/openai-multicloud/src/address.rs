//! Provider URIs: a cloud, its address and its settings in one line.

use std::fmt;
use std::str::FromStr;

use openai_core::{BaseUrl, Error, ErrorKind};
#[cfg(any(feature = "azure", feature = "databricks"))]
use url::Url;

/// A cloud, its address and its settings in one line, for files and command lines.
///
/// | URI | reaches |
/// |---|---|
/// | `openai://` | OpenAI |
/// | `azure://RESOURCE?api-version=2024-10-21` | `https://RESOURCE.openai.azure.com`; without a version, the v1 API |
/// | `vertex://PROJECT/LOCATION` | Gemini on Vertex AI |
/// | `vertex://PROJECT/LOCATION/endpoints/ID` | a self-deployed model on Vertex AI |
/// | `databricks://WORKSPACE-HOST` | Databricks model serving |
/// | `databricks://?profile=NAME` | the same, at the host of a profile in `~/.databrickscfg` |
/// | `SCHEME+https://…`, `SCHEME+http://…` | the same wire at a base URL that is taken as it stands |
///
/// Each takes `?model=`, the model for requests that name none. A key never stands in a URI.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProviderUri {
    /// Which cloud's wire.
    pub scheme: Scheme,
    /// Where it is.
    pub place: Place,
    /// The parameters, in order: `model`, and those of the scheme.
    pub parameters: Vec<(String, String)>,
}

/// Which cloud's wire a URI means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// `openai`: OpenAI, and every server that speaks its wire.
    OpenAi,
    /// `azure`: Azure OpenAI. Takes `api-version`, and `scope`: what Entra's tokens are for, where it is not Azure OpenAI.
    Azure,
    /// `vertex`: Google Vertex AI. Takes `version`, `v1` or `v1beta1`.
    Vertex,
    /// `databricks`: Databricks model serving. Takes `auth`, `bearer` or `basic`, and `profile`, one of
    /// `~/.databrickscfg`.
    Databricks,
}

/// Where a URI leads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// Nothing was said: the cloud's own address.
    Default,
    /// Names, by which the cloud's address is built: a resource, a project and a location, a host.
    Names(Vec<String>),
    /// A base URL that is taken as it stands.
    Verbatim(BaseUrl),
}

impl Scheme {
    const ALL: [Self; 4] = [Self::OpenAi, Self::Azure, Self::Vertex, Self::Databricks];

    /// The scheme as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Azure => "azure",
            Self::Vertex => "vertex",
            Self::Databricks => "databricks",
        }
    }

    fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::OpenAi => &["model"],
            Self::Azure => &["model", "api-version", "scope"],
            Self::Vertex => &["model", "version"],
            Self::Databricks => &["model", "auth", "profile"],
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl ProviderUri {
    /// A parameter's value.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The names that the place is made of; empty where it has none.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match &self.place {
            Place::Names(names) => names.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

impl FromStr for ProviderUri {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let refuse = |why: String| Err(Error::new(ErrorKind::Config, format!("the provider URI {why}")));
        let shape = "it looks like openai://, azure://RESOURCE, vertex://PROJECT/LOCATION or databricks://HOST";
        let Some((head, rest)) = text.split_once("://") else {
            // A bare word is quoted only if it is short: a key pasted by mistake must not end up in a log.
            return refuse(match Scheme::ALL.iter().find(|scheme| scheme.as_str() == text) {
                Some(scheme) => format!("`{scheme}` lacks its slashes: write {scheme}://"),
                None => format!("has no scheme: {shape}"),
            });
        };
        let (name, verbatim) = match head.split_once('+') {
            Some((name, verbatim)) => (name, Some(verbatim)),
            None => (head, None),
        };
        let Some(scheme) = Scheme::ALL.into_iter().find(|scheme| scheme.as_str() == name) else {
            return refuse(format!("has an unknown scheme: {shape}"));
        };
        let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
        let parameters = parameters(scheme, query)?;
        let place = match verbatim {
            Some(http @ ("http" | "https")) => Place::Verbatim(BaseUrl::parse(
                "the provider URI's address",
                &format!("{http}://{address}"),
            )?),
            Some(_) => {
                return refuse(format!(
                    "has an unknown scheme: write {name}+https:// or {name}+http://"
                ));
            }
            None => names(scheme, address)?,
        };
        Ok(Self {
            scheme,
            place,
            parameters,
        })
    }
}

fn parameters(scheme: Scheme, query: &str) -> Result<Vec<(String, String)>, Error> {
    let known = scheme.parameters();
    let mut found: Vec<(String, String)> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let refuse = |why: String| Err(Error::new(ErrorKind::Config, format!("the provider URI {why}")));
        if !known.contains(&&*name) {
            return refuse(format!(
                "has a parameter that {scheme}:// does not take; it takes {}",
                known.join(", ")
            ));
        }
        if found.iter().any(|(known, _)| *known == name) {
            return refuse(format!("has the parameter `{name}` twice"));
        }
        if value.trim().is_empty() {
            return refuse(format!("has an empty `{name}`: give it a value, or leave it out"));
        }
        found.push((name.into_owned(), value.into_owned()));
    }
    Ok(found)
}

fn names(scheme: Scheme, address: &str) -> Result<Place, Error> {
    let refuse = |why: &str| Err(Error::new(ErrorKind::Config, format!("the provider URI {why}")));
    if address.contains(['@', '#']) {
        return refuse("holds `@` or `#`: neither users nor fragments belong in it");
    }
    let trimmed = address.trim_end_matches('/');
    let names: Vec<String> = trimmed
        .split('/')
        .filter(|_| !trimmed.is_empty())
        .map(str::to_owned)
        .collect();
    if names.iter().any(String::is_empty) {
        return refuse("has an empty name between two slashes");
    }
    match (scheme, names.len()) {
        (Scheme::OpenAi, 0) => Ok(Place::Default),
        (Scheme::OpenAi, _) => refuse("has an address, but openai:// takes none: write openai+https://HOST/PATH"),
        (Scheme::Azure, 1) => Ok(Place::Names(names)),
        (Scheme::Azure, _) => refuse("needs exactly a resource: azure://RESOURCE or azure://HOST"),
        (Scheme::Databricks, 0) => Ok(Place::Default),
        (Scheme::Databricks, 1) => Ok(Place::Names(names)),
        (Scheme::Databricks, _) => refuse("needs a host alone: databricks://WORKSPACE-HOST"),
        (Scheme::Vertex, 2) => Ok(Place::Names(names)),
        (Scheme::Vertex, 4) if names.get(2).is_some_and(|name| name == "endpoints") => Ok(Place::Names(names)),
        (Scheme::Vertex, _) => refuse("needs vertex://PROJECT/LOCATION or vertex://PROJECT/LOCATION/endpoints/ID"),
    }
}

/// An `https` base URL for a host that may have a port.
#[cfg(any(feature = "azure", feature = "databricks"))]
pub(crate) fn https(what: &str, host: &str) -> Result<BaseUrl, Error> {
    if Url::parse(&format!("https://{host}/")).is_ok_and(|url| url.path() == "/" && url.query().is_none()) {
        return BaseUrl::parse(what, &format!("https://{host}"));
    }
    Err(Error::new(
        ErrorKind::Config,
        format!("{what} is not a host: it looks like name.example.com"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(uri: &str) -> ProviderUri {
        uri.parse().unwrap_or_else(|error: Error| panic!("{uri}: {error}"))
    }

    #[test]
    fn reads_every_form() {
        assert_eq!(read("openai://").place, Place::Default);
        assert_eq!(read("openai://?model=gpt-5").parameter("model"), Some("gpt-5"));
        let azure = read("azure://contoso?api-version=2024-10-21&model=prod%2Fa");
        assert_eq!(
            (azure.names(), azure.parameter("api-version")),
            (vec!["contoso"], Some("2024-10-21"))
        );
        assert_eq!(azure.parameter("model"), Some("prod/a"));
        assert_eq!(read("vertex://p/us-central1/").names(), ["p", "us-central1"]);
        assert_eq!(read("vertex://p/l/endpoints/12").names(), ["p", "l", "endpoints", "12"]);
        assert_eq!(
            read("databricks://dbc-1.cloud.databricks.com").names(),
            ["dbc-1.cloud.databricks.com"]
        );
        let local = BaseUrl::parse("test", "http://127.0.0.1:8080/v1").unwrap();
        assert_eq!(read("openai+http://127.0.0.1:8080/v1").place, Place::Verbatim(local));
    }

    #[test]
    fn says_how_to_mend_what_it_refuses() {
        for (uri, hint) in [
            ("", "no scheme"),
            ("openai", "openai://"),
            ("aws://bedrock", "unknown scheme"),
            ("openai+ftp://host", "openai+https://"),
            ("openai+http://", "host"),
            ("openai://api.openai.com/v1", "openai+https://"),
            ("azure://", "azure://RESOURCE"),
            ("azure://a/b", "azure://RESOURCE"),
            ("azure://a?version=1", "it takes model, api-version, scope"),
            ("azure://a?api-version=1&api-version=2", "twice"),
            ("openai://?model=", "empty `model`"),
            ("vertex://project", "vertex://PROJECT/LOCATION"),
            ("vertex://p/l/models/m", "endpoints/ID"),
            ("vertex://p//l", "empty name"),
            ("databricks://user:pw@host", "users"),
        ] {
            let error = uri.parse::<ProviderUri>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(error.to_string().contains(hint), "{uri}: {error}");
        }
    }

    #[test]
    fn never_repeats_what_may_be_a_key() {
        for uri in [
            "sk-canary",
            "sk-canary://",
            "openai://?key=sk-canary",
            "openai://?sk-canary=1",
            "azure+x://sk-canary",
        ] {
            let error = uri.parse::<ProviderUri>().unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }
}
