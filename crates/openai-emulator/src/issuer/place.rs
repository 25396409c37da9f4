//! The paths at which tokens are to be had.

use http::Method;
use http::request::Parts;
use percent_encoding::percent_decode_str;

/// Where a request for a token, or for the way to one, goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Google's token endpoint.
    Google,
    /// The metadata server of Google's machines.
    Metadata,
    /// Entra's token endpoint, of this tenant.
    Entra(String),
    /// What Entra says about itself, for this tenant.
    EntraConfiguration(String),
    /// Which addresses are the same Entra.
    EntraInstances,
    /// The metadata service of Azure's machines.
    ManagedIdentity,
    /// What a Databricks workspace says about itself.
    DatabricksConfig,
    /// What its authorization server says about itself.
    DatabricksServer,
    /// The token endpoint of a Databricks workspace.
    Databricks,
}

impl Place {
    /// The place of a request, if it goes to one.
    pub(crate) fn of(head: &Parts) -> Option<Self> {
        let path = head.uri.path();
        // Google's libraries knock at the root to see whether this is one of Google's machines.
        let knocks = path == "/" && head.headers.contains_key("metadata-flavor");
        if knocks || path == "/computeMetadata" || path.starts_with("/computeMetadata/") {
            return Some(Self::Metadata);
        }
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match *segments.as_slice() {
            ["token"] => Some(Self::Google),
            [tenant, "oauth2", "v2.0", "token"] => decoded(tenant).map(Self::Entra),
            [tenant, "v2.0", ".well-known", "openid-configuration"] => decoded(tenant).map(Self::EntraConfiguration),
            ["common", "discovery", "instance"] => Some(Self::EntraInstances),
            ["metadata", "identity", "oauth2", "token"] => Some(Self::ManagedIdentity),
            [".well-known", "databricks-config"] => Some(Self::DatabricksConfig),
            ["oidc", ".well-known", "oauth-authorization-server"] => Some(Self::DatabricksServer),
            ["oidc", "v1", "token"] => Some(Self::Databricks),
            _ => None,
        }
    }

    /// How it is asked.
    pub(crate) fn method(&self) -> Method {
        match self {
            Self::Google | Self::Entra(_) | Self::Databricks => Method::POST,
            _ => Method::GET,
        }
    }
}

fn decoded(segment: &str) -> Option<String> {
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    (!text.is_empty()).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::Place;

    fn place(path: &str) -> Option<Place> {
        Place::of(&Request::get(path).body(()).unwrap().into_parts().0)
    }

    #[test]
    fn paths_are_places() {
        let tenant = || "a tenant".to_owned();
        for (path, expected) in [
            ("/token", Some(Place::Google)),
            ("/computeMetadata/v1/project/project-id", Some(Place::Metadata)),
            ("/a%20tenant/oauth2/v2.0/token", Some(Place::Entra(tenant()))),
            (
                "/a%20tenant/v2.0/.well-known/openid-configuration",
                Some(Place::EntraConfiguration(tenant())),
            ),
            (
                "/common/discovery/instance?api-version=1.1",
                Some(Place::EntraInstances),
            ),
            (
                "/metadata/identity/oauth2/token?resource=x",
                Some(Place::ManagedIdentity),
            ),
            ("/.well-known/databricks-config", Some(Place::DatabricksConfig)),
            (
                "/oidc/.well-known/oauth-authorization-server",
                Some(Place::DatabricksServer),
            ),
            ("/oidc/v1/token", Some(Place::Databricks)),
            ("/", None),
            ("//oauth2/v2.0/token", None),
            ("/token/", None),
            ("/v1/chat/completions", None),
        ] {
            assert_eq!(place(path), expected, "{path}");
        }
    }
}
