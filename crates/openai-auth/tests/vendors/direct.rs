//! A transport that takes every request, whatever its host and scheme, to one server on this machine.

use std::io;
use std::sync::{Arc, Mutex};

use futures_util::stream;
use openai_core::{Incoming, Payload, Transport, TransportError, TransportErrorKind, async_trait};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Debug)]
pub(crate) struct Direct {
    host: String,
    /// The addresses that were asked for, in order.
    pub(crate) addresses: Mutex<Vec<String>>,
}

impl Direct {
    pub(crate) fn to(host: &str) -> Arc<Self> {
        Arc::new(Self {
            host: host.to_owned(),
            addresses: Mutex::default(),
        })
    }

    /// Where nobody answers.
    pub(crate) fn nowhere() -> Arc<Self> {
        Self::to("127.0.0.1:1")
    }

    async fn exchange(&self, request: http::Request<Payload>) -> io::Result<http::Response<Incoming>> {
        self.addresses.lock().unwrap().push(request.uri().to_string());
        let (head, body) = request.into_parts();
        let body = match body {
            Payload::Form(bytes) => bytes,
            _ => Default::default(),
        };
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut text = format!(
            "{} {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n",
            head.method,
            self.host,
            body.len()
        );
        for (name, value) in &head.headers {
            text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
        let mut stream = TcpStream::connect(&self.host).await?;
        stream.write_all(format!("{text}\r\n").as_bytes()).await?;
        stream.write_all(&body).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let end = answer
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let mut response = http::Response::builder().status(head.get(9..12).ok_or(io::ErrorKind::InvalidData)?);
        for (name, value) in head.lines().skip(1).filter_map(|line| line.split_once(": ")) {
            response = response.header(name, value);
        }
        let pieces: Vec<_> = answer[end + 4..]
            .chunks(64 << 10)
            .map(|piece| Ok(piece.to_vec().into()))
            .collect();
        Ok(response.body(Incoming::new(stream::iter(pieces))).unwrap())
    }
}

#[async_trait]
impl Transport for Direct {
    async fn send(&self, request: http::Request<Payload>) -> Result<http::Response<Incoming>, TransportError> {
        self.exchange(request)
            .await
            .map_err(|error| TransportError::new(TransportErrorKind::Connect, "no connection").with_source(error))
    }
}
