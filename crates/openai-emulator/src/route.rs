//! From a method and a path to a wire and an operation.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::operation::{self, Operation};
use crate::wire::{Family, Wire, azure};

/// What an address leads to.
#[derive(Debug, PartialEq)]
pub(crate) enum Route {
    /// An operation, on this wire.
    Operation(Wire, Operation),
    /// An address that has operations, of these methods only.
    Method(Wire, Vec<Method>),
    /// An Azure address whose api-version is missing, malformed, unknown, or without this operation.
    Version(VersionFault),
    /// Nothing.
    Unknown(Family),
}

/// What is wrong with an `api-version`.
#[derive(Debug, PartialEq)]
pub(crate) enum VersionFault {
    Missing,
    Malformed(String),
    Unknown(String),
}

impl Route {
    pub(crate) fn family(&self) -> Family {
        match self {
            Self::Operation(wire, _) | Self::Method(wire, _) => wire.family(),
            Self::Version(_) => Family::Azure,
            Self::Unknown(family) => *family,
        }
    }

    /// The name of the wire, where something is served.
    pub(crate) fn wire_name(&self) -> Option<&'static str> {
        match self {
            Self::Operation(wire, _) | Self::Method(wire, _) => Some(wire.name()),
            Self::Version(_) => Some("azure"),
            Self::Unknown(_) => None,
        }
    }

    /// The name of the operation, where there is one.
    pub(crate) fn operation_name(&self) -> Option<&'static str> {
        match self {
            Self::Operation(_, operation) => Some(operation.name()),
            _ => None,
        }
    }
}

/// Finds what is at an address; `unverified` adds what is reported of a cloud but stands in no file of it.
pub(crate) fn route(method: &Method, path: &str, query: Option<&str>, unverified: bool) -> Route {
    let unknown = Route::Unknown(Family::of_path(path));
    let decoded = path
        .split('/')
        .skip(1)
        .map(|segment| percent_decode_str(segment).decode_utf8());
    let Ok(segments) = decoded.collect::<Result<Vec<_>, _>>() else {
        return unknown;
    };
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    if segments
        .iter()
        .any(|segment| segment.is_empty() || *segment == "." || *segment == "..")
    {
        return unknown;
    }
    let (wire, path) = match *segments.as_slice() {
        ["openai", "v1", ref path @ ..] => match parameter(query, "api-version").as_deref() {
            None | Some("v1" | "preview") => (Wire::AzureV1, path),
            Some(_) if operation::at(path).is_empty() => return unknown,
            Some(other) => return Route::Version(VersionFault::Unknown(other.to_owned())),
        },
        ["openai", "deployments", deployment, ref path @ ..] => return dated(method, Some(deployment), path, query),
        ["openai", ref path @ ..] => return dated(method, None, path, query),
        [
            "v1" | "v1beta1",
            "projects",
            _,
            "locations",
            _,
            "endpoints",
            "openapi",
            ref path @ ..,
        ] => (Wire::Gemini, path),
        [
            "v1" | "v1beta1",
            "projects",
            _,
            "locations",
            _,
            "endpoints",
            endpoint,
            ref path @ ..,
        ] => {
            let endpoint = endpoint.to_owned();
            (Wire::Deployed { endpoint }, path)
        }
        ["v1", ref path @ ..] => (Wire::OpenAi, path),
        ["serving-endpoints", name, "invocations"] => {
            let endpoint = Some(name.to_owned());
            let there = vec![(Method::POST, Operation::Invocation)];
            return pick(method, Wire::Databricks { endpoint }, there).unwrap_or(unknown);
        }
        ["emulator", "files", id] => {
            let there = vec![(Method::GET, Operation::FetchImage(id.to_owned()))];
            return pick(method, Wire::OpenAi, there).unwrap_or(unknown);
        }
        ["serving-endpoints", ref path @ ..] => (Wire::Databricks { endpoint: None }, path),
        _ => return unknown,
    };
    let mut there = operation::at(path);
    there.retain(|(_, operation)| operation.is_on(&wire, unverified));
    pick(method, wire, there).unwrap_or(unknown)
}

/// The first value of a query's parameter, decoded.
pub(crate) fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let (_, value) = parameters(query).find(|(key, _)| key == name)?;
    Some(value)
}

/// The parameters of a query with their values, decoded.
pub(crate) fn parameters(query: Option<&str>) -> impl Iterator<Item = (String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.into_iter().flat_map(|query| query.split('&'));
    pairs.map(move |pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(key), decode(value))
    })
}

fn dated(method: &Method, deployment: Option<&str>, path: &[&str], query: Option<&str>) -> Route {
    let unknown = Route::Unknown(Family::Azure);
    let ever: Vec<_> = operation::at(path)
        .into_iter()
        .filter(|(_, operation)| operation.is_ever_dated(deployment.is_some()))
        .collect();
    if ever.is_empty() {
        return unknown;
    }
    let Some(text) = parameter(query, "api-version").filter(|version| !version.is_empty()) else {
        return Route::Version(VersionFault::Missing);
    };
    let version = match azure::Version::parse(&text) {
        Err(reason) => return Route::Version(VersionFault::Malformed(reason)),
        Ok(None) => return Route::Version(VersionFault::Unknown(text)),
        Ok(Some(version)) => version,
    };
    let deployment = deployment.map(str::to_owned);
    let there = ever
        .into_iter()
        .filter(|(_, operation)| azure::has(version, operation))
        .collect();
    pick(method, Wire::AzureDated { deployment, version }, there).unwrap_or(Route::Version(VersionFault::Unknown(text)))
}

/// The operation of this method among those at an address, if there is any.
fn pick(method: &Method, wire: Wire, there: Vec<(Method, Operation)>) -> Option<Route> {
    if there.is_empty() {
        return None;
    }
    let methods = there.iter().map(|(known, _)| known.clone()).collect();
    Some(match there.into_iter().find(|(known, _)| known == method) {
        Some((_, operation)) => Route::Operation(wire, operation),
        None => Route::Method(wire, methods),
    })
}

#[cfg(test)]
mod tests {
    use super::{Method, Operation, Route, VersionFault, parameter, route};
    use crate::wire::{Family, Wire};

    fn found(method: &Method, path: &str) -> Route {
        let (path, query) = path
            .split_once('?')
            .map_or((path, None), |(path, query)| (path, Some(query)));
        route(method, path, query, false)
    }

    fn wire(path: &str) -> &'static str {
        match found(&Method::POST, path) {
            Route::Operation(wire, _) => wire.name(),
            Route::Method(..) => "method",
            Route::Version(VersionFault::Missing) => "missing",
            Route::Version(VersionFault::Malformed(_)) => "malformed",
            Route::Version(VersionFault::Unknown(_)) => "unknown version",
            Route::Unknown(_) => "unknown",
        }
    }

    #[test]
    fn every_wire_has_its_paths() {
        for (path, name) in [
            ("/v1/chat/completions", "openai"),
            ("/v1/responses/input_tokens", "openai"),
            ("/v1/responses/resp_1", "method"),
            ("/openai/v1/chat/completions", "azure-v1"),
            ("/openai/v1/chat/completions?api-version=preview", "azure-v1"),
            ("/openai/v1/chat/completions?api-version=2024-10-21", "unknown version"),
            ("/openai/v1/images/generations", "unknown"),
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
                "/openai/deployments/gpt/chat/completions?api-version=2022-12-01",
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
            ("/openai/responses?api-version=2025-04-01-preview", "azure"),
            ("/openai/responses?api-version=2024-10-21", "unknown version"),
            (
                "/openai/deployments/gpt/responses?api-version=2025-04-01-preview",
                "unknown",
            ),
            ("/openai/chat/completions?api-version=2024-10-21", "unknown"),
            (
                "/openai/images/generations:submit?api-version=2023-06-01-preview",
                "azure",
            ),
            (
                "/v1/projects/p/locations/global/endpoints/openapi/chat/completions",
                "vertex",
            ),
            ("/v1/projects/p/locations/global/endpoints/openapi/responses", "unknown"),
            (
                "/v1beta1/projects/p/locations/us-central1/endpoints/1234/chat/completions",
                "vertex-endpoint",
            ),
            ("/serving-endpoints/chat/completions", "databricks"),
            ("/serving-endpoints/responses", "databricks"),
            ("/serving-endpoints/responses/resp_1", "unknown"),
            ("/serving-endpoints/my-endpoint/invocations", "databricks"),
            ("/v1/chat/completions/", "unknown"),
            ("/v1/%ff/completions", "unknown"),
            ("/", "unknown"),
        ] {
            assert_eq!(wire(path), name, "{path}");
        }
    }

    #[test]
    fn a_method_chooses_the_operation() {
        let id = "resp_1".to_owned();
        let path = "/v1/responses/resp_1";
        let retrieve = Route::Operation(Wire::OpenAi, Operation::RetrieveResponse(id.clone()));
        assert_eq!(found(&Method::GET, path), retrieve);
        let delete = Route::Operation(Wire::OpenAi, Operation::DeleteResponse(id));
        assert_eq!(found(&Method::DELETE, path), delete);
        let others = Route::Method(Wire::OpenAi, vec![Method::GET, Method::DELETE]);
        assert_eq!(found(&Method::PUT, path), others);
    }

    #[test]
    fn unverified_operations_need_the_switch() {
        for (method, path, name) in [
            (Method::POST, "/openai/v1/audio/speech", "audio.speech"),
            (
                Method::POST,
                "/v1/projects/p/locations/l/endpoints/openapi/responses",
                "responses.create",
            ),
            (
                Method::GET,
                "/v1/projects/p/locations/l/endpoints/12/responses/r",
                "responses.retrieve",
            ),
            (
                Method::DELETE,
                "/v1/projects/p/locations/l/endpoints/12/responses/r",
                "responses.delete",
            ),
        ] {
            let there = |unverified| route(&method, path, None, unverified).operation_name();
            assert_eq!((there(false), there(true)), (None, Some(name)), "{path}");
        }
        let never = "/v1/projects/p/locations/l/endpoints/12/responses/r/cancel";
        assert_eq!(route(&Method::POST, never, None, true), Route::Unknown(Family::Vertex));
    }

    #[test]
    fn names_in_a_path_are_decoded() {
        let Route::Operation(Wire::AzureDated { deployment, .. }, _) = found(
            &Method::POST,
            "/openai/deployments/my%20gpt%2F4/chat/completions?api-version=2024-10-21",
        ) else {
            panic!("no route");
        };
        assert_eq!(deployment.as_deref(), Some("my gpt/4"));
        assert_eq!(parameter(Some("a=1&b=x%20y&b=2"), "b").as_deref(), Some("x y"));
    }
}
