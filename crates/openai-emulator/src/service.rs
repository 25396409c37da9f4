//! One request: its route, its fault, its credential, its body, its answer.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fmt, io};

use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response, StatusCode};
use http_body_util::Either;
use hyper::body::Incoming;

use crate::answered::{Answered, Content};
use crate::asked::Asked;
use crate::body::{End, Events, Reply};
use crate::config::Config;
use crate::failure::Failure;
use crate::fault::{Fault, Kind, Strikes};
use crate::issuer::{self, Issuer, Place};
use crate::operation::Operation;
use crate::random::Random;
use crate::record::{self, Log, Served};
use crate::route::{self, Route};
use crate::state::State;
use crate::wire::Family;
use crate::wire::azure::authoring;
use crate::{auth, not_found, payload, stream};

mod perform;
mod response;

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Service {
    state: State,
    issuer: Issuer,
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
    /// # Errors
    /// An account of the configuration whose private key is none.
    pub(crate) fn new(config: Config) -> io::Result<Self> {
        Ok(Self {
            issuer: Issuer::new(&config)?,
            state: State::new(config),
            strikes: Strikes::default(),
            arrived: AtomicUsize::new(0),
            log: Log::default(),
        })
    }

    pub(crate) fn arrived(&self) -> usize {
        self.arrived.load(Ordering::Relaxed)
    }

    pub(crate) fn log(&self) -> Vec<Served> {
        self.log.all()
    }

    pub(crate) async fn serve(&self, request: Request<Incoming>) -> Result<Response<Reply>, Reset> {
        let number = self.arrived.fetch_add(1, Ordering::Relaxed);
        let (head, mut body) = request.into_parts();
        if let Some(place) = Place::of(&head) {
            return self.issue(&place, head, body).await;
        }
        let config = &self.state.config;
        let route = route::route(&head.method, head.uri.path(), head.uri.query(), config.unverified);
        let (family, wire, operation) = (route.family(), route.wire_name(), route.operation_name());
        let fault = match &route {
            Route::Unknown(_) => Ok(None),
            _ => self.strikes.fault(&head.headers, &config.faults),
        };
        let answered = match fault {
            Ok(fault) => {
                let fault = fault.unwrap_or(Fault::NONE);
                if !fault.latency.is_zero() {
                    tokio::time::sleep(fault.latency).await;
                }
                self.answer(route, &fault, &head, &mut body).await
            }
            Err(error) => Err(Refused::Failure(Failure::new(
                StatusCode::BAD_REQUEST,
                error.to_string(),
            ))),
        };
        if !matches!(answered, Err(Refused::Reset)) {
            payload::drain(&head.headers, &mut body).await;
        }
        let response = match answered {
            Ok(response) => Some(response),
            Err(Refused::Failure(failure)) => Some(response::failure(family, &failure)),
            Err(Refused::Reset) => None,
        };
        self.log.push(Served {
            method: head.method,
            path: head.uri.path().to_owned(),
            query: head.uri.query().map(str::to_owned),
            headers: record::without_secrets(&head.headers),
            wire,
            operation,
            status: response.as_ref().map(|response| response.status().as_u16()),
        });
        let mut response = response.ok_or(Reset)?;
        let mut random = Random::from_parts(config.seed, &[b"request", &number.to_le_bytes()]);
        response::add_headers(family, response.headers_mut(), &mut random);
        Ok(response)
    }

    /// A token, or a step on the way to one. Configured faults are for the wires: here only a request's own counts.
    async fn issue(&self, place: &Place, head: Parts, body: Incoming) -> Result<Response<Reply>, Reset> {
        let answer = match self.strikes.fault(&head.headers, &[]) {
            Ok(fault) => {
                self.issuer
                    .answer(place, &fault.unwrap_or(Fault::NONE), &head, body)
                    .await
            }
            Err(error) => Some(issuer::Answer::malformed(&error)),
        };
        let response = answer.map(issuer::Answer::into_response);
        self.log.push(Served {
            method: head.method,
            path: head.uri.path().to_owned(),
            query: head.uri.query().map(str::to_owned),
            headers: record::without_secrets(&head.headers),
            wire: None,
            operation: Some("token"),
            status: response.as_ref().map(|response| response.status().as_u16()),
        });
        response.ok_or(Reset)
    }

    async fn answer(
        &self,
        route: Route,
        fault: &Fault,
        head: &Parts,
        body: &mut Incoming,
    ) -> Result<Response<Reply>, Refused> {
        let family = route.family();
        let found = match route {
            Route::Unknown(_) => {
                let (kind, page) = not_found::page(family, head);
                return Ok(response::new(StatusCode::NOT_FOUND, Some(kind), response::full(page)));
            }
            Route::Method(_, methods) => return Err(response::wrong_method(head, &methods).into()),
            Route::Version(version) => Err(version),
            Route::Operation(wire, operation) => Ok((wire, operation)),
        };
        match &fault.kind {
            Kind::Reset => return Err(Refused::Reset),
            Kind::Status(status, headers) => return Err(Failure::injected(*status, headers.clone()).into()),
            Kind::Nothing | Kind::Cut(_) | Kind::Stall(_) | Kind::Error(_) => {}
        }
        if !matches!(found, Ok((_, Operation::FetchImage(_)))) {
            auth::authenticate(family, &head.headers, self.state.config.key.as_deref(), &self.issuer)?;
        }
        let (wire, operation) = found.map_err(|version| response::wrong_version(&version))?;
        let asked = Asked::new(family, head, body);
        let answered = perform::perform(&self.state, &wire, &operation, asked).await;
        let answered = answered.map_err(|failure| match authoring::owns(&wire, &operation) {
            true => failure.authored(),
            false => failure,
        })?;
        self.write(fault, family, answered).await
    }

    async fn write(&self, fault: &Fault, family: Family, answered: Answered) -> Result<Response<Reply>, Refused> {
        let mut response = match answered.content {
            Content::Whole(kind, bytes) => whole(fault, answered.status, kind, bytes).await?,
            Content::Events(events) => self.stream(fault, events, |failure| stream::frame(&failure.object(family))),
            Content::NamedEvents(events) => {
                let number = match fault.kind {
                    Kind::Error(after) => after.min(events.len()),
                    _ => events.len(),
                };
                self.stream(fault, events, |failure| failure.event(number))
            }
        };
        for (name, value) in answered.headers {
            response.headers_mut().insert(name, value);
        }
        Ok(response)
    }

    fn stream(&self, fault: &Fault, mut events: Vec<Bytes>, frame: impl FnOnce(&Failure) -> Bytes) -> Response<Reply> {
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
                events.push(frame(&failure));
                End::Clean
            }
            Kind::Nothing | Kind::Reset | Kind::Status(..) => End::Clean,
        };
        let body = Events::new(events, end, self.state.config.token_delay);
        let kind = "text/event-stream; charset=utf-8";
        response::new(StatusCode::OK, Some(kind), Either::Right(body))
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

async fn whole(
    fault: &Fault,
    status: StatusCode,
    kind: Option<&'static str>,
    mut body: Bytes,
) -> Result<Response<Reply>, Refused> {
    match fault.kind {
        Kind::Cut(_) => {
            body.truncate(body.len() / 2);
            let body = Events::new(vec![body], End::Cut, std::time::Duration::ZERO);
            Ok(response::new(status, kind, Either::Right(body)))
        }
        Kind::Stall(_) => std::future::pending().await,
        Kind::Error(_) => Err(Failure::injected(StatusCode::INTERNAL_SERVER_ERROR, Vec::new()).into()),
        Kind::Nothing | Kind::Reset | Kind::Status(..) => Ok(response::new(status, kind, response::full(body))),
    }
}
