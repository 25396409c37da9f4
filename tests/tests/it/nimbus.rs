//! The provider from outside the workspace, and a server for its made-up wire.

use std::sync::Arc;

use conformance::Wire;
use http::{HeaderName, HeaderValue, Request, Response, header, request};
use openai_client::{Client, Connection, HttpTransport};
use openai_core::{
    BaseUrl, Credential, CredentialError, Incoming, Members, Payload, Transport, TransportError, TransportErrorKind,
    async_trait,
};
use openai_nimbus::Nimbus;

/// Nimbus, served by the emulator's OpenAI wire behind a translation.
pub(crate) fn wire(emulator: String) -> Wire {
    Wire::new("Nimbus", move |key| {
        let provider = Nimbus::new(BaseUrl::parse("test", "http://localhost/nimbus").unwrap());
        let connection = Connection::from(provider)
            .credential(Arc::new(Key(key.to_owned())))
            .model("cumulus-2");
        let server = Server {
            emulator: emulator.clone(),
            http: HttpTransport::default(),
        };
        Client::builder(connection).transport(Arc::new(server))
    })
}

/// Nimbus's own way to show a key.
struct Key(String);

impl std::fmt::Debug for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Key(***)")
    }
}

#[async_trait]
impl Credential for Key {
    async fn authorize(&self, head: &mut request::Parts) -> Result<(), CredentialError> {
        let mut key = HeaderValue::from_str(&self.0).map_err(|_| CredentialError::new("the key cannot be a header"))?;
        key.set_sensitive(true);
        head.headers.insert(HeaderName::from_static("nimbus-key"), key);
        Ok(())
    }
}

/// Checks a Nimbus request as strictly as Nimbus would, and has the emulator answer it.
#[derive(Debug)]
struct Server {
    emulator: String,
    http: HttpTransport,
}

#[async_trait]
impl Transport for Server {
    async fn send(&self, request: Request<Payload>) -> Result<Response<Incoming>, TransportError> {
        let unsendable = |why: &str| TransportError::new(TransportErrorKind::Unsendable, why);
        let (mut head, payload) = request.into_parts();
        let engine = head.uri.query().and_then(|query| query.strip_prefix("engine="));
        let engine = engine.ok_or_else(|| unsendable("no engine in the query"))?.to_owned();
        if head.uri.path() != "/nimbus/api/talk/chat/completions" || head.headers["nimbus-version"] != "3" {
            return Err(unsendable("not a Nimbus request"));
        }
        let Payload::Json(json) = payload else {
            return Err(unsendable("no body"));
        };
        let mut body = Members::parse(&json).map_err(|_| unsendable("no JSON object"))?;
        if body.contains("model") || body.contains("stream") {
            return Err(unsendable("Nimbus does not know `model` and `stream`"));
        }
        let flow: Option<bool> = body.read("flow").unwrap_or_default();
        body.remove("flow");
        body.set("model", &engine).map_err(|_| unsendable("engine"))?;
        body.set("stream", &flow.unwrap_or(false))
            .map_err(|_| unsendable("flow"))?;
        head.uri = format!("{}/v1/chat/completions", self.emulator)
            .parse()
            .map_err(|_| unsendable("address"))?;
        let key = head.headers.remove("nimbus-key").ok_or_else(|| unsendable("no key"))?;
        let bearer = [b"Bearer ", key.as_bytes()].concat();
        let bearer = HeaderValue::from_bytes(&bearer).map_err(|_| unsendable("key"))?;
        head.headers.insert(header::AUTHORIZATION, bearer);
        let json = body.to_bytes();
        self.http
            .send(Request::from_parts(head, Payload::Json(json.into())))
            .await
    }
}
