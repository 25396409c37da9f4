//! Setting up a client.

use std::sync::Arc;
use std::time::Duration;

use openai_core::{Policy, Transport, sse};

use crate::{Client, Clock, Connection, HttpTransport, RetryPolicy, SystemClock};

/// Sets up a [`Client`] that differs from the default.
#[derive(Debug)]
#[must_use]
pub struct ClientBuilder {
    connection: Connection,
    transport: Option<Arc<dyn Transport>>,
    connect_timeout: Duration,
    settings: Settings,
}

/// What a client is set up with, apart from what it talks to and through.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) retry: RetryPolicy,
    pub(crate) policy: Policy,
    pub(crate) idle_timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_event_bytes: usize,
    pub(crate) max_body_bytes: usize,
    pub(crate) allow_plain_http: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) seed: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::new(),
            policy: Policy::new(),
            idle_timeout: Duration::from_secs(600),
            deadline: None,
            max_event_bytes: sse::DEFAULT_LIMIT,
            max_body_bytes: 64 * 1024 * 1024,
            allow_plain_http: false,
            clock: Arc::new(SystemClock),
            seed: None,
        }
    }
}

impl ClientBuilder {
    pub(crate) fn new(connection: Connection) -> Self {
        Self {
            connection,
            transport: None,
            connect_timeout: HttpTransport::CONNECT_TIMEOUT,
            settings: Settings::default(),
        }
    }

    /// Sets what carries requests. Default: an [`HttpTransport`].
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Sets when to try again. Default: [`RetryPolicy::new`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sets what to do where the wire and a request do not fit. Default: [`Policy::new`].
    pub fn policy(mut self, policy: Policy) -> Self {
        self.settings.policy = policy;
        self
    }

    /// Sets how long a connection may take to come about. Default: 5 s. A transport of your own has its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long the server may be silent: before its answer, and between two pieces of it. Default: 600 s.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.idle_timeout = timeout;
        self
    }

    /// Sets how long a call may take, retries and waits included. Default: as long as it takes.
    ///
    /// Of a stream it covers the time until its head arrives; the idle timeout watches over the rest.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.settings.deadline = deadline.into();
        self
    }

    /// Sets the largest event of a stream, in bytes. Default: 64 MiB.
    pub fn max_event_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_event_bytes = bytes;
        self
    }

    /// Sets the largest whole answer, in bytes. Default: 64 MiB.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_body_bytes = bytes;
        self
    }

    /// Sets whether requests may travel over plain http to another machine, for all on the way to read.
    ///
    /// Default: false. https, and plain http to this very machine, are always fine.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.settings.allow_plain_http = allow;
        self
    }

    /// Sets the clock that dates in `retry-after` are read by. Default: [`SystemClock`].
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.settings.clock = clock;
        self
    }

    /// Sets where the random part of waits begins, so that a test meets the same waits again. Default: by chance.
    pub fn jitter_seed(mut self, seed: u64) -> Self {
        self.settings.seed = Some(seed);
        self
    }

    /// The client. Nothing is connected yet.
    #[must_use]
    pub fn build(self) -> Client {
        let connect_timeout = self.connect_timeout;
        let transport = self
            .transport
            .unwrap_or_else(|| Arc::new(HttpTransport::new().connect_timeout(connect_timeout)));
        Client::assemble(self.connection, transport, self.settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_documented_ones() {
        let settings = Settings::default();
        assert_eq!(HttpTransport::CONNECT_TIMEOUT, Duration::from_secs(5));
        assert_eq!(settings.idle_timeout, Duration::from_secs(600));
        assert_eq!(settings.deadline, None);
        assert_eq!(settings.max_event_bytes, 67_108_864);
        assert_eq!(settings.max_body_bytes, 67_108_864);
        assert_eq!(settings.retry.max_retries, 2);
        assert!(!settings.allow_plain_http);
    }
}
