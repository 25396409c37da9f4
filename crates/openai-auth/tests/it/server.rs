//! A transport that answers as a test says, and keeps what it was sent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::header::LOCATION;
use http::{Request, Response};
use openai_core::{Incoming, Payload, Transport, TransportError, TransportErrorKind, async_trait};

/// A server made of a script.
#[derive(Debug, Default)]
pub(crate) struct Server {
    script: Mutex<VecDeque<Answer>>,
    seen: Mutex<Vec<Seen>>,
}

/// What the server does with one request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Status and body.
    Body(u16, String),
    /// The same, after a while.
    Late(Duration, u16, String),
    /// A redirect to this address.
    Redirect(String),
    /// A body without an end.
    Endless,
    /// A body that never goes on.
    Stalled,
    /// No answer.
    Failure(TransportErrorKind),
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) form: String,
    pub(crate) content_type: String,
    pub(crate) authorization: String,
    pub(crate) sensitive: bool,
    /// What Debug shows of it.
    pub(crate) shown: String,
}

impl Server {
    pub(crate) fn new(script: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        let server = Self::default();
        server.then(script);
        Arc::new(server)
    }

    pub(crate) fn then(&self, script: impl IntoIterator<Item = Answer>) {
        self.script.lock().unwrap().extend(script);
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }
}

pub(crate) fn body(status: u16, body: impl Into<String>) -> Answer {
    Answer::Body(status, body.into())
}

/// A grant of this token for an hour.
pub(crate) fn grant(token: &str) -> Answer {
    let json = format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600,"scope":"all"}}"#);
    body(200, json)
}

#[async_trait]
impl Transport for Server {
    async fn send(&self, request: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        let shown = format!("{request:?}");
        let (head, payload) = request.into_parts();
        let text = |name: &str| {
            head.headers
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
                .to_owned()
        };
        let form = match payload {
            Payload::Form(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            _ => String::new(),
        };
        self.seen.lock().unwrap().push(Seen {
            line: format!("{} {}", head.method, head.uri),
            form,
            content_type: text("content-type"),
            authorization: text("authorization"),
            sensitive: head
                .headers
                .get("authorization")
                .is_none_or(|value| value.is_sensitive()),
            shown,
        });
        let next = self.script.lock().unwrap().pop_front();
        let answer = |status: u16, pieces: Incoming| {
            let mut response = Response::new(pieces);
            *response.status_mut() = status.try_into().unwrap();
            response
        };
        let whole = |text: String| Incoming::new(stream::iter([Ok(Bytes::from(text))]));
        match next.unwrap_or_else(|| panic!("nobody expected {} {}", head.method, head.uri)) {
            Answer::Body(status, text) => Ok(answer(status, whole(text))),
            Answer::Late(wait, status, text) => {
                tokio::time::sleep(wait).await;
                Ok(answer(status, whole(text)))
            }
            Answer::Redirect(to) => {
                let mut response = answer(302, whole(String::new()));
                response.headers_mut().insert(LOCATION, to.parse().unwrap());
                Ok(response)
            }
            Answer::Endless => Ok(answer(
                200,
                Incoming::new(stream::repeat_with(|| Ok(Bytes::from_static(&[b' '; 4096])))),
            )),
            Answer::Stalled => {
                let begun = stream::iter([Ok(Bytes::from_static(b"{\"access_token\":"))]);
                Ok(answer(200, Incoming::new(begun.chain(stream::pending()))))
            }
            Answer::Failure(kind) => Err(TransportError::new(kind, "the wire is down")),
        }
    }
}
