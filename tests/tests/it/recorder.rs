//! What is sent, written down on its way.

use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use openai_client::HttpTransport;
use openai_core::{Incoming, Payload, Transport, TransportError, async_trait};

/// A transport that keeps every request that it has sent.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    http: HttpTransport,
    sent: Mutex<Vec<Sent>>,
}

/// A request that was sent, and the status that came back.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) payload: Payload,
    /// Nothing where no answer came.
    pub(crate) status: Option<StatusCode>,
}

impl Recorder {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What was sent so far.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Transport for Recorder {
    async fn send(&self, request: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        let (head, payload) = request.into_parts();
        let mut sent = Sent {
            method: head.method.clone(),
            uri: head.uri.clone(),
            headers: head.headers.clone(),
            payload: payload.clone(),
            status: None,
        };
        let answer = self.http.send(Request::from_parts(head, payload)).await;
        sent.status = answer.as_ref().ok().map(Response::status);
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
        answer
    }
}
