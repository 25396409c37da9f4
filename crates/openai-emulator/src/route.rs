//! From a path to a wire.

use percent_encoding::percent_decode_str;

use crate::wire::{Wire, azure};

/// What a path and its query lead to.
#[derive(Debug, PartialEq)]
pub(crate) enum Route {
    /// A chat completion, on this wire.
    Chat(Wire),
    /// An Azure address whose api-version is missing, malformed or unknown.
    Version(VersionFault),
    /// Nothing.
    Unknown,
}

/// What is wrong with an `api-version`.
#[derive(Debug, PartialEq)]
pub(crate) enum VersionFault {
    Missing,
    Malformed(String),
    Unknown(String),
}

/// The paths that exist, as a caller who missed them is told.
pub(crate) const PATHS: &[&str] = &[
    "/v1/chat/completions",
    "/openai/deployments/{deployment}/chat/completions?api-version=2024-10-21",
    "/openai/v1/chat/completions",
    "/v1/projects/{project}/locations/{location}/endpoints/{openapi or endpoint}/chat/completions",
    "/v1beta1/projects/{project}/locations/{location}/endpoints/{openapi or endpoint}/chat/completions",
    "/serving-endpoints/chat/completions",
    "/serving-endpoints/{name}/invocations",
];

/// Finds the wire of a path.
pub(crate) fn route(path: &str, query: Option<&str>) -> Route {
    let decoded = path
        .split('/')
        .skip(1)
        .map(|segment| percent_decode_str(segment).decode_utf8());
    let Ok(segments) = decoded.collect::<Result<Vec<_>, _>>() else {
        return Route::Unknown;
    };
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    if segments
        .iter()
        .any(|segment| segment.is_empty() || *segment == "." || *segment == "..")
    {
        return Route::Unknown;
    }
    let version = api_version(query);
    match *segments.as_slice() {
        ["v1", "chat", "completions"] => Route::Chat(Wire::OpenAi),
        ["openai", "v1", "chat", "completions"] => match version.as_deref() {
            None | Some("v1" | "preview") => Route::Chat(Wire::AzureV1),
            Some(other) => Route::Version(VersionFault::Unknown(other.to_owned())),
        },
        ["openai", "deployments", deployment, "chat", "completions"] => dated(deployment, version),
        [
            "v1" | "v1beta1",
            "projects",
            _,
            "locations",
            _,
            "endpoints",
            "openapi",
            "chat",
            "completions",
        ] => Route::Chat(Wire::Gemini),
        [
            "v1" | "v1beta1",
            "projects",
            _,
            "locations",
            _,
            "endpoints",
            endpoint,
            "chat",
            "completions",
        ] => Route::Chat(Wire::Deployed {
            endpoint: endpoint.to_owned(),
        }),
        ["serving-endpoints", "chat", "completions"] => Route::Chat(Wire::Databricks { endpoint: None }),
        ["serving-endpoints", name, "invocations"] => Route::Chat(Wire::Databricks {
            endpoint: Some(name.to_owned()),
        }),
        _ => Route::Unknown,
    }
}

fn dated(deployment: &str, version: Option<String>) -> Route {
    let Some(text) = version.filter(|version| !version.is_empty()) else {
        return Route::Version(VersionFault::Missing);
    };
    match azure::Version::parse(&text) {
        Err(reason) => Route::Version(VersionFault::Malformed(reason)),
        Ok(None) => Route::Version(VersionFault::Unknown(text)),
        Ok(Some(version)) => Route::Chat(Wire::AzureDated {
            deployment: deployment.to_owned(),
            version,
        }),
    }
}

fn api_version(query: Option<&str>) -> Option<String> {
    let pairs = query?.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let value = pairs
        .into_iter()
        .find(|(name, _)| *name == "api-version")
        .map(|(_, value)| value)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Route, VersionFault, route};
    use crate::wire::Wire;

    fn wire(path: &str) -> &'static str {
        let (path, query) = path
            .split_once('?')
            .map_or((path, None), |(path, query)| (path, Some(query)));
        match route(path, query) {
            Route::Chat(wire) => wire.name(),
            Route::Version(VersionFault::Missing) => "missing",
            Route::Version(VersionFault::Malformed(_)) => "malformed",
            Route::Version(VersionFault::Unknown(_)) => "unknown version",
            Route::Unknown => "unknown",
        }
    }

    #[test]
    fn every_wire_has_its_paths() {
        for (path, name) in [
            ("/v1/chat/completions", "openai"),
            ("/openai/v1/chat/completions", "azure-v1"),
            ("/openai/v1/chat/completions?api-version=preview", "azure-v1"),
            ("/openai/v1/chat/completions?api-version=2024-10-21", "unknown version"),
            (
                "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
                "azure",
            ),
            (
                "/openai/deployments/gpt/chat/completions?x=1&api-version=2024%2D10-21",
                "azure",
            ),
            ("/openai/deployments/gpt/chat/completions", "missing"),
            ("/openai/deployments/gpt/chat/completions?api-version=", "missing"),
            ("/openai/deployments/gpt/chat/completions?api-version=v1", "malformed"),
            (
                "/openai/deployments/gpt/chat/completions?api-version=2030-01-01",
                "unknown version",
            ),
            (
                "/openai/deployments//chat/completions?api-version=2024-10-21",
                "unknown",
            ),
            (
                "/openai/deployments/%2e%2e/chat/completions?api-version=2024-10-21",
                "unknown",
            ),
            (
                "/v1/projects/p/locations/global/endpoints/openapi/chat/completions",
                "vertex",
            ),
            (
                "/v1beta1/projects/p/locations/us-central1/endpoints/1234/chat/completions",
                "vertex-endpoint",
            ),
            ("/serving-endpoints/chat/completions", "databricks"),
            ("/serving-endpoints/my-endpoint/invocations", "databricks"),
            ("/v1/chat/completions/", "unknown"),
            ("/v1/%ff/completions", "unknown"),
            ("/", "unknown"),
        ] {
            assert_eq!(wire(path), name, "{path}");
        }
    }

    #[test]
    fn names_in_a_path_are_decoded() {
        let Route::Chat(Wire::AzureDated { deployment, .. }) = route(
            "/openai/deployments/my%20gpt%2F4/chat/completions",
            Some("api-version=2024-10-21"),
        ) else {
            panic!("no route");
        };
        assert_eq!(deployment, "my gpt/4");
    }
}
