//! One request: its route, its fault, its credential, its body, its answer.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fmt, io};

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{Either, Full};
use hyper::body::Incoming;

use crate::answered::{Answered, Content};
use crate::asked::Asked;
use crate::audio::{speech, transcription};
use crate::auth;
use crate::body::{End, Events, Reply};
use crate::config::Config;
use crate::failure::Failure;
use crate::fault::{Fault, Kind, Strikes};
use crate::issuer::{self, Issuer, Place};
use crate::operation::Operation;
use crate::random::Random;
use crate::record::{self, Log, Served};
use crate::route::{self, Route, VersionFault};
use crate::state::State;
use crate::wire::azure::authoring;
use crate::wire::{Family, Wire};
use crate::{
    batches, chat, dalle2, embeddings, files, images, ingestion, invocation, models, moderations, not_found,
    on_your_data, responses, stream, text_completion, uploads,
};

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
        let (head, body) = request.into_parts();
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
            operation,
            status: response.as_ref().map(|response| response.status().as_u16()),
        });
        let mut response = response.ok_or(Reset)?;
        let mut random = Random::from_parts(config.seed, &[b"request", &number.to_le_bytes()]);
        add_headers(family, response.headers_mut(), &mut random);
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
        body: Incoming,
    ) -> Result<Response<Reply>, Refused> {
        let family = route.family();
        match &route {
            Route::Unknown(_) => {
                let (kind, page) = not_found::page(family, head);
                return Ok(respond(StatusCode::NOT_FOUND, Some(kind), full(page)));
            }
            Route::Method(_, methods) => return Err(wrong_method(head, methods).into()),
            Route::Operation(..) | Route::Version(_) => {}
        }
        match &fault.kind {
            Kind::Reset => return Err(Refused::Reset),
            Kind::Status(status, headers) => return Err(Failure::injected(*status, headers.clone()).into()),
            _ => {}
        }
        if !matches!(route, Route::Operation(_, Operation::FetchImage(_))) {
            auth::authenticate(family, &head.headers, self.state.config.key.as_deref(), &self.issuer)?;
        }
        let (wire, operation) = match route {
            Route::Operation(wire, operation) => (wire, operation),
            Route::Version(version) => return Err(version_failure(&version).into()),
            Route::Method(..) | Route::Unknown(_) => return Err(wrong_method(head, &[]).into()),
        };
        let asked = Asked::new(family, head, body);
        let answered = perform(&self.state, &wire, &operation, asked).await;
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
        respond(StatusCode::OK, Some(kind), Either::Right(body))
    }
}

/// Hands a request to its operation.
async fn perform(state: &State, wire: &Wire, operation: &Operation, asked: Asked<'_>) -> Result<Answered, Failure> {
    match operation {
        Operation::Chat => chat::answer(state, wire, asked).await,
        Operation::Invocation => invocation::answer(state, wire, asked).await,
        Operation::CreateResponse => responses::create(state, wire, asked).await,
        Operation::RetrieveResponse(id) => responses::retrieve(state, &asked, id),
        Operation::DeleteResponse(id) => responses::delete(state, wire, id),
        Operation::CancelResponse(id) => responses::cancel(state, id),
        Operation::ListInputItems(id) => responses::input_items(state, &asked, id),
        Operation::CountInputTokens => responses::count(state, wire, asked).await,
        Operation::CompactResponse => responses::compact(state, wire, asked).await,
        Operation::Embeddings => embeddings::answer(state, wire, asked).await,
        Operation::Completion => text_completion::answer(state, wire, asked).await,
        Operation::GenerateImages => images::generate(state, wire, asked).await,
        Operation::EditImages => images::edit(state, wire, asked).await,
        Operation::VaryImages => images::vary(state, wire, asked).await,
        Operation::FetchImage(id) => state.images.fetch(id, state.now()),
        Operation::Transcribe => transcription::transcribe(wire, asked).await,
        Operation::Translate => transcription::translate(wire, asked).await,
        Operation::Speak => speech::speak(wire, asked).await,
        Operation::OnYourData => on_your_data::answer(state, wire, asked).await,
        Operation::SubmitImages => dalle2::submit(state, asked).await,
        Operation::PollImages(id) => dalle2::retrieve(state, wire, id),
        Operation::DeleteImages(id) => dalle2::delete(state, id),
        Operation::CreateIngestionJob(id) => ingestion::create(state, asked, id).await,
        Operation::RetrieveIngestionJob(id) => ingestion::retrieve(state, id),
        Operation::ListIngestionJobs => Ok(ingestion::list(state)),
        Operation::CreateUpload => uploads::create(state, wire, asked).await,
        Operation::AddUploadPart(id) => uploads::add_part(state, asked, id).await,
        Operation::CompleteUpload(id) => uploads::complete(state, wire, asked, id).await,
        Operation::CancelUpload(id) => uploads::cancel(state, wire, id),
        Operation::CreateBatch => batches::create(state, wire, asked).await,
        Operation::ListBatches => batches::list(state, &asked),
        Operation::RetrieveBatch(id) => batches::retrieve(state, id),
        Operation::CancelBatch(id) => batches::cancel(state, id),
        Operation::ListModels => Ok(models::list(state, wire)),
        Operation::RetrieveModel(name) => models::retrieve(state, wire, name),
        Operation::DeleteModel(name) => models::delete(state, name),
        Operation::Moderate => moderations::moderate(state, asked).await,
        Operation::CreateFile => files::create(state, wire, asked).await,
        Operation::ListFiles => files::list(state, wire, &asked),
        Operation::RetrieveFile(id) => files::retrieve(state, wire, id),
        Operation::DeleteFile(id) => files::delete(state, wire, id),
        Operation::DownloadFile(id) => files::download(state, id),
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
            Ok(respond(status, kind, Either::Right(body)))
        }
        Kind::Stall(_) => std::future::pending().await,
        Kind::Error(_) => Err(Failure::injected(StatusCode::INTERNAL_SERVER_ERROR, Vec::new()).into()),
        Kind::Nothing | Kind::Reset | Kind::Status(..) => Ok(respond(status, kind, full(body))),
    }
}

fn full(body: impl Into<Bytes>) -> Reply {
    Either::Left(Full::new(body.into()))
}

fn respond(status: StatusCode, kind: Option<&'static str>, body: Reply) -> Response<Reply> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Some(kind) = kind {
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response
}

fn write_failure(family: Family, failure: &Failure) -> Response<Reply> {
    let mut response = respond(
        failure.status,
        Some("application/json"),
        full(failure.body(family).to_string()),
    );
    for (name, value) in &failure.headers {
        response.headers_mut().insert(name, value.clone());
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

fn wrong_method(head: &Parts, methods: &[Method]) -> Failure {
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
