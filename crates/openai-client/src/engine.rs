//! One call on its way: tries, waits and tries again until an answer comes or nothing more helps.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header, request, response};
use openai_core::{Error, ErrorKind, Incoming, Payload, is_confidential, request_id};

use crate::body;
use crate::client::Shared;
use crate::deadline::Deadline;
use crate::options::Options;
use crate::retry::{is_worth_retrying, server_delay};
use crate::secrets;
use crate::telemetry;
use crate::transport::origin;
use crate::upload::Upload;

/// By what a server tells a retry from a new wish.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// One call on its way.
pub(crate) struct Exchange<'a> {
    shared: &'a Shared,
    options: &'a Options,
    request: http::Request<Payload>,
    idle: Duration,
}

/// An answer with a good status.
pub(crate) struct Answer<B> {
    pub(crate) head: response::Parts,
    pub(crate) body: B,
    /// The headers of its request: an error must not repeat the secrets among them.
    pub(crate) sent: HeaderMap,
    /// How many requests were sent.
    pub(crate) attempts: u32,
}

/// How much of an answer belongs to a try: what fails there is tried again.
pub(crate) trait Extent {
    /// What becomes of the body.
    type Body;

    /// Takes the body of an answer with a good status.
    async fn take(incoming: Incoming, limit: usize, idle: Duration) -> Result<Self::Body, Error>;
}

/// The answer to its end.
pub(crate) enum Whole {}

impl Extent for Whole {
    type Body = Bytes;

    async fn take(incoming: Incoming, limit: usize, idle: Duration) -> Result<Bytes, Error> {
        body::read(incoming, limit, idle).await
    }
}

/// The head alone: a stream is never tried again once it has begun.
pub(crate) enum Begun {}

impl Extent for Begun {
    type Body = Incoming;

    async fn take(incoming: Incoming, _: usize, _: Duration) -> Result<Incoming, Error> {
        Ok(incoming)
    }
}

/// Why a try failed, and the head of its request where one was sent.
struct Failure {
    error: Error,
    sent: Option<request::Parts>,
}

/// How far a call has come.
#[derive(Default)]
struct Course {
    /// Requests that were sent.
    sent: u32,
    /// Tries after failures.
    retries: u32,
    /// Whether the credential was renewed.
    renewed: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, sent: None }
    }
}

impl<'a> Exchange<'a> {
    /// A call of this request.
    pub(crate) fn new(
        shared: &'a Shared,
        options: &'a Options,
        mut request: http::Request<Payload>,
    ) -> Result<Self, Error> {
        options.check()?;
        for (name, value) in &options.headers {
            request.headers_mut().insert(name, value.clone());
        }
        if request.method() == Method::POST
            && let Some(key) = &options.idempotency_key
        {
            request.headers_mut().insert(IDEMPOTENCY_KEY, key.clone());
        }
        secrets::mark(request.headers_mut());
        if request.method() == Method::POST && matches!(request.body(), Payload::Empty) {
            // Some servers answer 411 to a POST that does not say that nothing follows.
            let nothing = header::HeaderValue::from_static("0");
            request.headers_mut().insert(header::CONTENT_LENGTH, nothing);
        }
        if !request.body().is_available() {
            let message = "a file of the request comes from a reader that was read before, and can be read once: \
                           give a new one, or a file on disk";
            return Err(Error::new(ErrorKind::Io, message));
        }
        let exchange = Self {
            shared,
            options,
            request,
            idle: shared.idle_timeout(options),
        };
        exchange.check_confidential()?;
        Ok(exchange)
    }

    /// Tries until an answer comes, or nothing more helps.
    pub(crate) async fn run<E: Extent>(self) -> Result<Answer<E::Body>, Error> {
        let deadline = Deadline::after(self.options.deadline.unwrap_or(self.shared.settings.deadline));
        let mut course = Course::default();
        let mut last = None;
        loop {
            let failure = match deadline.bound(self.attempt::<E>(&mut course.sent)).await {
                Some(Ok(answer)) => {
                    telemetry::answered(course.sent, answer.head.status);
                    self.shared.budget.deposit();
                    return Ok(answer);
                }
                Some(Err(failure)) => failure,
                None => Failure::from(deadline.passed(last.take())),
            };
            let error = self.with_server_delay(failure.error).with_attempts(course.sent);
            let wait = self.wait(&error, failure.sent.as_ref(), &mut course, &deadline);
            telemetry::failed(course.sent, &error, wait);
            match wait {
                None => return Err(error),
                Some(Duration::ZERO) => {}
                Some(wait) => tokio::time::sleep(wait).await,
            }
            last = Some(error);
        }
    }

    /// How long to wait before another try; `None` where none is to be made.
    fn wait(
        &self,
        error: &Error,
        sent: Option<&request::Parts>,
        course: &mut Course,
        deadline: &Deadline,
    ) -> Option<Duration> {
        let Shared { settings, budget, .. } = self.shared;
        let taken = course.retries.saturating_add(course.renewed.into());
        if !self.request.body().is_available() {
            tracing::info!("not to be tried again: a file comes from a reader, which can be read once");
            return None;
        }
        if !course.renewed && self.renews(error, sent) {
            course.renewed = true;
            return budget.withdraw(taken).then_some(Duration::ZERO);
        }
        let repeatable = self.request.method().is_idempotent() || self.request.headers().contains_key(IDEMPOTENCY_KEY);
        let max_retries = self.options.max_retries.unwrap_or(settings.retry.max_retries);
        let asked = error.retry_after();
        let asks_too_much = asked.is_some_and(|asked| asked > settings.retry.server_delay_cap);
        if course.retries >= max_retries || asks_too_much || !is_worth_retrying(error, repeatable) {
            return None;
        }
        let wait = asked.unwrap_or_else(|| settings.retry.own_delay(course.retries, self.shared.random()));
        if !deadline.allows(wait) || !budget.withdraw(taken) {
            return None;
        }
        course.retries = course.retries.saturating_add(1);
        Some(wait)
    }

    /// One try: a credential, the request, the head, and what the extent takes of the body.
    async fn attempt<E: Extent>(&self, sent: &mut u32) -> Result<Answer<E::Body>, Failure> {
        let (mut head, payload) = self.request.clone().into_parts();
        if let Some(credential) = &self.shared.connection.credential {
            credential.authorize(&mut head).await.map_err(Error::from)?;
            secrets::mark(&mut head.headers);
        }
        let (upload, payload) = Upload::watch(payload);
        let request = http::Request::from_parts(head.clone(), payload);
        *sent = sent.saturating_add(1);
        let answer = upload.within(self.idle, self.shared.transport.send(request)).await?;
        let answer = answer.map_err(|error| upload.failure().unwrap_or_else(|| error.into()))?;
        let (answer, incoming) = answer.into_parts();
        if !answer.status.is_success() {
            let error = self.refusal(&head, answer, incoming).await;
            return Err(Failure {
                error,
                sent: Some(head),
            });
        }
        match E::take(incoming, self.shared.settings.max_body_bytes, self.idle).await {
            Ok(body) => Ok(Answer {
                head: answer,
                body,
                sent: head.headers,
                attempts: *sent,
            }),
            Err(error) => Err(with_head(error, &answer).into()),
        }
    }

    /// The error that an answer without a good status amounts to.
    async fn refusal(&self, sent: &request::Parts, answer: response::Parts, incoming: Incoming) -> Error {
        if answer.status.is_redirection() {
            let error = Error::new(ErrorKind::Api, redirection(&sent.uri, &answer));
            return with_head(error, &answer);
        }
        let bytes = body::read_what_comes(incoming, self.shared.settings.max_body_bytes, self.idle).await;
        let bytes = secrets::blot(bytes, &sent.headers);
        let api = self.shared.connection.provider.error(&answer, &bytes);
        Error::from_answer(answer.status, answer.headers, bytes, api)
    }

    /// Whether the server does not know the credential, and the credential has another to offer.
    fn renews(&self, error: &Error, sent: Option<&request::Parts>) -> bool {
        match (&self.shared.connection.credential, sent) {
            (Some(credential), Some(sent)) if error.status() == Some(StatusCode::UNAUTHORIZED) => {
                credential.rejected(sent)
            }
            _ => false,
        }
    }

    fn with_server_delay(&self, error: Error) -> Error {
        let asked = server_delay(error.headers(), || self.shared.settings.clock.now());
        let asked = asked.or_else(|| error.api()?.retry_after().filter(|delay| !delay.is_zero()));
        let asked = asked.or(error.retry_after());
        error.with_retry_after(asked)
    }

    /// Refuses to let a request travel where all on the way can read it.
    fn check_confidential(&self) -> Result<(), Error> {
        let uri = self.request.uri();
        if self.shared.settings.allow_plain_http || is_confidential(uri) {
            return Ok(());
        }
        let server = origin(uri);
        let message = format!(
            "{server} is plain http, where all on the way can read credential and content: use https, \
             or allow it (`ClientBuilder::allow_plain_http`, `oai chat --allow-plain-http`)"
        );
        Err(Error::new(ErrorKind::Config, message))
    }
}

/// Adds the head of an answer to an error about its body.
pub(crate) fn with_head(error: Error, head: &response::Parts) -> Error {
    let id = request_id(&head.headers).map(str::to_owned);
    error.with_head(head.status, head.headers.clone(), id)
}

/// Where a redirect leads, without query, fragment or user: those may hold secrets.
fn redirection(from: &Uri, answer: &response::Parts) -> String {
    let location = answer
        .headers
        .get(header::LOCATION)
        .and_then(|location| location.to_str().ok());
    let place = location.map(|location| {
        let end = location.find(['?', '#']).unwrap_or(location.len());
        let bare = location.get(..end).unwrap_or_default();
        match bare.split_once("//") {
            Some((scheme, rest)) if !scheme.contains('/') => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
                format!("{scheme}//{host}{path}")
            }
            _ => bare.to_owned(),
        }
    });
    let place = place.unwrap_or_else(|| "nowhere".to_owned());
    let (status, server) = (answer.status.as_u16(), origin(from));
    format!(
        "{status}: {server} redirects to {place}, and redirects are not followed: \
         if that is the right place, make it the base URL"
    )
}
