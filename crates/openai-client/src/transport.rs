//! HTTP as it is spoken on the network.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::OnceLock;
use std::time::Duration;

use futures_util::TryStreamExt;
use http::Uri;
use http::uri::Scheme;
use openai_core::{Incoming, Payload, Transport, TransportError, TransportErrorKind, async_trait, is_confidential};
use reqwest::redirect;

use crate::multipart;

/// HTTP over TCP and TLS: one attempt a request, no redirects.
///
/// Connections are kept and shared, so one transport serves a client and the credentials that fetch tokens. TLS is
/// rustls with the system's certificates; proxies are taken from the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
/// `NO_PROXY`), except for plain http to this very machine and to what only it can reach: link-local addresses, and the
/// metadata servers of the clouds. What is said there must not leave the machine.
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
        let stays_here = uri.scheme() == Some(&Scheme::HTTP) && (is_confidential(uri) || is_next_door(uri));
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

/// The metadata servers that have names (Compute Engine documents).
const METADATA_NAMES: [&str; 2] = ["metadata", "metadata.google.internal"];

/// The metadata servers whose addresses are not link-local.
const METADATA: [Ipv6Addr; 2] = [
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
];

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
        let request = client.request(head.method, url).headers(head.headers);
        let request = match body {
            Payload::Empty => request,
            Payload::Json(bytes) | Payload::Form(bytes) => request.body(bytes),
            Payload::Multipart(parts) => request.multipart(multipart::form(parts)?),
            _ => return Err(unsendable("this transport does not know the payload".to_owned())),
        };
        let request = request
            .build()
            .map_err(|error| failure(error, &server, self.connect_timeout))?;
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

/// Whether only this machine itself reaches the address: where its cloud keeps the metadata server.
fn is_next_door(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => address.is_link_local(),
        // Amazon's and Google's servers have unique local addresses (fd00:ec2::254, fd20:ce::254).
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.is_link_local(),
            None => address.is_unicast_link_local() || METADATA.contains(&address),
        },
        Err(_) => METADATA_NAMES
            .iter()
            .any(|name| host.trim_end_matches('.').eq_ignore_ascii_case(name)),
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

    /// Which client carries the request, the one without proxies or the other.
    #[test]
    fn what_stays_on_the_machine_goes_past_the_proxies() {
        for (url, is_direct) in [
            ("http://127.0.0.1:8080/", true),
            ("http://localhost/", true),
            ("http://[::1]/", true),
            ("http://169.254.169.254/metadata/identity/oauth2/token", true),
            ("http://169.254.169.254:8080/", true),
            ("http://[::ffff:169.254.169.254]/", true),
            ("http://[fe80::1]/", true),
            ("http://[fd00:ec2::254]/", true),
            ("http://[fd20:ce::254]/", true),
            ("http://metadata.google.internal/", true),
            ("http://Metadata.Google.Internal./", true),
            ("http://metadata/", true),
            ("https://metadata.google.internal/", false),
            ("http://metadata.google.internal.evil.example/", false),
            ("http://169.255.0.1/", false),
            ("http://10.0.0.1/", false),
            ("http://[fd00:ec2::255]/", false),
            ("http://api.example/", false),
        ] {
            let _ = rustls::crypto::ring::default_provider().install_default();
            let transport = HttpTransport::new();
            let network = reqwest::Client::builder().tls_certs_only([]).build().unwrap();
            transport.network.set(network).unwrap();
            transport.client(&url.parse().unwrap()).unwrap();
            assert_eq!(transport.machine.get().is_some(), is_direct, "{url}");
        }
    }

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
