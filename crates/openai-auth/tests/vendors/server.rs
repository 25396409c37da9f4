//! A server that is nothing but a socket: it keeps what came, and writes back the bytes it was given.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

type Respond = dyn Fn(usize, &str) -> String + Send + Sync;

/// It lives on threads of its own, so that a test's runtime may end before it.
pub(crate) struct Server {
    pub(crate) host: String,
    requests: Arc<Mutex<Vec<String>>>,
    arrivals: Mutex<Receiver<()>>,
}

/// An answer that never comes.
pub(crate) const SILENCE: &str = "";

impl Server {
    /// Answers with what this function makes of a request's number, from zero, and its text.
    pub(crate) fn start(respond: impl Fn(usize, &str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (arrived, arrivals) = channel();
        let (kept, respond): (_, Arc<Respond>) = (requests.clone(), Arc::new(respond));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, arrived, respond) = (Arc::clone(&kept), arrived.clone(), respond.clone());
                std::thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    let Some(request) = read(&mut stream) else { return };
                    let number = {
                        let mut kept = kept.lock().unwrap();
                        kept.push(request.clone());
                        kept.len() - 1
                    };
                    let answer = respond(number, &request);
                    let _ = arrived.send(());
                    if answer == SILENCE {
                        // Until the client gives up.
                        let _ = stream.read(&mut [0]);
                    }
                    let _ = stream.write_all(answer.as_bytes());
                });
            }
        });
        Self {
            host,
            requests,
            arrivals: Mutex::new(arrivals),
        }
    }

    /// Answers always the same.
    pub(crate) fn constant(answer: impl Into<String>) -> Self {
        let answer = answer.into();
        Self::start(move |_, _| answer.clone())
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Waits until so many requests have come in all.
    pub(crate) fn wait_for(&self, requests: usize) {
        let arrivals = self.arrivals.lock().unwrap();
        while self.requests().len() < requests {
            arrivals.recv_timeout(Duration::from_secs(20)).unwrap();
        }
    }
}

/// An answer with a JSON body.
pub(crate) fn json(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    }
}
