//! HTTP as it is spoken on the network.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use futures_util::TryStreamExt;
use http::Uri;
use http::uri::Scheme;
use openai_core::{Incoming, Payload, Transport, TransportError, TransportErrorKind, async_trait, is_confidential};
use reqwest::redirect;

/// HTTP over TCP and TLS: one attempt a request, no redirects.
///
/// Connections are kept and shared, so one transport serves a client and the credentials that fetch tokens. TLS is
/// rustls with the system's certificates; proxies are taken from the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
/// `NO_PROXY`), except for plain http to this very machine, which must not leave it.
pub struct HttpTransport {
    connect_timeout: Duration,
    network: OnceLock<reqwest::Client>,
    machine: OnceLock<reqwest::Client>,
}

impl HttpTransport {
    /// How long a connection may take to come about, unless said otherwise.
    pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

    /// A transport with the default connect timeout of 5 s. Nothing is set up before the first request.
    #[must_use]
    pub fn new() -> Self {
        Self {
            connect_timeout: Self::CONNECT_TIMEOUT,
            network: OnceLock::new(),
            machine: OnceLock::new(),
        }
    }

    /// Sets how long a connection may take to come about, TLS included.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The client for this address, built on first use.
    fn client(&self, uri: &Uri) -> Result<&reqwest::Client, TransportError> {
        let stays_here = uri.scheme() == Some(&Scheme::HTTP) && is_confidential(uri);
        let cell = if stays_here { &self.machine } else { &self.network };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        // reqwest panics without a process-wide provider. An error says that the program has chosen one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .http2_adaptive_window(true)
            .user_agent(concat!("openai-multicloud/", env!("CARGO_PKG_VERSION")));
        if stays_here {
            // No TLS here, so no certificates are needed: an image without any can still talk to itself.
            builder = builder.no_proxy().tls_certs_only([]);
        }
        let client = builder.build().map_err(|error| {
            let message = "TLS cannot be set up: are CA certificates installed (ca-certificates, or SSL_CERT_FILE)?";
            TransportError::new(TransportErrorKind::Setup, message).with_source(error)
        })?;
        Ok(cell.get_or_init(|| client))
    }
}

impl Default for HttpTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("HttpTransport")
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, request: http::Request<Payload>) -> Result<http::Response<Incoming>, TransportError> {
        let server = origin(request.uri());
        let client = self.client(request.uri())?;
        let (head, body) = request.into_parts();
        let unsendable = |message: String| TransportError::new(TransportErrorKind::Unsendable, message);
        let url = reqwest::Url::parse(&head.uri.to_string())
            .map_err(|error| unsendable(format!("no request can be sent to {server}")).with_source(error))?;
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        *request.body_mut() = match body {
            Payload::Empty => None,
            Payload::Json(bytes) | Payload::Form(bytes) => Some(bytes.into()),
            _ => return Err(unsendable("this transport does not know the payload".to_owned())),
        };
        let mut response = client
            .execute(request)
            .await
            .map_err(|error| failure(error, &server, self.connect_timeout))?;
        let (status, version, headers) = (
            response.status(),
            response.version(),
            std::mem::take(response.headers_mut()),
        );
        let pieces = response.bytes_stream().map_err(move |error| {
            let message = format!("the connection to {server} broke off in the middle of the answer");
            TransportError::new(TransportErrorKind::Broken, message).with_source(error)
        });
        let mut response = http::Response::new(Incoming::new(pieces));
        *response.status_mut() = status;
        *response.version_mut() = version;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// Scheme, host and port: what a message may say of an address.
pub(crate) fn origin(uri: &Uri) -> String {
    let host = uri.host().unwrap_or_default();
    let scheme = uri.scheme_str().unwrap_or("http");
    match uri.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

/// Why no answer came.
fn failure(error: reqwest::Error, server: &str, connect_timeout: Duration) -> TransportError {
    let (kind, message) = if error.is_connect() && error.is_timeout() {
        (
            TransportErrorKind::Connect,
            format!("no connection to {server} within {connect_timeout:?}"),
        )
    } else if error.is_connect() {
        (TransportErrorKind::Connect, format!("no connection to {server}"))
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, format!("no answer from {server} in time"))
    } else if error.is_builder() {
        (
            TransportErrorKind::Unsendable,
            format!("no request can be sent to {server}"),
        )
    } else {
        (
            TransportErrorKind::Broken,
            format!("the connection to {server} broke before an answer came"),
        )
    };
    TransportError::new(kind, message).with_source(error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The listener's queue takes the connection, and nobody ever speaks TLS there.
    #[tokio::test]
    async fn a_connection_that_does_not_come_about_in_time_says_so() {
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let server = format!("https://{}", silent.local_addr().unwrap());
        let _ = rustls::crypto::ring::default_provider().install_default();
        let transport = HttpTransport::new().connect_timeout(Duration::from_millis(1));
        let client = reqwest::Client::builder()
            .connect_timeout(transport.connect_timeout)
            .no_proxy()
            .tls_certs_only([])
            .build()
            .unwrap();
        transport.network.set(client).unwrap();
        let request = http::Request::get(format!("{server}/?secret"))
            .body(Payload::Empty)
            .unwrap();
        let error = transport.send(request).await.err().unwrap();
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert_eq!(error.to_string(), format!("no connection to {server} within 1ms"));
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
}
