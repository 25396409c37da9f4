//! Listening, accepting, stopping.

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::config::Config;
use crate::record::Served;
use crate::service::Service;

/// The way to a running emulator.
#[derive(Debug)]
pub struct Emulator;

impl Emulator {
    /// Binds the address of the configuration and serves it from the caller's tokio runtime, which needs its I/O and
    /// time drivers. A runtime of one thread will do.
    ///
    /// # Errors
    /// The address cannot be bound, for instance because the port is in use: the message names the address. Or an account
    /// of the configuration has a private key that is none.
    pub async fn start(config: Config) -> io::Result<Running> {
        let wanted = config.listen;
        let listener = TcpListener::bind(wanted)
            .await
            .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {wanted}: {error}")))?;
        let address = listener.local_addr()?;
        let service = Arc::new(Service::new(config)?);
        let (stop, stopping) = watch::channel(false);
        let accepting = tokio::spawn(accept(listener, Arc::clone(&service), stopping));
        Ok(Running {
            address,
            service,
            stop,
            accepting,
        })
    }
}

/// An emulator that serves until it is stopped or dropped.
///
/// Dropped, it closes its connections at once; [`stop`](Self::stop) lets answers finish first.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    service: Arc<Service>,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl Running {
    /// Where it listens, with the port that it got.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same as a URL without a path: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests have arrived, faults and refusals included.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.service.arrived()
    }

    /// The requests that were answered (or reset), oldest first; the last thousand of them.
    #[must_use]
    pub fn served(&self) -> Vec<Served> {
        self.service.log()
    }

    /// Takes no more connections, lets the answers under way finish within a second, and returns when all is closed.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // The task is only ever aborted by `drop`, which cannot have run.
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// How long answers under way may take after a stop.
const GRACE: Duration = Duration::from_secs(1);

async fn accept(listener: TcpListener, service: Arc<Service>, mut stopping: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connect(stream, Arc::clone(&service), stopping.clone()));
                }
                // Out of file descriptors, most likely: some will come back.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
            _ = stopping.changed() => break,
        }
    }
    drop(listener);
    let finished = async { while connections.join_next().await.is_some() {} };
    // Whoever has not finished by then is cut off, with the set of connections.
    let _ = tokio::time::timeout(GRACE, finished).await;
}

async fn connect(stream: TcpStream, service: Arc<Service>, mut stopping: watch::Receiver<bool>) {
    // Each event of a stream leaves by itself.
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let io = TokioIo::new(Connection {
        stream,
        reset: Arc::clone(&reset),
    });
    let answer = service_fn(|request| {
        let (service, reset) = (&service, &reset);
        async move {
            service
                .serve(request)
                .await
                .inspect_err(|_| reset.store(true, Ordering::Relaxed))
        }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .header_read_timeout(None::<Duration>)
            .serve_connection(io, answer)
    );
    // A connection ends in an error when its client leaves or a fault cuts it: both are no news.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// A socket that can be closed with a reset.
#[derive(Debug)]
struct Connection {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
            // Without it the close is a plain one, which is abrupt as well.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
