//! One request: its route, its fault, its credential, its body, its answer.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use serde_json::Value;

use crate::auth;
use crate::body::{End, Events, Reply};
use crate::config::Config;
use crate::conversation;
use crate::failure::Failure;
use crate::fault::{Fault, Kind, Strikes};
use crate::payload;
use crate::random::Random;
use crate::record::{self, Log, Served};
use crate::route::{self, PATHS, Route, VersionFault};
use crate::wire::content_filter::FilterSpelling;
use crate::wire::{Family, Wire};
use crate::{answer, completion, stream};

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Service {
    config: Config,
    strikes: Strikes,
    arrived: AtomicUsize,
    log: Log,
}

/// A request that gets no response: its connection is reset.
#[derive(Debug)]
pub(crate) struct Reset;

impl fmt::Display for Reset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is reset, as was asked")
    }
}

impl std::error::Error for Reset {}

impl Service {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            strikes: Strikes::default(),
            arrived: AtomicUsize::new(0),
            log: Log::default(),
        }
    }

    pub(crate) fn arrived(&self) -> usize {
        self.arrived.load(Ordering::Relaxed)
    }

    pub(crate) fn log(&self) -> Vec<Served> {
        self.log.all()
    }

    pub(crate) async fn serve(&self, request: Request<Incoming>) -> Result<Response<Reply>, Reset> {
        let number = self.arrived.fetch_add(1, Ordering::Relaxed);
        let (head, body) = request.into_parts();
        let route = route::route(head.uri.path(), head.uri.query());
        let (family, wire) = match &route {
            Route::Chat(wire) => (wire.family(), Some(wire.name())),
            Route::Version(_) => (Family::Azure, Some("azure")),
            Route::Unknown => (Family::of_path(head.uri.path()), None),
        };
        let fault = match &route {
            Route::Unknown => Ok(None),
            _ => self.strikes.fault(&head.headers, &self.config.faults),
        };
        let answered = match fault {
            Ok(fault) => {
                let fault = fault.unwrap_or(Fault::NONE);
                if !fault.latency.is_zero() {
                    tokio::time::sleep(fault.latency).await;
                }
                self.answer(route, &fault, &head, body).await
            }
            Err(error) => Err(Refused::Failure(Failure::new(
                StatusCode::BAD_REQUEST,
                error.to_string(),
            ))),
        };
        let response = match answered {
            Ok(response) => Some(response),
            Err(Refused::Failure(failure)) => Some(write_failure(family, &failure)),
            Err(Refused::Reset) => None,
        };
        self.log.push(Served {
            method: head.method,
            path: head.uri.path().to_owned(),
            query: head.uri.query().map(str::to_owned),
            headers: record::without_secrets(&head.headers),
            wire,
            status: response.as_ref().map(|response| response.status().as_u16()),
        });
        let mut response = response.ok_or(Reset)?;
        let mut random = Random::from_parts(self.config.seed, &[b"request", &number.to_le_bytes()]);
        add_headers(family, response.headers_mut(), &mut random);
        Ok(response)
    }

    async fn answer(
        &self,
        route: Route,
        fault: &Fault,
        head: &Parts,
        body: Incoming,
    ) -> Result<Response<Reply>, Refused> {
        let family = match &route {
            Route::Chat(wire) => wire.family(),
            Route::Version(_) => Family::Azure,
            Route::Unknown => return Err(nothing_here(head).into()),
        };
        if head.method != Method::POST {
            let message = format!("Not allowed to {} on {}: send a POST.", head.method, head.uri.path());
            let failure = Failure::new(StatusCode::METHOD_NOT_ALLOWED, message);
            return Err(failure.header(ALLOW, HeaderValue::from_static("POST")).into());
        }
        match &fault.kind {
            Kind::Reset => return Err(Refused::Reset),
            Kind::Status(status, headers) => return Err(Failure::injected(*status, headers.clone()).into()),
            _ => {}
        }
        auth::authenticate(family, &head.headers, self.config.key.as_deref())?;
        let wire = match route {
            Route::Chat(wire) => wire,
            Route::Version(version) => return Err(version_failure(&version).into()),
            Route::Unknown => return Err(nothing_here(head).into()),
        };
        let body = payload::read(family, &head.headers, body).await?;
        let chat = wire.read(&body).map_err(Failure::from)?;
        if family == Family::Azure && chat.messages.iter().any(triggers_filter) {
            return Err(Failure::filtered(filter_spelling(&head.headers)?).into());
        }
        let answer = answer::answer(&wire, &chat, self.config.seed).map_err(|unsatisfiable| {
            Failure::new(
                StatusCode::BAD_REQUEST,
                format!("The emulator cannot answer by this JSON schema: {unsatisfiable}"),
            )
        })?;
        let response = if chat.stream {
            self.stream(fault, family, stream::events(&wire, &chat, &answer))
        } else {
            whole(fault, completion::completion(&wire, &chat, &answer).to_string()).await?
        };
        Ok(with_model(&wire, &chat.model, response))
    }

    fn stream(&self, fault: &Fault, family: Family, mut events: Vec<Bytes>) -> Response<Reply> {
        let end = match fault.kind {
            Kind::Cut(after) => {
                events.truncate(after);
                End::Cut
            }
            Kind::Stall(after) => {
                events.truncate(after);
                End::Silent
            }
            Kind::Error(after) => {
                events.truncate(after);
                let failure = Failure::injected(StatusCode::INTERNAL_SERVER_ERROR, Vec::new());
                events.push(stream::frame(&failure.object(family)));
                End::Clean
            }
            Kind::Nothing | Kind::Reset | Kind::Status(..) => End::Clean,
        };
        let body = Events::new(events, end, self.config.token_delay);
        respond(StatusCode::OK, "text/event-stream; charset=utf-8", Either::Right(body))
    }
}

/// No answer: an error, or not even that.
#[derive(Debug)]
enum Refused {
    Failure(Failure),
    Reset,
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

async fn whole(fault: &Fault, body: String) -> Result<Response<Reply>, Refused> {
    const JSON: &str = "application/json";
    match fault.kind {
        Kind::Cut(_) => {
            let mut half = Bytes::from(body);
            half.truncate(half.len() / 2);
            let body = Events::new(vec![half], End::Cut, std::time::Duration::ZERO);
            Ok(respond(StatusCode::OK, JSON, Either::Right(body)))
        }
        Kind::Stall(_) => std::future::pending().await,
        Kind::Error(_) => Err(Failure::injected(StatusCode::INTERNAL_SERVER_ERROR, Vec::new()).into()),
        Kind::Nothing | Kind::Reset | Kind::Status(..) => Ok(respond(StatusCode::OK, JSON, full(body))),
    }
}

fn full(body: String) -> Reply {
    Either::Left(Full::new(Bytes::from(body)))
}

fn respond(status: StatusCode, kind: &'static str, body: Reply) -> Response<Reply> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn write_failure(family: Family, failure: &Failure) -> Response<Reply> {
    let mut response = respond(
        failure.status,
        "application/json",
        full(failure.body(family).to_string()),
    );
    for (name, value) in &failure.headers {
        response.headers_mut().insert(name, value.clone());
    }
    response
}

/// Databricks names the model that served; its endpoint may stand for several.
fn with_model(wire: &Wire, model: &str, mut response: Response<Reply>) -> Response<Reply> {
    if let (Wire::Databricks { .. }, Ok(model)) = (wire, HeaderValue::try_from(model)) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("served-model-name"), model);
    }
    response
}

fn add_headers(family: Family, headers: &mut HeaderMap, random: &mut Random) {
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

fn nothing_here(head: &Parts) -> Failure {
    let message = format!(
        "Nothing is served at {} {}. There is: POST {}",
        head.method,
        head.uri.path(),
        PATHS.join(", ")
    );
    Failure::new(StatusCode::NOT_FOUND, message)
}

fn version_failure(version: &VersionFault) -> Failure {
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

fn triggers_filter(message: &Value) -> bool {
    conversation::role(message) == "user"
        && conversation::texts(message)
            .iter()
            .any(|text| text.to_lowercase().contains("trigger content filter"))
}

fn filter_spelling(headers: &HeaderMap) -> Result<FilterSpelling, Failure> {
    let Some(header) = headers.get("x-emulator-filter-spelling") else {
        return Ok(FilterSpelling::default());
    };
    header.to_str().ok().and_then(FilterSpelling::parse).ok_or_else(|| {
        let message = "x-emulator-filter-spelling is one of inner_error, innererror-results and innererror";
        Failure::new(StatusCode::BAD_REQUEST, message)
    })
}
