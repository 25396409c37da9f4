//! Base URLs, and which addresses may carry a credential.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::Uri;
use http::uri::Scheme;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::{Error, ErrorKind, Segment};

/// The address that a provider's paths are appended to, such as `https://api.openai.com/v1`.
///
/// It has a scheme of http or https and a host; no user, query or fragment. A slash at its end does not matter.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

/// What stands for itself in a query's names and values.
const QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?');

impl BaseUrl {
    /// Reads a base URL. `what` names its source in an error: a variable, a flag, a field.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where it is not an http or https address with a host, or has a user, a query or a fragment.
    pub fn parse(what: &str, url: &str) -> Result<Self, Error> {
        let refuse = |why: &str| {
            let message = format!("{what} is not a base URL: {why}; it looks like https://host/path");
            Err(Error::new(ErrorKind::Config, message))
        };
        if url.trim().is_empty() {
            return refuse("it is empty");
        }
        if !url.contains("://") {
            return refuse("it needs a scheme and a host");
        }
        if url.contains('#') {
            return refuse("it has a fragment (#…)");
        }
        let Ok(uri) = Uri::from_str(url.trim()) else {
            return refuse("it cannot be read as an address");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return refuse("it needs a scheme and a host");
        };
        if !["http", "https"].contains(&scheme) {
            return refuse("its scheme is neither http nor https");
        }
        if authority.as_str().contains('@') {
            return refuse("it holds a user or a password, which do not belong in an address");
        }
        if uri.query().is_some() {
            return refuse("it has a query (?…)");
        }
        if authority.host().is_empty() {
            return refuse("it has no host");
        }
        let steps = uri.path().to_ascii_lowercase().replace("%2e", ".");
        if steps.split('/').any(|step| step == "." || step == "..") {
            return refuse("its path holds a step (. or ..)");
        }
        let path = uri.path().trim_end_matches('/').to_owned();
        Ok(Self {
            origin: format!("{scheme}://{authority}"),
            path,
        })
    }

    /// An address that the program itself names, taken as it is.
    ///
    /// `url` must be one that [`parse`](Self::parse) reads, without a slash at its end. Debug builds check this.
    #[must_use]
    pub fn fixed(url: &'static str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let host = rest.find('/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at(host);
        let fixed = Self {
            origin: format!("{scheme}://{authority}"),
            path: path.to_owned(),
        };
        debug_assert!(
            Self::parse("", url).is_ok_and(|read| read == fixed),
            "a fixed address is one that can be parsed"
        );
        fixed
    }

    /// The address with these path segments and this query.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the whole is too long to be an address.
    pub fn join<'a>(&self, path: impl IntoIterator<Item = &'a Segment>, query: &[(&str, &str)]) -> Result<Uri, Error> {
        let mut address = format!("{}{}", self.origin, self.path);
        for segment in path {
            address.push('/');
            address.push_str(segment.as_str());
        }
        for (index, (name, value)) in query.iter().enumerate() {
            address.push(if index == 0 { '?' } else { '&' });
            address.extend(utf8_percent_encode(name, QUERY));
            address.push('=');
            address.extend(utf8_percent_encode(value, QUERY));
        }
        Uri::try_from(address)
            .map_err(|error| Error::new(ErrorKind::Invalid, "the request's address is too long").with_source(error))
    }

    /// Whether `uri` has this base URL's scheme, host and port.
    #[must_use]
    pub fn has_origin_of(&self, uri: &Uri) -> bool {
        let origin = |uri: &Uri| {
            let scheme = uri.scheme().cloned()?;
            let port = uri.port_u16().unwrap_or(if scheme == Scheme::HTTPS { 443 } else { 80 });
            Some((scheme, uri.host()?.to_ascii_lowercase(), port))
        };
        let own = Uri::from_str(&self.origin).ok().as_ref().and_then(origin);
        own.is_some() && own == origin(uri)
    }

    /// The host, without a port.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.origin.split_once("://").map_or("", |(_, authority)| authority);
        match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => host,
            _ => authority,
        }
    }

    /// The same address without this end of its path, such as `/v1`; `None` where the path does not end so.
    #[must_use]
    pub fn strip_suffix(&self, end: &str) -> Option<Self> {
        let path = self.path.strip_suffix(end)?.trim_end_matches('/').to_owned();
        Some(Self {
            origin: self.origin.clone(),
            path,
        })
    }

    /// The path: empty, or beginning with a slash and not ending with one.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.origin, self.path)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "BaseUrl({self})")
    }
}

/// Whether a credential may travel to this address: over https, or to this very machine.
#[must_use]
pub fn is_confidential(uri: &Uri) -> bool {
    if uri.scheme() == Some(&Scheme::HTTPS) {
        return true;
    }
    let host = uri
        .host()
        .unwrap_or_default()
        .trim_start_matches('[')
        .trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(url: &str) -> BaseUrl {
        BaseUrl::parse("test", url).unwrap()
    }

    #[test]
    fn joins_path_and_query() {
        let id = Segment::new("deployment", "gpt 4/o").unwrap();
        let uri = base("https://a.example/openai/")
            .join([&Segment::fixed("deployments"), &id], &[("v", "a&b=c")])
            .unwrap();
        assert_eq!(uri, "https://a.example/openai/deployments/gpt%204%2Fo?v=a%26b%3Dc");
    }

    #[test]
    fn a_fixed_address_is_as_if_parsed() {
        for url in [
            "https://api.example/v1",
            "https://api.example",
            "http://127.0.0.1:80/a/b",
        ] {
            assert_eq!(BaseUrl::fixed(url), base(url));
        }
    }

    #[test]
    fn strips_the_end_of_a_path() {
        assert_eq!(
            base("https://a.example/b/openai/").strip_suffix("/openai"),
            Some(base("https://a.example/b"))
        );
        assert_eq!(base("https://a.example/myopenai").strip_suffix("/openai"), None);
        assert_eq!(base("https://openai").strip_suffix("/openai"), None);
    }

    #[test]
    fn refuses_what_is_no_base_url() {
        for (url, why) in [
            ("", "empty"),
            ("api.openai.com/v1", "scheme"),
            ("ftp://host/", "neither http nor https"),
            ("https://me:secret@host/", "user or a password"),
            ("https://host/?a=b", "query"),
            ("https://host/#x", "fragment"),
            ("https://host/a/../b", "step"),
            ("https://host/%2E%2e", "step"),
            ("https://ho st/", "cannot be read"),
        ] {
            let error = BaseUrl::parse("OPENAI_BASE_URL", url).unwrap_err().to_string();
            assert!(
                error.contains("OPENAI_BASE_URL") && error.contains(why),
                "{url}: {error}"
            );
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn compares_origins() {
        let azure = base("https://a.example/openai");
        assert!(azure.has_origin_of(&Uri::from_static("https://A.example:443/x")));
        assert!(!azure.has_origin_of(&Uri::from_static("http://a.example/x")));
        assert!(!azure.has_origin_of(&Uri::from_static("https://a.example.evil/x")));
        assert_eq!(base("http://[::1]:8080/v1").host(), "[::1]");
        assert_eq!(base("http://127.0.0.1:8080/v1").host(), "127.0.0.1");
    }

    #[test]
    fn trusts_https_and_loopback_alone() {
        for (uri, trusted) in [
            ("https://api.example/", true),
            ("http://127.0.0.1:80/", true),
            ("http://[::1]/", true),
            ("http://localhost:1/", true),
            ("http://localhost.evil/", false),
            ("http://10.0.0.1/", false),
            ("http://127.0.0.1.evil/", false),
        ] {
            assert_eq!(is_confidential(&Uri::from_static(uri)), trusted, "{uri}");
        }
    }
}
