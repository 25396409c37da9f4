//! The client.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::{HeaderMap, header, response};
use openai_core::{
    ApiError, Call, Endpoint, Error, ErrorKind, Event, Incoming, Notice, Payload, Policy, Profile, Spelled, Streaming,
    Transport,
};
use tracing::Instrument as _;

use crate::body;
use crate::budget::Budget;
use crate::builder::Settings;
use crate::engine::{Answer, Begun, Exchange, Extent, Whole, with_head};
use crate::secrets;
use crate::stream::Limits;
use crate::telemetry::CallSpan;
use crate::{ClientBuilder, Connection, EventStream, Head, Options, Reply};

/// A typed client of one connection.
///
/// It is cheap to clone and meant to be shared: clones have their transport, their retry budget and their settings in
/// common, and any number of tasks can call at once.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    options: Arc<Options>,
}

/// What a client and its clones have in common.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) connection: Connection,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) settings: Settings,
    pub(crate) budget: Budget,
    random: Mutex<fastrand::Rng>,
}

impl Shared {
    /// A number from 0 to 1.
    pub(crate) fn random(&self) -> f64 {
        self.random.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }

    pub(crate) fn idle_timeout(&self, options: &Options) -> Duration {
        options.idle_timeout.unwrap_or(self.settings.idle_timeout)
    }
}

impl Client {
    /// A client with default settings.
    ///
    /// Nothing is connected yet; what cannot be set up is an error of the first call.
    ///
    /// ```
    /// use openai_client::Client;
    /// use openai_platform::OpenAi;
    ///
    /// let client = Client::new(OpenAi::new());
    /// assert_eq!(client.connection().provider.name(), "openai");
    /// ```
    #[must_use]
    pub fn new(connection: impl Into<Connection>) -> Self {
        Self::builder(connection).build()
    }

    /// Sets up a client that differs from the default.
    ///
    /// ```
    /// use std::time::Duration;
    /// use openai_client::{Client, RetryPolicy};
    /// use openai_platform::OpenAi;
    ///
    /// let retry = RetryPolicy::new().max_retries(5);
    /// let client = Client::builder(OpenAi::new()).retry(retry).deadline(Duration::from_secs(60)).build();
    /// ```
    pub fn builder(connection: impl Into<Connection>) -> ClientBuilder {
        ClientBuilder::new(connection.into())
    }

    pub(crate) fn assemble(connection: Connection, transport: Arc<dyn Transport>, settings: Settings) -> Self {
        let random = settings.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let budget = Budget::new(settings.retry.budget);
        let shared = Shared {
            connection,
            transport,
            settings,
            budget,
            random: Mutex::new(random),
        };
        Self {
            shared: Arc::new(shared),
            options: Arc::default(),
        }
    }

    /// The same client with other options.
    ///
    /// Transport, retry budget and all that is not set stay what they are.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use std::time::Duration;
    /// use openai_client::Options;
    ///
    /// let hurried = client.with(Options::new().deadline(Duration::from_secs(10)).max_retries(0));
    /// let models = hurried.list_models().await?;
    /// # assert_eq!(models.attempts(), 1);
    /// # Ok(()) }) }
    /// ```
    #[must_use]
    pub fn with(&self, options: Options) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(options.over(&self.options)),
        }
    }

    /// The same client for one of several requests that one call amounts to: its idempotency key is another.
    pub(crate) fn step(&self, name: impl fmt::Display) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(self.options.step(name)),
        }
    }

    /// What this client talks to.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// println!("{:?} of {}", client.connection().model, client.connection().provider.name());
    /// # assert_eq!(client.connection().provider.name(), "openai");
    /// # Ok(()) }) }
    /// ```
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.shared.connection
    }

    /// Sends a request of any type and reads the whole answer.
    ///
    /// The requests of the API have methods of their own; those of one provider alone go out by this one. Dropping the
    /// future cancels the call.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_client::Options;
    /// use openai_types::chat::{Message, Request};
    ///
    /// let request = Request::new("gpt-5-mini", [Message::user("What is a quince?")]);
    /// let reply = client.with(Options::new().idempotency_key("order-1")).send(request).await?;
    /// println!("{} {:?} {:?}", reply.text(), reply.request_id(), reply.rate_limits());
    /// # assert!(!reply.text().is_empty() && reply.request_id().is_some());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// Every [`ErrorKind`], [`Truncated`](ErrorKind::Truncated) apart. A request that asks for a stream is
    /// [`ErrorKind::Invalid`].
    pub async fn send<E: Endpoint>(&self, endpoint: E) -> Result<Reply<E::Response>, Error> {
        let call = endpoint.call()?;
        if call.stream {
            let message = "the request asks for a stream: send it with `Client::stream`, or leave `stream` out";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        let Prepared {
            mut trace,
            request,
            notices,
        } = self.prepare(call)?;
        let outcome = self.deliver::<Whole>(request).instrument(trace.span()).await;
        let reply = outcome.and_then(|answer| {
            let Answer {
                head,
                body,
                sent,
                attempts,
            } = answer;
            let decode = |body| endpoint.decode(&head, body);
            match decode(body.clone()) {
                Ok(value) => Ok(Reply::new(value, Head::new(head, attempts, notices), body)),
                Err(error) => {
                    let error = secrets::keep_out(error, body, &sent, decode);
                    Err(with_head(error, &head).with_attempts(attempts))
                }
            }
        });
        match &reply {
            Ok(reply) => {
                trace.status(reply.status());
                trace.summary(|| E::summary(&reply.value));
            }
            Err(error) => trace.error(error),
        }
        reply
    }

    /// Sends a request of any type and answers with its events as they come.
    ///
    /// The request is made to ask for a stream, and for usage at its end where the wire supports that and the request
    /// does not say otherwise. The call is tried again until its head arrives, never after.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/emulated.rs"));
    /// # fn main() -> Outcome { emulated(async |client| {
    /// use openai_types::chat::{Message, Request};
    ///
    /// let mut stream = client.stream(Request::new("gpt-5-mini", [Message::user("What is a quince?")])).await?;
    /// # let mut text = String::new();
    /// while let Some(chunk) = stream.try_next().await? {
    ///     print!("{}", chunk.text());
    /// #   text += &chunk.text();
    /// }
    /// # assert!(!text.is_empty());
    /// # Ok(()) }) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); [`ErrorKind::Unsupported`] where the wire does not stream this operation; and
    /// [`ErrorKind::Decode`] where the answer is no event stream. What goes wrong later is an item of the stream.
    pub async fn stream<S: Streaming>(&self, endpoint: S) -> Result<EventStream<S::Event>, Error> {
        let progress = endpoint.progress();
        let endpoint = endpoint.streamed(false);
        let mut call = endpoint.call()?;
        if self.streaming(&call)? {
            call = endpoint.streamed(true).call()?;
        }
        self.open(call, progress).await
    }

    /// Whether the wire tells usage at the end of the stream that a call asks for.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] where the wire does not stream this operation.
    pub(crate) fn streaming(&self, call: &Call) -> Result<bool, Error> {
        let operation = call.operation;
        let wire = self.profile_for(call);
        let profile = wire.operation(operation);
        if profile.is_some_and(|profile| !profile.streaming) {
            let message = format!(
                "{} does not stream `{operation}`: ask for the whole answer instead",
                wire.wire
            );
            return Err(Error::new(ErrorKind::Unsupported, message));
        }
        Ok(profile.is_some_and(|profile| profile.supports("stream_options")))
    }

    /// Sends a call that asks for a stream.
    pub(crate) async fn open<T: Event>(&self, call: Call, progress: T::Progress) -> Result<EventStream<T>, Error> {
        let operation = call.operation;
        let Prepared {
            trace,
            request,
            notices,
        } = self.prepare(call)?;
        let outcome = async {
            let Answer {
                head,
                body,
                sent,
                attempts,
            } = self.deliver::<Begun>(request).await?;
            if is_event_stream(&head) {
                return Ok((Head::new(head, attempts, notices), body, sent));
            }
            Err(self.no_stream(&head, body, &sent).await.with_attempts(attempts))
        };
        match outcome.instrument(trace.span()).await {
            Ok((head, incoming, sent)) => {
                trace.status(head.status());
                let ending = self.shared.connection.provider.ending(operation);
                let limits = Limits {
                    event_bytes: self.shared.settings.max_event_bytes,
                    idle: self.idle_timeout(),
                };
                Ok(EventStream::new(head, incoming, sent, ending, limits, trace).watched_by(progress))
            }
            Err(error) => {
                trace.error(&error);
                Err(error)
            }
        }
    }

    pub(crate) fn idle_timeout(&self) -> Duration {
        self.shared.idle_timeout(&self.options)
    }

    /// What the wire supports of a call, as this client would send it.
    pub(crate) fn profile_for(&self, call: &Call) -> Cow<'_, Profile> {
        self.shared.connection.provider.profile_for(&self.filled(call.clone()))
    }

    /// A call with what this client adds: the default model, and what only the provider understands.
    fn filled(&self, mut call: Call) -> Call {
        if call.operation.takes_model() {
            call.model = call.model.or_else(|| self.shared.connection.model.clone());
        }
        call.extensions.extend(self.options.extensions.clone());
        self.options.ask(&mut call);
        call
    }

    /// What to do where the wire and a request do not fit.
    pub(crate) fn policy(&self) -> &Policy {
        self.options.policy.as_ref().unwrap_or(&self.shared.settings.policy)
    }

    /// Spells a call for the connection's cloud.
    pub(crate) fn prepare(&self, call: Call) -> Result<Prepared, Error> {
        let connection = &self.shared.connection;
        let call = self.filled(call);
        let Spelled { request, notices, .. } = connection.provider.request(&call, self.policy())?;
        self.options.check_address(request.uri())?;
        let trace = CallSpan::new(connection.provider.name(), &call, request.uri());
        trace.notices(&notices);
        Ok(Prepared {
            trace,
            request,
            notices,
        })
    }

    pub(crate) async fn deliver<E: Extent>(&self, request: http::Request<Payload>) -> Result<Answer<E::Body>, Error> {
        Exchange::new(&self.shared, &self.options, request)?.run::<E>().await
    }

    /// The error of an answer that should have been a stream: what the server says, or else what came instead.
    async fn no_stream(&self, head: &response::Parts, incoming: Incoming, sent: &HeaderMap) -> Error {
        let Shared {
            settings, connection, ..
        } = &*self.shared;
        let idle = self.idle_timeout();
        let bytes = body::read_what_comes(incoming, settings.max_body_bytes, idle).await;
        let bytes = secrets::blot(bytes, sent);
        if ApiError::in_stream("", &bytes).is_some() {
            let api = connection.provider.error(head, &bytes);
            return Error::from_answer(head.status, head.headers.clone(), bytes, api);
        }
        let message = format!(
            "a stream was asked for, and {} came: the server may not stream here; ask for the whole answer instead",
            head.headers
                .get(header::CONTENT_TYPE)
                .and_then(|kind| kind.to_str().ok())
                .unwrap_or("something else")
        );
        with_head(Error::new(ErrorKind::Decode, message).with_body(bytes), head)
    }
}

/// A request that is ready to go.
pub(crate) struct Prepared {
    pub(crate) trace: CallSpan,
    pub(crate) request: http::Request<Payload>,
    pub(crate) notices: Vec<Notice>,
}

/// Whether an answer's body can be an event stream. What does not say what it is, or says it wrongly, may be one.
fn is_event_stream(head: &response::Parts) -> bool {
    let kind = head
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    !(kind == "application/json" || kind.ends_with("+json") || kind == "text/html")
}
