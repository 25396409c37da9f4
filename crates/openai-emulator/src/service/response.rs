//! Responses of HTTP: their heads, and the refusals of what is no operation.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use http_body_util::{Either, Full};

use crate::body::Reply;
use crate::failure::Failure;
use crate::random::Random;
use crate::route::VersionFault;
use crate::wire::Family;

/// A body that is there at once.
pub(super) fn full(body: impl Into<Bytes>) -> Reply {
    Either::Left(Full::new(body.into()))
}

/// A response of this type; none where there is no body.
pub(super) fn new(status: StatusCode, kind: Option<&'static str>, body: Reply) -> Response<Reply> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Some(kind) = kind {
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}

/// A refusal.
pub(super) fn failure(family: Family, failure: &Failure) -> Response<Reply> {
    let mut response = new(
        failure.status,
        Some("application/json"),
        full(failure.body(family).to_string()),
    );
    for (name, value) in &failure.headers {
        response.headers_mut().insert(name, value.clone());
    }
    response
}

/// What every response of a cloud tells beside its body.
pub(super) fn add_headers(family: Family, headers: &mut HeaderMap, random: &mut Random) {
    let id = random.uuid();
    let pairs: &[(&'static str, &str)] = match family {
        Family::OpenAi => &[
            ("x-request-id", &format!("req_{}", id.replace('-', ""))),
            ("openai-version", "2020-10-01"),
            ("openai-processing-ms", "1"),
            ("x-ratelimit-limit-requests", "10000"),
            ("x-ratelimit-remaining-requests", "9999"),
            ("x-ratelimit-reset-requests", "6ms"),
            ("x-ratelimit-limit-tokens", "200000"),
            ("x-ratelimit-remaining-tokens", "199900"),
            ("x-ratelimit-reset-tokens", "30ms"),
        ],
        Family::Azure => &[
            ("apim-request-id", &id),
            ("x-ms-request-id", &random.uuid()),
            ("x-ratelimit-remaining-requests", "999"),
            ("x-ratelimit-remaining-tokens", "99900"),
        ],
        Family::Vertex => &[],
        Family::Databricks => &[("x-request-id", &id), ("x-databricks-request-id", &random.uuid())],
    };
    for (name, value) in pairs {
        if let Ok(value) = HeaderValue::try_from(*value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// The refusal of a method that an address does not have.
pub(super) fn wrong_method(head: &Parts, methods: &[Method]) -> Failure {
    let methods: Vec<&str> = methods.iter().map(Method::as_str).collect();
    let (path, allowed) = (head.uri.path(), methods.join(", "));
    let message = format!(
        "Not allowed to {} on {path}: send a {}.",
        head.method,
        methods.join(" or a ")
    );
    let failure = Failure::new(StatusCode::METHOD_NOT_ALLOWED, message);
    match HeaderValue::try_from(allowed) {
        Ok(allowed) => failure.header(ALLOW, allowed),
        Err(_) => failure,
    }
}

/// The refusal of an `api-version`.
pub(super) fn wrong_version(version: &VersionFault) -> Failure {
    match version {
        VersionFault::Missing => {
            let message =
                "Resource not found: the query parameter 'api-version' is missing, such as api-version=2024-10-21.";
            Failure::new(StatusCode::NOT_FOUND, message)
        }
        VersionFault::Malformed(reason) => {
            Failure::coded(StatusCode::BAD_REQUEST, "InvalidApiVersionParameter", reason)
        }
        VersionFault::Unknown(version) => {
            let message = format!("Resource not found: there is no api-version '{version}' of this operation.");
            Failure::new(StatusCode::NOT_FOUND, message)
        }
    }
}
