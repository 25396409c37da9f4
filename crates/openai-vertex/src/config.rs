//! Which project, location and endpoint of Vertex AI is called.

use openai_core::{BaseUrl, Error, ErrorKind, Profile, Segment};

use crate::profile;

/// The endpoint id that stands for the Gemini models and those that are offered as a service.
const GEMINI: &str = "openapi";

/// The domain of Google's own cloud.
const UNIVERSE: &str = "googleapis.com";

/// Vertex AI's OpenAI-compatible endpoints: Gemini models, or a model that was deployed to an endpoint of one's own.
#[derive(Clone, Debug)]
pub struct Vertex {
    /// Scheme and host, or a whole base URL.
    pub(crate) base: BaseUrl,
    pub(crate) version: Version,
    /// What follows the version in the path: `projects/…/locations/…/endpoints/…`; empty below a whole base URL.
    pub(crate) path: Vec<Segment>,
    /// Whether models are named in the request, as on the Gemini endpoint.
    pub(crate) gemini: bool,
    /// Whether operations are sent that no document describes.
    pub(crate) unverified: bool,
    pub(crate) profile: Profile,
}

/// The version in the path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Version {
    /// `v1`.
    V1,
    /// `v1beta1`: the default, as in Google's samples.
    #[default]
    V1Beta1,
}

impl Vertex {
    /// The Gemini models, and those that other publishers offer as a service, in a project and a location.
    ///
    /// `location` is a region such as `us-central1`, a multi-region (`us`, `eu`) or `global`; it decides on the host.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the project or the location is not a name.
    pub fn gemini(project: &str, location: &str) -> Result<Self, Error> {
        Self::endpoint(project, location, GEMINI)
    }

    /// A model that was deployed to the endpoint with this id, such as `1234567890` or `mg-endpoint-…`.
    ///
    /// An endpoint with a host of its own is reached with [`with_base_url`](Self::with_base_url).
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the project, the location or the endpoint is not a name.
    pub fn endpoint(project: &str, location: &str, endpoint: &str) -> Result<Self, Error> {
        let base = BaseUrl::parse("the location's address", &format!("https://{}", host(location)?))?;
        let path = vec![
            Segment::fixed("projects"),
            name("project", project)?,
            Segment::fixed("locations"),
            name("location", location)?,
            Segment::fixed("endpoints"),
            name("endpoint", endpoint)?,
        ];
        Ok(Self::at(base, path, endpoint == GEMINI))
    }

    /// An address that `/chat/completions` is appended to, taken as it is.
    ///
    /// One that ends in `/endpoints/openapi` leads to the Gemini models, any other to a model of one's own, as on a host
    /// of one's own: `https://ENDPOINT.LOCATION-PROJECT.prediction.vertexai.goog/v1/projects/…/endpoints/ENDPOINT`.
    #[must_use]
    pub fn with_base_url(base: BaseUrl) -> Self {
        let gemini = base.path().ends_with("/endpoints/openapi");
        Self::at(base, Vec::new(), gemini)
    }

    /// Sets the version in the path. Default: [`Version::V1Beta1`]. A base URL that was given whole keeps its own.
    #[must_use]
    pub fn version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// Calls a cloud other than `googleapis.com`, such as one that a partner of Google operates, by its domain.
    ///
    /// A base URL that was given whole keeps its own host.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where it is not a domain.
    pub fn universe_domain(self, domain: &str) -> Result<Self, Error> {
        let Some(service) = self
            .base
            .host()
            .strip_suffix(UNIVERSE)
            .filter(|_| !self.path.is_empty())
        else {
            return Ok(self);
        };
        let is_domain = domain.split('.').count() > 1
            && domain.split('.').all(|label| {
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
                !label.is_empty() && label.bytes().all(plain)
            });
        if !is_domain {
            let message = "the universe domain is not a domain, such as googleapis.com";
            return Err(Error::new(ErrorKind::Config, message));
        }
        let base = BaseUrl::parse("the universe's address", &format!("https://{service}{domain}"))?;
        Ok(Self { base, ..self })
    }

    /// Sends responses too, which Google's list of paths names and no document describes.
    ///
    /// Without it they are refused before they are sent. Creating, asking for and deleting one have a path at an endpoint;
    /// nothing is known of their parameters.
    #[must_use]
    pub fn unverified(self) -> Self {
        Self {
            unverified: true,
            profile: of(self.gemini, true),
            ..self
        }
    }

    /// Whether this is the endpoint of the Gemini models, where every request names its model.
    #[must_use]
    pub fn is_gemini(&self) -> bool {
        self.gemini
    }

    fn at(base: BaseUrl, path: Vec<Segment>, gemini: bool) -> Self {
        Self {
            base,
            version: Version::default(),
            path,
            gemini,
            unverified: false,
            profile: of(gemini, false),
        }
    }
}

fn of(gemini: bool, unverified: bool) -> Profile {
    if gemini {
        profile::gemini(unverified)
    } else {
        profile::deployed(unverified)
    }
}

fn name(what: &'static str, value: &str) -> Result<Segment, Error> {
    Segment::new(what, value).map_err(|bad| Error::new(ErrorKind::Config, bad.to_string()))
}

/// Regions have hosts of their own, multi-regions too; `global` is the host without a region.
fn host(location: &str) -> Result<String, Error> {
    name("location", location)?;
    let is_label = location
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_label || location.starts_with('-') || location.ends_with('-') || location.len() > 40 {
        let shown: String = location.chars().take(40).flat_map(char::escape_debug).collect();
        let message = format!(
            "the location \"{shown}\" is not one of Vertex AI's: it has lower-case letters, digits and hyphens only, such \
             as us-central1, or is global, us or eu"
        );
        return Err(Error::new(ErrorKind::Config, message));
    }
    Ok(match location {
        "global" => "aiplatform.googleapis.com".to_owned(),
        "us" | "eu" => format!("aiplatform.{location}.rep.googleapis.com"),
        region => format!("{region}-aiplatform.googleapis.com"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_have_hosts() {
        for (location, expected) in [
            ("us-central1", "us-central1-aiplatform.googleapis.com"),
            ("global", "aiplatform.googleapis.com"),
            ("us", "aiplatform.us.rep.googleapis.com"),
            ("eu", "aiplatform.eu.rep.googleapis.com"),
        ] {
            assert_eq!(host(location).unwrap(), expected);
        }
    }

    #[test]
    fn another_universe_has_hosts_of_its_own() {
        let host = |location| {
            let vertex = Vertex::gemini("p", location).unwrap();
            vertex.universe_domain("apis.example").unwrap().base.host().to_owned()
        };
        assert_eq!(host("us-central1"), "us-central1-aiplatform.apis.example");
        assert_eq!(host("eu"), "aiplatform.eu.rep.apis.example");
        let whole = BaseUrl::parse("test", "https://aiplatform.googleapis.com/v1/endpoints/openapi").unwrap();
        let kept = Vertex::with_base_url(whole).universe_domain("apis.example").unwrap();
        assert_eq!(kept.base.host(), "aiplatform.googleapis.com");
        for bad in ["", "localhost", "a..b", "evil.example/", "user@evil.example", "a.b:1"] {
            assert!(
                Vertex::gemini("p", "eu").unwrap().universe_domain(bad).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_name() {
        for (project, location, endpoint, why) in [
            ("", "us-central1", "1", "the project is empty"),
            ("../p", "us-central1", "1", "the project \"../p\" holds a path step"),
            (
                "p\n",
                "us-central1",
                "1",
                "the project \"p\\n\" holds a control character",
            ),
            ("p", "", "1", "the location is empty"),
            ("p", "..", "1", "the location \"..\" holds a path step"),
            ("p", "evil.example/", "1", "the location \"evil.example/\" is not one"),
            ("p", "evil.example#", "1", "the location \"evil.example#\" is not one"),
            ("p", "user@host", "1", "the location \"user@host\" is not one"),
            ("p", "US-Central1", "1", "the location \"US-Central1\" is not one"),
            ("p", "-us", "1", "the location \"-us\" is not one"),
            ("p", "us-central1", " ", "the endpoint is empty"),
            ("p", "us-central1", "..", "the endpoint \"..\" holds a path step"),
        ] {
            let error = Vertex::endpoint(project, location, endpoint).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{error}");
            assert!(error.to_string().starts_with(why), "{error}");
        }
    }
}
