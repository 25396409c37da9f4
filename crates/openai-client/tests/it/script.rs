//! A cloud made of a script: answers in order, requests kept with the time at which they came.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use openai_client::{Client, ClientBuilder, Connection, RetryPolicy};
use openai_core::{
    BaseUrl, Call, Ending, Error, Incoming, Notice, NoticeKind, Operation, OperationProfile, Parameter, Payload,
    Policy, Profile, Provider, Rule, Spelled, Transport, TransportError, TransportErrorKind, async_trait,
};
use openai_types::chat;
use tokio::time::{Instant, sleep};

/// A whole answer that decodes.
pub(crate) const COMPLETION: &str = r#"{"id":"c1","object":"chat.completion","created":1,"model":"m-1","choices":[{"index":0,
    "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#;

/// What the scripted server does with one request.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    status: u16,
    headers: Vec<(String, String)>,
    wait: Duration,
    pieces: Vec<(Duration, Bytes)>,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Close,
    Break,
    Silence,
    NoAnswer(TransportErrorKind),
}

pub(crate) fn answer(status: u16) -> Step {
    Step {
        status,
        headers: Vec::new(),
        wait: Duration::ZERO,
        pieces: Vec::new(),
        end: End::Close,
    }
}

/// A completion.
pub(crate) fn good() -> Step {
    answer(200).header("content-type", "application/json").body(COMPLETION)
}

/// An event stream.
pub(crate) fn events() -> Step {
    answer(200).header("content-type", "text/event-stream; charset=utf-8")
}

/// No answer at all.
pub(crate) fn no_answer(kind: TransportErrorKind) -> Step {
    Step {
        end: End::NoAnswer(kind),
        ..answer(200)
    }
}

impl Step {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(self, bytes: &str) -> Self {
        self.piece(Duration::ZERO, bytes)
    }

    /// A piece of the body that comes so long after the one before.
    pub(crate) fn piece(mut self, after: Duration, bytes: impl AsRef<[u8]>) -> Self {
        self.pieces.push((after, Bytes::copy_from_slice(bytes.as_ref())));
        self
    }

    pub(crate) fn data(self, json: &str) -> Self {
        self.body(&format!("data: {json}\n\n"))
    }

    /// A chunk with this text, and the finish reason `stop` where `last`.
    pub(crate) fn text(self, text: &str, last: bool) -> Self {
        let finish = if last { r#""stop""# } else { "null" };
        self.data(&format!(
            r#"{{"id":"s1","model":"m-1","choices":[{{"index":0,"delta":{{"content":"{text}"}},"finish_reason":{finish}}}]}}"#
        ))
    }

    /// The head comes so late.
    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// The connection breaks after the last piece.
    pub(crate) fn then_breaks(mut self) -> Self {
        self.end = End::Break;
        self
    }

    /// The server falls silent after the last piece.
    pub(crate) fn then_silence(mut self) -> Self {
        self.end = End::Silence;
        self
    }
}

/// One request that came.
#[derive(Debug)]
pub(crate) struct Seen {
    /// How long after the first.
    pub(crate) at: Duration,
    pub(crate) request: Request<Payload>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        match self.request.body() {
            Payload::Json(bytes) => serde_json::from_slice(bytes).unwrap(),
            _ => serde_json::Value::Null,
        }
    }

    /// The method, and the address from the path on.
    pub(crate) fn line(&self) -> String {
        let address = self.request.uri().path_and_query().unwrap();
        format!("{} {address}", self.request.method())
    }

    /// The fields of a form in their order, files by name, type and length.
    pub(crate) fn form(&self) -> Vec<String> {
        let Payload::Multipart(parts) = self.request.body() else {
            panic!("{:?}", self.request.body())
        };
        let shown = |part: &openai_core::Part| match &part.content {
            openai_core::PartContent::File(file) => {
                format!("{} = {file:?} {}", part.name, file.as_media_type().unwrap())
            }
            _ => format!("{} = {}", part.name, part.as_text().unwrap()),
        };
        parts.iter().map(shown).collect()
    }
}

/// The scripted server. After the last step the last one is repeated.
#[derive(Default)]
pub(crate) struct Script {
    steps: Mutex<VecDeque<Step>>,
    seen: Mutex<Vec<(Instant, Request<Payload>)>>,
}

impl Script {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>) -> Arc<Self> {
        Arc::new(Self {
            steps: Mutex::new(steps.into_iter().collect()),
            seen: Mutex::default(),
        })
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        let seen = self.seen.lock().unwrap();
        let first = seen.first().map(|(at, _)| *at);
        let entry = |(at, request): &(Instant, Request<Payload>)| Seen {
            at: *at - first.unwrap(),
            request: request.clone(),
        };
        seen.iter().map(entry).collect()
    }

    /// When each request came, in milliseconds after the first.
    pub(crate) fn times(&self) -> Vec<u128> {
        self.seen().iter().map(|seen| seen.at.as_millis()).collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

impl std::fmt::Debug for Script {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Script")
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        self.seen.lock().unwrap().push((Instant::now(), request));
        let step = {
            let mut steps = self.steps.lock().unwrap();
            if steps.len() > 1 {
                steps.pop_front().unwrap()
            } else {
                steps.front().unwrap().clone()
            }
        };
        sleep(step.wait).await;
        if let End::NoAnswer(kind) = step.end {
            return Err(TransportError::new(kind, "no answer from https://cloud.example").with_source("the cause"));
        }
        let pieces = futures_util::stream::iter(step.pieces).then(|(after, bytes)| async move {
            sleep(after).await;
            Ok(bytes)
        });
        let end = futures_util::stream::once(async move {
            if step.end == End::Silence {
                std::future::pending::<()>().await;
            }
            let message = "the connection to https://cloud.example broke off";
            Err(TransportError::new(TransportErrorKind::Broken, message).with_source("reset"))
        });
        let end = end.take(usize::from(step.end != End::Close));
        let mut response = Response::new(Incoming::new(pieces.chain(end)));
        *response.status_mut() = StatusCode::from_u16(step.status).unwrap();
        for (name, value) in step.headers {
            let name: HeaderName = name.parse().unwrap();
            response
                .headers_mut()
                .append(name, HeaderValue::from_str(&value).unwrap());
        }
        Ok(response)
    }
}

/// A made-up cloud: every operation; of chat `seed` is ignored and `logit_bias` refused.
#[derive(Clone, Debug)]
pub(crate) struct Cloud {
    base: BaseUrl,
    profile: Profile,
    ending: Ending,
}

/// What only this cloud understands.
#[derive(Clone, Debug)]
pub(crate) struct Region(pub(crate) &'static str);

impl Cloud {
    pub(crate) fn at(base: &str) -> Self {
        crate::trace::install();
        let source = "made up";
        let chat = OperationProfile::new(Operation::CHAT, source).parameters([
            Parameter::new("seed", Rule::Ignored, "", source),
            Parameter::new("logit_bias", Rule::Rejected, "", source),
        ]);
        let others = [
            Operation::COMPLETIONS,
            Operation::EMBEDDINGS,
            Operation::RESPONSES,
            Operation::RESPONSES_RETRIEVE,
            Operation::RESPONSES_DELETE,
            Operation::RESPONSES_CANCEL,
            Operation::RESPONSES_INPUT_ITEMS,
            Operation::RESPONSES_INPUT_TOKENS,
            Operation::RESPONSES_COMPACT,
            Operation::IMAGES_GENERATIONS,
            Operation::IMAGES_EDITS,
            Operation::IMAGES_VARIATIONS,
            Operation::AUDIO_TRANSCRIPTIONS,
            Operation::AUDIO_TRANSLATIONS,
            Operation::AUDIO_SPEECH,
            Operation::MODELS_LIST,
            Operation::MODELS_RETRIEVE,
            Operation::MODELS_DELETE,
            Operation::FILES_CREATE,
            Operation::FILES_IMPORT,
            Operation::FILES_LIST,
            Operation::FILES_RETRIEVE,
            Operation::FILES_DELETE,
            Operation::FILES_CONTENT,
            Operation::UPLOADS_CREATE,
            Operation::UPLOADS_PART,
            Operation::UPLOADS_COMPLETE,
            Operation::UPLOADS_CANCEL,
            Operation::BATCHES_CREATE,
            Operation::BATCHES_LIST,
            Operation::BATCHES_RETRIEVE,
            Operation::BATCHES_CANCEL,
            Operation::MODERATIONS,
        ];
        let others = others.map(|operation| OperationProfile::new(operation, source));
        Self {
            base: BaseUrl::parse("test", base).unwrap(),
            profile: Profile::new("Cloud", std::iter::once(chat).chain(others).collect::<Vec<_>>()),
            ending: Ending::Done,
        }
    }

    pub(crate) fn new() -> Self {
        Self::at("https://cloud.example:8443/v1")
    }

    pub(crate) fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    pub(crate) fn without_streams(mut self) -> Self {
        self.profile.operations[0].streaming = false;
        self
    }

    pub(crate) fn without_stream_options(mut self) -> Self {
        let parameter = Parameter::new("stream_options", Rule::Rejected, "", "made up");
        self.profile.operations[0].parameters.push(parameter);
        self
    }
}

impl Provider for Cloud {
    fn name(&self) -> &'static str {
        "cloud"
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn request(&self, call: &Call, policy: &Policy) -> Result<Spelled, Error> {
        let mut contents = call.contents()?;
        let mut notices = self.profile.check(call.operation, &contents, policy)?;
        if let Some(model) = &call.model {
            contents.set_model(model)?;
        }
        if contents.json().is_some_and(|members| members.contains("store")) {
            notices.push(Notice::new(
                NoticeKind::Fixed,
                "store",
                "`store` is always false on Cloud",
            ));
        }
        let region = call.extensions.get::<Region>().map(|region| ("region", region.0));
        let address = call.address(&self.base, &[], region.as_slice())?;
        Ok(Spelled::new(call.spell(address, contents.into_payload()), notices))
    }

    fn ending(&self, _: Operation) -> Ending {
        self.ending
    }
}

/// A client of the made-up cloud whose jitter is known.
pub(crate) fn builder(script: &Arc<Script>) -> ClientBuilder {
    let transport: Arc<dyn Transport> = script.clone();
    Client::builder(Connection::from(Cloud::new()))
        .transport(transport)
        .jitter_seed(7)
}

pub(crate) fn client(steps: impl IntoIterator<Item = Step>) -> (Client, Arc<Script>) {
    let script = Script::new(steps);
    (builder(&script).build(), script)
}

/// As [`client`], with no retries.
pub(crate) fn once(step: Step) -> Client {
    builder(&Script::new([step])).retry(RetryPolicy::never()).build()
}

pub(crate) fn hello() -> chat::Request {
    chat::Request::new("m", [chat::Message::user("Hi")])
}
