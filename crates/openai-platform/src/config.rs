//! Where OpenAI is, and on whose behalf it is called.

use http::{HeaderMap, HeaderName, HeaderValue};
use openai_core::{BaseUrl, Error, ErrorKind, Profile};

use crate::profile;

const ADDRESS: &str = "https://api.openai.com/v1";
const HOST: &str = "api.openai.com";

/// OpenAI, or a server that speaks its wire.
#[derive(Clone, Debug)]
pub struct OpenAi {
    pub(crate) base: BaseUrl,
    pub(crate) headers: HeaderMap,
    pub(crate) profile: Profile,
}

impl OpenAi {
    /// OpenAI at `https://api.openai.com/v1`.
    #[must_use]
    pub fn new() -> Self {
        Self::with_base_url(BaseUrl::fixed(ADDRESS))
    }

    /// A server that speaks OpenAI's wire, with the address that `/chat/completions` is appended to.
    ///
    /// `api.openai.com` and its regional hosts, such as `eu.api.openai.com`, are known to be OpenAI. Of any other server
    /// nothing is known: every parameter is sent, and a request without a model goes out without one.
    #[must_use]
    pub fn with_base_url(base: BaseUrl) -> Self {
        let profile = if is_openai(&base) {
            profile::openai()
        } else {
            profile::compatible(&base)
        };
        Self {
            base,
            headers: HeaderMap::new(),
            profile,
        }
    }

    /// Names the organization that the usage is counted to: header `OpenAI-Organization`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the id is empty or cannot stand in a header.
    pub fn organization(self, id: &str) -> Result<Self, Error> {
        self.header("openai-organization", "organization", id)
    }

    /// Names the project that the usage is counted to: header `OpenAI-Project`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the id is empty or cannot stand in a header.
    pub fn project(self, id: &str) -> Result<Self, Error> {
        self.header("openai-project", "project", id)
    }

    pub(crate) fn is_openai(&self) -> bool {
        is_openai(&self.base)
    }

    fn header(mut self, name: &'static str, what: &str, id: &str) -> Result<Self, Error> {
        let refuse = |why: &str| {
            let message = format!("the {what} id {why}: give it as OpenAI shows it, or leave it out");
            Err(Error::new(ErrorKind::Config, message))
        };
        if id.trim().is_empty() {
            return refuse("is empty");
        }
        match HeaderValue::from_str(id) {
            Ok(value) if id.is_ascii() => {
                self.headers.insert(HeaderName::from_static(name), value);
                Ok(self)
            }
            _ => refuse("cannot stand in a header, as it holds a line break or another unprintable character"),
        }
    }
}

impl Default for OpenAi {
    fn default() -> Self {
        Self::new()
    }
}

fn is_openai(base: &BaseUrl) -> bool {
    let host = base.host().to_ascii_lowercase();
    host == HOST || host.strip_suffix(HOST).is_some_and(|region| region.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_openai_by_its_host() {
        for (url, known) in [
            (ADDRESS, true),
            ("https://API.openai.com/v1", true),
            ("https://eu.api.openai.com/v1", true),
            ("https://evilapi.openai.com/v1", false),
            ("https://api.openai.com.example/v1", false),
            ("http://127.0.0.1:8080/v1", false),
        ] {
            assert_eq!(is_openai(&BaseUrl::parse("test", url).unwrap()), known, "{url}");
        }
        assert!(OpenAi::new().is_openai());
    }

    #[test]
    fn refuses_ids_that_cannot_be_headers() {
        for (id, why) in [
            ("", "empty"),
            (" ", "empty"),
            ("org\nx-evil: 1", "line break"),
            ("örg", "unprintable"),
        ] {
            let error = OpenAi::new().organization(id).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{id:?}");
            assert!(
                error.to_string().starts_with("the organization id ") && error.to_string().contains(why),
                "{error}"
            );
        }
        assert!(
            OpenAi::new()
                .project("\r")
                .unwrap_err()
                .to_string()
                .starts_with("the project id ")
        );
    }
}
