//! Forms to send, and answers that are no text.

use std::time::Duration;

use openai_emulator::{Clock, Config, Emulator, Running};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::wire::{Answer, request, send};

/// The bytes of a WAV file of so many milliseconds.
pub(crate) fn wav(milliseconds: u32) -> Vec<u8> {
    let length = 16 * milliseconds;
    let mut file = b"RIFF".to_vec();
    file.extend((length + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data");
    file.extend(length.to_le_bytes());
    file.resize(44 + length as usize, 0);
    file
}

/// One part of a form: its name, the file's name where it is one, and its bytes.
pub(crate) type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

pub(crate) fn field<'a>(name: &'a str, text: &'a str) -> Part<'a> {
    (name, None, text.as_bytes())
}

/// Sends a form.
pub(crate) async fn post_form(emulator: &Running, path: &str, parts: &[Part<'_>]) -> Answer {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        body.extend(format!("--XyZ\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").into_bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--XyZ--\r\n");
    let headers = [("content-type", "multipart/form-data; boundary=XyZ")];
    send(emulator.address(), "POST", path, &headers, &body).await.unwrap()
}

/// Sends a request without a body.
pub(crate) async fn call(emulator: &Running, method: &str, path: &str) -> Answer {
    let headers = [("content-type", ""), ("content-length", "")];
    send(emulator.address(), method, path, &headers, b"").await.unwrap()
}

/// Sends a request and reads an answer of any bytes: its status, its type and its body.
pub(crate) async fn bytes(emulator: &Running, method: &str, path: &str, body: &str) -> (u16, String, Vec<u8>) {
    let headers: &[(&str, &str)] = if method == "GET" {
        &[("authorization", ""), ("content-type", "")]
    } else {
        &[]
    };
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    stream
        .write_all(&request(method, path, headers, body.as_bytes()))
        .await
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&answer[..end]).unwrap().to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let kind = head
        .lines()
        .find_map(|line| line.strip_prefix("content-type: "))
        .unwrap_or_default();
    (status, kind.to_owned(), answer[end + 4..].to_vec())
}

/// The data of events that may have names.
pub(crate) fn events(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(
        answer.headers["content-type"].starts_with("text/event-stream"),
        "{answer:?}"
    );
    let data = answer.body.lines().filter_map(|line| line.strip_prefix("data: "));
    data.map(|data| serde_json::from_str(data).unwrap_or_else(|_| Value::from(data)))
        .collect()
}

/// An emulator whose time stands still.
pub(crate) async fn frozen() -> (Running, Clock) {
    let clock = Clock::manual();
    let emulator = Emulator::start(Config::new().clock(clock.clone())).await.unwrap();
    (emulator, clock)
}

pub(crate) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
